"""What a named person decided. Plain: assured lifetime, both held and offered."""

from matching.pool import TenancyDecided
from matching.tenure import TenureCase
from matching.terms import (
    LandlordKind,
    RefusalCode,
    TenancyKind,
    TenancyStanding,
)
from tests.matching.builders import a_tenure_case
from tests.spec.case import Case

CHAPTER = "What a person decided"
_DECIDE = (RefusalCode.TENANCY_NEEDS_DECISION,)
_AFTER_A_GAP = a_tenure_case(gap=True, introductory_scheme=True)
_GAP = {"gap_days": 1}


def _decided(case: TenureCase, landlord_id: str = "b") -> dict[str, object]:
    return {"tenancies_decided": frozenset({TenancyDecided(landlord_id, case)})}


CASES = (
    Case(
        says="A person decided that the move after a gap may go ahead.",
        household={**_GAP, **_decided(_AFTER_A_GAP)},
    ),
    Case(
        says="The decision was about another landlord.",
        household={**_GAP, **_decided(_AFTER_A_GAP, "c")},
        refused=_DECIDE,
    ),
    Case(
        says="Possession is sought now, and was not when the person decided.",
        household={**_GAP, "possession_sought": True, **_decided(_AFTER_A_GAP)},
        refused=_DECIDE,
    ),
    Case(
        says="The tenancy is found to be joint, and was sole when the person decided.",
        household={
            **_GAP,
            "tenancy_standing": TenancyStanding.JOINT,
            **_decided(_AFTER_A_GAP),
        },
        refused=_DECIDE,
    ),
    Case(
        says="Another tenancy is offered than the person decided about.",
        household={
            "tenancy_held": TenancyKind.STARTER,
            **_decided(
                a_tenure_case(held=TenancyKind.STARTER, introductory_scheme=True)
            ),
        },
        home={"tenancy_offered": TenancyKind.STARTER},
        refused=_DECIDE,
    ),
    Case(
        says="A term of which nobody knows the length, as a person decided.",
        household={
            "landlord_kind": LandlordKind.COUNCIL,
            "tenancy_held": TenancyKind.SECURE_FLEXIBLE,
            **_decided(
                a_tenure_case(
                    held=TenancyKind.SECURE_FLEXIBLE,
                    held_from=LandlordKind.COUNCIL,
                    new_landlord=LandlordKind.COUNCIL,
                    introductory_scheme=True,
                    offered=TenancyKind.SECURE_FLEXIBLE,
                )
            ),
        },
        home={"tenancy_offered": TenancyKind.SECURE_FLEXIBLE},
        landlord={"kind": LandlordKind.COUNCIL},
    ),
    Case(
        says="Nobody can decide a move to less.",
        household=_decided(
            a_tenure_case(offered=TenancyKind.STARTER, introductory_scheme=True)
        ),
        home={"tenancy_offered": TenancyKind.STARTER},
        refused=(RefusalCode.TENANCY_WORSE,),
    ),
    Case(
        says="Nobody can decide that there is a tenancy to keep.",
        household={
            "tenancy_standing": TenancyStanding.NOT_THE_TENANT,
            **_decided(
                a_tenure_case(
                    standing=TenancyStanding.NOT_THE_TENANT, introductory_scheme=True
                )
            ),
        },
        refused=(RefusalCode.TENANCY_NOT_HELD,),
    ),
    Case(
        says="Nobody can decide that a landlord grants what it has no power to.",
        household=_decided(
            a_tenure_case(offered=TenancyKind.SECURE_LIFETIME, introductory_scheme=True)
        ),
        home={"tenancy_offered": TenancyKind.SECURE_LIFETIME},
        refused=(RefusalCode.TENANCY_NOT_GRANTABLE,),
    ),
    Case(
        says="A decision about a tenancy opens no area to avoid.",
        household={
            **_GAP,
            **_decided(_AFTER_A_GAP),
            "sectors_to_avoid": frozenset({"A1 1"}),
        },
        refused=(RefusalCode.SECTOR_AVOIDED,),
    ),
)
