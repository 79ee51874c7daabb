"""No query about a case forgets to whom that case is closed.

A case may be closed to somebody by the name they sign in with (`docs/safeguards.md`).
Whatever belongs to a case is then left out of all that they read, and each of their
acts finds nothing. That holds where every query says it, so queries that do not are
looked for in the syntax tree.
"""

import ast
from collections.abc import Iterator

import pytest

from scripts.tree import ROOT, python_files

OF_A_CASE = frozenset(
    {
        "AuditEntry",
        "CaseArea",
        "CaseDeputy",
        "CaseLink",
        "CaseTold",
        "CaseTransfer",
        "Consent",
        "Conversation",
        "Decision",
        "DutyStated",
        "FinalOfferWarning",
        "Home",
        "HomeRefused",
        "HouseholdChanged",
        "Move",
        "MoveStep",
        "NominationRelease",
        "PersonDecision",
        "PersonQuestion",
        "PropertyRequest",
        "Proposal",
        "StepNote",
        "SupportFact",
        "Task",
        "TenancyCheck",
        "TenancyPromise",
        "Viewing",
        "UrgencyAssessment",
    }
)
"""Tables whose rows belong to a case, or may."""

CLOSING = frozenset({"open_to", "theirs", "in_scheme", "gone", "blocked"})
"""What a query says it with; the first three are in `reciprocal/access/closed.py`."""

_SERVICE = "the service asks, and shows nobody"
_FOUND = "of a row that its caller found by the actor"
_WHOLE = "the book's and the audit's own proof, over everything"

_LETTING = "only the reference of a letting, which no case's household left"

