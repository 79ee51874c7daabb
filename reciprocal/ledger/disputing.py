"""Disputing an entry of the book: raised by a landlord, heard by two others, blind.

A dispute is a CORRECT that the landlord proposes and two drawn landlords are asked
about. It moves no home: the book is as it was until they uphold it, and balances,
rounds and every household's move with it. While it is open its landlord's debt does
not age.
"""

from dataclasses import replace

from sqlmodel import Session, col, select

from reciprocal import clock, db, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import StateConflict
from reciprocal.ledger import adjusting, decided, disputes, hearing
from reciprocal.ledger.adjustments import Terms, touched
from reciprocal.ledger.dispute_lifecycle import (
    APPEALED_AFTER,
    DisputeEvent,
    DisputeState,
)
from reciprocal.ledger.errors import DisputeTooLate, TooFewToHear
from reciprocal.ledger.hearing import Claim
from reciprocal.ledger.lifecycle import AdjustmentEvent, AdjustmentState, AskedState
from reciprocal.ledger.queries import terms_of
from reciprocal.ledger.settling import settle
from reciprocal.ledger.tables import Adjustment, AdjustmentAsked, Dispute
from reciprocal.migrations.triggers import BOOK_LOCK
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations


def dispute(session: Session, *, actor: Actor, claim: Claim) -> Dispute:
    """Dispute an entry that a statement told this landlord by line.

    It is not asked whether the entry still stands: the answer would tell a landlord
    of what no statement told it yet.

    Raises:
        StateConflict: When this landlord disputed the entry before.
        TooFewToHear: When the scheme has too few landlords.
    """
    policy.require(actor, "disputes.raise")
    db.serialise(session, BOOK_LOCK)
    before = select(Dispute.id).where(
        Dispute.organisation_id == actor.organisation_id,
        Dispute.transaction_id == claim.entry_id,
    )
    if session.exec(before).first() is not None:
        raise StateConflict
    terms = decided.told_terms(session, claim.entry_id)
    correcting = replace(
        terms,
        to_size_class=claim.to_size_class,
        to_homes=None if claim.to_size_class is None else terms.homes,
    )
    row = _hear(session, actor, claim, correcting, None)
    audit.record(session, actor, "dispute.raised", subject=("dispute", row.id))
    return row


def appeal(session: Session, *, actor: Actor, dispute_ref: str) -> Dispute:
    """Have a dispute heard again, by two who did not hear it; once.

    Raises:
        StateConflict: When it was upheld, is open, or was appealed against before.
        DisputeTooLate: When the days for it are over.
        TooFewToHear: When the scheme has too few landlords for another hearing.
    """
    policy.require(actor, "disputes.raise")
    db.serialise(session, BOOK_LOCK)
    first = disputes.own_dispute(session, actor, dispute_ref, lock=True)
    again = select(Dispute.id).where(Dispute.appeals_id == first.id)
    if first.appeal_by is None or session.exec(again).first() is not None:
        raise StateConflict
    if first.appeal_by < clock.now():
        raise DisputeTooLate
    claim = Claim(
        line_ref=first.line_ref,
        period=first.period,
        entry_id=first.transaction_id,
        kind=first.kind,
        size_class=first.size_class,
        homes=first.homes,
        ground=first.ground,
        to_size_class=first.to_size_class,
    )
    heard = session.get_one(Adjustment, first.adjustment_id)
    row = _hear(session, actor, claim, terms_of(heard), first)
    notices.finish_tasks(session, subject_id=first.id, kind=TaskKind.DISPUTE_SETTLED)
    audit.record(session, actor, "dispute.appealed", subject=("dispute", row.id))
    return row


