"""A home kept from an age, and one where nobody has said if pets may come."""

from dataclasses import replace

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY
from tests.journeys.walking import (
    SERVICE,
    Walk,
    attest,
    case_body,
    countersign,
    home_body,
    items,
    post_home,
    refer,
    steps,
    tasks,
)
from tests.reciprocal.journey import one_move
from tests.support.world import MakeWorld

ALONE = {"adults": 1, "children": [], "expected_children": 0}


def a_void_for_one(make_world: MakeWorld, **changes: object) -> tuple[Walk, str]:
    """Return a world of one household, and of one home of one bedroom in the pot."""
    world = make_world(replace(one_move(), homes=()))
    body = home_body(world, CAMDEN, "555000777", bedrooms=1, **changes)
    home = post_home(world, CAMDEN, body)
    walk = Walk(world)
    walk.case = items(world, SERVICE, "/v1/cases")[0]["reference"]
    return walk, home


def stated(walk: Walk, **changes: object) -> None:
    answer = walk.as_worker("PUT", "/household", ALONE | changes)
    assert answer.status_code == 200, answer.json()


def test_a_home_kept_from_an_age_waits_for_somebody_who_has_reached_it(
    make_world: MakeWorld,
) -> None:
    # Given a home kept for tenants from 55, and a household that said no age
    walk, _ = a_void_for_one(make_world, age_min=55, age_of="tenant")
    stated(walk)
    # Then a round proposes nothing; nor is the home for a tenant of 40
    assert steps(walk.world, walk.run_round()) == []
    stated(walk, tenant_born="1986-02")
    nothing = walk.run_round()
    assert steps(walk.world, nothing) == []
    (why,) = items(walk.world, COORDINATOR, f"/v1/rounds/{nothing}/no-home-yet")
    assert why["main_reason"] == "no_suitable_home"
    # When the tenant is 60, then the home is proposed
    stated(walk, tenant_born="1966-02")
    walk.propose()
    walk.look()
    # And no landlord hears of the age
    offer = walk.as_new("GET")
    assert (offer.status_code, offer.json()["stage"]) == (200, "offered")
    assert "born" not in offer.text
    assert "1966" not in offer.text
    (home,) = items(walk.world, CAMDEN, "/v1/homes")
    assert (home["age_min"], home["age_of"]) == (55, "tenant")


def test_a_home_promised_in_time_is_proposed_to_whom_needs_the_access(
    make_world: MakeWorld,
) -> None:
    # Given a home made step-free ten days after its keys
    promised = {"adapted_access": "step_free", "adapted_on": "2026-11-12"}
    walk, _ = a_void_for_one(make_world, **promised)
    world = walk.world
    needs = {"access_need": "step_free", "access_needed_by": "2026-11-12"}
    case = refer(world, case_body(HACKNEY, CAMDEN, **ALONE, **needs))
    attest(world, HACKNEY)
    countersign(world)
    # When a round runs, then it goes to somebody who can wait for it
    walk.run_round()
    assert walk.only_case("proposed") == case
    walk.case = case
    home = walk.as_worker("GET", "/proposal").json()
    assert (home["access"], {name: home[name] for name in promised}) == (
        "general",
        promised,
    )


def test_a_landlord_says_what_nobody_knew_and_a_pet_may_come(
    make_world: MakeWorld,
) -> None:
    # Given a home of which its landlord said neither access nor pets
    walk, home = a_void_for_one(make_world, access="unknown")
    world = walk.world
    assert "home_question" in tasks(world, CAMDEN)
    assert "home_question" not in tasks(world, HACKNEY)
    # And somebody whose dog must come
    body = case_body(HACKNEY, CAMDEN, **ALONE, animal="pet_must_come")
    case = refer(world, body)
    attest(world, HACKNEY)
    countersign(world)
    # Then no round proposes it
    assert steps(world, walk.run_round()) == []
    # When the landlord says both
    said = {"access": "general", "pets": "allowed"}
    path = f"/v1/homes/{home}"
    assert world.call(CAMDEN, "PATCH", path, said).status_code == 200
    # Then it is asked no more, and the home is proposed
    assert "home_question" not in tasks(world, CAMDEN)
    assert len(steps(world, walk.run_round())) == 1
    assert walk.only_case("proposed") == case
    walk.case = case
    assert walk.as_worker("GET", "/proposal").json()["pets"] == "allowed"
    # And what was said is not said otherwise
    refused = world.call(CAMDEN, "PATCH", path, {"pets": "none"})
    assert [fault["field"] for fault in refused.json()["faults"]] == ["pets"]
