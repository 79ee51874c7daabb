"""What a certificate shows, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """What is wrong with a certificate, or with what the plan says of it."""

    PLAN_UNREADABLE = "plan_unreadable"
    VALUE_WRONG = "value_wrong"
    STATUS_WRONG = "status_wrong"
    LEVEL_UNKNOWN = "level_unknown"
    LEVEL_ORDER = "level_order"
    SCALE_WRONG = "scale_wrong"
    MULTIPLIERS_WRONG = "multipliers_wrong"
    SLOPE_UNKNOWN = "slope_unknown"
    SLOPE_TWICE = "slope_twice"
    SLOPE_OFF = "slope_off"
    BRANCH_UNKNOWN = "branch_unknown"
    ID_UNKNOWN = "id_unknown"
    ID_TWICE = "id_twice"
    PRICE_NEGATIVE = "price_negative"
    PRICE_TOO_LOW = "price_too_low"
    NUMBERS_TOO_LARGE = "numbers_too_large"
    WORK_TOO_LARGE = "work_too_large"


SENTENCES = {
    FaultCode.PLAN_UNREADABLE: (
        "The plan names somebody or something that the round does not have."
    ),
    FaultCode.VALUE_WRONG: "The plan does not reach the value that it claims.",
    FaultCode.STATUS_WRONG: "The plan claims a proof that the certificate is not.",
    FaultCode.LEVEL_UNKNOWN: "A proof is of no level of the policy.",
    FaultCode.LEVEL_ORDER: "A level is proved twice, or out of the policy's order.",
    FaultCode.SCALE_WRONG: "The scale is below 1.",
    FaultCode.MULTIPLIERS_WRONG: (
        "There is not one multiplier, 0 or more, for each level before."
    ),
    FaultCode.SLOPE_UNKNOWN: "A line is of a balance that the round does not have.",
    FaultCode.SLOPE_TWICE: "A balance has two lines.",
    FaultCode.SLOPE_OFF: "A line is not under the square of its balance.",
    FaultCode.BRANCH_UNKNOWN: "A branch is on a move that is not there.",
    FaultCode.ID_UNKNOWN: ("A price is of no household, void or debt of the round."),
    FaultCode.ID_TWICE: "Somebody or something is priced twice.",
    FaultCode.PRICE_NEGATIVE: "A price is negative that must not be.",
    FaultCode.PRICE_TOO_LOW: (
        "A chain or cycle is worth more than all the prices that it pays."
    ),
    FaultCode.NUMBERS_TOO_LARGE: "The numbers are too large to be added exactly.",
    FaultCode.WORK_TOO_LARGE: "It would take too long to check.",
}
assert set(SENTENCES) == set(FaultCode), "every fault has its sentence"


@dataclass(frozen=True, slots=True)
class CertificateFault:
    """One thing wrong with a certificate.

    Attributes:
        level: Name of the level; None where it is none of the policy's, or all.
    """

    code: FaultCode
    level: str | None = None

    def describe(self) -> str:
        """Return the fault in a plain sentence, without a value."""
        return SENTENCES[self.code]


@dataclass(frozen=True, slots=True)
class CertifiedLevel:
    """What is certain about one level.

    Attributes:
        level: Its name.
        value: Of the plan, counted anew.
        bound: No plan that is as good in the levels before does better; None where
            nothing was shown.
    """

    level: str
    value: int
    bound: int | None

    @property
    def gap(self) -> int | None:
        """Distance between value and bound; 0 is a proof, None that there is none."""
        return None if self.bound is None else abs(self.bound - self.value)


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate shows.

    Attributes:
        levels: One a level, in the policy's order.
        faults: Everything wrong; a level with a fault has no bound.
    """

    levels: tuple[CertifiedLevel, ...]
    faults: tuple[CertificateFault, ...]

    @property
    def closed(self) -> bool:
        """Whether it is shown that no plan is better in any level."""
        return not self.faults and all(level.gap == 0 for level in self.levels)
