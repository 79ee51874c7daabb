"""Two landlords give, two send: the book says so, and comes to nothing."""

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, LAMBETH, lopsided
from reciprocal.access.actor import service
from reciprocal.audit import operations as audit
from reciprocal.ledger import queries as ledger
from tests.journeys.walking import SERVICE, Walk, items
from tests.support.world import DAY, MakeWorld, World


def walks(world: World) -> list[Walk]:
    """Return a walk for each case that a home was proposed to."""
    found = []
    for row in items(world, SERVICE, "/v1/cases"):
        assert row["stage"] == "proposed"
        walk = Walk(world, case=row["reference"])
        home = walk.as_worker("GET", "/proposal").json()
        walk.new = home["authority"]
        name = walk.as_worker("GET").json()["landlord"]
        walk.old = ISLINGTON if name.startswith("Islington") else LAMBETH
        found.append(walk)
    return found


def test_all_four_reach_the_keys_and_the_book_sums_to_nothing(
    make_world: MakeWorld,
) -> None:
    # Given four voids of two landlords, and four households of two others
    world = make_world(lopsided(DAY))
    Walk(world).run_round()
    going = walks(world)
    assert sorted(walk.new for walk in going) == [CAMDEN, CAMDEN, HACKNEY, HACKNEY]
    # When each goes all the way, one act after another
    for walk in going:
        known = {row["reference"] for row in items(world, walk.new, "/v1/offers")}
        assert walk.look().status_code == 200
        (walk.offer,) = {
            row["reference"] for row in items(world, walk.new, "/v1/offers")
        } - known
    for walk in going:
        assert walk.agree().status_code == 200
    while len(items(world, LAMBETH, "/v1/departures")) < 2:
        world.wait(hours=1)
    for code in (ISLINGTON, LAMBETH):
        for row in items(world, code, "/v1/departures"):
            path = f"/v1/departures/{row['reference']}/answer"
            stands = world.call(code, "POST", path, {"tenancy_stands": True})
            assert stands.status_code == 200
    for walk in going:
        assert walk.view().status_code == 200
        assert walk.accept().json()["stage"] == "accepted"
    pending = items(world, COORDINATOR, "/v1/balances")
    assert sum(abs(row["pending"]) for row in pending) == 8
    assert sum(row["pending"] for row in pending) == 0
    for walk in going:
        assert walk.sign().json()["stage"] == "signed"
        assert walk.start().json()["stage"] == "completed"
    # Then the two that gave are owed two each, and the two that sent owe two each
    for reader in (COORDINATOR, AUDITOR):
        rows = items(world, reader, "/v1/balances")
        assert {row["landlord_code"]: row["posted"] for row in rows} == {
            CAMDEN: 2,
            HACKNEY: 2,
            ISLINGTON: -2,
            LAMBETH: -2,
        }
        assert sum(row["posted"] for row in rows) == 0
        assert {row["pending"] for row in rows} == {0}
    # And book and audit hold, every link of them
    with world.acting(service(world.loaded.scheme_id)) as session:
        assert audit.first_broken_link(session) is None
        assert ledger.check(session) == ()
