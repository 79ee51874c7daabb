"""The new landlord's no frees everything at once, and tells nobody why."""

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.walking import SERVICE, Walk, items, tasks
from tests.support.world import DAY, MakeWorld


def test_a_landlords_no_frees_everything_in_one_act(make_world: MakeWorld) -> None:
    # Given an offer that the worker found safe
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("offered")
    # When the landlord says no without a code, or with one that is not its own
    for body in (
        {"agreed": False},
        {"agreed": False, "code": "household_refused"},
        {"agreed": True, "code": "home_not_ready"},
    ):
        refused = walk.as_new("POST", "/answer", body)
        assert (refused.status_code, refused.json()["faults"][0]["field"]) == (
            422,
            "code",
        )
    assert walk.stage() == "offered"
    # When it says that the home is not ready
    no = {"agreed": False, "code": "home_not_ready"}
    ended = walk.as_new("POST", "/answer", no)
    # Then in that one act the step is over, the home free and the household waiting
    assert ended.json()["stage"] == "ended"
    assert (walk.home_stage(), walk.case_stage()) == ("in_pot", "in_pot")
    assert "offer" not in tasks(world, CAMDEN)
    assert "case_changed" in tasks(world, SERVICE)
    world.wait(days=1)
    assert "departure" not in tasks(world, HACKNEY)
    # And the landlord reads its own code and nothing of the household
    offer = walk.as_new("GET").json()
    assert offer["end_code"] == "home_not_ready"
    assert set(offer) == {
        "reference",
        "code",
        "stage",
        "home",
        "answer_by",
        "end_code",
        "days_reserved",
        "rent_lost_pence",
    }
    # And its answer stands: it can be given once
    again = walk.as_new("POST", "/answer", {"agreed": True})
    assert (again.status_code, again.json()["code"]) == (409, "no_longer_available")
    # And the book holds nothing
    assert items(world, COORDINATOR, "/v1/balances") == []
    # And since the home was refused for its readiness, it may be proposed again
    walk.propose()
    assert walk.stage() == "proposed"


def test_the_old_landlord_never_hears_of_a_step_that_ended_before_its_time(
    make_world: MakeWorld,
) -> None:
    # Given an offer that its landlord takes back before the old one was told
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("offered")
    no = {"agreed": False, "code": "landlord_withdrew"}
    assert walk.as_new("POST", "/answer", no).status_code == 200
    # Then the old landlord, at its next runs, sees no sign that there was one
    world.wait(days=3)
    assert items(world, HACKNEY, "/v1/departures") == []
