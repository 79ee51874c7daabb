"""The answer for a plain move: the tenant moves, without a gap, possession not sought.

One grid for each kind of landlord that lets. Rows: the tenancy held and who granted
it. Columns: the tenancies this kind of landlord can grant. Words: the clauses below.
Tenancies that are never a destination, and those the landlord has no power to grant,
have no column and one answer each.
"""

from types import MappingProxyType
from typing import Final, NamedTuple

from matching.tenure.case import Condition, TenureVerdict
from matching.tenure.law import TenureRuleId
from matching.terms import LandlordKind, TenancyKind

_ID = TenureRuleId
_COUNCIL: Final = LandlordKind.COUNCIL
_ASSOCIATION: Final = LandlordKind.HOUSING_ASSOCIATION


class Clause(NamedTuple):
    """A word of the grid: an answer, and the rules it rests on.

    Attributes:
        of_lifetime: It speaks of a lifetime tenancy held, and so R1, R2 and R5 may
            stand behind it too.
    """

    verdict: TenureVerdict
    rules: frozenset[TenureRuleId]
    condition: Condition | None = None
    of_lifetime: bool = False


_V = TenureVerdict
CLAUSES: Final = MappingProxyType(
    {
        # Lifetime to lifetime; a council's is secure at once because of R3.
        "keep": Clause(_V.PRESERVES, frozenset({_ID.S1}), of_lifetime=True),
        "keep-R3": Clause(_V.PRESERVES, frozenset({_ID.R3, _ID.S1}), of_lifetime=True),
        # Lifetime to a term or a trial.
        "less": Clause(_V.NEVER, frozenset({_ID.S1}), of_lifetime=True),
        "less-R3": Clause(_V.NEVER, frozenset({_ID.R3, _ID.S1}), of_lifetime=True),
        # A term or a trial to a lifetime.
        "gain": Clause(_V.IMPROVES, frozenset({_ID.S1})),
        "gain-R3": Clause(_V.IMPROVES, frozenset({_ID.R3, _ID.S1})),
        # A term to a trial.
        "trial": Clause(_V.NEVER, frozenset({_ID.S1})),
        "trial-R3": Clause(_V.NEVER, frozenset({_ID.R3, _ID.S1})),
        # A term to a term.
        "term": Clause(
            _V.CONDITIONAL, frozenset({_ID.S1}), condition=Condition.TERM_COVERS
        ),
        "term-R3": Clause(
            _V.CONDITIONAL, frozenset({_ID.R3, _ID.S1}), condition=Condition.TERM_COVERS
        ),
        # A trial to a trial: credited by statute, or by the landlord's word.
        "credit": Clause(_V.PRESERVES, frozenset({_ID.R4})),
        "promise": Clause(
            _V.CONDITIONAL, frozenset({_ID.S1}), condition=Condition.TRIAL_CREDITED
        ),
        # A shorthold term to a trial: secure at once after a whole year.
        "year": Clause(
            _V.CONDITIONAL,
            frozenset({_ID.R3, _ID.R4}),
            condition=Condition.TWELVE_MONTHS_SERVED,
        ),
        "ask": Clause(_V.NEEDS_PERSON, frozenset({_ID.S2})),
        "ask-1989": Clause(_V.NEEDS_PERSON, frozenset({_ID.S3})),
        "record": Clause(_V.NEEDS_PERSON, frozenset({_ID.S4})),
    }
)
NEVER_A_DESTINATION: Final = Clause(_V.NEVER, frozenset({_ID.S5}))
NO_POWER_TO_GRANT: Final = Clause(_V.NO_POWER, frozenset({_ID.R19}))

BY_A_COUNCIL: Final = """
held             from         secure_lifetime secure_flexible introductory
secure_lifetime  council      keep-R3         less            less-R3
secure_flexible  council      gain-R3         term-R3         trial-R3
introductory     council      gain            ask             credit
assured_lifetime council      record          record          record
assured_fixed    council      record          record          record
starter          council      record          record          record
demoted          council      ask             ask             ask
licence          council      ask             ask             ask
non_secure       council      ask             ask             ask
fully_mutual     council      ask             ask             ask
protected        council      ask             ask             ask
secure_lifetime  association  keep-R3         less            less-R3
secure_flexible  association  record          record          record
introductory     association  record          record          record
assured_lifetime association  keep-R3         less            less-R3
assured_fixed    association  gain            term            year
starter          association  gain            ask             credit
demoted          association  ask             ask             ask
licence          association  ask             ask             ask
non_secure       association  ask             ask             ask
fully_mutual     association  ask             ask             ask
protected        association  ask             ask             ask
"""

BY_AN_ASSOCIATION: Final = """
held             from         assured_lifetime assured_fixed starter
secure_lifetime  council      keep             less          less
secure_flexible  council      gain             term          trial
introductory     council      gain             ask           promise
assured_lifetime council      record           record        record
assured_fixed    council      record           record        record
starter          council      record           record        record
demoted          council      ask              ask           ask
licence          council      ask              ask           ask
non_secure       council      ask              ask           ask
fully_mutual     council      ask              ask           ask
protected        council      ask              ask           ask
secure_lifetime  association  ask-1989         less          less
secure_flexible  association  record           record        record
introductory     association  record           record        record
assured_lifetime association  keep             less          less
assured_fixed    association  gain             term          trial
starter          association  gain             ask           promise
demoted          association  ask              ask           ask
licence          association  ask              ask           ask
non_secure       association  ask              ask           ask
fully_mutual     association  ask              ask           ask
protected        association  ask              ask           ask
"""


class PlainMove(NamedTuple):
    """Where a clause stands in the grids."""

    held: TenancyKind
    held_from: LandlordKind
    new_landlord: LandlordKind
    offered: TenancyKind


_LANDLORD_WORDS: Final = {"council": _COUNCIL, "association": _ASSOCIATION}
_DESTINATIONS: Final = frozenset(
    {
        TenancyKind.SECURE_LIFETIME,
        TenancyKind.SECURE_FLEXIBLE,
        TenancyKind.INTRODUCTORY,
        TenancyKind.ASSURED_LIFETIME,
        TenancyKind.ASSURED_FIXED,
        TenancyKind.STARTER,
    }
)


def read_grid(grid: str, new_landlord: LandlordKind) -> dict[PlainMove, Clause]:
    """Read one grid, and give every tenancy without a column its one answer."""
    head, *lines = (line.split() for line in grid.strip().splitlines())
    columns = [TenancyKind(name) for name in head[2:]]
    table: dict[PlainMove, Clause] = {}
    for held, landlord, *words in lines:
        row = TenancyKind(held), _LANDLORD_WORDS[landlord], new_landlord
        for offered in TenancyKind:
            beyond = offered in _DESTINATIONS
            other = NO_POWER_TO_GRANT if beyond else NEVER_A_DESTINATION
            table[PlainMove(*row, offered)] = other
        for offered, word in zip(columns, words, strict=True):
            table[PlainMove(*row, offered)] = CLAUSES[word]
    return table


PLAIN_MOVES: Final = MappingProxyType(
    read_grid(BY_A_COUNCIL, _COUNCIL) | read_grid(BY_AN_ASSOCIATION, _ASSOCIATION)
)
"""A clause for every tenancy held, its landlord, the new landlord and the offer."""
