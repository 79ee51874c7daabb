"""What a full list of a landlord's homes changes: values in, verdicts out.

The file is everything the landlord offers now. What is new is posted, what is known
is amended or left, and what is gone is withdrawn, unless too much would go.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from reciprocal.homes.imports.reading import HomeLine
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.rules import (
    SAYABLE,
    HomeFacts,
    Supply,
    sayable,
    with_adaptation_done,
)

AMENDABLE = (
    "notice_date",
    "void_date",
    "ready_date",
    "works",
    "weekly_rent_pence",
    "adapted_on",
)
FIXED_FACTS = (
    "bedrooms",
    "persons_max",
    "kind",
    "floor",
    "lift",
    "rent_basis",
    "tenancy_offered",
    "letting_route",
    "age_min",
    "age_of",
    "adapted_access",
    *SAYABLE,
)
"""What a home is: other facts make it another home, which is posted anew.

Those of `SAYABLE` are said and amended where they were not known.
"""

FREE_TO_GO = 1
"""So many homes may always go, however few a landlord has."""
BRAKE_SHARE = 10
"""No more than one in so many may go at once."""


class RowOutcome(StrEnum):
    """What becomes of a row."""

    POSTED = "posted"
    AMENDED = "amended"
    UNCHANGED = "unchanged"
    LEFT_ALONE = "left_alone"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A live home of the landlord, as far as a snapshot compares it."""

    reference: str
    state: HomeState
    authority_code: str
    facts: HomeFacts

    @property
    def is_lived_in(self) -> bool:
        """Tell whether a case lives there; then it is nobody's to hear of here."""
        return self.state is HomeState.OCCUPIED

    @property
    def may_go(self) -> bool:
        """Tell whether a file that leaves it out withdraws it.

        A reserved home is promised, and one that a household left belongs to the
        pot until a person says otherwise.
        """
        return (
            self.state in (HomeState.AWAITING_RELEASE, HomeState.IN_POT)
            and self.facts.supply is not Supply.VACATING
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one row.

    Attributes:
        reference: Of the live home it is about, where the sender may hear of it.
        change: The facts to amend, and what they become.
        differs: The facts for which the home must be posted anew.
    """

    outcome: RowOutcome
    reference: str | None = None
    change: dict[str, object] = field(default_factory=dict)
    differs: tuple[str, ...] = ()


def judge(line: HomeLine, standing: Standing | None, *, lately: bool) -> Verdict:
    """Return what becomes of a row.

    A home that a case lives in and one withdrawn lately get one answer, without a
    reference, so that no list tells the first from the second.

    Args:
        standing: The live home of the same dwelling.
        lately: Whether the landlord withdrew that dwelling too lately.
    """
    if standing is None:
        return Verdict(outcome=RowOutcome.LEFT_ALONE if lately else RowOutcome.POSTED)
    if standing.is_lived_in:
        return Verdict(outcome=RowOutcome.LEFT_ALONE)
    differs = _differing(line, standing)
    if differs:
        return Verdict(
            outcome=RowOutcome.DIFFERENT, reference=standing.reference, differs=differs
        )
    change = _change(line, standing.facts)
    if not change:
        return Verdict(outcome=RowOutcome.UNCHANGED, reference=standing.reference)
    if standing.state is HomeState.RESERVED:
        return Verdict(outcome=RowOutcome.LEFT_ALONE, reference=standing.reference)
    return Verdict(
        outcome=RowOutcome.AMENDED, reference=standing.reference, change=change
    )


def braked(going: int, live: int) -> bool:
    """Tell whether too many homes would go: more than a tenth, and at least two."""
    return going > FREE_TO_GO and going * BRAKE_SHARE > live


def live_count(standing: Iterable[Standing]) -> int:
    """Return how many homes the brake counts: all but those a case lives in."""
    return sum(not home.is_lived_in for home in standing)


def _differing(line: HomeLine, standing: Standing) -> tuple[str, ...]:
    moved = line.place.authority_code != standing.authority_code
    anew = ["supply"] if _would_be_let(line, standing.facts) else []
    found = [
        name
        for name in FIXED_FACTS
        if name in line.given
        and getattr(line.facts, name) != getattr(standing.facts, name)
        and not _may_be_said(line, standing.facts, name)
    ]
    return (*(["postcode"] if moved else []), *anew, *found)


def _would_be_let(line: HomeLine, facts: HomeFacts) -> bool:
    """Tell whether a row says letting of a home that was posted as another kind.

    The other way round nothing differs: a letting is an empty home, and a void is what
    most systems call one.
    """
    return Supply.LETTING is line.facts.supply is not facts.supply


def _change(line: HomeLine, facts: HomeFacts) -> dict[str, object]:
    """Return what the row states and is otherwise stored; a blank states nothing."""
    change = {
        name: getattr(line.facts, name)
        for name in (*AMENDABLE, *SAYABLE)
        if name in line.given and getattr(line.facts, name) != getattr(facts, name)
    }
    return with_adaptation_done(facts, change)


def _may_be_said(line: HomeLine, facts: HomeFacts, name: str) -> bool:
    return name in SAYABLE and sayable(facts, name, getattr(line.facts, name))
