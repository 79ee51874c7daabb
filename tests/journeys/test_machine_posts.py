"""A landlord's system posts a home, its people release it, and it learns nothing."""

from fixtures.scenarios import CAMDEN, unsafe_ring
from tests.journeys.walking import home_body
from tests.support.world import DAY, MakeWorld, bearer, keyed

UPRN = "555000666"


def test_a_home_posted_by_a_machine_carries_no_address_back(
    make_world: MakeWorld,
) -> None:
    # Given a landlord's system with a key
    world = make_world(unsafe_ring(DAY))
    machine = world.call(CAMDEN, "POST", "/v1/machines", {"name": "voids"}).json()
    path = f"/v1/machines/{machine['reference']}/keys"
    key = bearer(world.call(CAMDEN, "POST", path).json()["key"])
    body = home_body(world, CAMDEN, UPRN)
    world.call(CAMDEN, "POST", "/v1/stock", {"uprns": [UPRN]})
    # When it posts a home and reads it again in every way it can
    posted = world.http.post("/v1/homes", json=body, headers=key | keyed())
    assert posted.status_code == 201, posted.json()
    home = f"/v1/homes/{posted.json()['reference']}"
    answers = [
        posted,
        world.http.get("/v1/homes", headers=key),
        world.http.get(home, headers=key),
        world.http.patch(
            home,
            json={"weekly_rent_pence": 12_500},
            headers=key | {"If-Match": posted.headers["ETag"]},
        ),
    ]
    # Then none of the answers says where it is
    for answer in answers:
        assert answer.status_code in (200, 201)
        for secret in (UPRN, body["address"], body["postcode"]):
            assert secret not in answer.text
    # And it releases nothing, while two people are not needed beside it
    alone = world.http.post(f"{home}/release", headers=key | keyed())
    assert (alone.status_code, alone.json()["code"]) == (403, "forbidden")
    released = world.call(CAMDEN, "POST", f"{home}/release")
    assert released.json()["stage"] == "in_pot"
    assert released.json()["address"] == body["address"]
