"""Nothing due survives, nothing not due goes, and a second sweep changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from reciprocal import clock, ids
from reciprocal.access.actor import service
from reciprocal.access.closed import BlockReason
from reciprocal.access.tables import Invitation, SignedInSession, StaffBlock
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import NotFound
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.dispute_lifecycle import DisputeState
from reciprocal.ledger.lifecycle import AdjustmentState
from reciprocal.ledger.tables import Adjustment, Dispute, Transaction
from reciprocal.ledger.terms import (
    AdjustmentReason,
    DisputeGround,
    SizeClass,
    TransactionKind,
)
from reciprocal.moves.lifecycle import MoveState, PossessionState
from reciprocal.moves.tables import Move
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import queries as proposals
from reciprocal.proposals.departures import show_departure
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.reports import facts
from reciprocal.requests import queries as requests
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import CaseArea
from reciprocal.retention import operations as retention
from reciprocal.retention import rules
from reciprocal.retention.rules import Held, Of
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.keys import SealBroken
from reciprocal.support import notes as support
from scripts.print_retention import retention_page
from scripts.tree import ROOT
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEPT = {
    RequestState.DRAFT: 30,
    RequestState.DECLINED: 90,
    RequestState.CLOSED: 90,
    RequestState.MOVED: 30,
}
HELD = st.builds(
    Held,
    id=st.uuids().map(str),
    state=st.sampled_from(RequestState),
    since=st.none()
    | st.integers(-1, 100 * 24 * 3600).map(lambda ago: NOW - timedelta(seconds=ago)),
    under_way=st.booleans(),
    on_hold=st.booleans(),
)


@given(st.lists(HELD, unique_by=lambda case: case.id))
def test_nothing_due_survives_and_nothing_else_goes(cases: list[Held]) -> None:
    erased = {case for each in rules.due(cases, NOW).values() for case in each}
    for case in cases:
        days = KEPT.get(case.state)
        is_due = (
            days is not None
            and case.since is not None
            and not case.under_way
            and not case.on_hold
            and (NOW - case.since).total_seconds() >= days * 24 * 3600
        )
        assert (case.id in erased) is is_due
    left = [case for case in cases if case.id not in erased]
    assert rules.due(left, NOW) == {}


def sweep(journey: Journey) -> dict[Of, int]:
    actor = service(journey.world.loaded.scheme_id)
    with journey.world.acting(actor) as session:
        counted = retention.due(session, actor=actor)
    with journey.world.acting(actor) as session:
        erased = retention.sweep(session, actor=actor)
    assert erased == counted
    with journey.world.acting(actor) as session:
        assert retention.sweep(session, actor=actor) == {}
        assert retention.due(session, actor=actor) == {}
    return erased


def is_readable(journey: Journey) -> bool:
    request = journey.request
    with journey.world.acting(service()) as session:
        try:
            sealing.unseal(session, request.home, "property_request.home", request.id)
        except SealBroken:
            return False
    return True


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move(), SchemeRules(failed_tenancy_days=1)))


def end_as(journey: Journey, state: RequestState) -> None:
    """Let the case have ended now, however it came to that."""
    with journey.world.acting(service()) as session:
        row = session.get_one(type(journey.request), journey.request_id)
        row.state = state
        row.ended_at = row.confirmed_at = journey.world.hands.moment
        session.add(row)


@pytest.mark.parametrize(
    ("state", "of"),
    [
        (RequestState.DRAFT, Of.DRAFT),
        (RequestState.DECLINED, Of.ENDED),
        (RequestState.CLOSED, Of.ENDED),
        (RequestState.MOVED, Of.MOVED),
    ],
)
def test_a_case_goes_on_its_day_and_not_before(
    journey: Journey, state: RequestState, of: Of
) -> None:
    end_as(journey, state)
    journey.world.wait(days=KEPT[state], seconds=-1)
    assert of not in sweep(journey)
    assert is_readable(journey)
    journey.world.wait(seconds=1)
    assert sweep(journey)[of] == 1
    assert not is_readable(journey)
    assert journey.request.state is RequestState.CLOSED
    assert journey.request.home_clash == journey.request_id


def test_a_case_in_hand_stays_however_old(journey: Journey) -> None:
    journey.world.wait(days=4000)
    assert not set(sweep(journey)) & {Of.DRAFT, Of.ENDED, Of.MOVED}
    assert is_readable(journey)


def test_a_case_in_mid_move_stays(journey: Journey) -> None:
    journey.proposed()
    end_as(journey, RequestState.MOVED)
    journey.world.wait(days=4000)
    assert Of.MOVED not in sweep(journey)
    assert is_readable(journey)


def set_move(journey: Journey, **values: object) -> None:
    """Let what an old landlord records of a move be so."""
    with journey.world.acting(service()) as session:
        row = session.get_one(Move, journey.move.id)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def test_a_move_is_over_once_the_old_tenancy_is_and_nobody_is_sought_to_leave(
    journey: Journey,
) -> None:
    journey.completed()
    journey.world.wait(days=90)
    assert Of.MOVED not in sweep(journey)
    ended = journey.move.tenancy_start
    sought, obtained = PossessionState.SOUGHT, PossessionState.OBTAINED
    set_move(journey, old_tenancy_end=ended, possession=sought, possession_on=ended)
    assert Of.MOVED not in sweep(journey)
    assert is_readable(journey)
    set_move(journey, possession=obtained)
    assert sweep(journey)[Of.MOVED] == 1
    assert not is_readable(journey)


@pytest.mark.parametrize("state", [MoveState.FELL_THROUGH, MoveState.FAILED])
def test_possession_that_was_sought_before_a_move_failed_keeps_no_case(
    journey: Journey, state: MoveState
) -> None:
    journey.completed()
    sought = {"possession": PossessionState.SOUGHT, "possession_on": clock.today()}
    set_move(journey, state=state, **sought)
    end_as(journey, RequestState.CLOSED)
    with journey.world.acting(service()) as session:
        step = session.get_one(Proposal, journey.proposal.id)
        step.state, step.end_code = ProposalState.FAILED, EndCode.NOT_SAFE
        session.add(step)
    journey.world.wait(days=90)
    assert sweep(journey)[Of.ENDED] == 1
    assert not is_readable(journey)


def test_an_erased_row_says_of_every_household_the_same(journey: Journey) -> None:
    before = {name: getattr(journey.request, name) for name in rules.FORGOTTEN}
    assert before != dict(rules.FORGOTTEN)
    end_as(journey, RequestState.CLOSED)
    journey.world.wait(days=90)
    sweep(journey)
    row = journey.request
    after = {name: getattr(row, name) for name in rules.FORGOTTEN}
    assert after == dict(rules.FORGOTTEN)
    assert row.tenancy_start == row.waiting_since
    assert journey.check.account_balance_pence is None
    with journey.reading() as session:
        of_case = CaseArea.request_id == journey.request_id
        assert session.exec(select(CaseArea).where(of_case)).all() == []


def test_a_household_that_may_still_come_back_is_not_erased(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move(), SchemeRules(failed_tenancy_days=120)))
    end_as(journey, RequestState.MOVED)
    journey.world.wait(days=120)
    assert Of.MOVED not in sweep(journey)
    journey.world.wait(seconds=1)
    assert sweep(journey)[Of.MOVED] == 1


def dispute(journey: Journey) -> str:
    """Let the old landlord dispute the move's entry; return the dispute's id."""
    with journey.world.acting(service()) as session:
        entry = session.exec(
            select(Transaction).where(
                Transaction.move_ref == journey.move.move_ref,
                Transaction.kind == TransactionKind.POST,
            )
        ).one()
        landlord, now = journey.old_landlord, journey.world.hands.moment
        about = {"scheme_id": entry.scheme_id, "size_class": SizeClass.BED2, "homes": 1}
        adjustment = Adjustment(
            id=ids.new_id(),
            board_ref=ids.new_id(),
            kind=TransactionKind.CORRECT,
            state=AdjustmentState.PROPOSED,
            reason=AdjustmentReason.NOT_STARTED,
            debtor_id=landlord.organisation_id,
            corrects_transaction_id=entry.id,
            proposed_by=landlord.id,
            proposed_by_organisation_id=landlord.organisation_id,
            proposed_at=now,
            answer_by=now,
            **about,
        )
        session.add(adjustment)
        session.flush()
        row = Dispute(
            id=ids.new_id(),
            landlord_ref=ids.new_id(),
            board_ref=ids.new_id(),
            organisation_id=landlord.organisation_id,
            transaction_id=entry.id,
            line_ref="line",
            period="2026-Q1",
            kind=TransactionKind.POST,
            ground=DisputeGround.DUPLICATE,
            state=DisputeState.OPEN,
            adjustment_id=adjustment.id,
            raised_by=landlord.id,
            raised_at=now,
            answer_by=now,
            **about,
        )
        session.add(row)
        return row.id


def test_a_case_whose_move_is_disputed_stays_until_it_is_settled(
    journey: Journey,
) -> None:
    journey.completed()
    set_move(journey, old_tenancy_end=journey.move.tenancy_start)
    dispute_id = dispute(journey)
    journey.world.wait(days=90)
    assert Of.MOVED not in sweep(journey)
    assert is_readable(journey)
    with journey.world.acting(service()) as session:
        row = session.get_one(Dispute, dispute_id)
        row.state, row.settled_at = DisputeState.REJECTED, journey.world.hands.moment
        session.add(row)
    assert sweep(journey)[Of.MOVED] == 1


def test_both_landlords_of_an_erased_case_still_read_their_side(
    journey: Journey,
) -> None:
    journey.completed()
    set_move(journey, old_tenancy_end=journey.move.tenancy_start)
    journey.world.wait(days=90)
    assert sweep(journey)[Of.MOVED] == 1
    with journey.world.acting(journey.landlord) as session:
        offer = proposals.show_offer(session, journey.landlord, journey.proposal)
        assert (offer["adults"], offer["children_ages"]) == (None, None)
        assert support.shown(session, journey.landlord, journey.proposal.id)() is None
    with journey.world.acting(journey.old_landlord) as session:
        departure = show_departure(session, journey.old_landlord, journey.proposal)
        assert departure["tenancy_reference"] is None
    with journey.world.acting(journey.worker) as session, pytest.raises(NotFound):
        proposals.show_case_proposal(session, journey.worker, journey.request)


def test_whoever_must_never_see_a_case_does_not_once_it_is_erased(
    journey: Journey,
) -> None:
    end_as(journey, RequestState.CLOSED)
    worker = journey.worker
    with journey.world.acting(worker) as session:
        session.add(
            StaffBlock(
                id=ids.new_id(),
                block_ref=ids.new_id(),
                request_id=journey.request_id,
                mark="mark",
                reason=BlockReason.RISK,
                stated_by=worker.id,
                stated_at=journey.world.hands.moment,
                review_on=journey.world.hands.moment.date(),
            )
        )
    journey.world.wait(days=90)
    sweep(journey)
    with journey.world.acting(service()) as session:
        row = session.exec(
            select(StaffBlock).where(StaffBlock.request_id == journey.request_id)
        ).one()
        assert row.ended_at is None


def test_an_erased_case_is_still_shown_to_whom_it_was_without_what_was_sealed(
    journey: Journey,
) -> None:
    end_as(journey, RequestState.CLOSED)
    worker, landlord = journey.worker, journey.old_landlord
    journey.world.wait(days=90)
    sweep(journey)
    with journey.world.acting(worker) as session:
        seen = requests.show_case(session, worker, journey.request)
        assert seen["stage"] == "closed"
    with journey.world.acting(landlord) as session:
        check = requests.show_own_check(session, landlord, journey.check)
        assert check["tenancy_reference"] is None


def test_a_sweep_is_proved_by_counts_and_leaves_both_chains_sound(
    journey: Journey,
) -> None:
    end_as(journey, RequestState.CLOSED)
    journey.world.wait(days=90)
    erased = sweep(journey)
    with journey.world.acting(service()) as session:
        proof = session.exec(
            select(AuditEntry).where(AuditEntry.action == "retention.swept")
        ).one()
        assert (proof.subject_kind, proof.subject_id) == (
            "retention_schedule",
            rules.digest(),
        )
        assert proof.code == " ".join(f"{of}={n}" for of, n in sorted(erased.items()))
        assert audit.first_broken_link(session) is None
        assert not any(
            law.violations
            for law in ledger.prove(session, facts.of_the_book(session, []))
        )


def test_sign_ins_and_invitations_go_a_month_after_they_end(journey: Journey) -> None:
    world = journey.world
    with world.acting(service()) as session:
        rows = len(session.exec(select(Invitation)).all())
    assert rows
    world.wait(days=400)
    sweep(journey)
    with world.acting(service()) as session:
        assert session.exec(select(Invitation)).all() == []
        assert session.exec(select(SignedInSession)).all() == []


def test_each_line_that_is_swept_is_in_the_schedule() -> None:
    swept = {name for name, line in rules.schedule().items() if line.by == "sweep"}
    assert swept == set(Of)


def test_the_page_is_that_of_the_schedule() -> None:
    page = (ROOT / "docs" / "retention.md").read_text()
    assert page == retention_page(), "renew the page as its head says"
