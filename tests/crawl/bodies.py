"""What the parties of the walk send, as JSON."""

from datetime import date, timedelta
from typing import Any

from tests.crawl.scheme import Household, Place, W

Json = dict[str, Any]

_HOME: Json = {
    "persons_max": 8,
    "kind": "flat",
    "floor": 1,
    "lift": True,
    "access": "general",
    "rent_basis": "social",
    "weekly_rent_pence": 12400,
    "tenancy_offered": "secure_lifetime",
    "letting_route": "council_direct",
}


_LIVES: Json = {"reason": "perpetrator_lives"}
_W_TO_AVOID: Json = {
    "kind": "landlord",
    "code": W.code,
    "reason": "perpetrator_works",
}


def areas(household: Household) -> Json:
    """State where a household can live and where not."""
    return {
        "area_of_choice": "listed",
        "areas_of_choice": list(household.areas),
        "areas_to_avoid": [
            _LIVES | {"kind": "authority", "code": household.avoid_authority},
            _LIVES | {"kind": "sector", "sector": household.avoid_sector},
            *([] if household.landlord is W else [_W_TO_AVOID]),
        ],
        "areas_of_first_choice": [household.areas[-1]],
        "close_to": [
            {
                "kind": "close_to",
                "postcodes": [household.postcode],
                "metres": 900,
                "reason": "school",
            }
        ],
    }


def people(household: Household) -> Json:
    """State who will live in the new home."""
    return {
        "adults": household.adults,
        "children": [{"sex": sex, "born": born} for sex, born in household.children],
        "expected_children": 0,
    }


def referral(household: Household, today: date) -> Json:
    """Start a case for a household."""
    return (
        areas(household)
        | people(household)
        | {
            "landlord_code": household.landlord.code,
            "tenancy_reference": household.tenancy_reference,
            "tenancy_held": "secure_lifetime",
            "tenancy_start": (today - timedelta(days=2000)).isoformat(),
            "joint": False,
            "access_need": "general",
            "floor_max_without_lift": None,
            "ground_floor_unsafe": False,
            "affordable_rent_accepted": False,
            "risk_kind": "domestic_abuse",
            "urgency": 1,
            "trigger_kind": "none",
            "trigger_date": None,
            "dash_score": None,
            "home": {
                "uprn": household.uprn,
                "address": household.address,
                "postcode": household.postcode,
            },
        }
    )


def attestation(household: Household, today: date) -> Json:
    """Confirm a tenancy and state the home that comes back."""
    return {
        "tenancy_kind": "secure_lifetime",
        "tenancy_start": (today - timedelta(days=2000)).isoformat(),
        "joint": False,
        "successor": False,
        "possession_proceedings": False,
        "notice_served": False,
        "account_balance_pence": -4210,
        "continuous_since_april_2012": False,
        "identity_seen": True,
        "accepts_debt": True,
        "home": _HOME
        | {
            "uprn": household.uprn,
            "address": household.address,
            "postcode": household.postcode,
            "bedrooms": household.bedrooms,
            "possession_recorded": True,
        },
    }


def posting(place: Place, today: date) -> Json:
    """Post a void."""
    return _HOME | {
        "uprn": place.uprn,
        "address": place.address,
        "postcode": place.postcode,
        "bedrooms": 1,
        "persons_max": 2,
        "supply": "void",
        "void_date": (today - timedelta(days=3)).isoformat(),
        "ready_date": (today + timedelta(days=3)).isoformat(),
    }


def clearance(today: date) -> Json:
    """Record what was done to a home that somebody dangerous knows."""
    return {
        "fit_decided_on": today.isoformat(),
        "measures": ["locks_changed"],
        "measures_done_on": today.isoformat(),
        "police_marker": "not_wanted",
    }


DECIDED: Json = {"allowed": True, "reason": "safe_for_them", "note": "Talked through."}

YES: Json = {"agreed": True, "language": "so", "interpreter": True}
WARNED: Json = {"words": "Told what a no could do to the duty."}
