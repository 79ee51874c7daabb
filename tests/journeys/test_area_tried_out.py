"""A worker sees what an area to avoid would cover before it is stated."""

from typing import Any

import pytest
from sqlmodel import select

from fixtures.scenarios import chain_from_a_void
from reciprocal.homes.tables import Home
from reciprocal.places import sectors_of_authority
from reciprocal.requests.kept import AvoidedShare
from tests.journeys.walking import SERVICE, items
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases

CAMDEN_SECTOR = {"kind": "sector", "sector": "NW1 8", "reason": "associates"}
CAMDEN_WHOLE = {"kind": "authority", "code": "E09000007", "reason": "associates"}


def a_case(make_world: MakeWorld) -> tuple[World, str]:
    world = make_world(chain_from_a_void(DAY))
    (case, *_) = items(world, SERVICE, "/v1/cases")
    return world, f"/v1/cases/{case['reference']}"


def tried(world: World, path: str, area: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    answer = world.call(SERVICE, "POST", f"{path}/areas/try-out", {"area": area})
    assert answer.status_code == 200, answer.text
    return answer.json()


def choose(world: World, path: str, *codes: str) -> None:
    stated = {
        "area_of_choice": "listed",
        "areas_of_choice": list(codes),
        "areas_to_avoid": [],
    }
    answer = world.call(SERVICE, "PUT", f"{path}/areas", stated)
    assert answer.status_code == 200, answer.text


FIVE = ("E09000007", "E09000019", "E09000012", "E09000025", "E09000030")


def test_what_it_covers_is_shown_and_nothing_is_saved(make_world: MakeWorld) -> None:
    # Given a case that would live in one of five boroughs
    world, path = a_case(make_world)
    choose(world, path, *FIVE)
    before = world.call(SERVICE, "GET", path).json()
    # When its worker tries one sector out
    found = tried(world, path, CAMDEN_SECTOR)
    # Then it is told with the border around it
    assert "NW1 8" in found["sectors"]
    assert len(found["sectors"]) >= 3
    shares = {row["authority"]: row["avoided"] for row in found["of_choice"]}
    assert set(shares) == set(FIVE)
    assert shares["E09000007"] == AvoidedShare.LESS_THAN_HALF
    assert shares["E09000030"] == AvoidedShare.NONE
    assert found["nowhere_left"] is False
    # And the case is as it was
    assert world.call(SERVICE, "GET", path).json() == before
    # And a whole borough is told as a whole
    whole = tried(world, path, CAMDEN_WHOLE)
    assert whole["authorities"] == ["E09000007"]
    shares = {row["authority"]: row["avoided"] for row in whole["of_choice"]}
    assert shares["E09000007"] == AvoidedShare.ALL


def test_homes_are_a_band_of_what_came_whatever_became_of_them(
    make_world: MakeWorld,
) -> None:
    # Given boroughs in which homes came to the pot
    world, path = a_case(make_world)
    with world.acting(world.coordinator) as session:
        came = {
            home.authority_code
            for home in session.exec(select(Home))
            if home.in_pot_since is not None
        }
    others = [code for code in FIVE if code not in came]
    where = next(iter(came))
    choose(world, path, where, *[code for code in FIVE if code != where][:4])
    # When an area elsewhere is tried out, then they are counted roughly
    far = {"kind": "sector", "sector": "LS1 1", "reason": "associates"}
    counted = tried(world, path, far)["homes_lately"]
    assert counted == "one_to_four"
    # And the same when a round has promised them
    world.run_round()
    assert tried(world, path, far)["homes_lately"] == counted
    # And half a year later none of them is counted
    world.wait(days=200)
    assert tried(world, path, far)["homes_lately"] == "none"
    assert sectors_of_authority(others[0])


def test_one_that_leaves_nowhere_says_so(make_world: MakeWorld) -> None:
    world, path = a_case(make_world)
    choose(world, path, *FIVE)
    for code in FIVE[1:]:
        area = {"kind": "authority", "code": code, "reason": "associates"}
        added = world.call(SERVICE, "POST", f"{path}/areas", {"area": area})
        assert added.status_code == 200, added.text
    found = tried(world, path, CAMDEN_WHOLE)
    assert found["nowhere_left"] is True
    assert found["homes_lately"] == "none"
    assert {row["avoided"] for row in found["of_choice"]} == {AvoidedShare.ALL}


@pytest.mark.parametrize(
    "area",
    [
        {"kind": "sector", "sector": "ZZ9 9", "reason": "associates"},
        {"kind": "landlord", "code": "L9999", "reason": "associates"},
    ],
)
def test_what_cannot_be_stated_cannot_be_tried_out(
    make_world: MakeWorld, area: dict[str, str]
) -> None:
    world, path = a_case(make_world)
    refused = world.call(SERVICE, "POST", f"{path}/areas/try-out", {"area": area})
    assert refused.status_code == 422
    (fault,) = refused.json()["faults"]
    assert fault["field"] == "areas_to_avoid"
