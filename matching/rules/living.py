"""Rules of who may live in a home: ages it is designated for, and animals."""

from functools import partial

from matching.pool import Home
from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.terms import AgeOf, Animal, PetRule, RefusalCode


def _age(columns: Columns) -> Mask:
    tenant = columns.down(lambda row: row.tenant_age_reached)
    adults = columns.down(lambda row: row.adults_age_reached)
    of_tenant = columns.across(partial(_wanted, AgeOf.TENANT))
    of_adults = columns.across(partial(_wanted, AgeOf.EVERY_ADULT))
    return (tenant < of_tenant) | (adults < of_adults)


def _wanted(whose: AgeOf, home: Home) -> int:
    """Return the age that a home asks of somebody, and 0 of the others."""
    return home.age_min or 0 if home.age_of is whose else 0


def _pet(columns: Columns) -> Mask:
    comes = columns.down_flag(lambda row: row.animal is Animal.PET_MUST_COME)
    return comes & columns.across_flag(lambda home: home.pets is not PetRule.ALLOWED)


LIVING = (
    Rule(
        code=RefusalCode.AGE_BELOW_DESIGNATION,
        authority=(
            "Landlord's designation, as let; of premises the Equality Act 2010 says "
            "nothing by age (s.32(1)(a))"
        ),
        in_force="2010-10-01",
        sentence=(
            "The home is kept for people from an age, and the tenant, or an adult "
            "where it is kept so, is younger or of unknown age."
        ),
        refused=_age,
    ),
    Rule(
        code=RefusalCode.PET_NOT_ALLOWED,
        authority=(
            "As let; never of an assistance dog: Equality Act 2010 s.20, s.34 to s.36"
        ),
        in_force="2010-10-01",
        sentence=(
            "The household has a pet that it cannot part with, and the home takes "
            "none or has not said."
        ),
        refused=_pet,
    ),
)
