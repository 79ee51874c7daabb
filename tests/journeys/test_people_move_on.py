"""What happens to people meanwhile: births, deaths, partings, another home."""

from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.hiding import laws_hold
from tests.journeys.test_home_not_supplied import tidy
from tests.journeys.test_service_closes import OTHER, offer, two_services
from tests.journeys.walking import (
    SERVICE,
    STAGES,
    Walk,
    case_body,
    items,
    refer,
    tasks,
)
from tests.support.world import DAY, MakeWorld, World

GIRL = {"sex": "F", "born": "2019-03"}
BOY = {"sex": "M", "born": "2014-02"}
BABY = {"sex": "M", "born": "2026-10"}
PEOPLE: dict[str, Any] = {"adults": 1, "children": [GIRL], "expected_children": 0}
CLOSING = (
    "own_move_found",
    "no_longer_wanted",
    "tenant_died",
    "tenant_died_succeeded",
    "split_tenancy_left",
)
COUNTED = ("child_joined", "member_died", "split_tenancy_kept", "split_both_hold")


def tell(
    walk: Walk, change: str, household: dict[str, Any] | None = None, **changes: str
) -> Any:  # noqa: ANN401 - an httpx response
    body = {
        "change": change,
        "happened_on": walk.today().isoformat(),
        "household": household,
    }
    body |= changes
    return walk.as_worker("POST", "/household-changes", body)


def balances(world: World) -> list[dict[str, Any]]:
    return items(world, COORDINATOR, "/v1/balances")


def sentence(walk: Walk) -> str:
    steps = items(walk.world, SERVICE, f"/v1/cases/{walk.case}/steps")
    return str(steps[0]["sentence"])


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_a_home_found_elsewhere_frees_all_that_hangs_on_the_step(
    make_world: MakeWorld, stage: str
) -> None:
    # Given a household with a home proposed, offered, agreed, accepted, or signed for
    world = make_world(chain_from_a_void(DAY))
    before = balances(world)
    walk = Walk(world).to(stage)
    waiting = {
        row["code"]: row for row in items(world, COORDINATOR, "/v1/board/requests")
    }
    # When it finds one by other means
    told = tell(walk, "own_move_found")
    # Then its case is closed, and nothing sealed of it is told any more
    assert (told.status_code, told.json()["stage"]) == (200, "closed")
    assert not {"household", "areas", "home"} & set(told.json())
    assert told.json()["consents"] == []
    assert "found a home by other means" in sentence(walk)
    # And the home is free at once, with nothing in the book
    assert (walk.home_stage(), walk.board_stage()) == ("in_pot", "in_pot")
    assert walk.end_code() == "own_move_found"
    assert balances(world) == before
    # And the others keep their place and their date
    kept = items(world, COORDINATOR, "/v1/board/requests")
    assert {row["code"]: row["waiting_since"] for row in kept} == {
        code: row["waiting_since"]
        for code, row in waiting.items()
        if row["landlord"] != world.loaded.members[HACKNEY].name
    }
    # And neither landlord is told why: the one reads an end, the other at a fixed run
    if walk.offer:
        offered = walk.as_new("GET").json()
        assert (offered["stage"], offered["end_code"]) == ("ended", None)
    if walk.departure:
        world.wait(hours=20)
        departure = walk.as_old("GET").json()
        assert departure["stage"] == "ended"
        assert "tenancy_reference" not in departure
    assert not {"sign_up", "viewing", "household_answer"} & tasks(world, CAMDEN)


@pytest.mark.parametrize("change", CLOSING)
def test_a_case_ends_by_a_code_that_names_no_death(
    make_world: MakeWorld, change: str
) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("accepted")
    assert tell(walk, change).json()["stage"] == "closed"
    assert walk.end_code() in {"own_move_found", "no_longer_wanted", "tenancy_passed"}
    (told,) = items(walk.world, SERVICE, f"/v1/cases/{walk.case}/household-changes")
    assert told == {
        "number": 1,
        "change": change,
        "happened_on": walk.today().isoformat(),
        "goes_on": False,
    }
    # And nothing more can happen to it
    for again in (*CLOSING, "settled"):
        assert tell(walk, again).json()["code"] == "state_conflict"
    assert tell(walk, "child_joined", PEOPLE).json()["code"] == "state_conflict"


def test_a_signed_step_ends_only_while_the_old_tenancy_stands(
    make_world: MakeWorld,
) -> None:
    # Given a household that signed, and whose old landlord recorded the end
    walk = Walk(make_world(chain_from_a_void(DAY))).to("signed")
    walk.world.wait(hours=24)
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    # When it finds another home, then the tenancy that it signed is its only one
    told = tell(walk, "own_move_found")
    assert (told.status_code, told.json()["code"]) == (409, "only_tenancy_left")
    assert walk.case_stage() == "accepted"
    assert items(walk.world, SERVICE, f"/v1/cases/{walk.case}/household-changes") == []


