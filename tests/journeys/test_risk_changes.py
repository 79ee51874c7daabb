"""A change in risk hides where a household goes, there and then."""

from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.walking import SERVICE, Walk, items, steps, tasks
from tests.support.invariants import broken
from tests.support.snapshot import take
from tests.support.world import DAY, MakeWorld, World

LIVE = ("proposed", "offered", "agreed", "accepted", "signed")


def told(walk: Walk, *, stop: bool, hide_from_lead: bool = False) -> Any:  # noqa: ANN401 - an httpx response
    body = {"stop": stop, "hide_from_lead": hide_from_lead}
    return walk.as_worker("POST", "/change-in-risk", body)


def read(world: World, path: str, who: str) -> Any:  # noqa: ANN401 - likewise
    """Read something as one of the receiving landlord's people, or its system."""
    if who == "system":
        return world.machine_call(CAMDEN, "GET", path)
    return world.call(CAMDEN, "GET", path, who=who)


def offers(world: World, who: str = "lead") -> list[dict[str, Any]]:
    answer = read(world, "/v1/offers", who)
    assert answer.status_code == 200, answer.json()
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def board(world: World) -> dict[str, Any]:
    return items(world, COORDINATOR, "/v1/board/proposals")[0]


def listed(world: World, round_ref: str) -> tuple[set[str], set[str]]:
    """Return the codes of the homes on the board, and of those that a round left."""
    unused = items(world, COORDINATOR, f"/v1/rounds/{round_ref}/unused-homes")
    return (
        {row["code"] for row in items(world, COORDINATOR, "/v1/board/homes")},
        {row["home_code"] for row in unused},
    )


def rung(world: World, code: str, who: str = "lead") -> bool:
    rows = world.call(code, "GET", "/v1/tasks", who=who).json()["items"]
    return [row["telephone"] for row in rows if row["kind"] == "change_in_risk"] == [
        True
    ]


@pytest.mark.parametrize(
    ("stage", "hide_from_lead"),
    [
        ("proposed", True),
        ("offered", False),
        ("agreed", True),
        ("accepted", False),
        ("signed", True),
        ("signed", False),
    ],
)
def test_a_step_that_is_stopped_frees_all_that_hangs_on_it(
    make_world: MakeWorld, stage: str, *, hide_from_lead: bool
) -> None:
    # Given a step on its way
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world)
    round_ref = walk.propose()
    for each in LIVE[1 : LIVE.index(stage) + 1]:
        walk.to_next(each)
    before = walk.as_worker("GET").json()
    # When the worker tells of a change in risk and stops it
    said = told(walk, stop=True, hide_from_lead=hide_from_lead)
    assert said.status_code == 200, said.json()
    # Then the household is in the pot with its date, and has its old tenancy
    case = walk.as_worker("GET").json()
    assert (case["stage"], case["waiting_since"]) == ("in_pot", before["waiting_since"])
    assert walk.as_worker("GET", "/proposal").status_code == 404
    # And the home is free, the book empty, and nobody has anything to do for it
    assert walk.home_stage() == "in_pot"
    held = [row["pending"] for row in items(world, COORDINATOR, "/v1/balances")]
    assert held in ([], [0, 0])
    assert not tasks(world, CAMDEN) & {"offer", "sign_up"}
    assert broken(take(world.working.database)) == ()
    # And where it led is shown to nobody any more
    assert (board(world)["stage"], board(world)["home_code"]) == ("ended", None)
    codes = {row["position"]: row["home_code"] for row in steps(world, round_ref)}
    assert codes.pop(1) is None
    assert None not in codes.values()
    # Nor is it the one home that the round neither left nor led anybody to
    on_board, unused = listed(world, round_ref)
    assert on_board == unused | set(codes.values())
    if walk.offer:
        gone = walk.as_new("GET").status_code == 404
        assert gone is hide_from_lead
    # And its worker and the coordinator are rung, and read why in plain words
    assert rung(world, SERVICE)
    assert rung(world, COORDINATOR)
    (step,) = items(world, SERVICE, f"/v1/cases/{walk.case}/steps")
    assert step["hidden"]
    assert step["sentence"].startswith("You told of a change in risk and stopped")
    # And they are not sent there again
    walk.run_round()
    assert walk.case_stage() == "in_pot"


