"""Whether a person has decided every step of a plan that is theirs to decide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class StepAnswer(StrEnum):
    """What a coordinator's person says of an exchange with a ready step."""

    AGREED = "agreed"
    WITHHELD = "withheld"


class WithheldReason(StrEnum):
    """Why an exchange is withheld from a round; its households keep their date."""

    FACTS_CHANGED = "facts_changed"
    SAFETY_DOUBT = "safety_doubt"
    HOME_NOT_READY = "home_not_ready"
    HOUSEHOLD_NOT_READY = "household_not_ready"
    ASKED_BY_SERVICE = "asked_by_service"
    ANOTHER_WAY_FOUND = "another_way_found"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was said of one exchange; the reason where, and only where, it is withheld.

    Attributes:
        exchange_number: From 1, as the plan counts.
    """

    exchange_number: int
    answer: StepAnswer
    reason: WithheldReason | None = None


def is_whole(decided: Sequence[Decided], awaiting: Collection[int]) -> bool:
    """Tell whether each exchange that waits has one answer, and no other has any.

    A person who decides a plan has looked at all of it that they may see: nobody agrees
    to what they did not name (UK GDPR article 22; ADR 68).
    """
    numbers = [each.exchange_number for each in decided]
    reasoned = all(
        (each.answer is StepAnswer.WITHHELD) is (each.reason is not None)
        for each in decided
    )
    return reasoned and sorted(numbers) == sorted(awaiting)
