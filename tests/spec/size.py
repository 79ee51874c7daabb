"""Bedrooms and people. The plain household is two people who need two bedrooms."""

from matching.terms import RefusalCode
from tests.spec.case import Case

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
        says="A home full to its number of people suits.",
        home={"persons_max": 2},
    ),
    Case(
        says="A home meant for fewer people is refused, whatever its bedrooms.",
        home={"persons_max": 1},
        refused=(RefusalCode.PERSONS_TOO_MANY,),
    ),
)
