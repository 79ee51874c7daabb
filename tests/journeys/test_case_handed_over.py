"""A case that another service takes: what goes along, and what stays behind."""

import pytest
from sqlmodel import select

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, ISLINGTON
from reciprocal.organisations.tables import Organisation, ReferringService
from reciprocal.webhooks.terms import About
from tests.journeys.test_service_closes import (
    OTHER,
    offer,
    offered,
    references,
    strings,
    take,
    two_services,
)
from tests.journeys.walking import SERVICE, Walk, case_body, items
from tests.reciprocal.webhooks.desk import register, told
from tests.support.world import MakeWorld


@pytest.mark.parametrize("owner", ["the landlord left", "the landlord gone to"])
def test_no_landlord_s_own_team_takes_a_case_of_its_homes(
    make_world: MakeWorld, owner: str
) -> None:
    """A change in risk hides a home from its landlord's people; so from its team."""
    world = two_services(make_world)
    walk = Walk(world).to("accepted")
    code = walk.old if owner == "the landlord left" else walk.new
    with world.acting(world.coordinator) as session:
        of = {row.code: row.id for row in session.exec(select(Organisation))}
        row = session.get_one(ReferringService, of[OTHER])
        row.owner_provider_id = of[code]
        session.add(row)
    refused = offer(walk)
    assert refused.json()["code"] == "fields_invalid"
    assert items(world, OTHER, "/v1/case-transfers") == []


def test_support_goes_along_and_the_old_service_s_papers_stay_its_own(
    make_world: MakeWorld,
) -> None:
    # Given a case with support that its service wrote down and filed
    world = two_services(make_world)
    walk = Walk(world).to("accepted")
    before = walk.as_worker("GET", "/support").json()
    mine = references(strings(before))
    # When another service takes it
    offer(walk)
    case = take(world, offered(world)).json()
    after = world.call(OTHER, "GET", f"/v1/cases/{case['reference']}/support").json()
    # Then what was done and what is due stands, and no code of a paper is told
    same = ("item", "state", "due_at", "outstanding")
    assert [[row[each] for each in same] for row in after["support"]] == [
        [row[each] for each in same] for row in before["support"]
    ]
    facts = [fact for row in after["support"] for fact in row["facts"]]
    assert facts
    assert {fact["filed_under"] for fact in facts} == {None}
    assert not mine & references(strings(after))
    # And its worker is the one who took it, with no deputy yet
    assert after["worker"] != before["worker"]
    assert after["deputy"] is None


def test_a_system_is_told_of_a_case_while_its_service_has_it(
    make_world: MakeWorld,
) -> None:
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    old, new = (register(world, code, About.CASES) for code in (SERVICE, OTHER))
    offer(walk)
    assert (told(world, old), told(world, new)) == ([], [])
    case = take(world, offered(world)).json()["reference"]
    assert (told(world, old), told(world, new)) == ([], [case])
    look = f"/v1/cases/{case}/proposal/safety-look"
    assert world.call(OTHER, "POST", look, {"safe": True}).status_code == 200
    assert (told(world, old), told(world, new)) == ([], [case])


def test_a_deputy_of_the_old_service_is_none_of_the_new(make_world: MakeWorld) -> None:
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    people = {
        row["email"]: row["reference"] for row in items(world, SERVICE, "/v1/people")
    }
    named = {"person": people[sign_in_name(SERVICE, "deputy")]}
    named_so = walk.as_worker("PUT", "/deputy", named)
    assert named_so.is_success, named_so.json()
    offer(walk)
    case = take(world, offered(world)).json()["reference"]
    for who in ("lead", "deputy"):
        old = world.call(SERVICE, "GET", f"/v1/cases/{walk.case}", who=who)
        assert old.status_code == 404
    served = world.call(OTHER, "GET", f"/v1/cases/{case}/support").json()
    assert served["deputy"] is None
    assert served["worker"] not in people.values()


def test_an_offer_ends_with_a_case_that_goes_on_anew(make_world: MakeWorld) -> None:
    # Given a household that moved, whose case is offered to another service
    world = two_services(make_world)
    walk = Walk(world).to("completed")
    world.wait(hours=24)
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    assert offer(walk).status_code == 201
    reference = offered(world)
    # When it is referred again from where it moved to
    body = case_body(CAMDEN, ISLINGTON, tenancy_start=walk.today().isoformat())
    assert walk.as_worker("POST", "/refer-again", body).status_code == 201
    # Then nobody takes a case that is closed, nor offers it
    assert take(world, reference).json()["code"] == "state_conflict"
    assert offer(walk).json()["code"] == "state_conflict"
