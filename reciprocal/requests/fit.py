"""What of a household bears on a home's size and age: columns of its request.

The household is sealed, so that what the rules read of it stands beside it: no month
of birth, and no age finer than homes are kept from.
"""

from dataclasses import dataclass
from datetime import date

from matching.terms import BedroomStandard
from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests.bedrooms import bedrooms_needed, suitable_bedrooms
from reciprocal.requests.household import Composition
from reciprocal.requests.tables import PropertyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Each field is the column of that name."""

    bedrooms_needed: int
    bedrooms_max: int
    bedrooms_by_size_criteria: int
    bedrooms_by_standard: int
    tenant_age_reached: int
    adults_age_reached: int


def fit_of(household: Composition, rules: SchemeRules, today: date) -> Fit:
    """Work out what a household fits on a day, under every standard."""

    def needed(standard: BedroomStandard) -> int:
        return bedrooms_needed(household, rules, today, standard)

    fewest, most = suitable_bedrooms(household, rules, today)
    return Fit(
        bedrooms_needed=fewest,
        bedrooms_max=most,
        bedrooms_by_size_criteria=needed(BedroomStandard.SIZE_CRITERIA),
        bedrooms_by_standard=needed(BedroomStandard.BEDROOM_STANDARD),
        tenant_age_reached=household.tenant_age_reached(today),
        adults_age_reached=household.adults_age_reached(today),
    )


def kept_fit(request: PropertyRequest) -> Fit:
    """Return what was worked out last."""
    names = Fit.__dataclass_fields__
    return Fit(**{name: getattr(request, name) for name in names})


def needed_by(request: PropertyRequest) -> tuple[tuple[BedroomStandard, int], ...]:
    """Return the bedrooms needed under each standard a landlord may let by."""
    return (
        (BedroomStandard.SIZE_CRITERIA, request.bedrooms_by_size_criteria),
        (BedroomStandard.BEDROOM_STANDARD, request.bedrooms_by_standard),
    )


def needed_at(request: PropertyRequest, standard: BedroomStandard | None) -> int:
    """Return the bedrooms needed as a landlord counts them, or as the scheme does."""
    if standard is None:
        return request.bedrooms_needed
    return dict(needed_by(request))[standard]
