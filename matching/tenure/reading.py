"""From a case to its cell: the grid, then what the circumstances do to it."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from matching.tenure.case import Cell, Condition, TenureCase, TenureVerdict, Term
from matching.tenure.disclosures import disclosures
from matching.tenure.grid import (
    NEVER_A_DESTINATION,
    NO_POWER_TO_GRANT,
    PLAIN_MOVES,
    Clause,
    PlainMove,
)
from matching.tenure.law import TenureRuleId
from matching.tenure.modifiers import MODIFIERS, Modifier
from matching.terms import LandlordKind, TenancyKind, TenancyStanding

_ID = TenureRuleId
_SHORTHOLDS: Final = frozenset({TenancyKind.ASSURED_FIXED, TenancyKind.STARTER})
_ON_TRIAL_OR_SHORTHOLD: Final = _SHORTHOLDS | {TenancyKind.INTRODUCTORY}
_WHOEVER_ASKS: Final = (NEVER_A_DESTINATION, NO_POWER_TO_GRANT)
_NO_LETTING: Final = frozenset({TenureVerdict.NEVER, TenureVerdict.NO_POWER})
_BY_TERM: Final = {
    Term.COVERS: TenureVerdict.PRESERVES,
    Term.SHORTER: TenureVerdict.NEVER,
    Term.UNKNOWN: TenureVerdict.CONDITIONAL,
}


@lru_cache(maxsize=1 << 16)
def tenure(case: TenureCase) -> Cell:
    """Return the cell of a case; there is one for every case.

    Cost: some sets of a few names, and a look-up from the second time on.
    """
    cell = _as_the_law_stands(case)
    for modifier in MODIFIERS:
        if modifier.holds(case):
            cell = _modified(cell, modifier)
    if cell.verdict in _NO_LETTING:
        return cell
    rules = {*cell.rules}
    if case.standing is TenancyStanding.JOINT:
        rules.add(_ID.R10)
    return replace(cell, rules=_in_order(rules), disclosures=disclosures(case))


def _as_the_law_stands(case: TenureCase) -> Cell:
    """Answer a plain move before or after assured shortholds were abolished.

    Afterwards a tenancy still recorded as a shorthold has become an assured one. The
    record is not trusted either way: the stricter reading counts.
    """
    cell = _plain(case)
    if not case.shortholds_abolished or _clause(case) in _WHOEVER_ASKS:
        return cell
    association = LandlordKind.HOUSING_ASSOCIATION
    if case.new_landlord is association and case.offered in _SHORTHOLDS:
        return Cell(verdict=TenureVerdict.NO_POWER, rules=(_ID.R17,))
    if case.held_from is association and case.held in _SHORTHOLDS:
        assured = _plain(case._replace(held=TenancyKind.ASSURED_LIFETIME))
        cell = max(assured, cell, key=lambda cell: cell.verdict.strictness)
        return replace(cell, rules=_in_order({*cell.rules, _ID.R17}))
    return cell


def _plain(case: TenureCase) -> Cell:
    """Answer for a tenant who moves without a gap and without proceedings."""
    clause = _clause(case)
    verdict, condition = clause.verdict, clause.condition
    rules = {*clause.rules, *_of_lifetime(clause, case)}
    if condition is Condition.TERM_COVERS:
        verdict = _BY_TERM[case.term]
    if _must_let_on_trial(clause, case):
        verdict = TenureVerdict.CONDITIONAL
        condition = Condition.TWELVE_MONTHS_SERVED
        rules |= {_ID.R3, _ID.R4}
    if verdict is not TenureVerdict.CONDITIONAL:
        condition = None
    return Cell(verdict=verdict, rules=_in_order(rules), condition=condition)


def _clause(case: TenureCase) -> Clause:
    return PLAIN_MOVES[
        PlainMove(case.held, case.held_from, case.new_landlord, case.offered)
    ]


def _of_lifetime(clause: Clause, case: TenureCase) -> set[TenureRuleId]:
    """Return the rules of statute and regulator that stand behind a lifetime held."""
    found: set[TenureRuleId] = set()
    if not clause.of_lifetime:
        return found
    council = case.new_landlord is LandlordKind.COUNCIL
    if case.domestic_abuse and not council:
        found.add(_ID.R2)
    # s.81ZA speaks of flexible tenancies, and of introductory ones not at all.
    on_trial = case.offered is TenancyKind.INTRODUCTORY
    if case.domestic_abuse and council and not on_trial:
        found.add(_ID.R1)
    if case.since_april_2012 and not case.affordable_rent:
        found.add(_ID.R5)
    return found


def _must_let_on_trial(clause: Clause, case: TenureCase) -> bool:
    """Tell whether a council's promise of a secure tenancy would be one on trial.

    Housing Act 1996 s.124: where a council elected to, it lets on trial to whoever
    was neither secure nor assured, or only a shorthold tenant, just before.
    """
    return (
        case.introductory_scheme
        and clause.verdict is TenureVerdict.IMPROVES
        and case.new_landlord is LandlordKind.COUNCIL
        and case.held in _ON_TRIAL_OR_SHORTHOLD
    )


def _modified(cell: Cell, modifier: Modifier) -> Cell:
    rules = set(cell.rules) - modifier.loses
    if modifier.becomes.strictness < cell.verdict.strictness:
        return replace(cell, rules=_in_order(rules))
    if modifier.alone:
        rules = set()
    return Cell(verdict=modifier.becomes, rules=_in_order({*rules, modifier.because}))


def _in_order(rules: set[TenureRuleId]) -> tuple[TenureRuleId, ...]:
    return tuple(rule for rule in TenureRuleId if rule in rules)
