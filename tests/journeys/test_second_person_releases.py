"""No home enters the pot on one person's word."""

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, unsafe_ring
from tests.journeys.walking import home_body, items
from tests.support.world import DAY, MakeWorld

UPRN = "555000111"


def test_the_second_person_releases_a_home_and_the_first_cannot(
    make_world: MakeWorld,
) -> None:
    # Given a landlord without a void in the pot
    world = make_world(unsafe_ring(DAY))
    body = home_body(world, CAMDEN, UPRN)
    # When its lead posts a home that is not in its stock list, it is refused
    refused = world.call(CAMDEN, "POST", "/v1/homes", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "uprn_not_in_stock")
    # And once it is, the home waits
    world.call(CAMDEN, "POST", "/v1/stock", {"uprns": [UPRN]})
    posted = world.call(CAMDEN, "POST", "/v1/homes", body).json()
    assert posted["stage"] == "awaiting_release"
    path = f"/v1/homes/{posted['reference']}/release"
    # Then the one who posted it may not release it, however often they ask
    for _ in range(2):
        alone = world.call(CAMDEN, "POST", path)
        assert (alone.status_code, alone.json()["code"]) == (
            403,
            "second_person_needed",
        )
    # Nor may anybody of another landlord, who is told that there is none
    assert world.call("E09000012", "POST", path, who="deputy").status_code == 404
    # And a round with it waiting does not count it
    before = world.call(COORDINATOR, "POST", "/v1/rounds").json()["homes"]
    # When a colleague releases it, it is in the pot
    released = world.call(CAMDEN, "POST", path, who="deputy")
    assert released.json()["stage"] == "in_pot"
    after = world.call(COORDINATOR, "POST", "/v1/rounds").json()["homes"]
    assert after == before + 1
    # And the coordinator sees its area, and no address
    (row,) = [
        row
        for row in items(world, COORDINATOR, "/v1/board/homes")
        if row["supply"] == "void"
    ]
    assert row["authority"] == CAMDEN
    assert "address" not in row
    # And it cannot be released again, nor posted twice, nor withdrawn and posted anew
    again = world.call(CAMDEN, "POST", path, who="deputy")
    assert again.json()["code"] == "state_conflict"
    twice = world.call(CAMDEN, "POST", "/v1/homes", body)
    assert twice.json()["code"] == "home_posted_already"
    withdrawn = world.call(CAMDEN, "POST", path.replace("release", "withdraw"))
    assert withdrawn.json()["stage"] == "withdrawn"
    soon = world.call(CAMDEN, "POST", "/v1/homes", body)
    assert (soon.status_code, soon.json()["code"]) == (409, "home_cooling_off")
    world.wait(days=91)
    assert world.call(CAMDEN, "POST", "/v1/homes", body).status_code == 201
