"""What is signed is what was promised, and nobody is left between two tenancies."""

from datetime import timedelta

import pytest

from fixtures.scenarios import chain_from_a_void
from tests.journeys.walking import Walk
from tests.support.world import DAY, MakeWorld


@pytest.mark.parametrize(
    "worse",
    [
        {"tenancy_granted": "secure_flexible"},
        {"tenancy_granted": "introductory"},
        {"rent_basis": "affordable"},
    ],
)
def test_a_tenancy_that_is_not_the_promised_one_is_refused(
    make_world: MakeWorld, worse: dict[str, str]
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    refused = walk.sign(**worse)
    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "tenancy_not_as_promised",
    )
    assert walk.stage() == "accepted"
    assert walk.sign().json()["stage"] == "signed"


def test_the_old_tenancy_ends_after_signing_and_without_a_gap(
    make_world: MakeWorld,
) -> None:
    # Given a household that accepted
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    starts = walk.today() + timedelta(days=3)
    end = {"tenancy_end": starts.isoformat()}
    # When the old landlord would end its tenancy before the new one is signed
    early = walk.as_old("POST", "/tenancy-end", end)
    assert (early.status_code, early.json()["code"]) == (409, "too_early")
    # And when it is signed, to start in three days, no day may be without one
    assert walk.sign(tenancy_start=starts.isoformat()).status_code == 200
    gap = {"tenancy_end": (starts - timedelta(days=1)).isoformat()}
    refused = walk.as_old("POST", "/tenancy-end", gap)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_early")
    # And what it reads does not say when the new one starts
    assert starts.isoformat() not in refused.text
    # And it hears at a fixed run, not in the hour of the sign-up, that notice is due
    unheard = walk.as_old("POST", "/tenancy-end", end)
    assert (unheard.status_code, unheard.json()["code"]) == (409, "too_early")
    world.wait(days=1)
    assert walk.as_old("POST", "/tenancy-end", end).json()["tenancy_end"] == (
        starts.isoformat()
    )
    # And the keys wait for the day
    keys = walk.start()
    assert (keys.status_code, keys.json()["code"]) == (409, "too_early")
    # And the old home is not called empty while they live there
    empty = {"void_date": starts.isoformat(), "ready_date": starts.isoformat()}
    refused = walk.as_old("POST", "/home-empty", empty)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_early")
    world.wait(days=3)
    assert walk.start().json()["stage"] == "completed"
    # Nor before its tenancy has ended
    before = {"void_date": gap["tenancy_end"], "ready_date": starts.isoformat()}
    refused = walk.as_old("POST", "/home-empty", before)
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (
        422,
        "void_date",
    )
    assert walk.as_old("POST", "/home-empty", empty).json()["stage"] == "in_pot"
