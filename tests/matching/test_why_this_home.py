"""What speaks for a home that is proposed, as facts of the pair alone."""

import pytest

from matching import Pool
from matching.explain import explain
from matching.reasons import MATCH_SENTENCES, MatchReason
from matching.terms import (
    Access,
    AgeOf,
    Animal,
    AreaOfChoice,
    BedroomStandard,
    PetRule,
    RentBasis,
)
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_landlord,
    a_pool,
    solved,
)

_ALWAYS = (MatchReason.SIZE_NEEDED, MatchReason.SECURITY_KEPT)


CASES: tuple[
    tuple[dict[str, object], dict[str, object], tuple[MatchReason, ...]], ...
] = (
    ({}, {}, _ALWAYS),
    (
        {
            "area_of_choice": AreaOfChoice.LISTED,
            "authorities_of_choice": frozenset({"E01"}),
        },
        {},
        (MatchReason.AREA_CHOSEN, *_ALWAYS),
    ),
    (
        {"authorities_to_avoid": frozenset({"E03"})},
        {},
        (MatchReason.AREAS_AVOIDED, *_ALWAYS),
    ),
    (
        {"sectors_to_avoid": frozenset({"A1 2"})},
        {},
        (MatchReason.AREAS_AVOIDED, *_ALWAYS),
    ),
    (
        {"landlords_to_avoid": frozenset({"c"})},
        {},
        (MatchReason.AREAS_AVOIDED, *_ALWAYS),
    ),
    (
        {"bedrooms_max": 3},
        {"bedrooms": 3},
        (MatchReason.SIZE_ACCEPTED, MatchReason.SECURITY_KEPT),
    ),
    (
        {"access_need": Access.STEP_FREE, "ground_floor_unsafe": True},
        {"access": Access.STEP_FREE},
        (
            MatchReason.SIZE_NEEDED,
            MatchReason.ACCESS_NEEDED,
            MatchReason.OFF_THE_GROUND,
            MatchReason.SECURITY_KEPT,
        ),
    ),
    (
        {"access_need": Access.STEP_FREE, "access_needed_by_day": 730_000},
        {"adapted_access": Access.STEP_FREE, "adapted_day": 730_000},
        (
            MatchReason.SIZE_NEEDED,
            MatchReason.ACCESS_IN_TIME,
            MatchReason.SECURITY_KEPT,
        ),
    ),
    (
        {"tenant_age_reached": 60, "animal": Animal.PET_MUST_COME},
        {"age_min": 55, "age_of": AgeOf.TENANT, "pets": PetRule.ALLOWED},
        (
            MatchReason.SIZE_NEEDED,
            MatchReason.AGE_REACHED,
            MatchReason.PET_ALLOWED,
            MatchReason.SECURITY_KEPT,
        ),
    ),
    (
        {"affordable_rent_accepted": True},
        {"rent_basis": RentBasis.AFFORDABLE},
        (
            MatchReason.SIZE_NEEDED,
            MatchReason.RENT_ACCEPTED,
            MatchReason.SECURITY_KEPT,
        ),
    ),
)


@pytest.mark.parametrize(("changes", "home", "expected"), CASES)
def test_a_home_proposed_is_told_by_what_speaks_for_it(
    changes: dict[str, object],
    home: dict[str, object],
    expected: tuple[MatchReason, ...],
) -> None:
    pool = a_pool([a_household("p", "a", **changes)], [a_home("v", "b", **home)])
    (why,) = explain(solved(pool), pool, POLICY).matches
    assert (why.household_id, why.home_id, why.reasons) == ("p", "v", expected)
    assert why.sentences == tuple(MATCH_SENTENCES[reason] for reason in expected)


@pytest.mark.parametrize(
    ("bedrooms", "reason"),
    [(1, MatchReason.SIZE_NEEDED), (2, MatchReason.SIZE_ACCEPTED)],
)
def test_size_is_told_as_the_homes_landlord_counts_it(
    bedrooms: int, reason: MatchReason
) -> None:
    own = BedroomStandard.BEDROOM_STANDARD
    row = a_household("p", "a", bedrooms_max=3, bedrooms_min_by=((own, 1),))
    landlords = (a_landlord("a"), a_landlord("b", bedroom_standard=own))
    pool = Pool((row,), (a_home("v", "b", bedrooms=bedrooms),), landlords)
    (why,) = explain(solved(pool), pool, POLICY).matches
    assert why.reasons == (reason, MatchReason.SECURITY_KEPT)
