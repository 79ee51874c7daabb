"""What the tests of answers ask of a journey."""

from sqlmodel import select

from fixtures.stated import referral_of
from reciprocal.access.actor import service
from reciprocal.homes.lifecycle import HomeState
from reciprocal.ledger import queries as ledger
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals import operations, recheck
from reciprocal.proposals.lifecycle import (
    REFUSES_THE_HOME,
    EndCode,
    Party,
    ProposalState,
)
from reciprocal.proposals.tables import Decision
from reciprocal.requests import stating
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.rules import ConsentPurpose
from tests.reciprocal.journey import Journey, one_move


def decisions(journey: Journey) -> set[tuple[Party, bool, EndCode | None]]:
    with journey.world.acting(journey.world.coordinator) as session:
        rows = session.exec(
            select(Decision).where(Decision.proposal_id == journey.proposal.id)
        ).all()
    return {(row.party, row.agreed, row.code) for row in rows}


def refused(journey: Journey) -> bool:
    """Tell whether the home will not be proposed to the household again."""
    with journey.world.acting(journey.world.coordinator) as session:
        return journey.proposal.home_id in recheck.homes_refused(
            session, journey.request_id
        )


def assert_freed(journey: Journey, code: EndCode) -> None:
    """Assert that a step ended and left nothing reserved, and the book sound."""
    assert journey.proposal.state is ProposalState.ENDED
    assert journey.proposal.end_code is code
    assert journey.void.state is HomeState.IN_POT
    assert journey.request.state is RequestState.IN_POT
    assert refused(journey) is (code in REFUSES_THE_HOME)
    for kind in (
        TaskKind.SAFETY_LOOK,
        TaskKind.OFFER,
        TaskKind.DEPARTURE,
        TaskKind.HOUSEHOLD_ANSWER,
        TaskKind.SIGN_UP,
    ):
        assert journey.open_tasks(kind) == []
    told = [task.organisation_id for task in journey.open_tasks(TaskKind.CASE_CHANGED)]
    assert told == [journey.request.service_id]
    with journey.world.acting(journey.world.coordinator) as session:
        assert ledger.check(session) == ()
        pending = ledger.exposure(
            session, service(journey.world.loaded.scheme_id), journey.request.scheme_id
        )
    assert all(not classes for classes in pending.values())


def state_areas(journey: Journey, **changed: object) -> None:
    """Let the household state its areas anew."""
    row = one_move().requests[0].model_copy(update=changed)
    with journey.world.acting(journey.worker) as session:
        stating.replace_areas(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            areas=referral_of(row).areas,
        )


def withdraw(journey: Journey, purpose: ConsentPurpose) -> None:
    with journey.world.acting(journey.worker) as session:
        operations.withdraw_consent(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            purpose=purpose,
        )
