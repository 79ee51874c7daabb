"""Changing the book by people's decision: proposed, approved by two, then entered.

The coordinator proposes and names two landlords that it does not touch. Each of them
sees what is asked and not whose it is, and answers without hearing of the other's
answer. Once both have answered, the entry is written, or it is not.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from reciprocal import clock, db, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldFault, FieldsInvalid, StateConflict
from reciprocal.ledger import adjustments, decided, disputes, settling, writing
from reciprocal.ledger.adjustments import Terms
from reciprocal.ledger.entries import Line, Request
from reciprocal.ledger.errors import NothingToCorrect, WriteOffCapReached
from reciprocal.ledger.lifecycle import (
    AdjustmentEvent,
    AdjustmentState,
    AskedState,
    after,
)
from reciprocal.ledger.lots import Lot
from reciprocal.ledger.queries import approvals_among, terms_of
from reciprocal.ledger.stated import Stated, faults_of
from reciprocal.ledger.tables import Adjustment, AdjustmentAsked
from reciprocal.ledger.terms import AdjustmentReason, TransactionKind
from reciprocal.migrations.triggers import BOOK_LOCK
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations

_DEBT = FieldFault("debt", "Give the reference of a debt that is open.")
_SCHEDULE = FieldFault(
    "to_size_class", "Give a size that the published schedule meets this debt in."
)
_NOT_OWED = FieldFault(
    "to_size_class", "The landlord is not owed enough homes of that size."
)
_SUCCESSOR = FieldFault("successor", "Give the code of another landlord.")
_APPROVERS = FieldFault(
    "approvers", "Name landlords of the scheme that this does not touch."
)


def propose(
    session: Session, *, actor: Actor, stated: Stated, posted_id: str | None = None
) -> Adjustment:
    """Propose a change of the book and ask two landlords to approve it.

    Args:
        posted_id: The POST of the step that is stated, where one is.

    Raises:
        FieldsInvalid: With every field at fault.
        NothingToCorrect: When what it would take back does not stand.
        WriteOffCapReached: When the year's homes are given up already.
        StateConflict: While another adjustment of the same debt or entry is open.
    """
    policy.require(actor, "adjustments.propose")
    found = faults_of(stated)
    if found:
        raise FieldsInvalid(faults=found)
    db.serialise(session, BOOK_LOCK)
    terms = (
        _correction(session, actor, stated, posted_id)
        if stated.kind is TransactionKind.CORRECT
        else _about_debt(session, actor, stated)
    )
    approvers = _approvers(session, actor, stated, terms)
    if decided.is_open(session, actor, terms):
        raise StateConflict
    row = proposed(actor, terms, stated.reason)
    session.add(row)
    session.flush()
    for organisation_id in approvers:
        ask(session, row, organisation_id)
    audit.record(session, actor, "adjustment.proposed", subject=("adjustment", row.id))
    return row


def answer(
    session: Session, *, actor: Actor, adjustment_ref: str, approved: bool
) -> AdjustmentAsked:
    """Record one landlord's answer; the second one settles it.

    Raises:
        StateConflict: When this landlord has answered, or is not asked any more.
    """
    policy.require(actor, "adjustments.answer")
    db.serialise(session, BOOK_LOCK)
    mine, row = decided.own_asked(session, actor, adjustment_ref, lock=True)
    if mine.state is not AskedState.ASKED:
        raise StateConflict
    mine.state = AskedState.APPROVED if approved else AskedState.DECLINED
    mine.answered_by = actor.id
    mine.answered_at = clock.now()
    session.add(mine)
    session.flush()
    notices.finish_tasks(session, subject_id=mine.id, kind=TaskKind.ADJUSTMENT)
    audit.record(
        session,
        actor,
        "adjustment.approved" if approved else "adjustment.declined",
        subject=("adjustment", row.id),
    )
    asked = decided.asked_of(session, actor, row)
    if all(one.state is not AskedState.ASKED for one in asked):
        _settle(session, actor, row, asked)
    return mine


def withdraw(session: Session, *, actor: Actor, adjustment_ref: str) -> Adjustment:
    """Take back what was proposed; whoever has not answered is asked no more.

    Raises:
        StateConflict: When it is settled.
    """
    policy.require(actor, "adjustments.propose")
    db.serialise(session, BOOK_LOCK)
    row = decided.board_adjustment(session, actor, adjustment_ref, lock=True)
    advance(session, row, AdjustmentEvent.WITHDRAW)
    for asked in decided.asked_of(session, actor, row):
        if asked.state is AskedState.ASKED:
            end_asking(session, asked)
    session.flush()
    audit.record(session, actor, "adjustment.withdrawn", subject=("adjustment", row.id))
    return row


def proposed(
    actor: Actor,
    terms: Terms,
    reason: AdjustmentReason,
    *,
    answer_by: datetime | None = None,
) -> Adjustment:
    """Return what is proposed, before anybody is asked.

    Args:
        answer_by: Of a dispute, until when it is heard.
    """
    return Adjustment(
        id=ids.new_id(),
        board_ref=ids.new_id(),
        scheme_id=actor.scheme_id,
        kind=terms.kind,
        state=AdjustmentState.PROPOSED,
        reason=reason,
        debtor_id=terms.debtor,
        size_class=terms.size_class,
        homes=terms.homes,
        lot_id=terms.lot_id,
        to_size_class=terms.to_size_class,
        to_homes=terms.to_homes,
        other_id=terms.other,
        corrects_transaction_id=terms.corrects,
        proposed_by=actor.id,
        proposed_by_organisation_id=actor.organisation_id,
        proposed_at=clock.now(),
        answer_by=answer_by,
    )


def ask(session: Session, row: Adjustment, organisation_id: str) -> None:
    """Ask one landlord whether it approves."""
    asked = AdjustmentAsked(
        id=ids.new_id(),
        landlord_ref=ids.new_id(),
        adjustment_id=row.id,
        organisation_id=organisation_id,
        state=AskedState.ASKED,
        asked_at=row.proposed_at,
    )
    session.add(asked)
    notices.add_task(
        session,
        organisation_id=organisation_id,
        kind=TaskKind.ADJUSTMENT,
        subject_id=asked.id,
        subject_ref=asked.landlord_ref,
        case_id=None,
        due_at=row.answer_by,
    )


def end_asking(session: Session, asked: AdjustmentAsked) -> None:
    """Ask a landlord no more that has not answered."""
    asked.state = AskedState.ENDED
    session.add(asked)
    notices.finish_tasks(session, subject_id=asked.id, kind=TaskKind.ADJUSTMENT)


def _about_debt(session: Session, actor: Actor, stated: Stated) -> Terms:
    lot = decided.lot_called(session, actor, str(stated.debt))
    if lot is None:
        raise FieldsInvalid(faults=(_DEBT,))
    if _is_disputed(session, actor, lot):
        raise StateConflict
    terms = Terms(
        kind=stated.kind,
        debtor=lot.owner,
        size_class=lot.size_class,
        homes=lot.homes_open,
        lot_id=lot.debt.id,
        to_size_class=stated.to_size_class,
    )
    if stated.to_size_class is not None:
        to_homes = adjustments.homes_met_by(
            lot.size_class, lot.homes_open, stated.to_size_class
        )
        if to_homes is None:
            raise FieldsInvalid(faults=(_SCHEDULE,))
        terms = replace(terms, to_homes=to_homes)
    if stated.successor is not None:
        successor = decided.landlord_coded(session, actor, stated.successor)
        if successor in {None, lot.owner}:
            raise FieldsInvalid(faults=(_SUCCESSOR,))
        terms = replace(terms, other=successor)
    if not _owed_enough(session, actor, terms):
        raise FieldsInvalid(faults=(_NOT_OWED,))
    if not _under_the_cap(session, actor, terms):
        raise WriteOffCapReached
    return terms


def _correction(
    session: Session, actor: Actor, stated: Stated, posted_id: str | None
) -> Terms:
    if stated.adjustment is not None:
        row = decided.board_adjustment(session, actor, stated.adjustment)
        terms = terms_of(row)
        entry_id = row.transaction_id
    else:
        entry_id = posted_id
        posted = decided.standing_post(session, actor, posted_id)
        if posted is None:
            raise NothingToCorrect
        terms = posted
    if entry_id is None or terms.kind is TransactionKind.CORRECT:
        raise NothingToCorrect
    correcting = replace(
        terms,
        kind=TransactionKind.CORRECT,
        corrects=entry_id,
        lot_id=None,
        to_size_class=stated.to_size_class,
        to_homes=None if stated.to_size_class is None else terms.homes,
    )
    if (
        decided.lines_of(session, actor, correcting) is None
        or stated.to_size_class is terms.size_class
    ):
        raise NothingToCorrect
    return correcting


def _approvers(
    session: Session, actor: Actor, stated: Stated, terms: Terms
) -> tuple[str, ...]:
    found = tuple(
        decided.landlord_coded(session, actor, code) for code in stated.approvers
    )
    allowed = tuple(
        one
        for one in found
        if one is not None
        and adjustments.may_approve(one, actor.organisation_id, terms)
    )
    if len(allowed) != len(found):
        raise FieldsInvalid(faults=(_APPROVERS,))
    return allowed


def _settle(
    session: Session, actor: Actor, row: Adjustment, asked: list[AdjustmentAsked]
) -> None:
    """Enter what both approved, if the book still lets it; neither hears if not."""
    if any(one.state is AskedState.DECLINED for one in asked):
        advance(session, row, AdjustmentEvent.DECLINE)
        settling.follow(session, row)
        return
    terms = terms_of(row)
    lines = _lines_still(session, actor, terms)
    if lines is None:
        advance(session, row, AdjustmentEvent.LAPSE)
        return
    version, _ = organisations.rules_on(session, row.scheme_id, clock.today())
    lot = decided.lot_of(session, actor, terms)
    request = Request(
        id=adjustments.entry_id(row.id, row.kind),
        scheme_id=row.scheme_id,
        kind=row.kind,
        move_ref=decided.move_of(session, terms),
        effective_date=clock.today(),
        rule_version=str(version),
        settle_by=None if lot is None else lot.debt.settle_by,
        corrects_transaction_id=terms.corrects,
        reason_code=row.reason,
    )
    who = writing.Decided(
        actor_id=row.proposed_by,
        actor_organisation_id=row.proposed_by_organisation_id,
        approver_id=actor.id,
        approver_organisation_id=actor.organisation_id,
        approval_ref=row.id,
        evidence_hash=adjustments.evidence(row.id, terms, approvals_among(asked)),
    )
    row.transaction_id = writing.append(session, actor, request, lines, who).id
    advance(session, row, AdjustmentEvent.ENTER)
    settling.follow(session, row)


def _lines_still(
    session: Session, actor: Actor, terms: Terms
) -> tuple[Line, ...] | None:
    """Return the legs; None when the book has moved on since it was proposed."""
    if terms.kind is TransactionKind.CORRECT:
        return decided.lines_of(session, actor, terms)
    lot = decided.lot_of(session, actor, terms)
    holds = (
        lot is not None
        and lot.homes_open == terms.homes
        and not _is_disputed(session, actor, lot)
        and _owed_enough(session, actor, terms)
        and _under_the_cap(session, actor, terms)
    )
    return adjustments.lines_for(terms) if holds else None


def _is_disputed(session: Session, actor: Actor, lot: Lot) -> bool:
    """Tell whether its landlord disputes a debt; nothing else is decided of it then."""
    return (lot.owner, lot.debt.id) in disputes.disputed_lots(session, actor.scheme_id)


def _owed_enough(session: Session, actor: Actor, terms: Terms) -> bool:
    """Tell whether what an OFFSET sets against the debt is there."""
    if terms.kind is not TransactionKind.OFFSET:
        return True
    assert terms.to_size_class is not None, "it is set off against another size"
    assert terms.to_homes is not None, "by so many homes"
    owed = decided.posted(session, actor, terms.debtor, terms.to_size_class)
    return owed >= terms.to_homes


def _under_the_cap(session: Session, actor: Actor, terms: Terms) -> bool:
    """Tell whether the year's rules let so many more homes be written off."""
    if terms.kind is not TransactionKind.WRITE_OFF:
        return True
    today = clock.today()
    _, rules = organisations.rules_on(session, actor.scheme_id, today)
    given_up = decided.written_off_in(session, actor, today.year)
    return given_up + terms.homes <= rules.homes_written_off_a_year_max


def advance(session: Session, row: Adjustment, event: AdjustmentEvent) -> None:
    """Settle what was proposed.

    Raises:
        StateConflict: When it is settled.
    """
    row.state = after(row.state, event)
    row.settled_at = clock.now()
    session.add(row)
    session.flush()
