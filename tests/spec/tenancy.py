"""Rent and security of tenure. Plain: assured lifetime, both held and offered."""

from matching.pool import Policy
from matching.terms import (
    LandlordKind,
    RefusalCode,
    RentBasis,
    TenancyKind,
    TenancyStanding,
)
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
_NOT_HELD = (RefusalCode.TENANCY_NOT_HELD,)
_STARTER = {"tenancy_held": TenancyKind.STARTER}
_NO_TRIALS = {**COUNCIL_LETS, "introductory_scheme": False}
_ANOTHER_TERM = {"tenancy_offered": TenancyKind.SECURE_FLEXIBLE}
_AFTER_R17 = Policy(version="after", shortholds_abolished=True)

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
        says="A starter tenant's time counts by law in an introductory tenancy.",
        household=_STARTER,
        home={"tenancy_offered": TenancyKind.INTRODUCTORY},
        landlord=COUNCIL_LETS,
    ),
    Case(
        says="A starter tenant's time counts at an association by its promise alone.",
        household=_STARTER,
        home={"tenancy_offered": TenancyKind.STARTER},
        refused=_DECIDE,
    ),
    Case(
        says="A council without a trial of its own lets to a starter tenant for life.",
        household=_STARTER,
        home=_SECURE,
        landlord=_NO_TRIALS,
    ),
    Case(
        says="A council that lets on trial cannot promise a starter tenant a lifetime.",
        household=_STARTER,
        home=_SECURE,
        landlord=COUNCIL_LETS,
        refused=_DECIDE,
    ),
    Case(
        says="A council that lets on trial lets to an assured tenant for life.",
        home=_SECURE,
        landlord={**COUNCIL_LETS, "introductory_scheme": True},
    ),
    Case(
        says="A flexible term as long as what is left keeps security.",
        household={**_FLEXIBLE, "term_months_left": 36},
        home={**_ANOTHER_TERM, "term_months": 36},
        landlord=COUNCIL_LETS,
    ),
    Case(
        says="A flexible term a month shorter than what is left is worse.",
        household={**_FLEXIBLE, "term_months_left": 37},
        home={**_ANOTHER_TERM, "term_months": 36},
        landlord=COUNCIL_LETS,
        refused=_WORSE,
    ),
    Case(
        says="A term of less than two years is worse, however little is left.",
        household={**_FLEXIBLE, "term_months_left": 1},
        home={**_ANOTHER_TERM, "term_months": 23},
        landlord=COUNCIL_LETS,
        refused=_WORSE,
    ),
    Case(
        says="A term of two years keeps security where less is left.",
        household={**_FLEXIBLE, "term_months_left": 1},
        home={**_ANOTHER_TERM, "term_months": 24},
        landlord=COUNCIL_LETS,
    ),
    Case(
        says="A term offered whose length nobody knows: a person decides.",
        household={**_FLEXIBLE, "term_months_left": 1},
        home=_ANOTHER_TERM,
        landlord=COUNCIL_LETS,
        refused=_DECIDE,
    ),
    Case(
        says="A term held of which nobody knows what is left: a person decides.",
        household=_FLEXIBLE,
        home={**_ANOTHER_TERM, "term_months": 60},
        landlord=COUNCIL_LETS,
        refused=_DECIDE,
    ),
    Case(
        says="A joint tenant keeps security as a sole tenant does.",
        household={"tenancy_standing": TenancyStanding.JOINT},
    ),
    Case(
        says="Who is not the tenant has no tenancy to keep.",
        household={"tenancy_standing": TenancyStanding.NOT_THE_TENANT},
        refused=_NOT_HELD,
    ),
    Case(
        says="What no landlord can grant is said first, whoever asks.",
        household={"tenancy_standing": TenancyStanding.NOT_THE_TENANT},
        home=_SECURE,
        refused=_NO_POWER,
    ),
    Case(
        says="After a gap of one day a person decides.",
        household={"gap_days": 1},
        refused=_DECIDE,
    ),
    Case(
        says="A gap that nobody can rule out counts as one.",
        household={"gap_days": None},
        refused=_DECIDE,
    ),
    Case(
        says="After a gap a flexible tenancy is still worse than a lifetime one.",
        household={"gap_days": 1},
        home=_ANOTHER_TERM,
        landlord=COUNCIL_LETS,
        refused=_WORSE,
    ),
    Case(
        says="While possession is sought a person decides.",
        household={"possession_sought": True},
        refused=_DECIDE,
    ),
    Case(
        says="Another reason than domestic abuse keeps security by the agreement.",
        household={**RENTS_FROM_COUNCIL, "domestic_abuse": False},
        home=_SECURE,
        landlord=COUNCIL_LETS,
    ),
    Case(
        says="Another reason than domestic abuse makes a flexible tenancy no better.",
        household={**RENTS_FROM_COUNCIL, "domestic_abuse": False},
        home=_ANOTHER_TERM,
        landlord=COUNCIL_LETS,
        refused=_WORSE,
    ),
    Case(
        says="Once shortholds are abolished no association can grant one.",
        household=_STARTER,
        home={"tenancy_offered": TenancyKind.STARTER},
        policy=_AFTER_R17,
        refused=_NO_POWER,
    ),
    Case(
        says="Once shortholds are abolished an assured lifetime keeps what it kept.",
        policy=_AFTER_R17,
    ),
    Case(
        says="Who is a starter on paper by then must not be let to on trial.",
        household=_STARTER,
        home={"tenancy_offered": TenancyKind.INTRODUCTORY},
        landlord=COUNCIL_LETS,
        policy=_AFTER_R17,
        refused=_WORSE,
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
