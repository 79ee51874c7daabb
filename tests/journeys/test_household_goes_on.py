"""A household goes on in another case: with its date, and with what keeps it safe."""

from typing import Any

import pytest

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from tests.journeys.walking import SERVICE, STAGES, Walk, case_body, items
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases

PEOPLE: dict[str, Any] = {
    "adults": 1,
    "children": [{"sex": "F", "born": "2019-03"}],
    "expected_children": 0,
}


def part(walk: Walk) -> None:
    """Let the worker tell that two parted who both hold the tenancy."""
    told = {
        "change": "split_both_hold",
        "happened_on": walk.today().isoformat(),
        "household": PEOPLE,
    }
    answer = walk.as_worker("POST", "/household-changes", told)
    assert answer.status_code == 200, answer.text


def moved(walk: Walk) -> None:
    """Take a step that is proposed to the keys, and end the old tenancy."""
    for stage in STAGES[1:]:
        walk.to_next(stage)
    walk.world.wait(days=1)
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200


def again(walk: Walk, landlord: str) -> Any:  # noqa: ANN401 - JSON
    body = case_body(landlord, ISLINGTON, landlord_code=landlord)
    body |= {"tenancy_start": walk.today().isoformat()}
    answer = walk.as_worker("POST", "/refer-again", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def linked_with(world: World, reference: str) -> set[str]:
    case = world.call(SERVICE, "GET", f"/v1/cases/{reference}").json()
    return {link["other"] for link in case["links"]}


def test_who_moved_goes_on_though_the_other_part_was_never_referred(
    make_world: MakeWorld,
) -> None:
    """They could not be referred again (seed 5,000 of the soak over HTTP, 2026-11-23).

    The service took them for the part that stayed, and asked for the old landlord.
    """
    # Given two who parted, of whom one moved; and a tenancy that does not last
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    since = walk.as_worker("GET").json()["waiting_since"]
    part(walk)
    moved(walk)
    # When they are referred again from where they moved to
    anew = again(walk, CAMDEN)
    # Then they go on with their date
    assert anew["waiting_since"] == since
    # And the part that stayed can still be referred, and is kept apart from them
    stayed = again(walk, HACKNEY)
    assert stayed["waiting_since"] == since
    assert anew["reference"] in linked_with(world, stayed["reference"])
    assert stayed["reference"] in linked_with(world, anew["reference"])


def test_the_parts_are_kept_apart_in_whichever_order_they_go_on(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    part(walk)
    stayed = again(walk, HACKNEY)
    moved(walk)
    anew = again(walk, CAMDEN)
    assert anew["reference"] in linked_with(world, stayed["reference"])


def test_what_keeps_a_household_safe_goes_with_it(make_world: MakeWorld) -> None:
    """A case that went on was open to whom the earlier one was closed (2026-11-23)."""
    # Given a household that knows another, and somebody who must never see it
    world = make_world(chain_from_a_void(DAY))
    other = next(
        row["reference"]
        for row in items(world, SERVICE, "/v1/cases")
        if row["stage"] == "in_pot"
    )
    walk = Walk(world).to("proposed")
    if other == walk.case:
        other = next(
            row["reference"]
            for row in items(world, SERVICE, "/v1/cases")
            if row["reference"] != walk.case
        )
    deputy = sign_in_name(SERVICE, "deputy")
    shut = {"sign_in": deputy, "reason": "risk"}
    assert walk.as_worker("POST", "/blocked-staff", shut).status_code == 200
    apart = {"other": other, "reason": "family"}
    assert walk.as_worker("POST", "/links", apart).status_code == 200
    moved(walk)
    # When it is referred again from where it moved to
    anew = again(walk, CAMDEN)
    # Then to them there is no such case, and the two are still kept apart
    path = f"/v1/cases/{anew['reference']}"
    assert world.call(SERVICE, "GET", path, who="deputy").status_code == 404
    assert linked_with(world, anew["reference"]) == {other}
    # And its worker, who was asked nothing, can end either
    (block,) = world.call(SERVICE, "GET", path).json()["blocked_staff"]
    ended = f"{path}/blocked-staff/{block['reference']}/end"
    assert world.call(SERVICE, "POST", ended).is_success
    (link,) = world.call(SERVICE, "GET", path).json()["links"]
    ended = f"{path}/links/{link['reference']}/end"
    assert world.call(SERVICE, "POST", ended).is_success
    assert linked_with(world, anew["reference"]) == set()
