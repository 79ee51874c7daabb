"""From acceptance to keys: the book, the tenancies, and the home that is left."""

from datetime import timedelta

import pytest
from sqlmodel import select

from fixtures.rows import HomeReturns
from fixtures.stated import referral_of
from matching.terms import RentBasis, TenancyKind
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.errors import FieldsInvalid, NotFound, StateConflict
from reciprocal.homes import queries as homes
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.tables import Transaction
from reciprocal.moves.lifecycle import MoveState
from reciprocal.moves.operations import TenancyNotAsPromised, TooEarly
from reciprocal.moves.tables import MoveStep
from reciprocal.proposals import departures, signing
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.proposals.signing import NotSafeAnyMore
from reciprocal.proposals.tables import Proposal
from reciprocal.requests import stating
from reciprocal.requests.lifecycle import RequestState
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld


def entries(journey: Journey) -> list[str]:
    """Return the verbs of the book in order, having proved it."""
    with journey.world.acting(journey.world.coordinator) as session:
        assert ledger.check(session) == ()
        rows = session.exec(select(Transaction)).all()
    return [row.kind for row in sorted(rows, key=lambda row: row.sequence)]


def end_tenancy(journey: Journey, *, in_days: int, by: Actor | None = None) -> Proposal:
    actor = by or journey.old_landlord
    with journey.world.acting(actor) as session:
        return signing.record_tenancy_end(
            session,
            actor=actor,
            departure_ref=journey.proposal.departure_ref,
            tenancy_end=clock.today() + timedelta(days=in_days),
        )


def call_empty(journey: Journey, *, void_in_days: int, ready_in_days: int) -> Home:
    actor = journey.old_landlord
    with journey.world.acting(actor) as session:
        return signing.record_home_empty(
            session,
            actor=actor,
            departure_ref=journey.proposal.departure_ref,
            void_date=clock.today() + timedelta(days=void_in_days),
            ready_date=clock.today() + timedelta(days=ready_in_days),
        )


def test_the_hold_is_written_at_acceptance_and_posted_at_the_start(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).agreed()
    assert entries(journey) == []
    journey.household_answers()
    assert entries(journey) == ["HOLD"]
    assert journey.move.state is MoveState.HELD
    journey.sign()
    assert entries(journey) == ["HOLD"]
    journey.start()
    assert entries(journey) == ["HOLD", "POST"]
    with journey.world.acting(journey.world.coordinator) as session:
        steps = session.exec(select(MoveStep)).all()
    assert {(step.event, step.by) for step in steps} == {
        ("sign", journey.landlord.id),
        ("start", journey.landlord.id),
    }
    assert journey.proposal.state is ProposalState.COMPLETED
    assert journey.request.state is RequestState.MOVED
    assert journey.request.ended_at == clock.now()
    assert journey.void.state is HomeState.LET


