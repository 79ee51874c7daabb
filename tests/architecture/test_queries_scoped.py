"""Rows are read in two kinds of file, and a query is told who is asking.

A `select(` elsewhere would be a way past the actor's filter, so it is looked for
in the syntax tree and not in the reviewer's attention.
"""

import ast
from pathlib import Path

import pytest

from scripts.tree import ROOT, python_files

READERS = ("queries.py", "operations.py")
# Files outside those that may select, each with the reason.
OTHER_READERS = {
    "reciprocal/proposals/correcting.py": "an operation of a step's entry, likewise",
    "reciprocal/ledger/disputes.py": "queries of disputes, a file apart",
    "reciprocal/ledger/disputing.py": "operations of disputes, likewise",
    "reciprocal/ledger/settling.py": "the service finds the dispute that was heard",
    "reciprocal/ledger/decided.py": "queries of what people decide, a file apart",
    "reciprocal/ledger/telling.py": "queries of what is told of the book, likewise",
    "reciprocal/ledger/writing.py": "what every writer of the book reads first",
    "reciprocal/proposals/recheck.py": "the service's own look before each step",
    "reciprocal/proposals/promises.py": "a step's promise, for whoever found the step",
    "reciprocal/proposals/departures.py": "queries of departures, a file apart",
    "reciprocal/proposals/hidden.py": "queries of hidden steps, a file apart",
    "reciprocal/proposals/seen.py": "queries of a step's viewing, a file apart",
    "reciprocal/proposals/reminding.py": "the service asks owners what has come due",
    "reciprocal/proposals/supporting.py": "queries of a step's support, a file apart",
    "reciprocal/support/notes.py": "operations of a step's note, likewise",
    "reciprocal/support/deputies.py": "operations of a case's deputy, a file apart",
    "reciprocal/homes/places_let.py": "the service looks where a landlord lets",
    "reciprocal/proposals/repaying.py": "the service counts what is about to repay",
    "reciprocal/rounds/cycle_queries.py": "queries of cycles, a file apart",
    "reciprocal/rounds/cycles.py": "operations of cycles, a file apart",
    "reciprocal/rounds/run.py": "a job locks the row of its round, on no one's behalf",
    "reciprocal/proposals/defaulting.py": "operations of homes not supplied, likewise",
    "reciprocal/proposals/possession.py": "the service asks about possession, likewise",
    "reciprocal/proposals/refused.py": "the service finds what was not shown",
    "reciprocal/proposals/leads.py": "who knows of a hidden case, a file apart",
    "reciprocal/proposals/workers.py": "queries of who works on a case, a file apart",
    "reciprocal/proposals/transfers.py": "a case between two services, a file apart",
    "reciprocal/proposals/household_changes.py": "what was told of a case, likewise",
    "reciprocal/requests/handing_over.py": "operations of a case that is taken over",
    "reciprocal/requests/closing.py": "the coordinator's services, a file apart",
    "reciprocal/requests/checks.py": "operations of the tenancy check, a file apart",
    "reciprocal/requests/amending.py": "the service asks workers what has come due",
    "reciprocal/requests/standing.py": "queries of a case's areas, a file apart",
    "reciprocal/requests/decided.py": "queries of what people decided, a file apart",
    "reciprocal/requests/deciding.py": "operations of it, likewise",
    "reciprocal/requests/told.py": "what a case's service is told, a file apart",
    "reciprocal/requests/going_on.py": "what keeps a household safe goes with it",
    "reciprocal/requests/linking.py": "operations of a case's links, likewise",
    "reciprocal/requests/narrowing.py": "the service reads what closes homes",
    "reciprocal/access/blocks.py": "the service reads whom a case is closed to",
    "reciprocal/proposals/parting.py": "the operator lets a member go, likewise",
    "reciprocal/homes/leaving.py": "the operator lets a member go, with its homes",
    "reciprocal/homes/counted.py": "it answers yes or no, whoever asks",
    "reciprocal/homes/staying.py": "the service ends stays, on no one's behalf",
    "reciprocal/reports/step_decisions.py": "queries of what people decided, likewise",
    "reciprocal/rounds/plan_queries.py": "queries of a plan's steps, a file apart",
    "reciprocal/reports/debts.py": "moves of closed cases, to leave their debts out",
    "reciprocal/reports/timelines.py": "queries of the coordinator's, a file apart",
    "reciprocal/reports/reservations.py": "likewise; and a landlord's of its own",
    "reciprocal/reports/tenures.py": "sums that are the auditor's, likewise",
    "reciprocal/reports/urgency.py": "sums that are the auditor's, a file apart",
    "reciprocal/reports/facts.py": "a proof; the operator's command asks",
    "reciprocal/retention/codes.py": "the service forgets, on no one's behalf",
    "reciprocal/retention/holding.py": "operations of a legal hold, a file apart",
    "reciprocal/sealing/rotating.py": "the operator turns keys, on no one's behalf",
    "reciprocal/reports/readings.py": "looks into a case, which its worker has",
    "reciprocal/rights/court.py": "two coordinators hand a case out, a file apart",
    "reciprocal/reports/watched.py": "the operator's command asks, of no case",
    "reciprocal/reports/audit_heads.py": "hashes, the same for everybody",
    "reciprocal/reports/audited.py": "what the auditor's role alone may ask for",
    "reciprocal/homes/offered.py": "operations of a home on offer, a file apart",
    "reciprocal/homes/board.py": "queries of the coordinator's homes, a file apart",
    "reciprocal/homes/bars.py": "the service closes a dwelling, on no one's behalf",
    "reciprocal/homes/marked.py": "queries of a dwelling's marker, a file apart",
    "reciprocal/homes/clashes.py": "the coordinator alone is told",
    "reciprocal/access/sessions.py": "operations of a person's sessions, likewise",
    "reciprocal/access/second_factor.py": "operations of their second factor, likewise",
    "reciprocal/access/passkeys.py": "operations of their passkeys, likewise",
    "reciprocal/access/clients.py": "operations of a member's systems, a file apart",
    "reciprocal/access/tokens.py": "what ran out is swept, on no one's behalf",
    "reciprocal/webhooks/outbox.py": "the service writes down whom a change is told",
    "reciprocal/webhooks/deliver.py": "the worker takes what is due, for everybody",
    "fixtures/load.py": "the demonstration acts for every member, in memory",
    "fixtures/acts.py": "likewise, as it carries steps to the keys",
}
# Public queries that take no actor, each with the reason.
NO_ACTOR = {
    "reciprocal/access/queries.py": "who is asking is what these find out",
    "reciprocal/organisations/queries.py": "a scheme's members know of each other",
    "reciprocal/support/queries.py:switched_off": "a scheme's rules, whoever asks",
    "reciprocal/ledger/queries.py:first_broken_link": "a proof; it answers a number",
    "reciprocal/ledger/queries.py:check": "a proof; it answers which laws are broken",
    "reciprocal/ledger/queries.py:prove": "likewise, law by law",
    "reciprocal/ledger/queries.py:whole": "the rows that the proof goes over",
    "reciprocal/ledger/queries.py:last_sequence": "a number, for what is proved later",
    "reciprocal/homes_owed/queries.py:for_the_proof": "what the proof counts",
    "reciprocal/statements/queries.py:kept": "likewise, with what went out",
    "reciprocal/statements/queries.py:acknowledged_heads": "and the heads others hold",
    "reciprocal/homes/queries.py:teams_barred_before": "the service asks as it posts",
    "reciprocal/proposals/departures.py:departure_stage": "a word of a row found",
    "reciprocal/rounds/queries.py:unfinished": "the service asks as it starts",
    "reciprocal/rounds/cycle_queries.py:carried": "of a round that its caller found",
    "reciprocal/rounds/queries.py:decided_last": "the service asks as it starts",
    "reciprocal/rounds/queries.py:latest_solved": "the operator's command asks",
}
ACTORS = ("actor", "asking")


