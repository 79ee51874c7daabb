"""The home a household leaves comes back, closed to the team its household went to.

Somebody of that team could tell from a tenant's arrival where another's tenant is.
"""

from datetime import timedelta

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from tests.journeys.walking import (
    SERVICE,
    Walk,
    attest,
    case_body,
    clear_marker,
    countersign,
    decide,
    home_body,
    items,
    open_questions,
    post_home,
    refer,
)
from tests.support.world import DAY, MakeWorld


def test_the_home_left_goes_to_anybody_but_the_team_it_went_to(
    make_world: MakeWorld,
) -> None:
    # Given Hackney's tenant moved to Camden, and Islington's waits for Hackney
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("completed")
    today = walk.today()
    # And a tenant of Camden waits for Hackney too, more urgently
    case = refer(world, case_body(CAMDEN, HACKNEY, urgency=1))
    attest(world, CAMDEN)
    countersign(world)
    # When the home that was left is empty
    end = walk.as_old("POST", "/tenancy-end", {"tenancy_end": today.isoformat()})
    assert end.status_code == 200
    empty = {
        "void_date": today.isoformat(),
        "ready_date": (today + timedelta(days=5)).isoformat(),
    }
    home = walk.as_old("POST", "/home-empty", empty).json()
    assert (home["stage"], home["supply"]) == ("in_pot", "vacating")
    # Then nobody is sent there before its marker is cleared and a person decided
    assert home["marker"] == "uncleared"
    walk.run_round()
    assert open_questions(world) == []
    clear_marker(world, HACKNEY, home["reference"])
    walk.run_round()
    (asked,) = open_questions(world)
    assert (asked["about"], asked["landlord"]) == ("home", None)
    decide(world, asked["reference"], "safe_for_them")
    # Then the next round gives it to Islington's tenant and not to Camden's
    walk.propose()
    landlord = walk.as_worker("GET").json()["landlord"]
    assert landlord.startswith("Islington")
    proposed = walk.as_worker("GET", "/proposal").json()
    assert proposed["authority"] == HACKNEY
    # And its worker is warned, truly and of no one, that somebody may know the home
    assert proposed["home_warning"].startswith("Somebody dangerous to a household")
    urgent = Walk(world, new=HACKNEY, old=CAMDEN, case=case)
    assert urgent.case_stage() == "in_pot"
    # And with nobody else in its way it stays empty rather than go there
    assert walk.as_worker("POST", "/pause").status_code == 204
    walk.run_round()
    assert urgent.case_stage() == "in_pot"
    # And neither its worker nor the landlord can read why from what they are told
    world.wait(hours=24)
    told = urgent.as_worker("GET", "/no-home-yet").json()
    assert told["told_reason"] == "not_this_round"
    unused = items(world, HACKNEY, "/v1/unused-homes")
    assert [row["reference"] for row in unused] == [home["reference"]]
    assert {row["reason"] for row in unused} == {"not_placed"}
    # Though another home of Hackney's is proposed to that household at once
    other = post_home(world, HACKNEY, home_body(world, HACKNEY, "555000444"))
    walk.run_round()
    assert urgent.case_stage() == "proposed"
    homes = {
        row["reference"]: row["stage"] for row in items(world, HACKNEY, "/v1/homes")
    }
    assert (homes[other], homes[home["reference"]]) == ("in_pot", "in_pot")
    drawn = (urgent.board_stage("void"), urgent.board_stage("vacating"))
    assert drawn == ("reserved", "in_pot")
    # And nobody's list says why
    for code in (HACKNEY, COORDINATOR, SERVICE, ISLINGTON):
        path = {COORDINATOR: "/v1/board/homes", SERVICE: "/v1/cases"}.get(
            code, "/v1/homes"
        )
        assert "barred" not in world.call(code, "GET", path).text
