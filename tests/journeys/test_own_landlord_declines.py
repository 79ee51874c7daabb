"""A landlord may decline to confirm a tenancy for three reasons, and no others."""

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, LAMBETH, chain_from_a_void
from tests.journeys.walking import case_body, items, open_check, refer, tasks
from tests.support.world import DAY, MakeWorld


def test_a_tenancy_that_is_not_its_own_is_declined_by_code(
    make_world: MakeWorld,
) -> None:
    # Given a case whose landlord has been asked
    world = make_world(chain_from_a_void(DAY))
    case = refer(world, case_body(LAMBETH, CAMDEN))
    assert items(world, LAMBETH, "/v1/tenancy-checks")[-1]["stage"] != "asked"
    path = f"/v1/tenancy-checks/{open_check(world, LAMBETH)}"
    assert "tenancy_check" in tasks(world, LAMBETH)
    # When it would decline for arrears, there is no such reason
    arrears = world.call(LAMBETH, "POST", f"{path}/decline", {"code": "arrears"})
    assert (arrears.status_code, arrears.json()["code"]) == (422, "fields_invalid")
    # And a move in its own stock needs the day it was offered, others need none
    for body in (
        {"code": "own_stock_move_offered"},
        {"code": "not_our_tenant", "own_stock_offer_date": "2026-01-05"},
    ):
        undated = world.call(LAMBETH, "POST", f"{path}/decline", body)
        assert undated.json()["faults"][0]["field"] == "own_stock_offer_date"
    # And it cannot confirm and refuse the debt
    # When it says that this is not its tenant
    declined = world.call(
        LAMBETH, "POST", f"{path}/decline", {"code": "not_our_tenant"}
    )
    assert declined.json()["stage"] == "declined"
    # Then the worker reads why, and the case is in no round
    said = world.call("SERVICE1", "GET", f"/v1/cases/{case}").json()
    assert (said["stage"], said["decline_code"]) == ("declined", "not_our_tenant")
    # And what the household can do instead, which stands on a page of its own too
    assert said["decline_reason"] == "The landlord says that this is not its tenant."
    listed = world.call("SERVICE1", "GET", "/v1/options").json()["options"]
    assert said["options"] == listed
    assert listed[0]["code"] == "homeless_application"
    assert all(each["sentence"] and each["authority"] for each in listed)
    assert "case_changed" in tasks(world, "SERVICE1")
    assert "tenancy_check" not in tasks(world, LAMBETH)
    board = items(world, COORDINATOR, "/v1/board/requests")
    assert {row["landlord"] for row in board if row["tenancy_check"] == "declined"} == (
        set()
    )
    started = world.call(COORDINATOR, "POST", "/v1/rounds").json()
    assert started["households"] == len(chain_from_a_void(DAY).requests)
    # And the answer stands
    again = world.call(LAMBETH, "POST", f"{path}/decline", {"code": "not_our_tenant"})
    assert again.json()["code"] == "state_conflict"


def test_a_household_that_is_not_the_tenant_is_told_of_its_options(
    make_world: MakeWorld,
) -> None:
    # Given a household nobody of which holds the tenancy
    world = make_world(chain_from_a_void(DAY))
    body = case_body(LAMBETH, CAMDEN) | {"holds_tenancy": False}
    before = len(items(world, "SERVICE1", "/v1/cases"))
    # When it is referred
    refused = world.call("SERVICE1", "POST", "/v1/cases", body)
    # Then the worker hears why and where the options are, and nothing is kept
    said = refused.json()
    assert (refused.status_code, said["code"]) == (409, "tenancy_not_held")
    assert "/v1/options" in said["title"]
    assert [fault["field"] for fault in said["faults"]] == ["holds_tenancy"]
    assert len(items(world, "SERVICE1", "/v1/cases")) == before
