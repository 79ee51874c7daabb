"""What a household says of paying rent: for its own worker, and never a gate."""

from dataclasses import dataclass
from enum import StrEnum


class HelpWithRent(StrEnum):
    """What helps the household to pay its rent."""

    HOUSING_BENEFIT = "housing_benefit"
    UNIVERSAL_CREDIT = "universal_credit"
    NEITHER = "neither"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class RentStated:
    """What is said of paying rent; whatever is not said is None, and refuses nothing.

    Attributes:
        intends_to_return: To the home left; it may change on any day.
        pension_age: Everybody who claims is of pension age.
        affordable_weekly_pence: What the household can pay, help included. Units:
            pence a week.
    """

    help_with_rent: HelpWithRent = HelpWithRent.NOT_SAID
    intends_to_return: bool | None = None
    pension_age: bool | None = None
    affordable_weekly_pence: int | None = None


NOTHING_SAID = RentStated()


def as_plain(stated: RentStated) -> dict[str, object]:
    """Return it as it is sealed with the household, and shown to its own worker."""
    return {
        "help_with_rent": str(stated.help_with_rent),
        "intends_to_return": stated.intends_to_return,
        "pension_age": stated.pension_age,
        "affordable_weekly_pence": stated.affordable_weekly_pence,
    }


def from_plain(plain: dict[str, object]) -> RentStated:
    """Return what was sealed."""
    pence = plain["affordable_weekly_pence"]
    assert pence is None or isinstance(pence, int), "whole pence were sealed"
    return RentStated(
        help_with_rent=HelpWithRent(str(plain["help_with_rent"])),
        intends_to_return=_flag(plain["intends_to_return"]),
        pension_age=_flag(plain["pension_age"]),
        affordable_weekly_pence=pence,
    )


def _flag(plain: object) -> bool | None:
    return None if plain is None else bool(plain)
