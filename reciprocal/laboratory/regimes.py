"""The schemes that policies are compared on: how many landlords, and how much comes.

Everything is synthetic: no landlord's records were at hand, and every share is assumed
(docs/laboratory.md lists them). PLHR has about as many requests a month as London's
scheme circulated from 2017 to 2024 (1,401 in seven years: Safer London, 2024).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from matching.pool import Pool

URGENCY_SHARES = (15, 45, 40)
"""Of the three most urgent bands. Units: percent."""

LEAVES_A_MONTH = (10, 6, 4)
"""Households of those bands that give up waiting, each month. Units: percent."""

SIZES = (1, 2, 3, 4)
SIZE_SHARES = (25, 40, 27, 8)
"""Of bedrooms needed, and of homes. Units: percent."""

STRUCTURAL_BEYOND = 10
"""Homes owed, all sizes together, beyond which a debt is called structural."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One kind of scheme.

    Attributes:
        cases_a_month, voids_a_month: How many come on average.
        spread: Sigma of the lognormal rates of the landlords.
        correlation: Of their rates of cases and of voids: below nothing, some send
            more households than they house.
        suits_percent: How often a pair that every rule allows suits.
        own_size_percent: Households that live in a home of the size they need.
        one_more_percent: Those that would take a bedroom more than they need.
        step_free_needed_percent, step_free_percent: Households that need a home
            without steps, and homes that are.
        reused_at_once_percent: Homes that their households can leave in the very round
            that moves them.
        lettings_a_void: Ordinary lettings of a landlord for each void it offers.
        areas_min: Areas of choice that a household states at least.
        own_pot: A scheme's own round that all are drawn from; None where it is made up.
    """

    name: str
    landlords: int
    cases_a_month: float
    voids_a_month: float
    spread: float = 0.7
    correlation: float = -0.3
    suits_percent: float = 50
    own_size_percent: float = 75
    one_more_percent: float = 15
    step_free_needed_percent: float = 6
    step_free_percent: float = 12
    reused_at_once_percent: float = 60
    lettings_a_void: float = 6
    areas_min: int = 0
    own_pot: Pool | None = field(default=None, repr=False)


L33 = Regime(name="L33", landlords=33, cases_a_month=40, voids_a_month=12)
C12 = Regime(name="C12", landlords=12, cases_a_month=15, voids_a_month=5)
PLHR = Regime(
    name="PLHR", landlords=33, cases_a_month=17, voids_a_month=4, suits_percent=35
)
SKEW = Regime(
    name="SKEW",
    landlords=33,
    cases_a_month=40,
    voids_a_month=12,
    spread=1.0,
    correlation=-0.8,
)
REGIMES = {regime.name: regime for regime in (L33, C12, PLHR, SKEW)}


def with_landlords(regime: Regime, more: int) -> Regime:
    """Return a regime with so many landlords more, who bring as much as the others."""
    landlords = regime.landlords + more
    grown = landlords / regime.landlords
    return replace(
        regime,
        landlords=landlords,
        cases_a_month=regime.cases_a_month * grown,
        voids_a_month=regime.voids_a_month * grown,
    )


def with_areas(regime: Regime, fewest: int) -> Regime:
    """Return a regime in which every household states so many areas at least."""
    return replace(regime, areas_min=fewest)


REGIME_CHANGES = {"landlords": with_landlords, "areas": with_areas}
"""What may be changed of a regime, by the word for it, and how, by a number."""


def regime_of(name: str, known: Mapping[str, Regime]) -> Regime:
    """Return a regime by its name, with what is changed of it, as `L33+landlords=12`.

    Raises:
        KeyError: There is none, or no such change.
        ValueError: A change is no whole number above nothing.
    """
    base, *changes = name.split("+")
    found = known[base]
    for change in changes:
        what, _, number = change.partition("=")
        how = REGIME_CHANGES[what]
        if int(number) < 1:
            raise ValueError(number)
        found = how(found, int(number))
    return replace(found, name="+".join((found.name, *changes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a plan becomes moves.

    Attributes:
        rounds_a_month: Units: rounds.
        whole_plans: Every step of a plan is carried out in its round; else ready steps
            alone, and every forecast is in the next round again.
        weeks_to_keys: From a ready step to the keys, and from the keys to the home
            that is left being ready. Units: weeks.
        falls_through_percent: Ready steps that come to nothing.
    """

    name: str
    rounds_a_month: float
    whole_plans: bool
    weeks_to_keys: int = 0
    falls_through_percent: float = 0

    def rounds(self, weeks: float) -> int:
        """Return how many rounds some weeks are, at least one."""
        return max(1, round(weeks * self.rounds_a_month * 12 / 52))


MONTHLY = Rhythm(name="monthly", rounds_a_month=1, whole_plans=True)
WEEKLY = Rhythm(
    name="weekly",
    rounds_a_month=52 / 12,
    whole_plans=False,
    weeks_to_keys=4,
    falls_through_percent=20,
)
RHYTHMS = {rhythm.name: rhythm for rhythm in (MONTHLY, WEEKLY)}
