"""Whatever has been reached, a household can take its word back at once."""

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import chain_from_a_void
from tests.journeys.walking import Walk, items, tasks
from tests.support.world import DAY, MakeWorld

HOUSEHOLD = {"adults", "children_ages"}


@pytest.mark.parametrize(
    ("stage", "purpose"),
    [
        ("proposed", "offer"),
        ("offered", "matching"),
        ("agreed", "offer"),
        ("accepted", "matching"),
    ],
)
def test_withdrawing_stops_everything_in_the_same_act(
    make_world: MakeWorld, stage: str, purpose: str
) -> None:
    # Given a step on its way
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to(stage)
    seen = walk.as_new("GET").json() if walk.offer else {}
    assert (set(seen) >= HOUSEHOLD) is (stage == "accepted")
    waiting_since = walk.as_worker("GET").json()["waiting_since"]
    # When the household takes a consent back
    gone = walk.as_worker("DELETE", f"/consents/{purpose}")
    assert gone.status_code == 204
    # Then the case is paused with its waiting date, and no home is shown to it
    case = walk.as_worker("GET").json()
    assert (case["stage"], case["waiting_since"]) == ("paused", waiting_since)
    assert purpose not in case["consents"]
    assert walk.as_worker("GET", "/proposal").status_code == 404
    # And the home is free, the book empty, and nobody has anything to do
    assert walk.home_stage() == "in_pot"
    held = [row["pending"] for row in items(world, COORDINATOR, "/v1/balances")]
    assert held in ([], [0, 0])
    assert not tasks(world, walk.new) & {"offer", "sign_up"}
    # And its landlord sees that it is over, and no household
    if walk.offer:
        offer = walk.as_new("GET").json()
        assert (offer["stage"], offer["end_code"]) == ("ended", None)
        assert not set(offer) & HOUSEHOLD
        late = walk.as_new("POST", "/answer", {"agreed": True})
        assert late.json()["code"] == "no_longer_available"
    # And the old landlord sees no more than that
    if walk.departure:
        departure = walk.as_old("GET").json()
        assert departure["stage"] == "ended"
        assert "tenancy_reference" not in departure
    # And no round proposes anything to it until it says so again
    walk.run_round()
    assert walk.case_stage() == "paused"


def test_a_signed_tenancy_stands_and_the_household_is_shown_no_more(
    make_world: MakeWorld,
) -> None:
    # Given a tenancy that is signed
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("signed")
    assert walk.as_new("GET").json()["children_ages"] == [7]
    # When the household takes back its consent to be shown
    assert walk.as_worker("DELETE", "/consents/offer").status_code == 204
    # Then the tenancy stands in law, and its landlord reads nothing more of them
    offer = walk.as_new("GET").json()
    assert offer["stage"] == "signed"
    assert (offer["adults"], offer["children_ages"]) == (None, None)
    assert walk.start().json()["stage"] == "completed"


def test_a_landlord_is_asked_nothing_by_name_once_its_check_is_not_agreed_to(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("proposed")
    check = items(world, walk.old, "/v1/tenancy-checks")[0]["reference"]
    path = f"/v1/tenancy-checks/{check}"
    assert world.call(walk.old, "GET", path).json()["tenancy_reference"]
    assert walk.as_worker("DELETE", "/consents/tenancy_check").status_code == 204
    assert world.call(walk.old, "GET", path).json()["tenancy_reference"] is None
    twice = walk.as_worker("DELETE", "/consents/tenancy_check")
    assert twice.json()["code"] == "consent_missing"


def test_what_was_answered_with_a_consent_is_not_told_again_without_it(
    make_world: MakeWorld,
) -> None:
    """A kept answer would repeat who is in the household, whatever was said since."""
    # Given a landlord that signed a household up, and was told its ages
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    path = f"/v1/offers/{walk.offer}/sign-up"
    signed = {
        "tenancy_granted": "secure_lifetime",
        "rent_basis": "social",
        "tenancy_start": walk.today().isoformat(),
    }
    first, again = (
        world.call(walk.new, "POST", path, signed, key="sign-up") for _ in range(2)
    )
    assert first.content == again.content
    assert first.json()["children_ages"] == [7]
    # When the household takes back its consent to be shown
    assert walk.as_worker("DELETE", "/consents/offer").status_code == 204
    # Then the same act under the same key is answered as it would be now
    late = world.call(walk.new, "POST", path, signed, key="sign-up")
    assert late.status_code == 409
    assert "children_ages" not in late.text
