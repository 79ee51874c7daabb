"""A scheme small enough for things to fit often, loaded once and copied ever after.

Five councils and two associations, five voids and six households. Everybody would
live in any area but their own, all homes are offered for life at a social rent, and
there are two sizes, so that the book has two size classes to keep apart.
"""

from datetime import date

from fixtures.rows import HomeReturns, HomeRow, ProviderRow, RequestRow, Rows
from fixtures.scenarios import (
    AREAS,
    CAMDEN,
    HACKNEY,
    ISLINGTON,
    LAMBETH,
    SOUTHWARK,
    lopsided,
)
from matching.terms import LandlordKind, LettingRoute, TenancyKind
from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests.household import Month, Sex, YoungPerson

COUNCILS = (CAMDEN, HACKNEY, ISLINGTON, LAMBETH, SOUTHWARK)
WILLOW, ALDER = "FHA01", "FHA02"
LANDLORDS = (*COUNCILS, WILLOW, ALDER)
STANDS_IN = {code: code for code in COUNCILS} | {WILLOW: ISLINGTON, ALDER: LAMBETH}
"""The one area each landlord's homes are in."""

RULES = SchemeRules(
    areas_of_choice_min=1, cool_off_days=2, border_margin_metres=0, stay_rounds=None
)
NUMBERS = (1, 2)
"""Dwellings each landlord can post, by number; few, so that they are posted again."""


def rows(today: date) -> Rows:
    """Return the small world as the rows of its three spreadsheets."""
    stock = lopsided(today)
    councils = {row.code: row for row in stock.providers}
    household = stock.requests[0]
    return Rows(
        providers=(
            *(councils[code] for code in COUNCILS),
            *(_association(councils[CAMDEN], code) for code in (WILLOW, ALDER)),
        ),
        homes=(
            void(stock.homes[0], CAMDEN, 1),
            void(stock.homes[0], HACKNEY, 1),
            void(stock.homes[0], WILLOW, 1),
            void(stock.homes[0], SOUTHWARK, 1, bedrooms=3),
            void(stock.homes[0], ALDER, 1),
        ),
        requests=(
            referred(household, HACKNEY, 1),
            referred(household, ISLINGTON, 1),
            referred(household, LAMBETH, 1, returns=HomeReturns.NO),
            referred(household, LAMBETH, 2, bedrooms=3),
            referred(household, CAMDEN, 1),
            referred(household, WILLOW, 1),
        ),
    )


def void(row: HomeRow, landlord: str, number: int, *, bedrooms: int = 2) -> HomeRow:
    """Return a landlord's void of a number, ready now."""
    council = landlord in COUNCILS
    changes = {
        "provider_code": landlord,
        "uprn": uprn(landlord, number),
        "address": f"Flat {number}, 1 Lantern Example Street",
        "postcode": AREAS[STANDS_IN[landlord]],
        "bedrooms": bedrooms,
        "persons_max": 2 * bedrooms,
        "tenancy_offered": lifetime(landlord),
        "letting_route": LettingRoute.COUNCIL_DIRECT
        if council
        else LettingRoute.ASSOCIATION_OWN_SHARE,
    }
    return row.model_copy(update=changes)


def referred(
    row: RequestRow,
    landlord: str,
    number: int,
    *,
    bedrooms: int = 2,
    returns: HomeReturns = HomeReturns.YES,
) -> RequestRow:
    """Return a landlord's tenant who would live in any area but their own."""
    area = STANDS_IN[landlord]
    girl = YoungPerson(Sex.FEMALE, Month(2019, 6))
    boy = YoungPerson(Sex.MALE, Month(2014, 6))
    children = (girl, boy) if bedrooms == 3 else (girl,)
    changes = {
        "row_name": f"{landlord} {number}",
        "provider_code": landlord,
        "tenancy_reference": tenancy_reference(landlord, number),
        "tenancy_held": lifetime(landlord),
        "children": children,
        "areas_of_choice": tuple(code for code in COUNCILS if code != area),
        "areas_to_avoid": (),
        "home_uprn": uprn(landlord, 500 + number),
        "home_postcode": AREAS[area],
        "home_bedrooms": bedrooms,
        "home_persons_max": 2 * bedrooms,
        "home_returns": returns,
    }
    return row.model_copy(update=changes)


def uprn(landlord: str, number: int) -> str:
    """Return the UPRN of a landlord's dwelling; tenants' homes begin at 501."""
    return f"9991{LANDLORDS.index(landlord):03}{number:05}"


def tenancy_reference(landlord: str, number: int) -> str:
    """Return the landlord's own reference of a tenancy."""
    return f"{landlord}-T{number:05}"


def lifetime(landlord: str) -> TenancyKind:
    """Return the tenancy for life that a landlord grants."""
    council = landlord in COUNCILS
    return TenancyKind.SECURE_LIFETIME if council else TenancyKind.ASSURED_LIFETIME


def _association(row: ProviderRow, code: str) -> ProviderRow:
    changes = {
        "code": code,
        "name": f"Fictional Homes {code}",
        "kind": LandlordKind.HOUSING_ASSOCIATION,
        "authority_code": None,
        "grants": (TenancyKind.ASSURED_LIFETIME,),
    }
    return row.model_copy(update=changes)
