"""A void becomes a home, told as its parties live it, over HTTP."""

import pytest

from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.walking import talked_through
from tests.support.world import COORDINATOR, DAY, MakeWorld

pytestmark = pytest.mark.both_databases


def test_a_household_reaches_the_keys_and_the_book_says_who_owes(
    make_world: MakeWorld,
) -> None:
    # Given a void in Camden and a household in Hackney that can only go there
    world = make_world(chain_from_a_void(DAY))
    service = next(iter(world.loaded.services.values()))
    # When the coordinator runs a round
    started = world.call(COORDINATOR, "POST", "/v1/rounds")
    assert started.status_code == 202, started.json()
    steps = world.call(
        COORDINATOR, "GET", f"/v1/rounds/{started.json()['reference']}/steps"
    ).json()["items"]
    assert [step["kind"] for step in steps] == ["ready", "forecast", "forecast"]
    # Then one worker is asked to look, and says that the home is safe
    cases = world.call(service, "GET", "/v1/cases").json()["items"]
    case = next(row["reference"] for row in cases if row["stage"] == "proposed")
    home = world.call(service, "GET", f"/v1/cases/{case}/proposal")
    assert home.status_code == 200, home.json()
    assert home.json()["authority"] == CAMDEN
    looked = world.call(
        service, "POST", f"/v1/cases/{case}/proposal/safety-look", {"safe": True}
    )
    assert looked.json()["stage"] == "offered", looked.json()
    # And the new landlord agrees to let its home
    offer = world.call(CAMDEN, "GET", "/v1/offers").json()["items"][0]["reference"]
    agreed = world.call(CAMDEN, "POST", f"/v1/offers/{offer}/answer", {"agreed": True})
    assert agreed.status_code == 200, agreed.json()
    # And the old one, told at the next fixed run, says that the tenancy stands
    assert world.call(HACKNEY, "GET", "/v1/departures").json()["items"] == []
    world.wait(hours=19)
    left = world.call(HACKNEY, "GET", "/v1/departures").json()["items"][0]["reference"]
    stands = world.call(
        HACKNEY, "POST", f"/v1/departures/{left}/answer", {"tenancy_stands": True}
    )
    assert stands.status_code == 200, stands.json()
    # And the new landlord shows its home, and the worker says how that went
    today = world.hands.now().date().isoformat()
    way = {"way": "in_person", "on": today}
    shown = world.call(CAMDEN, "POST", f"/v1/offers/{offer}/viewing", way)
    assert shown.status_code == 204, shown.json()
    path, held = f"/v1/cases/{case}/proposal", {"outcome": "held", "on": today}
    seen = world.call(service, "POST", f"{path}/viewing", held)
    assert seen.status_code == 204, seen.json()
    assert world.call(service, "GET", path).json()["viewing"] == "held"
    # And the household talks it through with its worker, and says yes
    day = world.hands.now().date()
    world.call(service, "POST", f"/v1/cases/{case}/support", talked_through(day))
    yes = {"agreed": True, "language": "so", "interpreter": True}
    accepted = world.call(service, "POST", f"{path}/answer", yes)
    assert accepted.json()["stage"] == "accepted", accepted.json()
    # And signs the tenancy that was promised, which then begins
    signed = world.call(
        CAMDEN,
        "POST",
        f"/v1/offers/{offer}/sign-up",
        {
            "tenancy_granted": "secure_lifetime",
            "rent_basis": "social",
            "tenancy_start": today,
        },
    )
    assert signed.json()["stage"] == "signed", signed.json()
    begun = world.call(CAMDEN, "POST", f"/v1/offers/{offer}/tenancy-started")
    assert begun.json()["stage"] == "completed", begun.json()
    # Then the book has Hackney owing the pot a home and Camden owed one
    balances = world.call(COORDINATOR, "GET", "/v1/balances").json()["items"]
    assert {row["landlord_code"]: row["posted"] for row in balances} == {
        CAMDEN: 1,
        HACKNEY: -1,
    }