OPEN_ON_PURPOSE = {
    "reciprocal/audit/operations.py:_newest": _WHOLE,
    "reciprocal/audit/operations.py:first_broken_link": _WHOLE,
    "reciprocal/audit/operations.py:holds": _WHOLE,
    "reciprocal/homes/bars.py:close_dwelling": _SERVICE,
    "reciprocal/homes/clashes.py:claimed_by_another": _SERVICE,
    "reciprocal/homes/counted.py:pot_has": "it answers yes or no, whoever asks",
    "reciprocal/homes/staying.py:_staying": _SERVICE,
    "reciprocal/homes/imports/queries.py:by_ids": "homes posted in this very act",
    "reciprocal/homes/imports/queries.py:claimed_by_others": _SERVICE,
    "reciprocal/homes/imports/queries.py:live_homes": "its caller closes each",
    "reciprocal/homes/marked.py:homes_under": _SERVICE,
    "reciprocal/homes/operations.py:change_state": _FOUND,
    "reciprocal/homes/offered.py:hide": _FOUND,
    "reciprocal/homes/offered.py:show": _FOUND,
    "reciprocal/homes/queries.py:has_been_left": _FOUND,
    "reciprocal/homes/queries.py:in_pot": _SERVICE,
    "reciprocal/homes/queries.py:vacated_by": _FOUND,
    "reciprocal/homes/places_let.py:where_let": _SERVICE,
    "reciprocal/homes_owed/queries.py:lettings_waiting": _SERVICE,
    "reciprocal/homes_owed/queries.py:own_requests": _LETTING,
    "reciprocal/homes_owed/queries.py:board_requests": _LETTING,
    "reciprocal/ledger/queries.py:_cut": "the book knows a move by a random reference",
    "reciprocal/moves/operations.py:of_proposal": _FOUND,
    "reciprocal/notices/operations.py:finish_tasks_of": _SERVICE,
    "reciprocal/notices/operations.py:finish_tasks_of_case": _SERVICE,
    "reciprocal/notices/operations.py:hand_over": _SERVICE,
    "reciprocal/notices/operations.py:leave_to": _SERVICE,
    "reciprocal/notices/operations.py:put_off": _SERVICE,
    "reciprocal/notices/operations.py:is_open": _SERVICE,
    "reciprocal/retention/queries.py:moved_to": _SERVICE,
    "reciprocal/retention/codes.py:_old": _SERVICE,
    "reciprocal/retention/queries.py:_rounds_in_use": _SERVICE,
    "reciprocal/reports/readings.py:_looks": _FOUND,
    "reciprocal/reports/audit_heads.py:_ending_before": "a hash tells of no case",
    "reciprocal/reports/watched.py:_refused": "who asked, and never for which",
    "reciprocal/reports/watched.py:_opened": "counted for who opened them",
    "reciprocal/proposals/operations.py:_locked_home": _FOUND,
    "reciprocal/proposals/operations.py:_locked_request": _FOUND,
    "reciprocal/proposals/operations.py:lapse_due": _SERVICE,
    "reciprocal/proposals/promises.py:promise_of": _FOUND,
    "reciprocal/proposals/departures.py:_signed_at": _FOUND,
    "reciprocal/proposals/defaulting.py:_not_back": _SERVICE,
    "reciprocal/proposals/queries.py:at_the_keys": _FOUND,
    "reciprocal/proposals/queries.py:live_proposal": _FOUND,
    "reciprocal/proposals/queries.py:references_of": _FOUND,
    "reciprocal/proposals/queries.py:show_case_proposal": _FOUND,
    "reciprocal/proposals/queries.py:show_offer": _FOUND,
    "reciprocal/proposals/departures.py:show_departure": _FOUND,
    "reciprocal/proposals/queries.py:_shown_at": _FOUND,
    "reciprocal/proposals/recheck.py:homes_refused": _SERVICE,
    "reciprocal/proposals/seen.py:events": _FOUND,
    "reciprocal/proposals/seen.py:was_warned": _FOUND,
    "reciprocal/proposals/household_changes.py:changes": _FOUND,
    "reciprocal/proposals/household_changes.py:changes_told": _FOUND,
    "reciprocal/proposals/transfers.py:_landlords": _FOUND,
    "reciprocal/proposals/transfers.py:_locked": _FOUND,
    "reciprocal/proposals/transfers.py:_offered": _FOUND,
    "reciprocal/proposals/transfers.py:_references": _FOUND,
    "reciprocal/proposals/transfers.py:_steps": _FOUND,
    "reciprocal/proposals/leads.py:known_to_one": _SERVICE,
    "reciprocal/proposals/workers.py:_has_alone": _SERVICE,
    "reciprocal/homes/leaving.py:take_out": _SERVICE,
    "reciprocal/proposals/parting.py:_take_homes_out": _SERVICE,
    "reciprocal/requests/closing.py:_in_hand": _SERVICE,
    "reciprocal/requests/closing.py:require_no_tenants": _SERVICE,
    "reciprocal/requests/handing_over.py:_links": _FOUND,
    "reciprocal/proposals/repaying.py:_drawn": _SERVICE,
    "reciprocal/proposals/possession.py:_sought": _SERVICE,
    "reciprocal/proposals/reminding.py:_cases": _SERVICE,
    "reciprocal/proposals/reminding.py:_lapses": _SERVICE,
    "reciprocal/proposals/reminding.py:_newest_steps": _SERVICE,
    "reciprocal/proposals/reminding.py:_open_tasks": _SERVICE,
    "reciprocal/proposals/supporting.py:_newest_step": _FOUND,
    "reciprocal/proposals/supporting.py:_read_step": _FOUND,
    "reciprocal/requests/amending.py:ask_workers": _SERVICE,
    "reciprocal/reports/facts.py:of_the_book": _WHOLE,
    "reciprocal/reports/timelines.py:steps_of": _FOUND,
    "reciprocal/reports/tenures.py:chart": "sums, the same whoever asks",
    "reciprocal/reports/urgency.py:chart": "sums, the same whoever asks",
    "reciprocal/requests/checks.py:_has_case_elsewhere": _SERVICE,
    "reciprocal/requests/checks.py:_locked_request": _FOUND,
    "reciprocal/requests/checks.py:escalate_overdue": _SERVICE,
    "reciprocal/requests/decided.py:decision_of": _FOUND,
    "reciprocal/requests/decided.py:honoured": _SERVICE,
    "reciprocal/requests/decided.py:told": _FOUND,
    "reciprocal/requests/linking.py:_state": _FOUND,
    "reciprocal/requests/narrowing.py:households_barred": _SERVICE,
    "reciprocal/requests/narrowing.py:linked_to": _SERVICE,
    "reciprocal/requests/operations.py:ask_unconfirmed": _SERVICE,
    "reciprocal/requests/operations.py:revoke_consent": _FOUND,
    "reciprocal/requests/queries.py:check_of": _FOUND,
    "reciprocal/requests/queries.py:live_consents": _FOUND,
    "reciprocal/requests/queries.py:waiting": _SERVICE,
    "reciprocal/requests/standing.py:areas": _FOUND,
    "reciprocal/requests/standing.py:duty_of": _FOUND,
    "reciprocal/requests/standing.py:lapsed": _SERVICE,
    "reciprocal/requests/going_on.py:_links": _FOUND,
    "reciprocal/requests/told.py:_newest": _FOUND,
    "reciprocal/requests/told.py:forget": _FOUND,
    "reciprocal/requests/told.py:keep": _SERVICE,
    "reciprocal/requests/told.py:mark_proposed": _SERVICE,
    "reciprocal/requests/told.py:release": _SERVICE,
    "reciprocal/requests/told.py:why_this_home": _FOUND,
    "reciprocal/support/deputies.py:standing": _FOUND,
    "reciprocal/support/notes.py:of_step": _FOUND,
    "reciprocal/rights/court.py:_asked_by": _FOUND,
    "reciprocal/support/queries.py:assessments_of": _FOUND,
    "reciprocal/support/queries.py:facts_of": _FOUND,
    "reciprocal/support/queries.py:next_number": _FOUND,
    "reciprocal/retention/operations.py:_erase": _SERVICE,
    "reciprocal/retention/operations.py:_references": _SERVICE,
    "reciprocal/retention/queries.py:_under_way": _SERVICE,
    "reciprocal/retention/queries.py:readable": _SERVICE,
    "reciprocal/rounds/plan_queries.py:request_refs": "its callers leave them out",
}
"""Queries that close nothing, each with the reason."""


