"""What a board could decide: each policy a small object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matching.pool import Level

_PEOPLE = (
    Level.MOST_URGENT_READY,
    Level.URGENCY_BANDS,
    Level.HOUSEHOLDS,
    Level.WHO_MOVES,
)
_LOOKS_AT_BALANCES = frozenset({Level.BALANCE, Level.NET_BENEFIT})


class Requests(StrEnum):
    """When a landlord in debt is asked for an ordinary letting.

    Attributes:
        NEVER: It is not.
        OWED: For what it owes as a round begins.
        AT_ONCE: Also for what it would owe by the plan that is being made.
    """

    NEVER = "never"
    OWED = "owed"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One policy.

    Attributes:
        says: In one sentence.
        levels: The solver's objectives, in order.
        stay_rounds: Rounds that a home which was left stays in the pot; 0 for none.
        longer_for: Rounds more that homes of some sizes stay, by bedrooms.
        requests: When landlords are asked for what they owe.
        lists_all: The solver chooses among all lettings of a size that is owed, and
            takes no more than are owed; else only so many are listed.
        void_months: That an offered void stays. Units: months.
        chain_moves_max, cycle_moves_max: Caps. Units: moves.
        move_worth: Of the V rule.
        worth: What a home of each size is worth in another, by bedrooms: a landlord
            may then repay in other sizes. Nothing where it may not.
        neighbours: How many landlords nearby repay for one beyond the structural
            debt, in homes that it then owes them and not the scheme.
        pledged_a_year: New homes a year that a landlord beyond the structural debt
            gives, of the sizes it owes, where most households wait. Units: homes.
        ahead_months: Landlords are also asked for what they are expected to come to
            owe in so many months, by what they came to owe so far. Units: months.
        withdraws_at: Homes owed to a landlord at which it offers no void any more;
            its chance of offering falls in a line to there. 0 for never.
    """

    name: str
    says: str
    levels: tuple[Level, ...]
    stay_rounds: int = 4
    longer_for: Mapping[int, int] = field(default_factory=dict)
    requests: Requests = Requests.OWED
    lists_all: bool = True
    void_months: int = 2
    chain_moves_max: int = 5
    cycle_moves_max: int = 3
    move_worth: int = 20
    worth: Mapping[int, float] = field(default_factory=dict)
    neighbours: int = 0
    pledged_a_year: int = 0
    ahead_months: float = 0
    withdraws_at: int = 0

    def blind(self) -> tuple[Level, ...]:
        """Return its levels up to those that look at balances."""
        before = []
        for level in self.levels:
            if level in _LOOKS_AT_BALANCES:
                break
            before.append(level)
        return tuple(before)


BLIND = Tried(
    name="blind",
    says="All moves; the book is not looked at. Homes stay and are asked for alike.",
    levels=_PEOPLE,
)
PLAIN = Tried(
    name="plain",
    says="All moves; homes that are left go back, and nobody is asked for any.",
    levels=_PEOPLE,
    stay_rounds=0,
    requests=Requests.NEVER,
)
RULE = Tried(
    name="rule",
    says="All moves, then balances; homes stay four rounds; what is owed is asked for.",
    levels=(*_PEOPLE, Level.BALANCE),
)
_V = (Level.MOST_URGENT_READY, Level.NET_BENEFIT, Level.WHO_MOVES)

# Moves gained by one more void of each size, with stay (the design's measurement).
_MEASURED_WORTH = {1: 0.19, 2: 0.55, 3: 1.01, 4: 1.20}

POLICIES = {
    each.name: each
    for each in (
        BLIND,
        PLAIN,
        RULE,
        Tried(
            name="no-stay",
            says="The rule, but homes that are left go back at once.",
            levels=RULE.levels,
            stay_rounds=0,
        ),
        Tried(
            name="no-requests",
            says="The rule, but nobody is asked for a home it owes.",
            levels=RULE.levels,
            requests=Requests.NEVER,
        ),
        Tried(
            name="v20",
            says="Each move weighs 20 against the squares; the most urgent are exempt.",
            levels=_V,
        ),
        Tried(
            name="first-listed",
            says="The rule; a landlord lists as many lettings as it owes, and no more.",
            levels=RULE.levels,
            lists_all=False,
        ),
        Tried(
            name="at-once",
            says="The rule; also asked for what the plan itself makes landlords owe.",
            levels=RULE.levels,
            requests=Requests.AT_ONCE,
        ),
        Tried(
            name="stay-6",
            says="The rule; homes that are left stay six rounds.",
            levels=RULE.levels,
            stay_rounds=6,
        ),
        Tried(
            name="stay-by-size",
            says="The rule; homes of three bedrooms and more stay eight rounds.",
            levels=RULE.levels,
            longer_for={3: 4, 4: 4},
        ),
        Tried(
            name="conversion",
            says="The rule; a debt may be repaid in other sizes at measured rates.",
            levels=RULE.levels,
            worth=_MEASURED_WORTH,
        ),
        Tried(
            name="neighbours",
            says="The rule; three landlords nearby repay for one that cannot.",
            levels=RULE.levels,
            neighbours=3,
        ),
        Tried(
            name="pledges",
            says="The rule; one that cannot repay gives six new homes a year.",
            levels=RULE.levels,
            pledged_a_year=6,
        ),
        Tried(
            name="ahead",
            says="The rule; also asked for what two months are expected to bring.",
            levels=RULE.levels,
            ahead_months=2,
        ),
        Tried(
            name="withdrawing",
            says="The rule, and landlords owed eight homes offer no void any more.",
            levels=RULE.levels,
            withdraws_at=8,
        ),
        Tried(
            name="withdrawing-blind",
            says="Blind, and landlords owed eight homes offer no void any more.",
            levels=BLIND.levels,
            withdraws_at=8,
        ),
    )
}
