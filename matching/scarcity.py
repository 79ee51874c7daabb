"""What a round is short of, in sizes, access and bands: values that load nothing.

For the coordinator. She sees of each request what it needs, and of each home where it
stands; so a set of few households is never told of, since the homes that do not suit
it would then say where it may not live. `matching.shortages` and `matching.one_more`
find what is told.
"""

from dataclasses import dataclass

from matching.reasons import Band
from matching.terms import Access

# A set with fewer households describes somebody.
HOUSEHOLDS_TOLD_MIN = 5

_NUMBERS = ("no", "one", "two", "three", "four", "five")
_ACCESS = {
    Access.GENERAL: "general access",
    Access.STEP_FREE: "step-free access",
    Access.WHEELCHAIR_ESSENTIAL: "essential wheelchair access",
    Access.WHEELCHAIR_FULL: "full wheelchair access",
}
assert {*_ACCESS, Access.UNKNOWN} == set(Access), "every access need has its words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Households that have fewer homes among them than they are.

    The homes are all that suit any of them and that could come free, so that no plan,
    however long its chains, gives each of these households a home.

    Attributes:
        bedrooms_fewest, bedrooms_most: What they need, from the one to the other, as
            the scheme counts; equal where they are alike. Units: bedrooms.
        access: What they need, the least first; one where they are alike.
        households: How many they are; five at least.
        homes: How many suit any of them.
        short: How many of them no plan gives a home.
    """

    bedrooms_fewest: int
    bedrooms_most: int
    access: tuple[Access, ...]
    households: Band
    homes: Band
    short: Band

    @property
    def sentence(self) -> str:
        """The shortage in plain words."""
        size = _bedrooms(self.bedrooms_fewest)
        if self.bedrooms_most > self.bedrooms_fewest:
            first = _number(self.bedrooms_fewest) if self.bedrooms_fewest else size
            size = f"{first} to {_bedrooms(self.bedrooms_most)}"
        access = " or ".join(_ACCESS[need] for need in self.access)
        return (
            f"{_told(self.households).capitalize()} households need {size} and "
            f"{access}; {_told(self.homes)} homes suit any of them, so that "
            f"{_told(self.short)} of them stay without a home in any plan."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMore:
    """One more home, and how many more households the round would move with it.

    Attributes:
        bedrooms, access: What the home would be like.
        area: The wide area in which it would stand; None for anywhere.
        more: Households that the round solved again moves beyond what it moves now.
        proven: Both plans are proven to move as many as can be.
    """

    bedrooms: int
    access: Access
    area: str | None
    more: int
    proven: bool

    @property
    def sentence(self) -> str:
        """The home and what it would do, in plain words."""
        where = "" if self.area is None else f" in {self.area}"
        doubt = "" if self.proven else " This is not proven."
        more = "household" if self.more == 1 else "households"
        return (
            f"One more home with {_bedrooms(self.bedrooms)} and {_ACCESS[self.access]}"
            f"{where} would move {_number(self.more)} more {more}.{doubt}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scarcity:
    """What a round is short of, and which one home more would help it most."""

    shortages: tuple[Shortage, ...]
    one_more: tuple[OneMore, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in plain words, the shortages first."""
        return (
            *(shortage.sentence for shortage in self.shortages),
            *(home.sentence for home in self.one_more),
        )


def _bedrooms(bedrooms: int) -> str:
    if not bedrooms:
        return "a bedsit"
    return f"{_number(bedrooms)} bedroom{'' if bedrooms == 1 else 's'}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _told(many: Band) -> str:
    return "no" if many is Band.NONE else many.value.replace("_", " ")
