"""Two households that know of each other: neither is sent to where the other lived."""

from datetime import timedelta
from typing import Any

from fixtures.load import COORDINATOR
from fixtures.scenarios import HACKNEY, ISLINGTON, chain_from_a_void
from reciprocal.organisations.rules import SchemeRules
from tests.journeys.walking import (
    SERVICE,
    Walk,
    clear_marker,
    decide,
    home_body,
    items,
    open_questions,
    post_home,
    steps,
)
from tests.support.world import DAY, MakeWorld, World


def empty_the_home(walk: Walk) -> str:
    """Let the old landlord put the home that was left in the pot."""
    walk.world.wait(hours=24)
    day = walk.today()
    assert walk.as_old("POST", "/tenancy-end", {"tenancy_end": f"{day}"}).is_success
    walk.to_next("completed")
    ready = day + timedelta(days=5)
    empty = {"void_date": f"{day}", "ready_date": f"{ready}"}
    left = walk.as_old("POST", "/home-empty", empty)
    assert left.status_code == 200, left.json()
    return str(left.json()["reference"])


def board_references(world: World) -> dict[str, str]:
    """Return the coordinator's reference of each landlord's request, by its name."""
    rows = items(world, COORDINATOR, "/v1/board/requests")
    return {str(row["landlord"]): str(row["reference"]) for row in rows}


def link_on_board(world: World, *codes: str) -> Any:  # noqa: ANN401 - a response
    known = board_references(world)
    one, other = (known[world.loaded.members[code].name] for code in codes)
    asked = {"request": one, "other": other, "reason": "acquainted"}
    return world.call(COORDINATOR, "POST", "/v1/board/links", asked)


def test_a_household_is_never_sent_to_a_home_that_one_it_knows_has_left(
    make_world: MakeWorld,
) -> None:
    # Given two households of which the second could only follow the first
    world = make_world(chain_from_a_void(DAY), SchemeRules(cool_off_days=1))
    made = link_on_board(world, HACKNEY, ISLINGTON)
    assert made.status_code == 201, made.json()
    # When the first moves, then it is alone in the plan
    walk = Walk(world)
    planned = steps(world, walk.propose())
    assert [step["position"] for step in planned] == [1]
    for stage in ("offered", "agreed", "accepted", "signed"):
        walk.to_next(stage)
    left = empty_the_home(walk)
    # And its home, which the second could live in, stays closed to it
    clear_marker(world, HACKNEY, left)
    assert steps(world, walk.run_round()) == []
    assert open_questions(world) == []
    # Even when its landlord takes it out and posts the dwelling as any other void
    withdrawn = world.call(HACKNEY, "POST", f"/v1/homes/{left}/withdraw")
    assert withdrawn.status_code == 200
    uprn = world.call(HACKNEY, "GET", f"/v1/homes/{left}").json()["uprn"]
    world.wait(days=2)
    post_home(world, HACKNEY, home_body(world, HACKNEY, uprn))
    assert steps(world, walk.run_round()) == []
    assert open_questions(world) == []
    # Until the coordinator, who stated it, ends it
    link = f"/v1/board/links/{made.json()['reference']}/end"
    assert world.call(SERVICE, "POST", link).status_code == 403
    assert world.call(COORDINATOR, "POST", link).status_code == 204
    walk.run_round()
    (asked,) = open_questions(world)
    decide(world, asked["reference"], "safe_for_them")
    assert steps(world, walk.run_round())


def test_no_service_is_told_what_the_coordinator_linked(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    before = {
        path: world.call(SERVICE, "GET", path).content
        for path in ("/v1/cases", "/v1/tasks", *cases(world))
    }
    made = link_on_board(world, HACKNEY, ISLINGTON)
    (row,) = items(world, COORDINATOR, "/v1/board/links")
    assert row == made.json()
    assert {path: world.call(SERVICE, "GET", path).content for path in before} == before


def cases(world: World) -> list[str]:
    rows = items(world, SERVICE, "/v1/cases")
    return [f"/v1/cases/{row['reference']}" for row in rows]
