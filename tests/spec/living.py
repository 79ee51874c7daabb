"""Ages and animals. The plain home is for any age, and its pet rule is not known."""

from matching.terms import AgeOf, Animal, PetRule, RefusalCode
from tests.spec.case import Case

_FROM_55: dict[str, object] = {"age_min": 55, "age_of": AgeOf.TENANT}
_ALL_FROM_55: dict[str, object] = {"age_min": 55, "age_of": AgeOf.EVERY_ADULT}

CHAPTER = "Ages and animals"
CASES = (
    Case(says="A home that is kept for nobody suits a household of any age."),
    Case(
        says="A home kept from 55 is refused to a tenant who has not reached it.",
        household={"tenant_age_reached": 50, "adults_age_reached": 50},
        home=_FROM_55,
        refused=(RefusalCode.AGE_BELOW_DESIGNATION,),
    ),
    Case(
        says="A tenant who has reached the age suits, whatever the other adults' ages.",
        household={"tenant_age_reached": 55},
        home=_FROM_55,
    ),
    Case(
        says="A tenant older than the age suits.",
        household={"tenant_age_reached": 65},
        home=_FROM_55,
    ),
    Case(
        says="Where every adult must have reached the age, the tenant's is not enough.",
        household={"tenant_age_reached": 65, "adults_age_reached": 50},
        home=_ALL_FROM_55,
        refused=(RefusalCode.AGE_BELOW_DESIGNATION,),
    ),
    Case(
        says="Where every adult has reached the age, the home suits.",
        household={"tenant_age_reached": 60, "adults_age_reached": 55},
        home=_ALL_FROM_55,
    ),
    Case(
        says="An age that was not stated counts as not reached.",
        home={"age_min": 50},
        refused=(RefusalCode.AGE_BELOW_DESIGNATION,),
    ),
    Case(
        says="A pet that must come is refused where there may be none.",
        household={"animal": Animal.PET_MUST_COME},
        home={"pets": PetRule.NONE},
        refused=(RefusalCode.PET_NOT_ALLOWED,),
    ),
    Case(
        says="A pet that must come is refused where nobody has said: no is assumed.",
        household={"animal": Animal.PET_MUST_COME},
        home={"pets": PetRule.UNKNOWN},
        refused=(RefusalCode.PET_NOT_ALLOWED,),
    ),
    Case(
        says="A pet that must come suits where pets are allowed.",
        household={"animal": Animal.PET_MUST_COME},
        home={"pets": PetRule.ALLOWED},
    ),
    Case(
        says="A pet that the household can part with is no reason.",
        household={"animal": Animal.PET},
        home={"pets": PetRule.NONE},
    ),
    Case(
        says="An assistance dog is no pet: a ban refuses nobody for it.",
        household={"animal": Animal.ASSISTANCE_DOG},
        home={"pets": PetRule.NONE},
    ),
    Case(
        says="Nor does a rule that nobody has said.",
        household={"animal": Animal.ASSISTANCE_DOG},
        home={"pets": PetRule.UNKNOWN},
    ),
    Case(
        says="A ban on pets is no reason for a household without one.",
        home={"pets": PetRule.NONE},
    ),
)
