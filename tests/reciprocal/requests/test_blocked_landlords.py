"""A landlord somebody of which is blocked: who serves the case, and what they see."""

import pytest

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY
from matching.pool import Pool
from matching.reasons import SILENT_CODES
from matching.terms import RefusalCode
from reciprocal.access.actor import service
from reciprocal.access.tables import Person
from reciprocal.errors import NotFound, StateConflict
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import operations as proposals
from reciprocal.proposals import recheck
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.rounds import snapshot
from tests.reciprocal.homes.test_bars import post_as_a_void
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import assert_freed
from tests.reciprocal.requests.blocking_acts import (
    STRANGER,
    block,
    hire,
)
from tests.support.world import DAY, MakeWorld


def taken(journey: Journey) -> Pool:
    """Return the pot as a round would have it now."""
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        _, rules = organisations.rules_on(session, alone.scheme_id, DAY)
        return snapshot.take(session, alone, rules)


def test_a_landlord_with_too_few_people_left_is_avoided(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, sign_in_name(CAMDEN, "deputy"))
    journey.world.run_round()
    assert journey.proposals == [], "one person alone would serve it"
    pool = taken(journey)
    assert [home.households_barred for home in pool.homes] == [
        {journey.request_id} if home.occupant_id is None else frozenset()
        for home in pool.homes
    ]
    # The worker, who would learn whose person they named, is not told that this is why
    assert [each.landlords_to_avoid for each in pool.households] == [frozenset()]
    assert RefusalCode.LINKED_CASE in SILENT_CODES
    hire(journey, CAMDEN, "third@example.org")
    journey.proposed()
    # And one that is left with too few meanwhile stops at the next check
    block(journey, "third@example.org")
    journey.look()
    assert_freed(journey, EndCode.RULE_NO_LONGER_MET)


def test_a_name_nobody_has_closes_no_landlord(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, STRANGER)
    journey.proposed()


def test_a_case_whose_old_landlord_has_nobody_left_waits(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    for who in ("lead", "deputy"):
        block(journey, sign_in_name(HACKNEY, who))
    assert taken(journey).households == ()
    hire(journey, HACKNEY, "third@example.org")
    journey.proposed()


def test_a_home_promised_to_a_closed_case_is_withdrawn_like_any_in_the_pot(
    make_world: MakeWorld,
) -> None:
    """Were it refused, the refusal would tell for whom it is."""
    journey = Journey(make_world(one_move()))
    hire(journey, CAMDEN, "third@example.org")
    block(journey, sign_in_name(CAMDEN, "deputy"))
    journey.agreed()
    deputy = journey.world.person(CAMDEN, "second")
    with journey.world.acting(deputy) as session:
        home = proposals.withdraw_home(
            session, actor=deputy, home_ref=journey.void.landlord_ref
        )
        assert home.reserved_for_request_id is None
    assert journey.proposal.end_code is EndCode.LANDLORD_WITHDREW
    assert journey.void.state == "withdrawn"


def test_a_home_that_was_signed_for_is_not_withdrawn(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    hire(journey, CAMDEN, "third@example.org")
    block(journey, sign_in_name(CAMDEN, "deputy"))
    journey.signed()
    deputy = journey.world.person(CAMDEN, "second")
    with journey.world.acting(deputy) as session, pytest.raises(StateConflict):
        proposals.withdraw_home(
            session, actor=deputy, home_ref=journey.void.landlord_ref
        )
    assert journey.proposal.state == "signed"


def test_a_dwelling_of_a_closed_case_is_answered_like_one_withdrawn_lately(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, sign_in_name(HACKNEY, "deputy"))
    deputy = journey.world.person(HACKNEY, "second")
    with journey.world.acting(deputy) as session:
        with pytest.raises(homes.HomeCoolingOff):
            post_as_a_void(session, deputy)
        with pytest.raises(NotFound):
            home_queries.own_home(session, deputy, journey.left.landlord_ref)
    lead = journey.world.person(HACKNEY)
    with journey.world.acting(lead) as session, pytest.raises(homes.HomePostedAlready):
        post_as_a_void(session, lead)


def test_two_live_homes_are_never_in_one_dwelling_whoever_is_blocked(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    block(journey, sign_in_name(HACKNEY, "deputy"))
    deputy = journey.world.person(HACKNEY, "second")
    row = one_move().requests[0]
    with journey.world.acting(deputy) as session:
        facts = home_queries.facts_of(journey.left)
        with pytest.raises(homes.HomePostedAlready):
            homes.record_vacating_home(
                session,
                actor=deputy,
                request_id=journey.request_id,
                dwelling=homes.Dwelling(
                    uprn=row.home_uprn,
                    address=row.home_address,
                    postcode=row.home_postcode,
                ),
                facts=facts,
                possession_recorded=True,
            )


def test_the_service_itself_is_closed_out_of_nothing(make_world: MakeWorld) -> None:
    """A coordinator who is blocked runs the same rounds as any other."""
    journey = Journey(make_world(one_move()))
    hire(journey, CAMDEN, "third@example.org")
    with journey.reading() as session:
        mine = session.get_one(Person, journey.world.coordinator.id).email
    block(journey, mine)
    assert journey.world.coordinator.blocked == {journey.request_id}
    journey.proposed()
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        assert recheck.still_safe_and_suitable(
            session, journey.world.coordinator, journey.request, journey.void
        )
