"""Nobody waits for a silent landlord, and nobody is shown on its silence."""

from datetime import timedelta

import pytest

from fixtures.scenarios import SOUTHWARK, TOWER_HAMLETS, unsafe_ring
from reciprocal import clock
from tests.journeys.walking import (
    ATTESTED,
    SERVICE,
    Walk,
    attest,
    case_body,
    countersign,
    home_body,
    items,
    post_home,
    refer,
    tasks,
)
from tests.support.world import DAY, MakeWorld


def test_a_silent_landlord_is_passed_over_and_no_household_is_shown(
    make_world: MakeWorld,
) -> None:
    # Given a void that one household could have, whose landlord says nothing
    world = make_world(unsafe_ring(DAY))
    post_home(world, TOWER_HAMLETS, home_body(world, TOWER_HAMLETS, "555000222"))
    case = refer(world, case_body(SOUTHWARK, TOWER_HAMLETS))
    walk = Walk(world, new=TOWER_HAMLETS, old=SOUTHWARK, case=case)
    walk.run_round()
    assert walk.case_stage() == "awaiting_approval"
    # When five working days have passed since it was told, and not an hour before
    while not items(world, SOUTHWARK, "/v1/tenancy-checks"):
        world.wait(hours=1)
    due = clock.working_days_after(world.hands.now(), 5)
    world.hands.on(due - timedelta(hours=1))
    walk.run_round()
    assert walk.case_stage() == "awaiting_approval"
    world.hands.on(due + timedelta(minutes=1))
    walk.run_round()
    # Then it is escalated, and the household is in the pot and has a home proposed
    said = walk.as_worker("GET").json()
    assert (said["stage"], said["tenancy_check"]) == ("proposed", "escalated")
    # But the worker's yes is refused, and shows nobody to any landlord
    for _ in range(2):
        refused = walk.look()
        assert (refused.status_code, refused.json()["code"]) == (
            409,
            "tenancy_not_attested",
        )
        assert walk.case_stage() == "proposed"
        assert items(world, TOWER_HAMLETS, "/v1/offers") == []
    # When the landlord attests at last, its word alone does not do
    attest(world, SOUTHWARK)
    assert walk.look().json()["code"] == "tenancy_not_attested"
    # And once the coordinator has countersigned, it does
    assert "countersign" in tasks(world, "COORDINATOR")
    countersign(world)
    assert "countersign" not in tasks(world, "COORDINATOR")
    assert walk.look().json()["stage"] == "offered"
    assert len(items(world, TOWER_HAMLETS, "/v1/offers")) == 1
    assert "offer" in tasks(world, TOWER_HAMLETS)
    assert "safety_look" not in tasks(world, SERVICE)


@pytest.mark.parametrize("days", [1, 12])
def test_a_case_that_closed_asks_its_landlord_no_longer(
    make_world: MakeWorld, days: int
) -> None:
    # Given a landlord that was asked, in time still or long overdue
    world = make_world(unsafe_ring(DAY))
    case = refer(world, case_body(SOUTHWARK, TOWER_HAMLETS))
    walk = Walk(world, new=TOWER_HAMLETS, old=SOUTHWARK, case=case)
    world.wait(days=days)
    walk.run_round()
    (asked,) = items(world, SOUTHWARK, "/v1/tenancy-checks")
    path = f"/v1/tenancy-checks/{asked['reference']}"
    assert "tenancy_reference" in world.call(SOUTHWARK, "GET", path).json()
    # When the household finds a home by other means
    told = {
        "change": "own_move_found",
        "happened_on": walk.today().isoformat(),
        "household": None,
    }
    answer = walk.as_worker("POST", "/household-changes", told)
    assert answer.json()["stage"] == "closed"
    # Then the landlord reads that no answer is needed, and not whose tenancy it was
    assert not {"tenancy_check", "tenancy_check_overdue"} & tasks(world, SOUTHWARK)
    now = world.call(SOUTHWARK, "GET", path).json()
    assert now["stage"] == "not_needed"
    assert "tenancy_reference" not in now
    # And it cannot answer, nor state a home that would come back
    before = items(world, SOUTHWARK, "/v1/homes")
    code = {"code": "not_our_tenant"}
    for act, body in (("attest", ATTESTED), ("decline", code)):
        refused = world.call(SOUTHWARK, "POST", f"{path}/{act}", body)
        assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
    assert items(world, SOUTHWARK, "/v1/homes") == before
    # And nobody is reminded of it, however late it gets
    world.wait(days=30)
    walk.run_round()
    assert not {"tenancy_check", "tenancy_check_overdue"} & tasks(world, SOUTHWARK)
    assert world.call(SOUTHWARK, "GET", path).json()["stage"] == "not_needed"
