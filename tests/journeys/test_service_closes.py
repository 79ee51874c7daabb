"""A service closes in mid-case: another takes each case over, and nobody is left."""

import re
from dataclasses import replace
from typing import Any

from fixtures.load import COORDINATOR
from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from tests.journeys.walking import SERVICE, Walk, case_body, items, refer, tasks
from tests.support.world import DAY, MakeWorld, World

OTHER = "SERVICE2"
_REFERENCE = re.compile(r"[0-9a-f]{32}|[0-9A-Z]{4}-[0-9A-Z]{4}")
HARBOUR = "Harbour Refuge"


def two_services(make_world: MakeWorld) -> World:
    """Let a second service hold the last case of the chain."""
    rows = chain_from_a_void(DAY)
    *first, last = rows.requests
    last = last.model_copy(update={"referring_service": HARBOUR})
    return make_world(replace(rows, requests=(*first, last)))


def offer(walk: Walk, code: str = OTHER, **changes: object) -> Any:  # noqa: ANN401 - an httpx response
    body = {"service_code": code, "reason": "service_closing", "household_agrees": True}
    return walk.as_worker("POST", "/transfer", body | changes)


def offered(world: World, code: str = OTHER) -> str:
    """Return the case that a service is offered, by its own reference."""
    (row,) = [
        row
        for row in items(world, code, "/v1/case-transfers")
        if row["stage"] == "offered"
    ]
    return str(row["reference"])


def take(world: World, reference: str, *, who: str = "lead") -> Any:  # noqa: ANN401 - likewise
    day = world.hands.now().date().isoformat()
    path = f"/v1/case-transfers/{reference}/take"
    return world.call(OTHER, "POST", path, {"handed_over_on": day}, who=who)


def board(world: World, act: str, who: str = "lead", code: str = SERVICE) -> Any:  # noqa: ANN401 - likewise
    path = f"/v1/board/services/{act}"
    return world.call(COORDINATOR, "POST", path, {"service_code": code}, who=who)


def standing(world: World, code: str = SERVICE) -> dict[str, Any]:
    rows = items(world, COORDINATOR, "/v1/board/services")
    (row,) = [row for row in rows if row["service"] == code]
    return row


def test_a_service_closes_in_mid_case(make_world: MakeWorld) -> None:
    # Given a household that has accepted a home, with an area, a block and a link
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    area = {"kind": "sector", "sector": "LS1 1", "reason": "associates"}
    walk.as_worker("POST", "/areas", {"area": area})
    block = {"sign_in": "nobody.yet@example.org", "reason": "risk"}
    walk.as_worker("POST", "/blocked-staff", block)
    for stage in ("offered", "agreed", "accepted"):
        walk.to_next(stage)
    before, steps = (
        walk.as_worker("GET").json(),
        items(world, SERVICE, f"/v1/cases/{walk.case}/steps"),
    )
    offer_before = walk.as_new("GET").json()
    # When the coordinator says that its service is closing
    assert board(world, "closing").json()["cases_in_hand"] == 2
    # Then it takes nobody on, and is asked about each case
    late = world.call(SERVICE, "POST", "/v1/cases", case_body(ISLINGTON, HACKNEY))
    assert (late.status_code, late.json()["code"]) == (409, "service_closing")
    assert "service_closing" in tasks(world, SERVICE)
    # And it does not close while somebody is left, nor by one person alone
    assert board(world, "close").json()["code"] == "second_person_needed"
    left = board(world, "close", who="deputy")
    assert (left.status_code, left.json()["code"]) == (409, "service_has_cases")
    # When the case is offered to one service, and it takes it
    sent = offer(walk).json()
    assert (sent["stage"], sent["sent"], sent["service"]) == ("offered", True, HARBOUR)
    assert "case_transfer" in tasks(world, OTHER)
    reference = offered(world)
    assert reference != sent["reference"]
    path = f"/v1/case-transfers/{reference}"
    assert world.call(OTHER, "GET", path).json()["sent"] is False
    assert world.call(SERVICE, "GET", path).status_code == 404
    taken = take(world, reference)
    # Then all of it is theirs, as it stood, by references that are theirs alone
    now = taken.json()
    assert taken.status_code == 200, now
    assert now["reference"] != walk.case
    same = ("stage", "household", "waiting_since", "consents", "tenancy_reference")
    assert [now[each] for each in same] == [before[each] for each in same]
    assert [row["purpose"] for row in now["areas_stated"]] == [
        row["purpose"] for row in before["areas_stated"]
    ]
    nothing_shared(world, strings(before) | strings(steps), now)
    kept = world.call(OTHER, "GET", f"/v1/cases/{now['reference']}/proposal").json()
    assert kept["stage"] == "accepted"
    told_nowhere(walk, now["reference"])
    # And the landlords know it by what they knew it by, and it goes on to the keys
    after = walk.as_new("GET").json()
    assert after["reference"] == offer_before["reference"]
    assert (after["referring_service"], after["answer_by"]) == (
        HARBOUR,
        offer_before["answer_by"],
    )
    assert walk.sign().json()["stage"] == "signed"
    assert walk.start().json()["stage"] == "completed"
    # And once the other household's case is taken too, a second person closes it
    last = Walk(world, case=walk.only_case("in_pot"))
    assert offer(last).status_code == 201
    assert take(world, offered(world)).status_code == 200
    assert standing(world)["cases_in_hand"] == 0
    assert board(world, "close", who="deputy").json()["stage"] == "closed"
    signed_out = world.http.post(
        "/v1/sessions",
        json={"email": sign_in_name(SERVICE, "lead"), "password": "demonstration only"},
    )
    assert signed_out.status_code == 401


