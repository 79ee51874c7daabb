"""An area stated a minute ago counts: no step goes on that became unsafe."""

from datetime import timedelta

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.rounds import operations as rounds
from tests.journeys.walking import SERVICE, Walk, areas_body, items, steps, tasks
from tests.support.world import DAY, MakeWorld

VOID_IN = "NW1 8"


def avoid_the_home(walk: Walk) -> None:
    stated = walk.as_worker("PUT", "/areas", areas_body(CAMDEN, (VOID_IN,)))
    (area,) = stated.json()["areas"]["avoid"]
    assert VOID_IN in area["sectors"]


def test_no_landlord_is_asked_once_the_home_is_unsafe(make_world: MakeWorld) -> None:
    # Given a home proposed to a household that now avoids its very sector
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    avoid_the_home(walk)
    # When the worker, who looked before, says that it is safe
    said = walk.look()
    # Then the step is over and no landlord was asked anything
    assert (said.status_code, said.json()["stage"]) == (200, "in_pot")
    assert (walk.stage(), walk.end_code()) == ("ended", "rule_no_longer_met")
    assert walk.home_stage() == "in_pot"
    world.wait(days=2)
    assert items(world, CAMDEN, "/v1/offers") == []
    assert items(world, HACKNEY, "/v1/departures") == []
    assert "offer" not in tasks(world, CAMDEN)
    # And no round proposes it again
    assert steps(world, walk.run_round()) == []


def test_a_landlord_agrees_to_a_home_that_is_unsafe_by_then(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("offered")
    avoid_the_home(walk)
    assert walk.agree().json()["stage"] == "ended"
    # And the old landlord is never told of it
    world.wait(days=1)
    assert items(world, HACKNEY, "/v1/departures") == []
    assert (walk.end_code(), walk.home_stage()) == ("rule_no_longer_met", "in_pot")


def test_a_household_accepts_a_home_that_is_unsafe_by_then(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("agreed")
    avoid_the_home(walk)
    assert walk.accept().json()["stage"] == "in_pot"
    assert (walk.end_code(), walk.home_stage()) == ("rule_no_longer_met", "in_pot")
    assert items(world, COORDINATOR, "/v1/balances") == []


def test_a_tenancy_is_not_signed_for_a_home_that_is_unsafe_by_then(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    avoid_the_home(walk)
    refused = walk.sign()
    assert (refused.status_code, refused.json()["code"]) == (409, "not_safe_any_more")
    assert walk.stage() == "accepted"


def test_an_area_is_added_reviewed_and_ended_by_its_worker_alone(
    make_world: MakeWorld,
) -> None:
    # Given a home proposed to a household
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    # When its worker hears of a brother who lives by the way to the home
    route = {
        "kind": "route",
        "postcodes": ["NW1 0NE", "NW1 8NH"],
        "metres": 250,
        "reason": "associates",
        "expected_end_on": (DAY + timedelta(days=20)).isoformat(),
    }
    added = walk.as_worker("POST", "/areas", {"area": route})
    # Then the case says why, and where only as sectors
    (why,) = added.json()["areas_stated"]
    (where,) = added.json()["areas"]["avoid"]
    assert why["reference"] == where["reference"]
    assert (why["reason"], why["purpose"]) == ("associates", "avoid")
    assert VOID_IN in where["sectors"]
    assert "8NH" not in added.text
    # And the day of its expected end ends nothing, but asks
    world.wait(days=25)
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    assert "area_review" in tasks(world, SERVICE)
    area = f"/areas/{why['reference']}"
    again = {"review_on": None, "expected_end_on": None}
    assert walk.as_worker("POST", f"{area}/review", again).status_code == 200
    assert "area_review" not in tasks(world, SERVICE)
    # And nobody else ends it, nor knows that it is there
    for code, status in ((CAMDEN, 403), (COORDINATOR, 403)):
        answer = world.call(code, "POST", f"/v1/cases/{walk.case}{area}/end")
        assert answer.status_code == status
    ended = walk.as_worker("POST", f"{area}/end")
    assert ended.json()["areas_stated"] == ended.json()["areas"]["avoid"] == []
    assert walk.as_worker("POST", f"{area}/end").status_code == 404


UNUSABLE: tuple[tuple[dict[str, object], str], ...] = (
    ({"kind": "within", "postcode": "NW1 8NH", "metres": 99}, "metres"),
    ({"kind": "within", "postcode": "NW1 8NH", "metres": 20_001}, "metres"),
    ({"kind": "route", "postcodes": ["NW1 8NH"], "metres": 200}, "postcodes"),
    ({"kind": "postcodes", "postcodes": ["ZZ1 1AA"]}, "areas_to_avoid"),
    ({"kind": "district", "district": "ZZ9"}, "areas_to_avoid"),
    ({"kind": "landlord", "code": "L9999"}, "areas_to_avoid"),
    ({"kind": "near", "postcodes": ["ZZ1 1AA"], "metres": 900}, "within_reach"),
)


def test_an_area_that_cannot_be_used_is_named_and_never_repeated(
    make_world: MakeWorld,
) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("proposed")
    for area, field in UNUSABLE:
        reason = "school" if area["kind"] == "near" else "associates"
        asked = {"area": area | {"reason": reason}}
        refused = walk.as_worker("POST", "/areas", asked)
        assert refused.status_code == 422
        (fault,) = refused.json()["faults"]
        assert fault["field"].split(".")[-1] == field
        for text in ("8NH", "ZZ", "L9999", "20001", "20_001"):
            assert text not in str(refused.json()["faults"])
    assert walk.as_worker("GET").json()["areas_stated"] == []
