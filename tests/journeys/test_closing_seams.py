"""Between a service that closes, a case that is handed over, and a landlord's team."""

import pytest
from sqlmodel import select

from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON
from reciprocal.organisations.tables import Organisation, ReferringService
from reciprocal.webhooks.terms import About
from tests.journeys.test_people_move_on import tell
from tests.journeys.test_service_closes import (
    OTHER,
    board,
    offer,
    offered,
    standing,
    take,
    two_services,
)
from tests.journeys.walking import SERVICE, Walk, case_body, items, tasks
from tests.reciprocal.webhooks.desk import messages, register
from tests.support.world import MakeWorld, World


def test_nothing_is_sent_of_a_case_that_has_gone(make_world: MakeWorld) -> None:
    """What a system was still to be told of a case stayed in the old one's outbox."""
    # Given a system that is to be told of a case within the minute
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    old = register(world, SERVICE, About.CASES)
    walk.to_next("offered")
    assert [each.subject_ref for each in messages(world, old)] == [walk.case]
    # When another service takes the case first
    offer(walk)
    assert take(world, offered(world)).status_code == 200
    # Then it is not told
    assert messages(world, old) == []


@pytest.mark.parametrize("why", ["a tenant died", "a tenancy failed"])
def test_who_goes_on_is_referred_by_a_service_that_closes_and_handed_on(
    make_world: MakeWorld, why: str
) -> None:
    """A closing service took nobody on, and the date of who went on was lost."""
    # Given a household of a closing service that goes on in another case
    world = two_services(make_world)
    if why == "a tenant died":
        walk = Walk(world).to("agreed")
        board(world, "closing")
        body = case_body(HACKNEY, CAMDEN)
        assert tell(walk, "tenant_died_succeeded").status_code == 200
    else:
        walk = Walk(world).to("completed")
        board(world, "closing")
        world.wait(hours=24)
        end = {"tenancy_end": walk.today().isoformat()}
        assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
        body = case_body(CAMDEN, ISLINGTON, tenancy_start=end["tenancy_end"])
    since = walk.as_worker("GET").json()["waiting_since"]
    in_hand = standing(world)["cases_in_hand"]
    # When they are referred anew
    anew = walk.as_worker("POST", "/refer-again", body)
    # Then they are, with their date, and the service is asked who takes them
    assert (anew.status_code, anew.json()["waiting_since"]) == (201, since)
    asked = {
        row["about"]
        for row in items(world, SERVICE, "/v1/tasks")
        if row["kind"] == "service_closing"
    }
    assert anew.json()["reference"] in asked
    left = 1 if why == "a tenant died" else 0  # a case that failed is closed with it
    assert standing(world)["cases_in_hand"] == in_hand + left
    # And it still takes nobody else on, and hands them on like any other
    late = world.call(SERVICE, "POST", "/v1/cases", case_body(ISLINGTON, HACKNEY))
    assert late.json()["code"] == "service_closing"
    going = Walk(world, case=anew.json()["reference"])
    assert offer(going).status_code == 201
    taken = take(world, offered(world)).json()
    assert (taken["stage"], taken["waiting_since"]) == ("draft", since)


def let_own(world: World, landlord: str, service: str = OTHER) -> None:
    """Let a landlord own a service."""
    with world.acting(world.coordinator) as session:
        of = {row.code: row.id for row in session.exec(select(Organisation))}
        row = session.get_one(ReferringService, of[service])
        row.owner_provider_id = of[landlord]
        session.add(row)


def test_a_landlord_s_team_cannot_tell_that_a_home_of_its_own_was_proposed(
    make_world: MakeWorld,
) -> None:
    """It was refused a case that stood as offered, which said whose home it was."""
    # Given a case that is offered to a landlord's own team
    world = two_services(make_world)
    let_own(world, CAMDEN)
    walk = Walk(world)
    sent = [
        offer(Walk(world, case=row["reference"])).json()["reference"]
        for row in items(world, SERVICE, "/v1/cases")
    ]
    # When a home of that landlord's is proposed to it
    walk.propose()
    # Then it reads as an offer that was taken back, and is none
    stages = {
        row["reference"]: row["stage"]
        for row in items(world, OTHER, "/v1/case-transfers")
    }
    assert sorted(stages.values()) == ["offered", "withdrawn"]
    (gone,) = [each for each, stage in stages.items() if stage == "withdrawn"]
    assert take(world, gone).json()["code"] == "state_conflict"
    asked = [each["kind"] for each in items(world, OTHER, "/v1/tasks")]
    assert asked.count("case_transfer") == 1
    read = [
        world.call(SERVICE, "GET", f"/v1/case-transfers/{each}").json() for each in sent
    ]
    assert sorted(each["stage"] for each in read) == ["offered", "withdrawn"]
    assert "safety_look" in tasks(world, SERVICE)


def test_an_offer_to_an_independent_service_stands_while_a_home_is_proposed(
    make_world: MakeWorld,
) -> None:
    world = two_services(make_world)
    for row in items(world, SERVICE, "/v1/cases"):
        assert offer(Walk(world, case=row["reference"])).status_code == 201
    Walk(world).propose()
    stages = [row["stage"] for row in items(world, OTHER, "/v1/case-transfers")]
    assert stages == ["offered", "offered"]


@pytest.mark.parametrize("owner", [None, CAMDEN])
def test_a_landlord_s_own_team_is_proposed_none_of_its_homes(
    make_world: MakeWorld, owner: str | None
) -> None:
    """A change in risk hides a home from a landlord's people, its team among them."""
    world = two_services(make_world)
    if owner is not None:
        let_own(world, owner, SERVICE)
    Walk(world).run_round()
    stages = {row["stage"] for row in items(world, SERVICE, "/v1/cases")}
    assert ("proposed" in stages) is (owner is None)