def told_nowhere(walk: Walk, reference: str) -> None:
    """See that the old service is told of a case nowhere, by either reference."""
    for rest in ("", "/proposal", "/steps", "/support", "/workers"):
        assert walk.as_worker("GET", rest).status_code == 404, rest
        foreign = f"/v1/cases/{reference}{rest}"
        assert walk.world.call(SERVICE, "GET", foreign).status_code == 404
    listed = items(walk.world, SERVICE, "/v1/cases")
    assert walk.case not in {row["reference"] for row in listed}


def nothing_shared(world: World, mine: set[str], case: dict[str, Any]) -> None:
    """See that the two services know nothing of a case by one reference."""
    path = f"/v1/cases/{case['reference']}"
    theirs = strings(case) | strings(items(world, OTHER, f"{path}/steps"))
    assert references(mine)
    assert references(theirs)
    assert not references(mine) & references(theirs)


def strings(plain: object) -> set[str]:
    """Return every text within an answer."""
    if isinstance(plain, dict):
        return set().union(*map(strings, plain.values()))
    if isinstance(plain, list):
        return set().union(*map(strings, plain))
    return {plain} if isinstance(plain, str) else set()


def references(texts: set[str]) -> set[str]:
    """Return the references and short codes among some texts."""
    return {text for text in texts if _REFERENCE.fullmatch(text)}


def test_what_is_due_goes_with_the_case_and_nothing_stays_behind(
    make_world: MakeWorld,
) -> None:
    # Given a case whose worker is to look at a home, and is told so
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    due = {
        row["kind"]: row["due_at"]
        for row in items(world, SERVICE, "/v1/tasks")
        if row["about"] == walk.case
    }
    assert "safety_look" in due
    # When another service takes it
    offer(walk)
    now = take(world, offered(world)).json()["reference"]
    # Then the same is due there, at the same moment
    theirs = {
        row["kind"]: row["due_at"]
        for row in items(world, OTHER, "/v1/tasks")
        if row["about"] == now
    }
    assert theirs == due
    assert walk.case not in {row["about"] for row in items(world, SERVICE, "/v1/tasks")}
    # And its worker looks, where the one before cannot any more
    look = {"safe": True}
    assert walk.as_worker("POST", "/proposal/safety-look", look).status_code == 404
    path = f"/v1/cases/{now}/proposal/safety-look"
    assert world.call(OTHER, "POST", path, look).json()["stage"] == "offered"


def test_an_act_sent_again_tells_the_old_service_nothing(
    make_world: MakeWorld,
) -> None:
    # Given a worker who confirmed a case under a key
    world = two_services(make_world)
    walk = Walk(world, case="")
    walk.case = str(items(world, SERVICE, "/v1/cases")[0]["reference"])
    path = f"/v1/cases/{walk.case}/confirm"
    assert world.call(SERVICE, "POST", path, key="once").status_code == 200
    sent = offer(walk).json()["reference"]
    assert take(world, offered(world)).status_code == 200
    # When they send it again, then nothing of it is told again
    assert world.call(SERVICE, "POST", path, key="once").status_code == 404
    # And of the transfer no more than that it was taken
    again = world.call(SERVICE, "GET", f"/v1/case-transfers/{sent}").json()
    assert (again["stage"], again["service"]) == ("taken", HARBOUR)


def test_a_case_is_offered_to_one_service_that_can_take_it(
    make_world: MakeWorld,
) -> None:
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    for code in ("NOBODY", SERVICE, CAMDEN, COORDINATOR):
        refused = offer(walk, code)
        fault = refused.json()["faults"][0]
        assert (refused.status_code, fault["field"]) == (422, "service_code"), code
    unasked = offer(walk, household_agrees=False)
    assert unasked.json()["faults"][0]["field"] == "household_agrees"
    board(world, "closing", code=OTHER)
    assert offer(walk).json()["faults"][0]["field"] == "service_code"
    board(world, "keep-open", code=OTHER)
    assert offer(walk).status_code == 201
    assert offer(walk).json()["code"] == "state_conflict"
    # And it is not taken by a service that has begun to close since
    board(world, "closing", code=OTHER)
    assert take(world, offered(world)).json()["code"] == "state_conflict"


