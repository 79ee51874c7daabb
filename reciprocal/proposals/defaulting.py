"""What a landlord promised and does not supply: the home it lets, or the one left."""

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import NoLongerAvailable, StateConflict
from reciprocal.homes import returning
from reciprocal.homes.clashes import coordinators
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.moves.lifecycle import MoveState, PossessionState
from reciprocal.moves.tables import Move
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import operations, queries
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal

_PROMISED = (ProposalState.OFFERED, ProposalState.AGREED, ProposalState.ACCEPTED)


def record_not_supplied(session: Session, *, actor: Actor, offer_ref: str) -> Proposal:
    """Record that a landlord does not supply the home it agreed to let.

    The household is in the pot again with its date, a HOLD is voided, and the home
    waits for its landlord to make it ready and to release it anew.

    Raises:
        NoLongerAvailable: When the step is over.
        StateConflict: When the landlord has not agreed yet, and so promised nothing,
            or when the tenancy is signed.
    """
    policy.require(actor, "offers.answer")
    proposal = queries.own_offer(session, actor, offer_ref, lock=True)
    if proposal.state is ProposalState.ENDED:
        raise NoLongerAvailable
    if proposal.state not in _PROMISED or proposal.offer_agreed_at is None:
        raise StateConflict
    operations.end(session, actor=actor, proposal=proposal, code=EndCode.NOT_SUPPLIED)
    returning.give_back(
        session, actor=actor, home_id=proposal.home_id, case_id=proposal.request_id
    )
    audit.record(session, actor, "step.not_supplied", subject=("proposal", proposal.id))
    return proposal


def ask_for_homes_left(session: Session, *, actor: Actor) -> int:
    """Ask landlords for homes that were left and are not in the pot; return how many.

    A landlord is asked once, and the coordinator is told, when so many working days
    have passed since the old tenancy ended, or since possession of the home was
    obtained; while it is sought nobody is asked. The debt of the move stands
    either way.
    """
    _, rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    asked = 0
    for proposal, move, home in _not_back(session, actor):
        assert move.old_tenancy_end is not None, "it was asked for"
        last = max(move.old_tenancy_end, move.possession_on or move.old_tenancy_end)
        ended = clock.end_of_day(last)
        due = clock.working_days_after(ended, rules.home_back_working_days)
        kind = TaskKind.HOME_NOT_BACK
        if due > clock.now() or notices.is_open(session, subject_id=home.id, kind=kind):
            continue
        _ask(session, home, proposal)
        audit.record(session, actor, "home.not_back", subject=("home", home.id))
        asked += 1
    return asked


def _ask(session: Session, home: Home, proposal: Proposal) -> None:
    """Ask the landlord under the reference by which it says what became of the home."""
    asked = [(home.provider_id, proposal.departure_ref)]
    asked += [(one.id, home.board_ref) for one in coordinators(session, home.scheme_id)]
    for organisation_id, reference in asked:
        notices.add_task(
            session,
            organisation_id=organisation_id,
            kind=TaskKind.HOME_NOT_BACK,
            subject_id=home.id,
            subject_ref=reference,
            case_id=home.vacated_by_request_id,
        )


def _not_back(session: Session, actor: Actor) -> list[tuple[Proposal, Move, Home]]:
    rows = session.exec(
        select(Proposal, Move, Home)
        .join(Move, col(Move.proposal_id) == Proposal.id)
        .join(Home, col(Home.vacated_by_request_id) == Proposal.request_id)
        .where(
            Proposal.scheme_id == actor.scheme_id,
            Move.state == MoveState.STARTED,
            col(Move.old_tenancy_end).is_not(None),
            Move.possession != PossessionState.SOUGHT,
            Home.state == HomeState.OCCUPIED,
        )
        .order_by(Home.id)
    )
    return [(proposal, move, home) for proposal, move, home in rows]