def signed_alone(world: World) -> Walk:
    """Let a household sign, and its old landlord record the end of its tenancy."""
    walk = Walk(world).to("signed")
    world.wait(hours=24)
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    return walk


def test_who_dies_with_nobody_to_succeed_leaves_no_step_behind(
    make_world: MakeWorld,
) -> None:
    # Given a household that signed, and whose old tenancy ends
    world = make_world(chain_from_a_void(DAY))
    before = balances(world)
    walk = signed_alone(world)
    # When its tenant dies, and nobody succeeds
    told = tell(walk, "tenant_died")
    # Then the case is closed, by a code that names no death
    assert (told.status_code, told.json()["stage"]) == (200, "closed")
    assert (walk.stage(), walk.end_code()) == ("ended", "tenancy_passed")
    # And the book has nothing of it, and is sound
    assert balances(world) == before
    assert laws_hold(world)
    # And the home is its landlord's to settle, and is promised to nobody meanwhile
    assert walk.home_stage() == "awaiting_release"
    assert "home_comes_back" in tasks(world, CAMDEN)
    assert "sign_up" not in tasks(world, CAMDEN)
    offered = walk.as_new("GET").json()
    assert (offered["stage"], offered["end_code"]) == ("ended", None)
    # And its old landlord is told at a fixed run, and asked for nothing
    world.wait(days=40)
    tidy(world)
    assert walk.as_old("GET").json()["stage"] == "ended"
    assert "home_not_back" not in tasks(world, HACKNEY)


@pytest.mark.parametrize("change", sorted({*CLOSING} - {"tenant_died"}))
def test_a_last_tenancy_is_given_up_by_nobody_who_lives(
    make_world: MakeWorld, change: str
) -> None:
    walk = signed_alone(make_world(chain_from_a_void(DAY)))
    told = tell(walk, change)
    assert (told.status_code, told.json()["code"]) == (409, "only_tenancy_left")
    assert tell(walk, "settled").json()["code"] == "state_conflict"
    # And who is left goes on in it, with their need counted anew
    left = tell(walk, "member_died", PEOPLE | {"children": [GIRL, BOY]})
    assert (left.json()["stage"], left.json()["bedrooms_needed"]) == ("accepted", 3)
    assert walk.start().json()["stage"] == "completed"


@pytest.mark.parametrize("stage", ["proposed", "agreed", "accepted"])
def test_a_home_that_is_too_small_after_a_birth_is_freed_and_the_date_kept(
    make_world: MakeWorld, stage: str
) -> None:
    # Given a home of two bedrooms for a parent and a girl
    walk = Walk(make_world(chain_from_a_void(DAY))).to(stage)
    since = walk.as_worker("GET").json()["waiting_since"]
    # When a boy of twelve comes to live with them
    told = tell(walk, "child_joined", PEOPLE | {"children": [GIRL, BOY]})
    # Then three bedrooms are needed, the step is over, and the case waits as before
    now = told.json()
    assert (now["stage"], now["bedrooms_needed"]) == ("in_pot", 3)
    assert now["waiting_since"] == since
    assert (walk.end_code(), walk.board_stage()) == ("household_changed", "in_pot")
    assert "does not suit it any more" in sentence(walk)


@pytest.mark.parametrize("change", COUNTED)
def test_a_step_whose_home_still_suits_goes_on(
    make_world: MakeWorld, change: str
) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("accepted")
    told = tell(walk, change, PEOPLE | {"children": [GIRL, BABY]})
    assert (told.json()["stage"], told.json()["bedrooms_needed"]) == ("accepted", 2)
    assert walk.sign().json()["stage"] == "signed"


def test_a_tenancy_that_is_signed_stands_whoever_is_born(make_world: MakeWorld) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("signed")
    told = tell(walk, "child_joined", PEOPLE | {"children": [GIRL, BOY]})
    assert (told.json()["stage"], told.json()["bedrooms_needed"]) == ("accepted", 3)
    assert walk.start().json()["stage"] == "completed"


def test_a_change_is_told_whole_or_not_at_all(make_world: MakeWorld) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("proposed")
    wrong = (
        (tell(walk, "child_joined"), "household"),
        (tell(walk, "own_move_found", PEOPLE), "household"),
        (tell(walk, "own_move_found", happened_on="2031-01-01"), "happened_on"),
        (tell(walk, "child_joined", PEOPLE | {"adults": 0}), "household.adults"),
        (tell(walk, "member_died", PEOPLE | {"couples": 1}), "household.couples"),
    )
    for answer, field in wrong:
        assert answer.status_code == 422
        assert [fault["field"] for fault in answer.json()["faults"]] == [field]
    assert walk.case_stage() == "proposed"
    assert items(walk.world, SERVICE, f"/v1/cases/{walk.case}/household-changes") == []