def test_a_step_that_goes_on_is_left_to_the_worker_and_the_named_lead(
    make_world: MakeWorld,
) -> None:
    # Given a household that accepted, and a landlord with two leads and a system
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world)
    round_ref = walk.propose()
    for each in ("offered", "agreed", "accepted"):
        walk.to_next(each)
    world.machine(CAMDEN)
    for who in ("lead", "deputy", "system"):
        assert [row["reference"] for row in offers(world, who)] == [walk.offer]
    code = board(world)["home_code"]
    assert code is not None
    # When the worker tells of a change in risk and lets it go on
    assert told(walk, stop=False).json()["stage"] == "accepted"
    # Then the lead who agreed still reads it, and nobody else of that landlord
    assert [row["reference"] for row in offers(world)] == [walk.offer]
    for who in ("deputy", "system"):
        assert offers(world, who) == []
        assert read(world, f"/v1/offers/{walk.offer}", who).status_code == 404
    path = f"/v1/offers/{walk.offer}/tenancy-started"
    assert world.call(CAMDEN, "POST", path, who="deputy").status_code == 404
    # And that lead is rung, and has the sign-up to do, and no colleague hears of it
    assert rung(world, CAMDEN)
    assert not rung(world, CAMDEN, "deputy")
    assert "sign_up" in tasks(world, CAMDEN)
    colleague = world.call(CAMDEN, "GET", "/v1/tasks", who="deputy").json()["items"]
    assert "sign_up" not in {row["kind"] for row in colleague}
    # And the coordinator reads no more where the step leads
    assert (board(world)["stage"], board(world)["home_code"]) == ("accepted", None)
    shown = steps(world, round_ref)
    assert code not in {row["home_code"] for row in shown}
    assert shown[0]["home"] is None
    # Nor is it told by what it would cost to do without a home
    home = next(row["home"] for row in shown if row["home"])
    path = f"/v1/rounds/{round_ref}/what-if"
    body = {"locks": [{"kind": "forbid", "home": home}]}
    refused = world.call(COORDINATOR, "POST", path, body)
    assert refused.json()["code"] == "round_hides_a_step", refused.json()
    # And the worker still does, and the household gets its keys
    assert walk.as_worker("GET", "/proposal").json()["hidden"]
    walk.to_next("signed")
    walk.to_next("completed")
    assert not rung(world, SERVICE)
    # And a second word may still hide it further
    again = told(walk, stop=False)
    assert again.json()["code"] == "no_longer_available"


def test_a_step_nobody_of_the_landlord_may_see_cannot_go_on(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("offered")
    refused = told(walk, stop=False, hide_from_lead=True)
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (422, "stop")
    assert board(world)["home_code"] is not None
    # Told first as one that goes on, it can still be stopped and hidden from all
    assert told(walk, stop=False).status_code == 200
    assert told(walk, stop=True, hide_from_lead=True).status_code == 200
    assert walk.as_new("GET").status_code == 404
    assert rung(world, SERVICE)


def test_a_signed_tenancy_is_not_stopped_once_it_is_the_only_one_left(
    make_world: MakeWorld,
) -> None:
    # Given a signed tenancy, and an old one whose end is recorded
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("signed")
    world.wait(days=1)
    end = {"tenancy_end": walk.today().isoformat()}
    assert walk.as_old("POST", "/tenancy-end", end).status_code == 200
    # When the worker would stop it at a change in risk
    refused = told(walk, stop=True)
    # Then it is not, since they would be left without any
    assert (refused.status_code, refused.json()["code"]) == (409, "only_tenancy_left")
    assert walk.stage() == "signed"
    # But it goes on hidden
    assert told(walk, stop=False).status_code == 200
    assert offers(world, "deputy") == []
    assert walk.start().json()["stage"] == "completed"


def test_the_old_landlord_cannot_tell_a_change_in_risk_from_another_end(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("signed")
    world.wait(days=1)
    assert walk.as_old("GET").json()["stage"] == "notice_due"
    assert told(walk, stop=True).status_code == 200
    assert walk.as_old("GET").json()["stage"] == "notice_due"
    world.wait(days=1)
    departure = walk.as_old("GET").json()
    assert (departure["stage"], departure["tenancy_end"]) == ("ended", None)
    assert "change_in_risk" not in tasks(world, HACKNEY)