@pytest.mark.parametrize(
    ("kind", "rent"),
    [
        (TenancyKind.SECURE_FLEXIBLE, RentBasis.SOCIAL),
        (TenancyKind.SECURE_LIFETIME, RentBasis.AFFORDABLE),
    ],
)
def test_a_tenancy_that_is_not_the_promised_one_stops_the_step(
    make_world: MakeWorld, kind: TenancyKind, rent: RentBasis
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    with pytest.raises(TenancyNotAsPromised):
        journey.sign(kind=kind, rent=rent)
    assert journey.proposal.state is ProposalState.ACCEPTED
    assert journey.move.state is MoveState.HELD
    assert journey.move.tenancy_granted is None


def test_nothing_is_signed_before_acceptance_nor_twice(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).agreed()
    with pytest.raises(StateConflict):
        journey.sign()
    journey.household_answers()
    with pytest.raises(StateConflict):
        journey.start()
    journey.sign()
    with pytest.raises(StateConflict):
        journey.sign()


def test_a_home_that_became_unsafe_is_not_signed_for(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).accepted()
    avoid_the_home(journey)
    with pytest.raises(NotSafeAnyMore):
        journey.sign()
    assert journey.proposal.state is ProposalState.ACCEPTED


def avoid_the_home(journey: Journey) -> None:
    """Let the household state its areas anew: the home's own sector is to avoid."""
    row = one_move().requests[0]
    areas = referral_of(row.model_copy(update={"areas_to_avoid": ("NW1 8",)})).areas
    with journey.world.acting(journey.worker) as session:
        stating.replace_areas(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            areas=areas,
        )


def test_keys_are_not_handed_over_before_their_day(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).accepted()
    journey.sign(starts_in_days=1)
    with pytest.raises(TooEarly):
        journey.start()
    assert journey.move.state is MoveState.SIGNED
    journey.world.wait(days=1)
    journey.start()
    assert entries(journey) == ["HOLD", "POST"]


def test_the_old_tenancy_ends_after_signing_and_without_a_gap(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).agreed()
    with pytest.raises(TooEarly):
        end_tenancy(journey, in_days=9)
    journey.household_answers()
    with pytest.raises(TooEarly):
        end_tenancy(journey, in_days=9)
    journey.sign(starts_in_days=9)
    with pytest.raises(TooEarly):
        end_tenancy(journey, in_days=9)
    wait_until_told(journey)
    assert journey.move.tenancy_start is not None
    left = (journey.move.tenancy_start - clock.today()).days
    with pytest.raises(TooEarly) as early:
        end_tenancy(journey, in_days=left - 1)
    assert [fault.field for fault in early.value.faults] == ["tenancy_end"]
    end_tenancy(journey, in_days=left)
    assert journey.move.old_tenancy_end == journey.move.tenancy_start


def test_the_old_home_comes_back_closed_to_the_team_its_household_chose(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).signed()
    with pytest.raises(TooEarly):
        call_empty(journey, void_in_days=0, ready_in_days=7)
    journey.start()
    with pytest.raises(TooEarly):
        call_empty(journey, void_in_days=0, ready_in_days=7)
    wait_until_told(journey)
    end_tenancy(journey, in_days=2)
    with pytest.raises(TooEarly) as too_early:
        call_empty(journey, void_in_days=2, ready_in_days=7)
    assert [fault.field for fault in too_early.value.faults] == ["void_date"]
    journey.world.wait(days=3)
    with pytest.raises(FieldsInvalid) as before:
        call_empty(journey, void_in_days=-2, ready_in_days=7)
    assert [fault.field for fault in before.value.faults] == ["void_date"]
    with pytest.raises(FieldsInvalid) as unready:
        call_empty(journey, void_in_days=0, ready_in_days=-1)
    assert [fault.field for fault in unready.value.faults] == ["ready_date"]
    assert journey.left.state is HomeState.OCCUPIED
    emptied = call_empty(journey, void_in_days=0, ready_in_days=7)
    assert emptied.state is HomeState.IN_POT
    alone = journey.world.coordinator
    with journey.world.acting(alone) as session:
        pooled = homes.pooled(
            session,
            alone,
            journey.left,
            ready_within_days=28,
            households_barred=frozenset(),
        )
    assert pooled.teams_barred == {journey.landlord.organisation_id}
    assert (pooled.ready, pooled.occupant_id) == (True, None)
    with pytest.raises(StateConflict):
        call_empty(journey, void_in_days=0, ready_in_days=7)


def test_only_the_home_that_was_to_come_back_can_be_called_empty(
    make_world: MakeWorld,
) -> None:
    rows = one_move()
    stays = rows.requests[0].model_copy(update={"home_returns": HomeReturns.NO})
    journey = Journey(make_world(type(rows)(rows.providers, rows.homes, (stays,))))
    journey.completed()
    with pytest.raises(NotFound):
        call_empty(journey, void_in_days=0, ready_in_days=0)


def test_an_old_home_is_not_empty_while_its_household_only_thinks(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).agreed()
    with pytest.raises(TooEarly):
        call_empty(journey, void_in_days=0, ready_in_days=0)


def test_the_two_landlords_reach_their_own_end_of_a_move_alone(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).signed()
    with pytest.raises(NotFound):
        end_tenancy(journey, in_days=1, by=journey.landlord)


def test_the_old_landlord_reads_four_words_and_no_date_but_its_own(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).offered()
    assert stages(journey) == []
    journey.landlord_answers()
    journey.old_landlord_confirms()
    assert stages(journey) == ["waiting"]
    journey.landlord_offers_viewing()
    journey.views()
    assert stages(journey) == ["waiting"]
    journey.household_answers()
    assert stages(journey) == ["waiting"]
    journey.sign(starts_in_days=0)
    assert stages(journey) == ["waiting"], "the hour of a sign-up is not its to know"
    journey.world.wait(minutes=59)
    assert stages(journey) == ["waiting"]
    wait_until_told(journey)
    end_tenancy(journey, in_days=4)
    with journey.world.acting(journey.old_landlord) as session:
        shown = departures.show_departure(
            session, journey.old_landlord, journey.proposal
        ).opened()
    assert set(shown) == {
        "reference",
        "code",
        "stage",
        "tenancy_end",
        "tenancy_reference",
        "possession",
        "possession_on",
        "possession_expected_on",
    }
    told = (shown["possession"], shown["possession_on"])
    assert told == ("not_needed", None), "what the landlord itself records"
    assert shown["tenancy_reference"] == f"{journey.old}-T00001"
    assert shown["tenancy_end"] == clock.today() + timedelta(days=4)


def wait_until_told(journey: Journey) -> None:
    """Let time pass to the fixed run that tells the old landlord that notice is due."""
    for _ in range(7 * 24):
        if stages(journey) == ["notice_due"]:
            return
        journey.world.wait(hours=1)
    raise AssertionError("the old landlord was never told")


def stages(journey: Journey) -> list[object]:
    with journey.world.acting(journey.old_landlord) as session:
        rows = departures.own_departures(session, journey.old_landlord)
    return [row["stage"] for row in rows]


def test_the_end_of_the_old_tenancy_stands_once_the_home_was_called_empty(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    journey.sign()
    journey.world.wait(hours=26)
    end_tenancy(journey, in_days=0)
    journey.start()
    call_empty(journey, void_in_days=0, ready_in_days=0)
    with pytest.raises(StateConflict):
        end_tenancy(journey, in_days=1)
