"""A landlord's system posts a home, its people release it, and it learns nothing."""

from fixtures.scenarios import CAMDEN, unsafe_ring
from tests.journeys.walking import home_body
from tests.support.world import DAY, MakeWorld

UPRN = "555000666"


def test_a_home_posted_by_a_machine_carries_no_address_back(
    make_world: MakeWorld,
) -> None:
    # Given a landlord's system with a key of its own
    world = make_world(unsafe_ring(DAY))
    system = world.machine(CAMDEN)
    body = home_body(world, CAMDEN, UPRN)
    world.call(CAMDEN, "POST", "/v1/stock", {"uprns": [UPRN]})
    # When it posts a home and reads it again in every way it can
    posted = system.call("POST", "/v1/homes", body)
    assert posted.status_code == 201, posted.json()
    home = f"/v1/homes/{posted.json()['reference']}"
    answers = [
        posted,
        system.call("GET", "/v1/homes"),
        system.call("GET", home),
        system.call("PATCH", home, {"weekly_rent_pence": 12_500}),
    ]
    # Then none of the answers says where it is
    for answer in answers:
        assert answer.status_code in (200, 201)
        for secret in (UPRN, body["address"], body["postcode"]):
            assert secret not in answer.text
    # And it releases nothing, while two people are not needed beside it
    alone = system.call("POST", f"{home}/release")
    assert (alone.status_code, alone.json()["code"]) == (403, "forbidden")
    released = world.call(CAMDEN, "POST", f"{home}/release")
    assert released.json()["stage"] == "in_pot"
    assert released.json()["address"] == body["address"]
