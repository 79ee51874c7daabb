"""A landlord leaves the scheme: no household loses its place by it."""

import pytest
from sqlmodel import col, select

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.homes.tables import Home
from reciprocal.ledger.errors import LandlordNotSettled
from reciprocal.organisations import operations as organisations
from reciprocal.organisations.tables import Organisation
from reciprocal.proposals import parting
from reciprocal.requests.closing import LandlordHasTenants
from tests.journeys.walking import SERVICE, Walk, items
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases


def leaves(world: World, code: str) -> None:
    with world.acting(service(world.loaded.scheme_id)) as session:
        member = session.get_one(Organisation, world.loaded.members[code].id)
        parting.let_go(session, actor=service(world.loaded.scheme_id), member=member)


def cases(world: World) -> dict[str, tuple[str, str]]:
    """Return where each case stands and since when it waits."""
    return {
        row["reference"]: (row["stage"], row["waiting_since"])
        for row in items(world, SERVICE, "/v1/cases")
    }


def homes_of(world: World, code: str) -> list[Home]:
    with world.acting(service(world.loaded.scheme_id)) as session:
        rows = session.exec(
            select(Home).where(
                Home.provider_id == world.loaded.members[code].id,
                col(Home.vacated_by_request_id).is_(None),
            )
        ).all()
        session.expunge_all()
        return list(rows)


def test_the_homes_of_a_landlord_that_leaves_leave_the_pot_with_it(
    make_world: MakeWorld,
) -> None:
    # Given a home of Camden's that a round drew and nobody has looked at
    world = make_world(chain_from_a_void(DAY))
    before = cases(world)
    walk = Walk(world).to("proposed")
    # When Camden leaves
    leaves(world, CAMDEN)
    # Then its home is withdrawn, and the household waits where and since when it did
    assert [home.state for home in homes_of(world, CAMDEN)] == ["withdrawn"]
    assert cases(world) == before
    # And no round finds a home there
    walk.run_round()
    assert cases(world) == before


def test_no_round_draws_a_home_whose_landlord_is_gone(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    before = cases(world)
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        member = session.get_one(Organisation, world.loaded.members[CAMDEN].id)
        organisations.leave_scheme(session, actor=alone, organisation=member)
    Walk(world).run_round()
    assert [home.state for home in homes_of(world, CAMDEN)] == ["in_pot"]
    assert cases(world) == before


def test_a_landlord_stays_for_its_tenants(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    before = cases(world)
    with pytest.raises(LandlordHasTenants):
        leaves(world, HACKNEY)
    Walk(world).to("completed")
    with pytest.raises(LandlordHasTenants):
        leaves(world, HACKNEY)
    assert cases(world).keys() == before.keys()


@pytest.mark.parametrize("stage", ["offered", "agreed", "accepted"])
def test_a_landlord_does_not_leave_with_a_home_on_offer(
    make_world: MakeWorld, stage: str
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to(stage)
    with pytest.raises(LandlordNotSettled):
        leaves(world, CAMDEN)
    # And nothing has become of the step
    assert walk.stage() == stage
    assert [home.state for home in homes_of(world, CAMDEN)] == ["reserved"]


def test_whether_a_hidden_step_leads_to_a_landlord_is_not_read_off_its_leaving(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    hidden = {"stop": False, "hide_from_lead": False}
    assert walk.as_worker("POST", "/change-in-risk", hidden).status_code == 200
    leaves(world, CAMDEN)
    # The home stays promised to the household, and is in no round
    (home,) = homes_of(world, CAMDEN)
    assert (home.state, home.withdrawal_asked_at is None) == ("reserved", False)
    assert items(world, COORDINATOR, "/v1/board/proposals") != []