def test_an_offer_is_declined_or_taken_back_and_the_case_stays(
    make_world: MakeWorld,
) -> None:
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    offer(walk)
    reference = offered(world)
    path = f"/v1/case-transfers/{reference}"
    tomorrow = {"handed_over_on": "2031-01-01"}
    early = world.call(OTHER, "POST", f"{path}/take", tomorrow)
    assert early.json()["faults"][0]["field"] == "handed_over_on"
    # Neither side does what is the other's
    assert world.call(OTHER, "POST", f"{path}/withdraw").status_code == 404
    assert world.call(OTHER, "POST", f"{path}/decline").json()["stage"] == "declined"
    assert take(world, reference).json()["code"] == "state_conflict"
    sent = offer(walk).json()["reference"]
    path = f"/v1/case-transfers/{sent}"
    assert world.call(SERVICE, "POST", f"{path}/decline").status_code == 404
    assert world.call(SERVICE, "POST", f"{path}/withdraw").json()["stage"] == (
        "withdrawn"
    )
    assert "case_transfer" not in tasks(world, OTHER)
    assert walk.case_stage() == "proposed"


def test_a_case_is_not_taken_by_whom_it_is_closed_to(make_world: MakeWorld) -> None:
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    block = {"sign_in": sign_in_name(OTHER, "deputy"), "reason": "risk"}
    walk.as_worker("POST", "/blocked-staff", block)
    offer(walk)
    reference = offered(world)
    path = f"/v1/case-transfers/{reference}"
    for method, rest in (("GET", ""), ("POST", "/decline")):
        shut = world.call(OTHER, method, f"{path}{rest}", who="deputy")
        assert shut.status_code == 404
    assert take(world, reference, who="deputy").status_code == 404
    listed = world.call(OTHER, "GET", "/v1/case-transfers", who="deputy").json()
    assert listed["items"] == []
    assert take(world, reference).status_code == 200


def test_a_link_goes_along_once_both_cases_have(make_world: MakeWorld) -> None:
    world = two_services(make_world)
    one, other = (row["reference"] for row in items(world, SERVICE, "/v1/cases"))
    linked = {"other": other, "reason": "family"}
    path = f"/v1/cases/{one}/links"
    assert world.call(SERVICE, "POST", path, linked).status_code == 200
    taken = []
    for case in (one, other):
        offer(Walk(world, case=case))
        taken.append(take(world, offered(world)).json())
    assert taken[0]["links"] == []
    (link,) = taken[1]["links"]
    assert link["other"] == taken[0]["reference"]
    path = f"/v1/cases/{taken[0]['reference']}/links/{link['reference']}/end"
    assert world.call(OTHER, "POST", path).status_code == 200


def test_the_last_worker_does_not_leave_a_case_behind(make_world: MakeWorld) -> None:
    # Given a worker who has two cases that nobody else works on
    world = two_services(make_world)
    people = {
        row["email"]: row["reference"] for row in items(world, SERVICE, "/v1/people")
    }
    lead = people[sign_in_name(SERVICE, "lead")]
    cases = [row["reference"] for row in items(world, SERVICE, "/v1/cases")]
    # When they would leave, or a colleague would end their membership
    for who in ("lead", "deputy"):
        stays = world.call(SERVICE, "DELETE", f"/v1/people/{lead}", who=who)
        # Then they stay
        assert (stays.status_code, stays.json()["code"]) == (409, "cases_left")
    # And once a colleague has one and another service the other, they leave
    added = {"person": people[sign_in_name(SERVICE, "deputy")]}
    path = f"/v1/cases/{cases[0]}/workers"
    assert world.call(SERVICE, "POST", path, added).status_code == 204
    assert world.call(SERVICE, "DELETE", f"/v1/people/{lead}").status_code == 409
    offer(Walk(world, case=cases[1]))
    assert take(world, offered(world)).status_code == 200
    gone = world.call(SERVICE, "DELETE", f"/v1/people/{lead}", who="deputy")
    assert gone.status_code == 204
    again = world.call(SERVICE, "DELETE", f"/v1/people/{lead}", who="deputy")
    assert again.status_code == 404


def test_a_service_that_is_kept_open_refers_again(make_world: MakeWorld) -> None:
    world = two_services(make_world)
    assert board(world, "keep-open").json()["code"] == "state_conflict"
    assert board(world, "close", who="deputy").json()["code"] == "state_conflict"
    assert board(world, "closing", code="NOBODY").status_code == 404
    assert board(world, "closing", code=CAMDEN).status_code == 404
    board(world, "closing")
    assert board(world, "closing").json()["code"] == "state_conflict"
    assert board(world, "keep-open").json()["stage"] == "open"
    assert "service_closing" not in tasks(world, SERVICE)
    assert refer(world, case_body(ISLINGTON, HACKNEY))
