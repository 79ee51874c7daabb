"""A child is born, ages are stated wrongly: the home must suit who will live there."""

from dataclasses import replace
from typing import Any

import pytest

from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.walking import SERVICE, Walk, case_body, items, steps
from tests.reciprocal.journey import one_move
from tests.support.world import DAY, MakeWorld

GIRL = {"sex": "F", "born": "2019-03"}
BOY = {"sex": "M", "born": "2014-02"}
PEOPLE = {"adults": 1, "children": [GIRL], "expected_children": 0}


def test_no_landlord_is_asked_once_the_home_is_too_small(
    make_world: MakeWorld,
) -> None:
    # Given a home of two bedrooms proposed to a parent and a girl
    walk = Walk(make_world(chain_from_a_void(DAY))).to("proposed")
    # When a boy of twelve comes to live with them
    stated = walk.as_worker("PUT", "/household", PEOPLE | {"children": [GIRL, BOY]})
    assert (stated.status_code, stated.json()["bedrooms_needed"]) == (200, 3)
    said = walk.look()
    # Then the step is over, and no landlord was asked anything
    assert (said.status_code, said.json()["stage"]) == (200, "in_pot")
    assert walk.end_code() == "rule_no_longer_met"


def test_a_step_goes_on_where_the_home_still_suits(make_world: MakeWorld) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("proposed")
    expecting = PEOPLE | {"expected_children": 1, "due_date": "2027-02-11"}
    stated = walk.as_worker("PUT", "/household", expecting)
    assert stated.json()["household"] == {
        "adults": 1,
        "couples": 0,
        "young_adults": [],
        "children": [GIRL | {"cannot_share": None}],
        "expected_children": 1,
        "due_date": "2027-02-11",
        "overnight_carer": False,
        "bedrooms_override": None,
        "bedrooms_override_reason": None,
        "one_over_accepted": False,
        "one_over_affordable": False,
        "tenant_born": None,
        "youngest_adult_born": None,
    }
    assert stated.json()["bedrooms_needed"] == 2
    assert walk.look().json()["stage"] == "offered"


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no adult": ({"adults": 0}, "adults"),
    "a couple of one": ({"couples": 1}, "couples"),
    "a child not yet born": (
        {"children": [GIRL, {"sex": "F", "born": "2027-01"}]},
        "children.1.born",
    ),
    "a child of forty": (
        {"children": [{"sex": "M", "born": "1986-07"}]},
        "children.0.born",
    ),
    "an age": ({"children": [{"sex": "M", "born": "7"}]}, "children.0.born"),
    "a thirteenth month": (
        {"children": [{"sex": "M", "born": "2019-13"}]},
        "children.0.born",
    ),
    "a young adult of seven": ({"young_adults": [GIRL]}, "young_adults.0.born"),
    "a due date past": (
        {"expected_children": 1, "due_date": "2026-10-31"},
        "due_date",
    ),
    "a due date in a year": (
        {"expected_children": 1, "due_date": "2027-10-31"},
        "due_date",
    ),
    "a tenant of fifteen": ({"tenant_born": "2019-03"}, "tenant_born"),
    "an override without its reason": (
        {"bedrooms_override": 4},
        "bedrooms_override_reason",
    ),
}


def test_ages_that_make_no_household_are_named_and_nothing_is_saved(
    make_world: MakeWorld,
) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("proposed")
    before = walk.as_worker("GET")
    cases = items(walk.world, SERVICE, "/v1/cases")
    for name, (wrong, field) in BAD.items():
        body = case_body(CAMDEN, HACKNEY) | wrong
        for answer in (
            walk.as_worker("PUT", "/household", PEOPLE | wrong),
            walk.world.call(SERVICE, "POST", "/v1/cases", body),
        ):
            assert answer.status_code == 422, name
            assert [fault["field"] for fault in answer.json()["faults"]] == [field]
            assert not any(
                said in answer.text for said in ("1986", "2027", "2026-1", "2019-")
            ), name
    after = walk.as_worker("GET")
    assert (after.json(), after.headers["ETag"]) == (
        before.json(),
        before.headers["ETag"],
    )
    assert items(walk.world, SERVICE, "/v1/cases") == cases


@pytest.mark.parametrize("one_over", [True, False])
def test_a_round_finds_one_bedroom_over_for_whom_would_take_and_can_pay(
    make_world: MakeWorld, *, one_over: bool
) -> None:
    # Given a parent alone, who needs one bedroom, and a void of two
    rows = one_move()
    alone = rows.requests[0].model_copy(update={"children": (), "one_over": one_over})
    world = make_world(replace(rows, requests=(alone,)))
    # When a round runs, then it proposes the void, or nothing
    assert len(steps(world, Walk(world).run_round())) == int(one_over)