def test_who_succeeds_to_the_tenancy_goes_on_with_the_date(
    make_world: MakeWorld,
) -> None:
    # Given a tenant who died, and somebody of the household who is the tenant now
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("agreed")
    since = walk.as_worker("GET").json()["waiting_since"]
    world.wait(days=1)
    tell(walk, "tenant_died_succeeded")
    # When they are referred anew, it is from the same landlord's tenancy
    body = case_body(HACKNEY, CAMDEN)
    other = walk.as_worker("POST", "/refer-again", body | {"landlord_code": CAMDEN})
    assert other.json()["faults"][0]["field"] == "landlord_code"
    anew = walk.as_worker("POST", "/refer-again", body)
    # Then they wait as long as the household has, and are attested anew
    assert (anew.status_code, anew.json()["stage"]) == (201, "draft")
    assert anew.json()["waiting_since"] == since
    assert anew.json()["links"] == []
    # And only once
    twice = walk.as_worker("POST", "/refer-again", body)
    assert twice.json()["code"] == "state_conflict"


def test_two_who_part_and_hold_one_tenancy_go_two_ways(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    first = walk.as_worker("GET").json()
    parted = tell(walk, "split_both_hold", PEOPLE)
    assert parted.json()["stage"] == "proposed"
    anew = walk.as_worker("POST", "/refer-again", case_body(HACKNEY, CAMDEN)).json()
    assert anew["waiting_since"] == first["waiting_since"]
    (link,) = anew["links"]
    assert (link["other"], link["reason"]) == (walk.case, "family")
    (told,) = items(world, SERVICE, f"/v1/cases/{walk.case}/household-changes")
    assert told["goes_on"] is True


def test_a_case_that_moved_is_closed_once_it_is_settled(make_world: MakeWorld) -> None:
    # Given a household that has moved
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("completed")
    assert tell(walk, "own_move_found").json()["code"] == "state_conflict"
    # While its tenancy can be taken back, or the old one stands, it is not settled
    world.wait(hours=24)
    assert tell(walk, "settled").json()["code"] == "state_conflict"
    world.wait(days=60)
    assert tell(walk, "settled").json()["code"] == "state_conflict"
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    # And then it is, and its landlords go on with their homes
    assert tell(walk, "settled").json()["stage"] == "closed"
    day = walk.today().isoformat()
    empty = {"void_date": day, "ready_date": day}
    assert walk.as_old("POST", "/home-empty", empty).status_code == 200


def test_a_case_that_closes_leaves_nobody_a_task(make_world: MakeWorld) -> None:
    # Given a case whose landlord is asked to confirm the tenancy
    world = make_world(chain_from_a_void(DAY))
    case = refer(world, case_body(CAMDEN, HACKNEY))
    world.wait(hours=26)
    assert "tenancy_check" in tasks(world, CAMDEN)
    # When the household does not want to move any more
    walk = Walk(world, case=case)
    assert tell(walk, "no_longer_wanted").json()["stage"] == "closed"
    # Then nobody is asked anything of it, nor shown whose tenancy it was
    assert "tenancy_check" not in tasks(world, CAMDEN)
    (check, *_) = [
        row
        for row in items(world, CAMDEN, "/v1/tenancy-checks")
        if row["stage"] == "not_needed"
    ]
    path = f"/v1/tenancy-checks/{check['reference']}"
    assert "tenancy_reference" not in world.call(CAMDEN, "GET", path).json()
    assert case not in {row["about"] for row in items(world, SERVICE, "/v1/tasks")}


def test_an_offer_to_another_service_ends_with_the_case(make_world: MakeWorld) -> None:
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    offer(walk)
    assert "case_transfer" in tasks(world, OTHER)
    tell(walk, "own_move_found")
    (row,) = items(world, OTHER, "/v1/case-transfers")
    assert row["stage"] == "withdrawn"
    assert "case_transfer" not in tasks(world, OTHER)


def test_a_signature_that_does_not_come_is_told_as_that(make_world: MakeWorld) -> None:
    # Given a household that has accepted, whose new landlord signs nothing in time
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    world.wait(days=40)
    tidy(world)
    # Then the step has not lapsed for want of an answer
    assert walk.end_code() == "not_signed_in_time"
    assert "not signed in time" in sentence(walk)
    assert walk.as_new("GET").json()["end_code"] == "not_signed_in_time"
