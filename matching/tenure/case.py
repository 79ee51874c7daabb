"""What is asked of the table of tenancies, and what it answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from matching.tenure.law import TenureRuleId
from matching.terms import LandlordKind, TenancyKind, TenancyStanding


class TenureVerdict(StrEnum):
    """What the move does to the household's security, the mildest answer first."""

    IMPROVES = "improves"
    PRESERVES = "preserves"
    CONDITIONAL = "conditional"
    NEEDS_PERSON = "needs_person"
    NEVER = "never"
    NO_POWER = "no_power"

    @property
    def strictness(self) -> int:
        """The place in the order of strictness; a greater number is stricter."""
        return _STRICTNESS[self]


_STRICTNESS = {verdict: place for place, verdict in enumerate(TenureVerdict)}

# What a named person may decide. Nobody can decide a move to less, or one that the
# landlord has no power to make good.
DECIDABLE = frozenset({TenureVerdict.CONDITIONAL, TenureVerdict.NEEDS_PERSON})


class Term(StrEnum):
    """A fixed term offered, beside what is left of the one held.

    It covers when it runs for two years at least and for no less than what is left.
    """

    COVERS = "covers"
    SHORTER = "shorter"
    UNKNOWN = "unknown"


class Condition(StrEnum):
    """What must be so for a conditional answer to keep security."""

    TERM_COVERS = "term_covers"
    TRIAL_CREDITED = "trial_credited"
    TWELVE_MONTHS_SERVED = "twelve_months_served"


class Disclosure(StrEnum):
    """A right that changes with the move; the household is told before it accepts."""

    RTB_LOST = "rtb_lost"
    RTB_GAINED = "rtb_gained"
    PRESERVED_RTB_LOST = "preserved_rtb_lost"
    RTA_POSSIBLE = "rta_possible"
    GROUND_8 = "ground_8"
    SUCCESSION_NARROWED = "succession_narrowed"
    SUCCESSION_RESET = "succession_reset"
    RENT_BASIS = "rent_basis"


class TenureCase(NamedTuple):
    """One question. No field has a default: what is not known is said to be so.

    Attributes:
        held, held_from: The tenancy, and the kind of landlord that granted it.
        standing: Whether the household holds it alone, jointly or not at all.
        domestic_abuse: The reason for the move, which alone brings in s.81ZA.
        gap: A day or more lies, or may lie, between the two tenancies.
        possession_sought: Proceedings are on foot or a notice was served.
        since_april_2012: A social tenant on 1 April 2012 and ever since.
        new_landlord: The kind of landlord that lets.
        introductory_scheme: It is a council that elected to let on trial.
        offered: The tenancy on offer.
        affordable_rent: It is offered at Affordable Rent.
        term: The term offered beside the term left; for fixed terms alone.
        shortholds_abolished: Assured shortholds of registered providers are no more.
    """

    held: TenancyKind
    held_from: LandlordKind
    standing: TenancyStanding
    domestic_abuse: bool
    gap: bool
    possession_sought: bool
    since_april_2012: bool
    new_landlord: LandlordKind
    introductory_scheme: bool
    offered: TenancyKind
    affordable_rent: bool
    term: Term
    shortholds_abolished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One answer of the table.

    Attributes:
        rules: Every rule that bears on the answer, in the order of the law's list.
        condition: What a conditional answer waits for; None for the others.
        disclosures: What changes, where the move could go ahead; empty where not.
    """

    verdict: TenureVerdict
    rules: tuple[TenureRuleId, ...]
    condition: Condition | None = None
    disclosures: tuple[Disclosure, ...] = ()
