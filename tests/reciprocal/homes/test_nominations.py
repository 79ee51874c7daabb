"""A home a council may nominate to is out of the pot until it lets the home go."""

from dataclasses import replace

import pytest

from fixtures.rows import Rows
from fixtures.scenarios import CAMDEN, HACKNEY
from matching.terms import LandlordKind, LettingRoute, TenancyKind
from reciprocal.errors import NotFound, StateConflict
from reciprocal.homes import nominations, queries
from reciprocal.homes import operations as homes
from reciprocal.homes.operations import Dwelling
from reciprocal.homes.rules import NominationState
from reciprocal.homes.tables import Home
from reciprocal.notices.terms import TaskKind
from tests.reciprocal.homes.test_homes import FACTS
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

ASSOCIATION = "L9901"
NOMINATED = replace(
    FACTS,
    letting_route=LettingRoute.ASSOCIATION_NOMINATION,
    tenancy_offered=TenancyKind.ASSURED_LIFETIME,
)


def with_an_association() -> Rows:
    rows = one_move()
    association = rows.providers[0].model_copy(
        update={
            "code": ASSOCIATION,
            "kind": LandlordKind.HOUSING_ASSOCIATION,
            "authority_code": None,
            "grants": (TenancyKind.ASSURED_LIFETIME,),
        }
    )
    return replace(rows, providers=(*rows.providers, association))


def posted(journey: Journey, postcode: str) -> Home:
    """Post a home and let the association's second person release it."""
    desk = journey.world.loaded.staff.desks[ASSOCIATION]
    place = Dwelling(uprn="99990001", address="1 Lark Example Row", postcode=postcode)
    with journey.world.acting(desk.first) as session:
        homes.register_stock(session, actor=desk.first, uprns=[place.uprn])
        home = homes.post_home(
            session, actor=desk.first, dwelling=place, facts=NOMINATED
        )
    with journey.world.acting(desk.second) as session:
        return homes.release_home(
            session, actor=desk.second, home_ref=home.landlord_ref
        )


def in_pot(journey: Journey, home: Home) -> bool:
    coordinator = journey.world.coordinator
    with journey.world.acting(coordinator) as session:
        return home.id in [row.id for row in queries.in_pot(session, coordinator)]


def test_the_council_of_its_area_is_asked_and_lets_it_go_once(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(with_an_association()))
    home = posted(journey, "NW1 8NH")
    assert home.nomination is NominationState.ASKED
    assert not in_pot(journey, home)
    (task,) = journey.open_tasks(TaskKind.NOMINATION_RELEASE)
    camden, hackney = (journey.world.person(code) for code in (CAMDEN, HACKNEY))
    assert task.organisation_id == camden.organisation_id
    with journey.world.acting(camden) as session:
        (asked,) = queries.nominations(session, camden)
    assert asked["stage"] == "asked"
    assert "Lark" not in str(asked)

    def let_go(by: str) -> None:
        actor = journey.world.person(by)
        with journey.world.acting(actor) as session:
            nominations.release_nomination(
                session, actor=actor, release_ref=str(asked["reference"])
            )

    with pytest.raises(NotFound):
        let_go(HACKNEY)
    let_go(CAMDEN)
    with pytest.raises(StateConflict):
        let_go(CAMDEN)
    assert in_pot(journey, home)
    assert journey.open_tasks(TaskKind.NOMINATION_RELEASE) == []
    with journey.world.acting(hackney) as session:
        assert queries.nominations(session, hackney) == []


def test_where_no_council_of_the_scheme_can_be_asked_the_home_waits(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(with_an_association()))
    home = posted(journey, "N1 2UD")
    assert not in_pot(journey, home)
    assert journey.open_tasks(TaskKind.NOMINATION_RELEASE) == []
