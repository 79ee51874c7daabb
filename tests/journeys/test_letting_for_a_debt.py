"""A landlord that owes a home offers ordinary lettings; rounds use what is owed."""

from fixtures.load import COORDINATOR
from fixtures.scenarios import HACKNEY, ISLINGTON, LEWISHAM, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.rounds import operations as rounds
from tests.journeys.walking import (
    Walk,
    attest,
    case_body,
    countersign,
    home_body,
    items,
    refer,
)
from tests.support.world import DAY, MakeWorld, World

UPRNS = ("555000221", "555000222")


def _offer(world: World, code: str) -> None:
    """Post two lettings for what a landlord owes, and release them."""
    world.call(code, "POST", "/v1/stock", {"uprns": list(UPRNS)})
    for uprn in UPRNS:
        body = home_body(world, code, uprn) | {"supply": "letting"}
        posted = world.call(code, "POST", "/v1/homes", body)
        assert posted.status_code == 201, posted.json()
        path = f"/v1/homes/{posted.json()['reference']}/release"
        assert world.call(code, "POST", path, who="deputy").status_code == 200


def _lettings(world: World, code: str) -> list[str]:
    rows = items(world, code, "/v1/homes")
    return sorted(row["stage"] for row in rows if row["supply"] == "letting")


def _drawn(world: World) -> int:
    """Return how many lettings rounds have drawn, as the coordinator reads it."""
    rows = items(world, COORDINATOR, "/v1/board/homes")
    return sum(r["supply"] == "letting" and r["stage"] != "in_pot" for r in rows)


def _owed(world: World, code: str) -> int:
    """Return what a landlord is owed, or owes, as the coordinator reads it."""
    rows = items(world, COORDINATOR, "/v1/balances")
    return sum(row["posted"] for row in rows if row["landlord_code"] == code)


def test_one_home_owed_is_repaid_by_one_of_two_lettings(make_world: MakeWorld) -> None:
    # Given a landlord whose tenant was rehoused, so that it owes a home
    world = make_world(chain_from_a_void(DAY))
    Walk(world).to("completed")
    assert _owed(world, HACKNEY) == -1
    # And two households that could live where its homes are, one waiting for longer
    world.wait(hours=24)
    refer(world, case_body(LEWISHAM, HACKNEY, urgency=2))
    attest(world, LEWISHAM)
    countersign(world)
    # When it offers two ordinary lettings of that size
    _offer(world, HACKNEY)
    assert _lettings(world, HACKNEY) == ["in_pot", "in_pot"]
    # Then a round uses one, and the next one none: nobody has accepted yet
    walk = Walk(world, new=HACKNEY, old=ISLINGTON)
    walk.propose()
    assert _drawn(world) == 1
    world.wait(hours=1)
    walk.run_round()
    assert _drawn(world) == 1
    # And the landlord reads both as in the pot, until it is asked for one
    assert _lettings(world, HACKNEY) == ["in_pot", "in_pot"]
    # When the household has its keys
    for stage in ("offered", "agreed", "accepted", "signed", "completed"):
        walk.to_next(stage)
    # Then nothing is owed, and the other is used by no round
    assert _owed(world, HACKNEY) == 0
    world.wait(hours=1)
    walk.run_round()
    assert _lettings(world, HACKNEY) == ["in_pot", "let"]
    # And it goes back to its landlord when its stay is over
    world.wait(days=28)
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    world.wait(days=4)
    with world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    assert _lettings(world, HACKNEY) == ["let", "withdrawn"]


def test_a_landlord_that_owes_nothing_offers_in_vain(make_world: MakeWorld) -> None:
    # Given a landlord that owes nothing, and a household that its homes would suit
    world = make_world(chain_from_a_void(DAY))
    assert _owed(world, HACKNEY) == 0
    # When it offers lettings
    _offer(world, HACKNEY)
    Walk(world, new=HACKNEY, old=ISLINGTON).run_round()
    # Then none of them is drawn, and it reads nothing else than of any home
    assert _drawn(world) == 0
    assert _lettings(world, HACKNEY) == ["in_pot", "in_pot"]