def withdraw(session: Session, *, actor: Actor, dispute_ref: str) -> Dispute:
    """Take a dispute back; whoever has not answered is asked no more.

    Raises:
        StateConflict: When it is settled.
    """
    policy.require(actor, "disputes.raise")
    db.serialise(session, BOOK_LOCK)
    row = disputes.own_dispute(session, actor, dispute_ref, lock=True)
    settle(session, row, DisputeEvent.WITHDRAW)
    _end(session, actor, row, AdjustmentEvent.WITHDRAW)
    audit.record(session, actor, "dispute.withdrawn", subject=("dispute", row.id))
    return row


def lapse_due(session: Session, *, actor: Actor) -> int:
    """Lapse disputes that were not settled in time; return how many.

    What two upheld of an entry that stands no more lapses here too, on the day and
    not before: its landlord so learns nothing that no statement told it. Tasks about
    appeals that are too late are finished.
    """
    db.serialise(session, BOOK_LOCK)
    due = session.exec(
        select(Dispute)
        .where(
            Dispute.scheme_id == actor.scheme_id,
            Dispute.state == DisputeState.OPEN,
            col(Dispute.answer_by) < clock.now(),
        )
        .order_by(Dispute.id)
    ).all()
    for row in due:
        settle(session, row, DisputeEvent.LAPSE)
        _end(session, actor, row, AdjustmentEvent.LAPSE)
        audit.record(session, actor, "dispute.lapsed", subject=("dispute", row.id))
    over = session.exec(
        select(Dispute.id).where(
            Dispute.scheme_id == actor.scheme_id,
            col(Dispute.state).in_(APPEALED_AFTER),
            col(Dispute.appeal_by) < clock.now(),
        )
    ).all()
    notices.finish_tasks_of(
        session, subject_ids=over, kinds=(TaskKind.DISPUTE_SETTLED,)
    )
    return len(due)


def _hear(
    session: Session, actor: Actor, claim: Claim, terms: Terms, first: Dispute | None
) -> Dispute:
    """Draw two landlords and ask them, as about a correction that they do not touch."""
    landlords = [
        each.organisation_id
        for each in organisations.providers(session, actor.scheme_id)
    ]
    if not hearing.enough(len(landlords), is_appeal=first is not None):
        raise TooFewToHear
    now = clock.now()
    asking = adjusting.proposed(
        actor, terms, hearing.REASONS[claim.ground], answer_by=hearing.heard_by(now)
    )
    session.add(asking)
    session.flush()
    row = Dispute(
        id=ids.new_id(),
        landlord_ref=ids.new_id(),
        board_ref=ids.new_id(),
        scheme_id=actor.scheme_id,
        organisation_id=actor.organisation_id,
        transaction_id=claim.entry_id,
        line_ref=claim.line_ref,
        period=claim.period,
        kind=claim.kind,
        size_class=claim.size_class,
        homes=claim.homes,
        ground=claim.ground,
        to_size_class=claim.to_size_class,
        state=DisputeState.OPEN,
        adjustment_id=asking.id,
        appeals_id=None if first is None else first.id,
        raised_by=actor.id,
        raised_at=now,
        answer_by=hearing.heard_by(now),
    )
    session.add(row)
    session.flush()
    kept_out = touched(terms) | {actor.organisation_id} | _heard_before(session, first)
    for landlord in hearing.drawn(asking.id, landlords, kept_out):
        adjusting.ask(session, asking, landlord)
    return row


def _heard_before(session: Session, first: Dispute | None) -> frozenset[str]:
    if first is None:
        return frozenset()
    asked = AdjustmentAsked.adjustment_id == first.adjustment_id
    query = select(AdjustmentAsked.organisation_id).where(asked)
    return frozenset(session.exec(query))


def _end(session: Session, actor: Actor, row: Dispute, event: AdjustmentEvent) -> None:
    """Ask nobody about it any more; what is settled already stays as it is."""
    asking = session.get_one(Adjustment, row.adjustment_id)
    if asking.state is not AdjustmentState.PROPOSED:
        return
    adjusting.advance(session, asking, event)
    for asked in decided.asked_of(session, actor, asking):
        if asked.state is AskedState.ASKED:
            adjusting.end_asking(session, asked)
    session.flush()
