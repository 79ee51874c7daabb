"""What a landlord may post: every fault at once, each by its field."""

from dataclasses import replace
from datetime import date

import pytest

from matching.terms import (
    Access,
    HomeKind,
    LandlordKind,
    LettingRoute,
    RentBasis,
    TenancyKind,
)
from reciprocal.homes.rules import HomeFacts, Supply, faults, needs_nomination_release

COUNCIL, ASSOCIATION = LandlordKind.COUNCIL, LandlordKind.HOUSING_ASSOCIATION
NOTICE, VOID, READY = date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 8)
GOOD = HomeFacts(
    supply=Supply.VOID,
    bedrooms=2,
    persons_max=4,
    kind=HomeKind.FLAT,
    floor=None,
    lift=False,
    access=Access.UNKNOWN,
    rent_basis=RentBasis.SOCIAL,
    weekly_rent_pence=12_400,
    tenancy_offered=TenancyKind.SECURE_LIFETIME,
    letting_route=LettingRoute.COUNCIL_DIRECT,
    notice_date=NOTICE,
    void_date=VOID,
    ready_date=READY,
)
GRANTS = frozenset({TenancyKind.SECURE_LIFETIME})

CASES: tuple[tuple[str, dict[str, object], list[str]], ...] = (
    ("a void with every date", {}, []),
    ("a void needs its void date", {"void_date": None}, ["void_date"]),
    (
        "a letting needs its void date",
        {"supply": Supply.LETTING, "void_date": None},
        ["void_date"],
    ),
    ("a letting with every date", {"supply": Supply.LETTING}, []),
    ("no notice is no fault of a void", {"notice_date": None}, []),
    ("no ready date is no fault", {"ready_date": None}, []),
    (
        "a pre-void needs its notice date",
        {"supply": Supply.PRE_VOID, "notice_date": None},
        ["notice_date"],
    ),
    ("a pre-void need not be void", {"supply": Supply.PRE_VOID, "void_date": None}, []),
    ("void on the day of notice", {"void_date": NOTICE}, []),
    ("void before notice", {"void_date": date(2026, 8, 31)}, ["void_date"]),
    ("ready on the day it is void", {"ready_date": VOID}, []),
    ("ready before it is void", {"ready_date": NOTICE}, ["ready_date"]),
    (
        "ready before notice, with no void date",
        {
            "supply": Supply.PRE_VOID,
            "void_date": None,
            "ready_date": date(2026, 8, 31),
        },
        ["ready_date"],
    ),
    (
        "a tenancy it has not signed to grant",
        {"tenancy_offered": TenancyKind.SECURE_FLEXIBLE},
        ["tenancy_offered"],
    ),
    (
        "another kind of landlord's route",
        {"letting_route": LettingRoute.ASSOCIATION_OWN_SHARE},
        ["letting_route"],
    ),
    ("a home kept from 55", {"age_min": 55}, []),
    ("a home kept from 54", {"age_min": 54}, ["age_min"]),
    ("a home kept from nothing", {"age_min": 0}, ["age_min"]),
    (
        "an adaptation by a day",
        {"adapted_access": Access.STEP_FREE, "adapted_on": READY},
        [],
    ),
    ("an adaptation some day", {"adapted_access": Access.STEP_FREE}, ["adapted_on"]),
    ("a day and no adaptation", {"adapted_on": READY}, ["adapted_on"]),
    (
        "an adaptation to what the home is",
        {
            "access": Access.STEP_FREE,
            "adapted_access": Access.STEP_FREE,
            "adapted_on": READY,
        },
        ["adapted_access"],
    ),
    (
        "an adaptation to nobody knows what",
        {"adapted_access": Access.UNKNOWN, "adapted_on": READY},
        ["adapted_access"],
    ),
    (
        "all at once",
        {
            "void_date": None,
            "tenancy_offered": TenancyKind.SECURE_FLEXIBLE,
            "letting_route": LettingRoute.ASSOCIATION_NOMINATION,
        },
        ["void_date", "tenancy_offered", "letting_route"],
    ),
)


@pytest.mark.parametrize(
    ("changed", "fields"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_faults(changed: dict[str, object], fields: list[str]) -> None:
    facts = replace(GOOD, **changed)  # type: ignore[arg-type]
    found = faults(facts, landlord=COUNCIL, grants=GRANTS)
    assert [fault.field for fault in found] == fields


@pytest.mark.parametrize("route", list(LettingRoute))
def test_each_route_is_open_to_one_kind_of_landlord(route: LettingRoute) -> None:
    facts = replace(GOOD, letting_route=route)
    open_to = [
        kind for kind in LandlordKind if not faults(facts, landlord=kind, grants=GRANTS)
    ]
    councils = {LettingRoute.COUNCIL_DIRECT, LettingRoute.COUNCIL_MANAGEMENT_MOVE}
    assert open_to == [COUNCIL if route in councils else ASSOCIATION]
    asked = needs_nomination_release(facts)
    assert asked is (route is LettingRoute.ASSOCIATION_NOMINATION)
