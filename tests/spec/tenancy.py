"""Rent and security of tenure. Plain: assured lifetime, both held and offered."""

from matching.terms import LandlordKind, RefusalCode, RentBasis, TenancyKind
from tests.spec.case import COUNCIL_LETS, RENTS_FROM_COUNCIL, Case

CHAPTER = "Rent and tenancy"
_FLEXIBLE = {**RENTS_FROM_COUNCIL, "tenancy_held": TenancyKind.SECURE_FLEXIBLE}
_PRE_1989 = {
    "landlord_kind": LandlordKind.HOUSING_ASSOCIATION,
    "tenancy_held": TenancyKind.SECURE_LIFETIME,
}
_SECURE = {"tenancy_offered": TenancyKind.SECURE_LIFETIME}
_WORSE = (RefusalCode.TENANCY_WORSE,)
_DECIDE = (RefusalCode.TENANCY_NEEDS_DECISION,)
_NO_POWER = (RefusalCode.TENANCY_NOT_GRANTABLE,)

CASES = (
    Case(
        says="Affordable Rent is refused to a household that has not opted in.",
        home={"rent_basis": RentBasis.AFFORDABLE},
        refused=(RefusalCode.RENT_NOT_ACCEPTED,),
    ),
    Case(
        says="Affordable Rent suits a household that opted in.",
        household={"affordable_rent_accepted": True},
        home={"rent_basis": RentBasis.AFFORDABLE},
    ),
    Case(says="Assured lifetime to assured lifetime keeps security."),
    Case(
        says="Secure lifetime to secure lifetime keeps security.",
        household=RENTS_FROM_COUNCIL,
        home=_SECURE,
        landlord=COUNCIL_LETS,
    ),
    Case(
        says="Secure lifetime to an association's assured lifetime keeps security.",
        household=RENTS_FROM_COUNCIL,
    ),
    Case(
        says="Assured lifetime to a council's secure lifetime keeps security.",
        home=_SECURE,
        landlord=COUNCIL_LETS,
    ),
    Case(
        says="A flexible tenancy is worse than a lifetime one.",
        home={"tenancy_offered": TenancyKind.SECURE_FLEXIBLE},
        landlord=COUNCIL_LETS,
        refused=_WORSE,
    ),
    Case(
        says="An introductory tenancy is worse than a lifetime one.",
        household=RENTS_FROM_COUNCIL,
        home={"tenancy_offered": TenancyKind.INTRODUCTORY},
        landlord=COUNCIL_LETS,
        refused=_WORSE,
    ),
    Case(
        says="A starter tenancy is worse than a lifetime one.",
        home={"tenancy_offered": TenancyKind.STARTER},
        refused=_WORSE,
    ),
    Case(
        says="A fixed term is worse than a lifetime tenancy.",
        household=RENTS_FROM_COUNCIL,
        home={"tenancy_offered": TenancyKind.ASSURED_FIXED},
        refused=_WORSE,
    ),
    Case(
        says="A licence is never a destination.",
        household={"tenancy_held": TenancyKind.LICENCE},
        home={"tenancy_offered": TenancyKind.LICENCE},
        refused=_WORSE,
    ),
    Case(
        says="A flexible tenant offered a secure lifetime tenancy gains.",
        household=_FLEXIBLE,
        home=_SECURE,
        landlord=COUNCIL_LETS,
    ),
    Case(
        says="A flexible tenant offered another fixed term: a person decides.",
        household=_FLEXIBLE,
        home={"tenancy_offered": TenancyKind.ASSURED_FIXED},
        refused=_DECIDE,
    ),
    Case(
        says="A starter tenant offered an assured lifetime tenancy gains.",
        household={"tenancy_held": TenancyKind.STARTER},
    ),
    Case(
        says="A starter tenant offered an introductory tenancy: a person decides.",
        household={"tenancy_held": TenancyKind.STARTER},
        home={"tenancy_offered": TenancyKind.INTRODUCTORY},
        landlord=COUNCIL_LETS,
        refused=_DECIDE,
    ),
    *(
        Case(
            says=f"Whoever holds a {kind.value.replace('_', ' ')} needs a person.",
            household={"tenancy_held": kind},
            refused=_DECIDE,
        )
        for kind in (
            TenancyKind.DEMOTED,
            TenancyKind.LICENCE,
            TenancyKind.NON_SECURE,
            TenancyKind.FULLY_MUTUAL,
            TenancyKind.PROTECTED,
        )
    ),
    Case(
        says="A pre-1989 secure tenant of an association keeps security at a council.",
        household=_PRE_1989,
        home=_SECURE,
        landlord=COUNCIL_LETS,
    ),
    Case(
        says="A pre-1989 secure tenant of an association going to one needs a person.",
        household=_PRE_1989,
        refused=_DECIDE,
    ),
    Case(
        says="A tenancy its landlord cannot have granted needs a person.",
        household={"landlord_kind": LandlordKind.COUNCIL},
        refused=_DECIDE,
    ),
    Case(
        says="A council has no power to grant an assured tenancy.",
        landlord=COUNCIL_LETS,
        refused=_NO_POWER,
    ),
    Case(
        says="An association has no power to grant a secure tenancy.",
        home=_SECURE,
        refused=_NO_POWER,
    ),
)
