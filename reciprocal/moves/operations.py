"""From acceptance to keys: the tenancy is checked, then started, then booked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from matching.terms import RentBasis, TenancyKind
from reciprocal import clock, ids
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    ReciprocalError,
    StateConflict,
)
from reciprocal.ledger import operations as ledger
from reciprocal.moves.lifecycle import (
    MoveEvent,
    MoveState,
    PossessionEvent,
    PossessionState,
    after,
    possession_after,
)
from reciprocal.moves.tables import Move, MoveStep


class TenancyNotAsPromised(ReciprocalError):
    code = "tenancy_not_as_promised"
    kind = Kind.CONFLICT
    sentence = (
        "The tenancy is worse than the one that was promised; grant that one, or ring "
        "the coordinator."
    )


class TooEarly(ReciprocalError):
    code = "too_early"
    kind = Kind.CONFLICT
    sentence = "This date cannot be recorded yet; the scheme will say when it can."


class OnlyTenancyLeft(ReciprocalError):
    code = "only_tenancy_left"
    kind = Kind.CONFLICT
    sentence = (
        "The end of their old tenancy is recorded, so the new one is the only one they "
        "have and is not given up here; keep it, and refer them again from it."
    )


class WindowOver(ReciprocalError):
    code = "window_over"
    kind = Kind.CONFLICT
    sentence = (
        "The time in which a failed tenancy is taken back is over; refer them again "
        "from this tenancy."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the parties agreed to, as the book needs it."""

    scheme_id: str
    round_id: str
    chain_ref: str
    rule_version: int
    old_provider_id: str
    new_provider_id: str
    size_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The tenancy that a household signed.

    Attributes:
        weekly_rent_pence: None where the landlord names none: it is the one promised.
    """

    tenancy: TenancyKind
    rent_basis: RentBasis
    start: date
    weekly_rent_pence: int | None = None


def begin(
    session: Session,
    *,
    actor: Actor,
    proposal_id: str,
    promise: Promise,
    until: datetime,
    untold: bool,
) -> Move:
    """Begin a move as its household accepts, and write the HOLD.

    Args:
        untold: A change in risk hides where it leads; nobody reads it off the book.
    """
    move = Move(
        id=ids.new_id(),
        move_ref=ids.new_id(),
        proposal_id=proposal_id,
        state=MoveState.HELD,
    )
    session.add(move)
    session.flush()
    if untold:
        leave_untold(session, move)
    ledger.hold(
        session,
        actor=actor,
        scheme_id=promise.scheme_id,
        move_ref=move.move_ref,
        chain_ref=promise.chain_ref,
        round_id=promise.round_id,
        origin_id=promise.old_provider_id,
        receiver_id=promise.new_provider_id,
        size_class=promise.size_class,
        hold_until=until,
        rule_version=str(promise.rule_version),
        effective_date=clock.today(),
    )
    audit.record(session, actor, "move.held", subject=("move", move.id))
    return move


def leave_untold(session: Session, move: Move) -> None:
    """Leave a move out of what is told of the book, once a change in risk hides it."""
    ledger.leave_untold(session, move_ref=move.move_ref)


def sign(
    session: Session, *, actor: Actor, move: Move, grant: Grant, as_promised: bool
) -> None:
    """Record the tenancy granted, if it is no worse than the one promised.

    Raises:
        TenancyNotAsPromised: And then nothing is recorded: the step stops.
    """
    if not as_promised:
        raise TenancyNotAsPromised
    move.tenancy_granted = grant.tenancy
    move.rent_basis_granted = grant.rent_basis
    move.weekly_rent_granted_pence = grant.weekly_rent_pence
    move.tenancy_start = grant.start
    _advance(session, actor, move, MoveEvent.SIGN)


def start(
    session: Session, *, actor: Actor, move: Move, debt_settled_within_months: int
) -> None:
    """Start the tenancy on its day and POST it: the debt exists from now on.

    Raises:
        TooEarly: Before the day the tenancy starts.
    """
    if move.tenancy_start is not None and clock.today() < move.tenancy_start:
        raise TooEarly
    _advance(session, actor, move, MoveEvent.START)
    assert move.tenancy_start is not None, "a signed move has its start"
    ledger.post(
        session,
        actor=actor,
        move_ref=move.move_ref,
        effective_date=move.tenancy_start,
        settle_by=clock.months_after(move.tenancy_start, debt_settled_within_months),
    )


def fall_through(session: Session, *, actor: Actor, move: Move, code: str) -> None:
    """End a move before it started, and void its HOLD.

    Raises:
        OnlyTenancyLeft: When it is signed and the old tenancy's end is recorded.
    """
    require_old_tenancy(move)
    _advance(session, actor, move, MoveEvent.FALL_THROUGH)
    ledger.void_hold(session, actor=actor, move_ref=move.move_ref, reason_code=code)


def passes(session: Session, *, actor: Actor, move: Move, code: str) -> None:
    """End a signed move whose tenant has died, with nobody to succeed; void its HOLD.

    Raises:
        StateConflict: Before it is signed, or once its tenancy began.
    """
    assert move.old_tenancy_end is not None, "else it falls through"
    _advance(session, actor, move, MoveEvent.PASSES)
    ledger.void_hold(session, actor=actor, move_ref=move.move_ref, reason_code=code)


def fail(
    session: Session, *, actor: Actor, move: Move, code: str, within_days: int
) -> None:
    """Take back a move whose tenancy failed, and reverse it in the book.

    Args:
        within_days: For how long after its start a tenancy is taken back.

    Raises:
        WindowOver: Later than that.
        OnlyTenancyLeft: When the old tenancy's end is recorded.
    """
    require_in_window(move, within_days=within_days)
    require_old_tenancy(move)
    _advance(session, actor, move, MoveEvent.FAIL)
    ledger.reverse(session, actor=actor, move_ref=move.move_ref, reason_code=code)


def require_in_window(move: Move, *, within_days: int) -> None:
    """Refuse what is told too long after a tenancy started.

    Raises:
        WindowOver: More than so many days after its start.
    """
    assert move.tenancy_start is not None, "a started move has its start"
    if clock.today() > move.tenancy_start + timedelta(days=within_days):
        raise WindowOver


def require_old_tenancy(move: Move) -> None:
    """Refuse to give the new tenancy up where no other is left.

    Raises:
        OnlyTenancyLeft: Once the old tenancy's end is recorded.
    """
    if move.old_tenancy_end is not None:
        raise OnlyTenancyLeft


def plan_notice(session: Session, *, actor: Actor, move: Move, safe_from: date) -> None:
    """Record from which day the safety plan lets a joint tenancy end.

    Raises:
        StateConflict: Unless the new tenancy is signed and the old one's end is still
            to be recorded.
    """
    signed = move.state in (MoveState.SIGNED, MoveState.STARTED)
    if not signed or move.old_tenancy_end is not None:
        raise StateConflict
    move.notice_safe_from = safe_from
    session.add(move)
    audit.record(session, actor, "move.notice_planned", subject=("move", move.id))


def record_old_tenancy_end(
    session: Session, *, actor: Actor, move: Move, end: date, joint: bool
) -> None:
    """Record when the old tenancy ends: after signing, and never before the start.

    One joint tenant's notice ends the whole tenancy and may be answered with violence
    (Hammersmith and Fulham v Monk [1992] 1 AC 478), so that a joint one ends on no day
    before the worker's safety plan says so.

    Raises:
        TooEarly: Which does not tell the old landlord when the new one starts, nor
            what waits for a plan.
    """
    if joint and (move.notice_safe_from is None or end < move.notice_safe_from):
        raise TooEarly(field="tenancy_end")
    signed = move.state in (MoveState.SIGNED, MoveState.STARTED)
    if not signed or move.tenancy_start is None or end < move.tenancy_start:
        raise TooEarly(field="tenancy_end")
    move.old_tenancy_end = end
    session.add(move)
    audit.record(session, actor, "move.old_tenancy_ends", subject=("move", move.id))


def require_left(move: Move, void_date: date) -> None:
    """Refuse to call the old home empty while the household may still live there.

    Raises:
        TooEarly: Before the new tenancy started or the old one ended, for a day that
            is still to come, or while possession is sought.
        FieldsInvalid: When the void date is before the old tenancy's end, or before
            possession was obtained.
    """
    if move.state is not MoveState.STARTED or move.old_tenancy_end is None:
        raise TooEarly
    if void_date > clock.today():
        raise TooEarly(field="void_date")
    if move.possession is PossessionState.SOUGHT:
        raise TooEarly(field="void_date")
    obtained = move.possession_on
    if obtained is not None and void_date < obtained:
        sentence = "A home is void after possession of it was obtained."
        raise FieldsInvalid(faults=(FieldFault("void_date", sentence),))
    if void_date < move.old_tenancy_end:
        fault = FieldFault("void_date", "A home is void after its tenancy has ended.")
        raise FieldsInvalid(faults=(fault,))


def record_possession(
    session: Session, *, actor: Actor, move: Move, event: PossessionEvent, on: date
) -> None:
    """Record that the old landlord seeks, expects or has possession of the home left.

    Raises:
        StateConflict: When it does not follow from where possession stands.
    """
    move.possession = possession_after(move.possession, event)
    if event is PossessionEvent.EXPECT:
        move.possession_expected_on = on
    else:
        move.possession_on, move.possession_expected_on = on, None
    session.add(move)
    audit.record(
        session, actor, "move.possession", subject=("move", move.id), code=event
    )


def of_proposal(session: Session, proposal_id: str) -> Move | None:
    """Return the move a proposal became, once its household accepted."""
    return session.exec(
        select(Move).where(Move.proposal_id == proposal_id).with_for_update()
    ).first()


def _advance(session: Session, actor: Actor, move: Move, event: MoveEvent) -> None:
    move.state = after(move.state, event)
    session.add(move)
    session.add(
        MoveStep(
            id=ids.new_id(), move_id=move.id, event=event, by=actor.id, at=clock.now()
        )
    )
    session.flush()
    audit.record(session, actor, f"move.{event}", subject=("move", move.id))
