"""A home that a council may nominate to is in no round until the council says so."""

from dataclasses import replace

from fixtures.load import COORDINATOR
from fixtures.rows import Rows
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from matching.terms import LandlordKind, TenancyKind
from tests.journeys.walking import (
    Walk,
    home_body,
    items,
    post_home,
    steps,
    tasks,
)
from tests.support.world import DAY, MakeWorld

ASSOCIATION = "L0001"


def with_an_association() -> Rows:
    """The chain without its void, and a housing association beside the councils."""
    rows = chain_from_a_void(DAY)
    association = rows.providers[0].model_copy(
        update={
            "code": ASSOCIATION,
            "name": "Lantern Homes (demonstration)",
            "kind": LandlordKind.HOUSING_ASSOCIATION,
            "authority_code": "",
            "grants": (TenancyKind.ASSURED_LIFETIME,),
        }
    )
    return replace(rows, homes=(), providers=(*rows.providers, association))


def test_a_home_waits_for_the_councils_word(make_world: MakeWorld) -> None:
    # Given an association's home in Camden that the council may nominate to
    world = make_world(with_an_association())
    body = home_body(
        world,
        CAMDEN,
        "555000555",
        tenancy_offered="assured_lifetime",
        letting_route="association_nomination",
    )
    home = post_home(world, ASSOCIATION, body)
    # Then no round uses it
    walk = Walk(world, new=ASSOCIATION)
    assert steps(world, walk.run_round()) == []
    # And the council is asked, and told no address
    assert "nomination_release" in tasks(world, CAMDEN)
    (asked,) = items(world, CAMDEN, "/v1/nominations")
    assert asked["landlord"] == "Lantern Homes (demonstration)"
    assert not {"address", "postcode", "uprn"} & set(asked)
    # And nobody else can let it go
    path = f"/v1/nominations/{asked['reference']}/release"
    for code in (HACKNEY, ASSOCIATION):
        assert world.call(code, "POST", path).status_code == 404
    # When the council lets it go, once
    assert world.call(CAMDEN, "POST", path).status_code == 204
    assert world.call(CAMDEN, "POST", path).json()["code"] == "state_conflict"
    assert "nomination_release" not in tasks(world, CAMDEN)
    # Then the next round proposes it
    walk.propose()
    (row,) = items(world, ASSOCIATION, "/v1/homes")
    assert (row["reference"], row["stage"]) == (home, "in_pot")
    (drawn,) = items(world, COORDINATOR, "/v1/board/homes?stage=reserved")
    assert drawn["nomination"] == "released"
    assert row["nomination"] == "released"
    assert items(world, COORDINATOR, "/v1/board/homes")
