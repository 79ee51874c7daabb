"""A home a survivor left stays closed to where they went, however it is posted."""

from dataclasses import replace

from sqlmodel import Session, select

from fixtures.rows import HomeReturns
from matching.terms import LettingRoute, TenancyKind
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.homes import operations as homes
from reciprocal.homes import queries
from reciprocal.homes.rules import HomeFacts, Supply
from reciprocal.homes.tables import DwellingBar, Home
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld


def closed_to(session: Session, actor: Actor, home: Home) -> frozenset[str]:
    """Return the teams the solver is told."""
    pooled = queries.pooled(
        session, actor, home, ready_within_days=28, households_barred=frozenset()
    )
    return pooled.teams_barred


def post_as_a_void(session: Session, lead: Actor) -> Home:
    """Post the old home as if it had nothing to do with the case."""
    row = one_move().requests[0]
    today = clock.today()
    homes.register_stock(session, actor=lead, uprns=["00" + row.home_uprn])
    return homes.post_home(
        session,
        actor=lead,
        dwelling=homes.Dwelling(
            uprn=row.home_uprn, address=row.home_address, postcode=row.home_postcode
        ),
        facts=HomeFacts(
            supply=Supply.VOID,
            bedrooms=row.home_bedrooms,
            persons_max=row.home_persons_max,
            kind=row.home_kind,
            floor=row.home_floor,
            lift=row.home_lift,
            access=row.home_access,
            rent_basis=row.home_rent_basis,
            weekly_rent_pence=10_000,
            tenancy_offered=TenancyKind.SECURE_LIFETIME,
            letting_route=LettingRoute.COUNCIL_DIRECT,
            notice_date=None,
            void_date=today,
            ready_date=today,
        ),
    )


def no_home_returns(make_world: MakeWorld) -> Journey:
    rows = one_move()
    silent = replace(
        rows,
        requests=tuple(
            row.model_copy(update={"home_returns": HomeReturns.NO})
            for row in rows.requests
        ),
    )
    return Journey(make_world(silent))


def test_a_home_nobody_named_is_closed_when_it_is_posted_as_a_void(
    make_world: MakeWorld,
) -> None:
    journey = no_home_returns(make_world).completed()
    lead, went_to = journey.old_landlord, journey.landlord.organisation_id
    with journey.world.acting(lead) as session:
        home = post_as_a_void(session, lead)
        assert closed_to(session, lead, home) == {went_to}


def test_a_home_posted_before_the_move_is_closed_as_the_tenancy_starts(
    make_world: MakeWorld,
) -> None:
    journey = no_home_returns(make_world).signed()
    lead, went_to = journey.old_landlord, journey.landlord.organisation_id
    with journey.world.acting(lead) as session:
        home = post_as_a_void(session, lead)
        assert closed_to(session, lead, home) == frozenset()
        home_id = home.id
    journey.start()
    with journey.world.acting(lead) as session:
        home = session.get_one(Home, home_id)
        assert closed_to(session, lead, home) == {went_to}


def test_who_a_dwelling_is_closed_to_is_sealed(make_world: MakeWorld) -> None:
    """With the dwelling it would tell where the household went."""
    journey = no_home_returns(make_world).completed()
    with journey.world.acting(journey.world.coordinator) as session:
        row = session.exec(select(DwellingBar)).one()
    assert journey.proposal.new_provider_id.encode() not in row.team.box
    assert row.uprn_clash != one_move().requests[0].home_uprn
