import dataclasses

import pytest

from matching.engine.budget import Budget
from matching.errors import PoolError
from matching.instance import Caps
from matching.plan import Exchange, ExchangeKind, LevelReport
from matching.pool import Home, Household, Level, Policy, Pool, size_class
from matching.terms import (
    Access,
    AgeOf,
    BedroomStandard,
    LocalClause,
    PetRule,
    TenancyStanding,
)
from tests.matching.builders import a_home, a_household, a_landlord, a_pool


@pytest.mark.parametrize(
    "changes", [{"bedrooms": -1}, {"persons_max": 0}, {"weeks_to_keys": -1}]
)
def test_a_home_refuses_negative_sizes(changes: dict[str, int]) -> None:
    with pytest.raises(PoolError, match="must not be negative"):
        a_home("h", "a", **changes)


@pytest.mark.parametrize("months", [0, -1])
def test_a_home_refuses_a_term_of_no_time(months: int) -> None:
    with pytest.raises(PoolError, match="at least 1 month"):
        a_home("h", "a", term_months=months)


@pytest.mark.parametrize(
    "changes",
    [
        {"age_min": 54},
        {"age_min": 0},
        {"adapted_access": Access.STEP_FREE},
        {"adapted_day": 730_000},
    ],
)
def test_a_home_refuses_half_a_promise_and_an_odd_age(
    changes: dict[str, object],
) -> None:
    with pytest.raises(PoolError):
        a_home("h", "a", **changes)


def test_what_nobody_says_of_a_home_is_read_strictly() -> None:
    home = a_home("h", "a")
    assert home.pets is PetRule.UNKNOWN
    assert Home.__dataclass_fields__["local_clause"].default is LocalClause.STANDS
    assert home.age_of is AgeOf.EVERY_ADULT
    assert home.keys_day is None


def test_what_nobody_says_of_a_tenancy_is_read_strictly() -> None:
    said = a_household("p", "a")
    unsaid = Household(
        **{
            field.name: getattr(said, field.name)
            for field in dataclasses.fields(Household)
            if field.default is dataclasses.MISSING
        }
    )
    assert unsaid.tenancy_standing is TenancyStanding.NOT_THE_TENANT
    assert (unsaid.domestic_abuse, unsaid.possession_sought) == (False, True)
    assert (unsaid.gap_days, unsaid.term_months_left) == (None, None)
    assert unsaid.since_april_2012 is False
    assert not unsaid.tenancies_decided
    assert not unsaid.markers_decided
    assert (unsaid.tenant_age_reached, unsaid.adults_age_reached) == (0, 0)
    assert unsaid.access_needed_by_day is None
    assert a_landlord("a").introductory_scheme is True
    assert Policy(version="1").shortholds_abolished is True


def test_a_home_somebody_lives_in_is_never_ready() -> None:
    with pytest.raises(PoolError, match="is not ready"):
        a_home("h", "a", occupant_id="p", ready=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"bedrooms_min": 3},
        {"bedrooms_min": -1},
        {"persons": 0},
        {"access_need": "unknown"},
        {"gap_days": -1},
        {"term_months_left": -1},
        {"tenant_age_reached": 51},
        {"adults_age_reached": -1},
        {"bedrooms_min_by": ((BedroomStandard.SIZE_CRITERIA, -1),)},
    ],
)
def test_a_household_refuses_nonsense(changes: dict[str, object]) -> None:
    if "access_need" in changes:
        changes = {"access_need": Access.UNKNOWN}
    with pytest.raises(PoolError):
        a_household("p", "a", **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"cycle_moves_max": 2},
        {"chain_moves_max": 0},
        {"levels": (Level.HOUSEHOLDS, Level.HOUSEHOLDS)},
    ],
)
def test_no_policy_asks_for_a_direct_swap_or_nonsense(
    changes: dict[str, object],
) -> None:
    with pytest.raises(PoolError):
        Policy(version="1", **changes)  # type: ignore[arg-type]


def test_equal_pools_are_equal_whatever_the_order() -> None:
    homes = [a_home("h2", "a"), a_home("h1", "b")]
    people = [a_household("p2", "a"), a_household("p1", "b")]
    assert a_pool(people, homes) == a_pool(people[::-1], homes[::-1])


def test_a_repeated_identifier_is_refused() -> None:
    with pytest.raises(PoolError, match="appears twice"):
        a_pool([], [a_home("h", "a"), a_home("h", "a")])


def test_two_homes_cannot_have_one_occupant() -> None:
    homes = [a_home(i, "a", occupant_id="p") for i in ("h1", "h2")]
    with pytest.raises(PoolError, match="appears twice"):
        a_pool([a_household("p", "a")], homes)


def test_a_landlord_must_be_in_the_pool() -> None:
    with pytest.raises(PoolError, match="landlord is missing"):
        Pool((), (a_home("h", "a"),), (a_landlord("b"),))


def test_an_occupant_must_be_in_the_pool() -> None:
    with pytest.raises(PoolError, match="not a household of the pool"):
        a_pool([], [a_home("h", "a", occupant_id="p")])


def test_the_error_never_repeats_a_value() -> None:
    with pytest.raises(PoolError) as caught:
        a_pool([], [a_home("secret-id", "a"), a_home("secret-id", "a")])
    assert "secret-id" not in str(caught.value)


def test_a_link_told_by_one_household_is_the_others_too() -> None:
    people = [
        a_household("p1", "a", linked=frozenset({"p2", "gone"})),
        a_household("p2", "a", linked=frozenset({"p3"})),
        a_household("p3", "a"),
        a_household("p4", "a"),
    ]
    links = {row.id: row.linked for row in a_pool(people, []).households}
    assert links == {
        "p1": {"p2", "gone"},
        "p2": {"p1", "p3"},
        "p3": {"p2"},
        "p4": set(),
    }


def test_a_home_vacated_is_found_by_its_household() -> None:
    pool = a_pool([a_household("p", "a")], [a_home("h", "a", occupant_id="p")])
    assert pool.home_vacated_by("p") == "h"
    assert pool.home_vacated_by("q") is None


@pytest.mark.parametrize(
    ("bedrooms", "name"), [(0, "BED0"), (3, "BED3"), (4, "BED4P"), (9, "BED4P")]
)
def test_size_classes_are_the_ledgers(bedrooms: int, name: str) -> None:
    assert size_class(bedrooms) == name


def test_an_exchange_has_steps() -> None:
    with pytest.raises(PoolError, match="no steps"):
        Exchange(ExchangeKind.CHAIN, ())


def test_the_gap_is_zero_when_value_meets_bound() -> None:
    assert LevelReport("balance", 7, 5, "min", "").gap == 2
    assert LevelReport("households", 5, 5, "max", "").gap == 0


@pytest.mark.parametrize(
    "changes", [{"search_steps": 0}, {"pricing_rounds_max": 0}, {"search_units": 0.0}]
)
def test_a_budget_allows_some_work(changes: dict[str, float]) -> None:
    with pytest.raises(PoolError):
        Budget(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "caps", [{"cycle_moves_min": 1}, {"chain_moves_max": -1}, {"cycle_moves_min": 0}]
)
def test_caps_that_mean_nothing_are_refused(caps: dict[str, int]) -> None:
    with pytest.raises(PoolError, match="caps"):
        Caps(**{"cycle_moves_max": 3, "chain_moves_max": 5} | caps)
