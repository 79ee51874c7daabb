"""Bedrooms and people. The plain household is two people who need two bedrooms."""

from matching.terms import BedroomStandard, RefusalCode
from tests.spec.case import Case

_TWO_OR_ONE: dict[str, object] = {
    "bedrooms_min_by": ((BedroomStandard.BEDROOM_STANDARD, 1),)
}
_COUNTS_BY_STANDARD: dict[str, object] = {
    "bedroom_standard": BedroomStandard.BEDROOM_STANDARD
}

CHAPTER = "Size"
CASES = (
    Case(says="Two bedrooms suit a household that needs two."),
    Case(
        says="One bedroom too few is refused.",
        home={"bedrooms": 1},
        refused=(RefusalCode.BEDROOMS_TOO_FEW,),
    ),
    Case(
        says="One bedroom too many is refused.",
        home={"bedrooms": 3},
        refused=(RefusalCode.BEDROOMS_TOO_MANY,),
    ),
    Case(
        says="One bedroom more suits where the household may take it.",
        household={"bedrooms_max": 3},
        home={"bedrooms": 3},
    ),
    Case(
        says="Two bedrooms more are refused, though it may take one.",
        household={"bedrooms_max": 3},
        home={"bedrooms": 4},
        refused=(RefusalCode.BEDROOMS_TOO_MANY,),
    ),
    Case(
        says="A bedsit has no bedroom, and is refused to whoever needs one.",
        household={"bedrooms_min": 1, "bedrooms_max": 1, "persons": 1},
        home={"bedrooms": 0},
        refused=(RefusalCode.BEDROOMS_TOO_FEW,),
    ),
    Case(
        says="A landlord with a standard of its own lets by that: fewer suit there.",
        household=_TWO_OR_ONE,
        home={"bedrooms": 1},
        landlord=_COUNTS_BY_STANDARD,
    ),
    Case(
        says="And what the scheme's standard gives is one too many there.",
        household=_TWO_OR_ONE,
        landlord=_COUNTS_BY_STANDARD,
        refused=(RefusalCode.BEDROOMS_TOO_MANY,),
    ),
    Case(
        says="Fewer than the landlord's own standard gives are refused.",
        household={"bedrooms_min_by": ((BedroomStandard.SIZE_CRITERIA, 3),)},
        landlord={"bedroom_standard": BedroomStandard.SIZE_CRITERIA},
        refused=(RefusalCode.BEDROOMS_TOO_FEW,),
    ),
    Case(
        says="One bedroom over is counted from the landlord's own standard.",
        household=_TWO_OR_ONE | {"bedrooms_max": 3},
        landlord=_COUNTS_BY_STANDARD,
    ),
    Case(
        says="And two over are refused, though the scheme's standard would let them.",
        household=_TWO_OR_ONE | {"bedrooms_max": 3},
        home={"bedrooms": 3},
        landlord=_COUNTS_BY_STANDARD,
        refused=(RefusalCode.BEDROOMS_TOO_MANY,),
    ),
    Case(
        says="A landlord without a standard of its own lets by the scheme's.",
        household=_TWO_OR_ONE,
    ),
    Case(
        says="Another landlord's standard is not this one's.",
        household=_TWO_OR_ONE,
        landlord={"bedroom_standard": BedroomStandard.SIZE_CRITERIA},
    ),
    Case(
        says="A home full to its number of people suits.",
        home={"persons_max": 2},
    ),
    Case(
        says="A home meant for fewer people is refused, whatever its bedrooms.",
        home={"persons_max": 1},
        refused=(RefusalCode.PERSONS_TOO_MANY,),
    ),
)
