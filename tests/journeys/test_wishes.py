"""Where a household would rather live tells alike homes apart, and costs nobody a move.

Two voids are alike save where they stand, and one household could have either.
"""

from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.rows import Rows
from fixtures.scenarios import AREAS, CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from tests.journeys.walking import SERVICE, Walk, areas_body, items
from tests.support.world import DAY, MakeWorld, World

EITHER = pytest.mark.parametrize(
    ("wanted", "other"), [(CAMDEN, ISLINGTON), (ISLINGTON, CAMDEN)]
)


def two_alike() -> Rows:
    """Return a void in each of two areas, and a household that would live in both."""
    rows = chain_from_a_void(DAY)
    (camden,), (request, *_) = rows.homes, rows.requests
    islington = camden.model_copy(
        update={
            "provider_code": ISLINGTON,
            "uprn": f"1{ISLINGTON[1:]}",
            "postcode": AREAS[ISLINGTON],
        }
    )
    return Rows(
        providers=rows.providers, homes=(camden, islington), requests=(request,)
    )


def in_either(**wishes: object) -> dict[str, Any]:
    """Return areas of choice that hold both voids, and what is wished beside."""
    body = areas_body(CAMDEN)
    return body | {"areas_of_choice": [*body["areas_of_choice"], ISLINGTON]} | wishes


def near(area: str, metres: int = 900, reason: str = "school") -> dict[str, Any]:
    return {
        "kind": "close_to",
        "postcodes": [AREAS[area]],
        "metres": metres,
        "reason": reason,
    }


def waiting(world: World) -> Walk:
    """Return the one case there is, before any round."""
    walk = Walk(world)
    walk.case = walk.only_case("in_pot")
    return walk


def given(walk: Walk) -> str:
    """Run a round and return the authority of the home that it proposes."""
    walk.propose()
    return str(walk.as_worker("GET", "/proposal").json()["authority"])


@EITHER
def test_of_two_homes_alike_the_one_of_first_choice_is_given(
    make_world: MakeWorld, wanted: str, other: str
) -> None:
    # Given a household that could live in either area and would rather in one
    walk = waiting(make_world(two_alike()))
    stated = walk.as_worker(
        "PUT", "/areas", in_either(areas_of_first_choice=[wanted])
    ).json()
    assert stated["areas"]["first_choice"] == [wanted]
    assert {wanted, other} <= set(stated["areas"]["of_choice"])
    # When a round is run, then it is given the home there
    assert given(walk) == wanted


@EITHER
def test_of_two_homes_alike_the_one_close_to_the_school_is_given(
    make_world: MakeWorld, wanted: str, other: str
) -> None:
    world = make_world(two_alike())
    walk = waiting(world)
    walk.as_worker("PUT", "/areas", in_either())
    # Given a school by one of the homes, which its worker adds to the case
    stated = walk.as_worker("POST", "/areas", {"area": near(wanted)})
    assert stated.status_code == 200, stated.json()
    (wish,) = stated.json()["areas"]["close_to"]
    (why,) = stated.json()["areas_stated"]
    assert (why["purpose"], why["reason"]) == ("close_to", "school")
    assert why["reference"] == wish["reference"]
    # Then of the place only whole sectors are kept, three at least in the nearest band
    nearest, *further = wish["bands"]
    assert len(nearest) >= 3
    assert len(further) == 2
    unit = AREAS[wanted].split(" ")[1]
    assert unit not in str(stated.json()["areas"])
    # And the round gives the home that is close to it
    assert given(walk) == wanted
    # And nobody but its worker is told that there was a wish
    for code in (COORDINATOR, wanted, other, HACKNEY):
        answer = world.call(code, "GET", f"/v1/cases/{walk.case}")
        assert answer.status_code in (403, 404)
    (seen,) = items(world, COORDINATOR, "/v1/board/requests")
    assert not {"areas", "close_to", "first_choice", "areas_stated"} & set(seen)


def test_a_wish_keeps_no_home_from_a_household(make_world: MakeWorld) -> None:
    # Given wishes for an area without homes and a school at the other end of London
    rows = two_alike()
    alone = Rows(providers=rows.providers, homes=rows.homes[:1], requests=rows.requests)
    walk = waiting(make_world(alone))
    body = in_either(
        areas_of_first_choice=[ISLINGTON],
        close_to=[near("E09000023", reason="support"), near("E09000022")],
    )
    assert walk.as_worker("PUT", "/areas", body).status_code == 200
    # When there is one home, which meets none of them, then it is given all the same
    assert given(walk) == CAMDEN


def test_a_wish_is_reviewed_ended_and_stated_anew_by_its_worker(
    make_world: MakeWorld,
) -> None:
    world = make_world(two_alike())
    walk = waiting(world)
    body = in_either(areas_of_first_choice=[CAMDEN], close_to=[near(CAMDEN)])
    (wish,) = walk.as_worker("PUT", "/areas", body).json()["areas"]["close_to"]
    path = f"/areas/{wish['reference']}"
    again = {"review_on": None, "expected_end_on": None}
    assert walk.as_worker("POST", f"{path}/review", again).status_code == 200
    ended = walk.as_worker("POST", f"{path}/end").json()
    assert ended["areas"]["close_to"] == ended["areas_stated"] == []
    assert ended["areas"]["first_choice"] == [CAMDEN]
    # And areas that are stated without wishes have none
    anew = walk.as_worker("PUT", "/areas", in_either()).json()
    assert (anew["areas"]["first_choice"], anew["areas"]["close_to"]) == ([], [])


UNUSABLE: tuple[tuple[dict[str, object], str], ...] = (
    ({"areas_of_first_choice": [HACKNEY]}, "areas_of_first_choice"),
    ({"areas_of_first_choice": ["E09999999"]}, "areas_of_first_choice"),
    ({"close_to": [near(CAMDEN, metres=5_001)]}, "metres"),
    ({"close_to": [near(CAMDEN) | {"postcodes": []}]}, "postcodes"),
    ({"close_to": [near(CAMDEN) | {"postcodes": ["N1 2UD"] * 6}]}, "postcodes"),
    ({"close_to": [near(CAMDEN)] * 6}, "close_to"),
    ({"close_to": [near(CAMDEN) | {"postcodes": ["ZZ1 1AA"]}]}, "close_to"),
    ({"close_to": [near(CAMDEN, reason="perpetrator_lives")]}, "close_to"),
)


def test_a_wish_that_cannot_be_used_is_named_and_never_repeated(
    make_world: MakeWorld,
) -> None:
    world = make_world(two_alike())
    walk = waiting(world)
    before = walk.as_worker("GET").json()["areas"]
    for wishes, field in UNUSABLE:
        refused = walk.as_worker("PUT", "/areas", in_either(**wishes))
        assert refused.status_code == 422, field
        (fault,) = refused.json()["faults"]
        assert fault["field"].split(".")[-1] == field
        for text in ("ZZ1", "8NH", "5001", HACKNEY, "E09999999", "perpetrator"):
            assert text not in str(refused.json()["faults"])
    assert walk.as_worker("GET").json()["areas"] == before
    # And nobody else states a wish for a household
    for code in (COORDINATOR, HACKNEY):
        path = f"/v1/cases/{walk.case}/areas"
        stated = world.call(code, "POST", path, {"area": near(CAMDEN)})
        assert stated.status_code == 403
    assert items(world, SERVICE, "/v1/cases")[0]["stage"] == "in_pot"