def selects_in(source: str) -> list[int]:
    """List the lines that call `select` or the older `query`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "select")
            or (isinstance(node.func, ast.Attribute) and node.func.attr == "select")
            or (
                isinstance(node.func, ast.Attribute)
                and node.func.attr == "query"
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "session"
            )
        )
    ]


def unscoped_in(source: str) -> list[str]:
    """Name the public functions that take a session and are told no actor."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and (arguments := {argument.arg for argument in all_arguments(node)})
        and "session" in arguments
        and not arguments & set(ACTORS)
    ]


def all_arguments(node: ast.FunctionDef) -> list[ast.arg]:
    """List the parameters of a function, however they are given."""
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def named(file: Path) -> str:
    """Name a file as the lists above do."""
    return str(file.relative_to(ROOT))


def test_rows_are_selected_in_queries_and_operations_alone() -> None:
    found = {
        named(file): lines
        for file in python_files(ROOT, ("reciprocal", "api", "fixtures"))
        if file.name not in READERS
        and named(file) not in OTHER_READERS
        and (lines := selects_in(file.read_text()))
    }

    assert found == {}


def test_every_public_query_is_told_who_asks() -> None:
    found = {
        named(file): names
        for file in python_files(ROOT, ("reciprocal",))
        if file.name == "queries.py"
        and (
            names := [
                name
                for name in unscoped_in(file.read_text())
                if f"{named(file)}:{name}" not in NO_ACTOR
                and named(file) not in NO_ACTOR
            ]
        )
    }

    assert found == {}


def test_the_lists_of_exceptions_name_what_exists() -> None:
    for entry in NO_ACTOR:
        file, _, function = entry.partition(":")
        assert (ROOT / file).exists(), entry
        assert not function or function in unscoped_in((ROOT / file).read_text())
    for file in OTHER_READERS:
        assert selects_in((ROOT / file).read_text()), file


@pytest.mark.parametrize(
    ("source", "selects", "unscoped"),
    [
        ("def homes(actor, session): return session.exec(select(Home))", [1], []),
        ("def homes(session): return session.exec(select(Home))", [1], ["homes"]),
        ("def homes(session): return session.query(Home)", [1], ["homes"]),
        ("def homes(session, *, actor): return sql.select(Home)", [1], []),
        ("def _homes(session): return 1", [], []),
        ("def cleared(session): return selected(1)", [], ["cleared"]),
        ("def is_ready(home): return home.ready", [], []),
    ],
)
def test_a_planted_query_is_seen(
    source: str, selects: list[int], unscoped: list[str]
) -> None:
    assert (selects_in(source), unscoped_in(source)) == (selects, unscoped)