def selecting(source: str) -> Iterator[tuple[str, bool]]:
    """Name each function that selects what is of a case, and whether it closes it.

    A function closes what it selects when it, or a function of the same file that it
    calls, names one of `CLOSING`.
    """
    functions = [
        node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)
    ]
    closing = {node.name for node in functions if _names(node) & CLOSING}
    for node in functions:
        if _selected(node) & OF_A_CASE:
            called = {_called(e) for e in ast.walk(node) if isinstance(e, ast.Call)}
            yield node.name, bool(_names(node) & CLOSING or called & closing)


def _selected(node: ast.FunctionDef) -> set[str]:
    """Gather the names within the arguments of `select` and of `join`."""
    return {
        name
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and _called(call) in {"select", "join", "outerjoin"}
        for argument in call.args
        for name in _names(argument)
    }


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} | {
        each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)
    }


def named_open(source: str) -> list[str]:
    """Name the functions that select what is of a case and close nothing."""
    return [name for name, closes in selecting(source) if not closes]


def test_every_query_about_a_case_says_to_whom_it_is_closed() -> None:
    found = {
        f"{file.relative_to(ROOT)}:{name}"
        for file in python_files(ROOT, ("reciprocal", "api"))
        for name in named_open(file.read_text(encoding="utf-8"))
    }
    assert found - set(OPEN_ON_PURPOSE) == set()
    assert set(OPEN_ON_PURPOSE) - found == set(), "named, and no more there"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def a(s): return s.exec(select(Proposal))", ["a"]),
        ("def a(s): return s.exec(select(Proposal).where(open_to(x, y)))", []),
        ("def a(s): return s.exec(select(Home).where(*theirs(x, y, case=z)))", []),
        ("def a(s): return s.exec(select(X).join(Move, y))", ["a"]),
        ("def _b(x): return open_to(x, y)\ndef a(s): return select(Task, _b(s))", []),
        ("def a(s): return s.exec(select(Person))", []),
        ("def a(s): return Proposal(id=1)", []),
    ],
)
def test_a_planted_query_is_seen(source: str, found: list[str]) -> None:
    assert named_open(source) == found
