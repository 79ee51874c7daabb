"""Where a household went goes with its case, codes after a year, and factors too."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from reciprocal import clock, ids
from reciprocal.access import second_factor
from reciprocal.access.actor import service
from reciprocal.access.tables import RecoveryCode, SecondFactor
from reciprocal.homes import places_let
from reciprocal.homes import queries as homes
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.moves.tables import Move
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import Organisation
from reciprocal.proposals.lifecycle import EndCode, Party
from reciprocal.proposals.tables import Decision
from reciprocal.requests.tables import CaseTold
from reciprocal.retention import holding
from reciprocal.retention.holds import HoldReason
from reciprocal.retention.rules import Of
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.keys import SealBroken
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.retention.test_retention import sweep
from tests.support.world import MakeWorld

YEAR = timedelta(days=365)


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move(), SchemeRules(failed_tenancy_days=1)))


def moved(journey: Journey) -> None:
    """Let a household have moved for good, today."""
    journey.completed()
    with journey.world.acting(service()) as session:
        move = session.get_one(Move, journey.move.id)
        move.old_tenancy_end = clock.today()
        session.add(move)


def opens(session: Session, home: Home) -> bool:
    try:
        sealing.unseal(session, home.address, "home.address", home.id)
    except SealBroken:
        return False
    return True


def test_where_a_household_went_goes_with_its_case_and_not_before(
    journey: Journey,
) -> None:
    moved(journey)
    journey.world.wait(days=30, seconds=-1)
    sweep(journey)
    with journey.world.acting(service()) as session:
        assert opens(session, journey.void)
    journey.world.wait(seconds=1)
    assert sweep(journey)[Of.MOVED] == 1
    gone, kept = journey.void, journey.left
    with journey.world.acting(service()) as session:
        assert not opens(session, gone)
        assert opens(session, kept), "the home they left is another's to let"
    assert (gone.uprn_blind, gone.uprn_clash) == (gone.id, gone.id)
    assert kept.uprn_clash != kept.id


def test_its_landlord_still_reads_the_home_but_for_where_it_is(
    journey: Journey,
) -> None:
    moved(journey)
    landlord, scheme = journey.landlord, service(journey.world.loaded.scheme_id)
    with journey.world.acting(scheme) as session:
        org = landlord.organisation_id
        assert len(places_let.where_let(session, scheme, org)) == 1
    journey.world.wait(days=30)
    sweep(journey)
    with journey.world.acting(landlord) as session:
        shown = homes.show_own_home(session, landlord, journey.void)
        where = (shown["uprn"], shown["address"], shown["postcode"])
        assert where == (None, None, None)
        assert shown["stage"] == HomeState.LET
    with journey.world.acting(scheme) as session:
        assert places_let.where_let(session, scheme, org) == ()


def codes(journey: Journey) -> list[EndCode | None]:
    with journey.reading() as session:
        rows = session.exec(
            select(Decision).where(Decision.party == Party.RECEIVING_LANDLORD)
        )
        return [row.code for row in rows]


def told(journey: Journey) -> int:
    with journey.reading() as session:
        return len(session.exec(select(CaseTold)).all())


def declined(journey: Journey) -> None:
    journey.offered().landlord_answers(agreed=False, code=EndCode.HOME_NOT_READY)


def test_the_code_of_an_answer_goes_after_a_year_and_the_answer_stays(
    journey: Journey,
) -> None:
    declined(journey)
    journey.world.wait(days=365, seconds=-1)
    sweep(journey)
    assert codes(journey) == [EndCode.HOME_NOT_READY]
    journey.world.wait(days=1, seconds=1)
    assert sweep(journey)[Of.CODES] >= 1
    assert codes(journey) == [None]
    assert told(journey) == 0


def test_what_a_case_on_hold_was_answered_stays(journey: Journey) -> None:
    declined(journey)
    coordinator = journey.world.coordinator
    journey.world.wait(days=365)
    with journey.world.acting(coordinator) as session:
        holding.ask(
            session,
            actor=coordinator,
            board_ref=journey.request.board_ref,
            reason=HoldReason.CLAIM,
            until=clock.today() + YEAR,
        )
    journey.world.wait(days=2)
    assert Of.CODES not in sweep(journey)
    assert codes(journey) == [EndCode.HOME_NOT_READY]


def factors(journey: Journey) -> int:
    with journey.reading() as session:
        return len(session.exec(select(SecondFactor)).all())


def test_a_second_factor_that_nobody_confirmed_goes_after_thirty_days(
    journey: Journey,
) -> None:
    with journey.world.acting(journey.landlord) as session:
        second_factor.start(session, actor=journey.landlord)
    journey.world.wait(days=30, seconds=-1)
    assert Of.SECOND_FACTOR not in sweep(journey)
    journey.world.wait(seconds=1)
    assert sweep(journey)[Of.SECOND_FACTOR] == 1
    assert factors(journey) == 0


def test_a_confirmed_one_stays_until_its_member_has_left(journey: Journey) -> None:
    landlord = journey.landlord
    with journey.world.acting(landlord) as session:
        second_factor.start(session, actor=landlord)
    with journey.world.acting(service()) as session:
        row = session.exec(select(SecondFactor)).one()
        row.confirmed_at = clock.now()
        session.add(row)
        session.add(
            RecoveryCode(id=ids.new_id(), person_id=landlord.id, code_hash="digest")
        )
    journey.world.wait(days=400)
    assert Of.SECOND_FACTOR not in sweep(journey)
    with journey.world.acting(service()) as session:
        member = session.get_one(Organisation, landlord.organisation_id)
        member.left_at = clock.now()
        session.add(member)
    journey.world.wait(days=30)
    assert sweep(journey)[Of.SECOND_FACTOR] == 1
    with journey.reading() as session:
        assert session.exec(select(RecoveryCode)).all() == []
