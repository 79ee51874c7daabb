"""What is said of a plan: for the coordinator, for a case's service, for a landlord.

Values alone, which cost nothing to load: `matching.explain` finds them.
"""

from dataclasses import dataclass

from matching.reasons import (
    CHOICE_SENTENCES,
    MATCH_SENTENCES,
    SENTENCES,
    TOLD_SENTENCES,
    Band,
    Choice,
    HomeReason,
    MainReason,
    MatchReason,
    ToldReason,
    in_words,
)
from matching.terms import RefusalCode

NOT_PLACED_SENTENCE = "This round placed nobody in the home; it stays in the pot."


@dataclass(frozen=True, slots=True)
class Opening:
    """The one change of its own choice that would open most homes to a household."""

    choice: Choice
    homes: Band

    @property
    def sentence(self) -> str:
        """The change in plain words, as a fact and not as advice."""
        return CHOICE_SENTENCES[self.choice].format(homes=in_words(self.homes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a household's own service may be told, whether or not a plan moves it.

    It follows from the household itself and from what the round's homes are like. It
    is read as if the rules that speak of other households did not exist, so nothing
    that befell another case changes a word of it.

    Attributes:
        refused: Homes that each rule refuses, in the order of the rules; rules that
            refuse none are left out.
        nearest: Homes that one rule alone keeps from it, by rule, most homes first;
            rules of areas and landlords to avoid are left out.
        opening: None where no change of its own would open a home.
    """

    household_id: str
    reason: ToldReason
    refused: tuple[tuple[RefusalCode, Band], ...]
    nearest: tuple[tuple[RefusalCode, Band], ...]
    opening: Opening | None

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it but the refusals, in plain words."""
        opening = () if self.opening is None else (self.opening.sentence,)
        nearest = (_but_for(code, homes) for code, homes in self.nearest)
        return (TOLD_SENTENCES[self.reason], *nearest, *opening)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHomeYet:
    """Why one household does not move in this plan, for the coordinator.

    Attributes:
        suitable: Homes of the round that suit it.
    """

    household_id: str
    reason: MainReason
    suitable: Band

    @property
    def sentence(self) -> str:
        """The main reason in plain words."""
        return SENTENCES[self.reason]


@dataclass(frozen=True, slots=True)
class UnusedHome:
    """A home that this plan sends nobody to; more would speak of households."""

    home_id: str

    @property
    def reason(self) -> HomeReason:
        """The one reason there is."""
        return HomeReason.NOT_PLACED

    @property
    def sentence(self) -> str:
        """The reason in plain words."""
        return NOT_PLACED_SENTENCE


@dataclass(frozen=True, slots=True)
class WhyThisHome:
    """What speaks for one step of the plan; nothing of what it does for others."""

    household_id: str
    home_id: str
    reasons: tuple[MatchReason, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in plain words."""
        return tuple(MATCH_SENTENCES[reason] for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a plan's moves, why none for the others, and which homes it leaves unused.

    Attributes:
        households, homes: Not moved, and not entered; in the pool's order.
        matches: The plan's steps in its order.
        told: Of every household of the pool, in its order: whom a plan moves may yet
            be left without an offer, and a service must not read a forecast from this.
    """

    households: tuple[NoHomeYet, ...]
    homes: tuple[UnusedHome, ...]
    matches: tuple[WhyThisHome, ...]
    told: tuple[Told, ...]

    def of(self, household_id: str) -> NoHomeYet | None:
        """Return one household's explanation; None when the plan moves it."""
        return next(
            (r for r in self.households if r.household_id == household_id), None
        )

    def main_reason(self, household_id: str) -> MainReason | None:
        """Return the main reason; None when the plan moves the household."""
        found = self.of(household_id)
        return None if found is None else found.reason


def _but_for(code: RefusalCode, homes: Band) -> str:
    words = code.value.replace("_", " ")
    return f"{in_words(homes)} would suit but for this: {words}."
