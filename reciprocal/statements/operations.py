"""Releasing the statements of a quarter, and acknowledging one.

A quarter's statements go out together on the fixed day, in one transaction, for all
landlords alike. What went out is kept as it was, and never made anew.
"""

import functools
import json

from sqlmodel import Session, col, select

from reciprocal import clock, db, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.ledger import disputes, entries, lots, telling
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.book import Book
from reciprocal.ledger.terms import SizeClass
from reciprocal.migrations.triggers import BOOK_LOCK
from reciprocal.organisations.tables import Organisation, Scheme
from reciprocal.statements import document, queries, rules
from reciprocal.statements.document import Told
from reciprocal.statements.errors import HeadDiffers
from reciprocal.statements.quarters import Quarter
from reciprocal.statements.tables import (
    Statement,
    StatementEntry,
    StatementRelease,
    StatementSize,
)


def release_due(session: Session, *, actor: Actor) -> tuple[StatementRelease, ...]:
    """Release every quarter whose day has come and that is not out, the oldest first.

    Only the service itself does, on the day that the calendar fixes.

    Raises:
        CalendarExhausted: When the bank-holiday list does not reach that far.
    """
    db.serialise(session, BOOK_LOCK)
    out = []
    quarter = _next(session, actor.scheme_id)
    while quarter.out_on() <= clock.today():
        out.append(_release(session, actor, quarter))
        quarter = quarter.after()
    return tuple(out)


def acknowledge(
    session: Session, *, actor: Actor, statement_ref: str, head: str
) -> Statement:
    """Record that a landlord holds the head of a statement, which makes it a witness.

    Said again, it is as it was.

    Raises:
        HeadDiffers: When the landlord holds another one.
    """
    policy.require(actor, "statements.acknowledge")
    row, release = queries.own(session, actor, statement_ref, lock=True)
    if head != release.head_hash:
        raise HeadDiffers
    if row.acknowledged_at is None:
        row.acknowledged_at = clock.now()
        row.acknowledged_by = actor.id
        row.acknowledged_head = head
        session.add(row)
        session.flush()
        audit.record(
            session, actor, "statement.acknowledged", subject=("statement", row.id)
        )
    return row


def _next(session: Session, scheme_id: str) -> Quarter:
    """Return the first quarter whose statements are not out."""
    newest = session.exec(
        select(StatementRelease.quarter)
        .where(StatementRelease.scheme_id == scheme_id)
        .order_by(col(StatementRelease.quarter).desc())
        .limit(1)
    ).first()
    if newest is not None:
        return Quarter.called(newest).after()
    return Quarter.at(session.get_one(Scheme, scheme_id).created_at)


def _release(session: Session, actor: Actor, quarter: Quarter) -> StatementRelease:
    book = ledger.whole(session)
    ended = [row for row in book.transactions if Quarter.at(row.posted_at) <= quarter]
    through, head = (
        (ended[-1].sequence, ended[-1].row_hash) if ended else (0, entries.GENESIS)
    )
    before = queries.told_entries(session, actor)
    hidden = telling.hidden(session)
    ours = queries.of_scheme(book, actor.scheme_id)
    pieces = tuple(rules.pieces_of(ours, through))
    was_told = [
        piece for piece in pieces if (piece.sequence, piece.size_class) in before
    ]
    fresh = [
        piece for piece in pieces if (piece.sequence, piece.size_class) not in before
    ]
    now = rules.tellings(fresh, hidden, quarter)
    release = StatementRelease(
        id=ids.new_id(),
        board_ref=ids.new_id(),
        scheme_id=actor.scheme_id,
        quarter=str(quarter),
        through_sequence=through,
        head_hash=head,
        released_at=clock.now(),
        released_by=actor.id,
    )
    session.add(release)
    session.flush()
    _keep(session, release, now)
    landlords = [
        each
        for each in queries.landlords(session, actor)
        if _has_one(each, quarter, was_told, now)
    ]
    told = Told(
        quarter=quarter,
        landlords=tuple(landlord.id for landlord in landlords),
        before=tuple(was_told),
        now=now,
        pending=rules.pending_of(ours, through, hidden),
        ages=_ages(session, ours, actor, quarter),
        head=head,
    )
    codes = {landlord.id: landlord.code for landlord in landlords}
    counted = functools.partial(queries.homes_owed, session, actor)
    for landlord_id, body in document.statements(told, codes, counted).items():
        session.add(
            Statement(
                id=ids.new_id(),
                release_id=release.id,
                organisation_id=landlord_id,
                landlord_ref=ids.new_id(),
                audit_ref=ids.new_id(),
                body=json.dumps(body, sort_keys=True, separators=(",", ":")),
            )
        )
    session.flush()
    subject = ("statement_release", release.id)
    audit.record(session, actor, "statements.released", subject=subject)
    return release


def _has_one(
    landlord: Organisation,
    quarter: Quarter,
    was_told: list[rules.Piece],
    now: tuple[rules.Telling, ...],
) -> bool:
    """Tell whether a landlord has a statement: a leaver, until all of its are told."""
    if landlord.left_at is None or Quarter.at(landlord.left_at) >= quarter:
        return True
    before = sum(piece.homes.get(landlord.id, 0) for piece in was_told)
    fresh = any(landlord.id in piece.homes for one in now for piece in one.pieces)
    return bool(before) or fresh


def _keep(
    session: Session, release: StatementRelease, now: tuple[rules.Telling, ...]
) -> None:
    """Keep what is told now, and let what was hidden be read from this day on."""
    for one in now:
        session.add(
            StatementSize(
                release_id=release.id,
                size_class=one.size_class,
                how=one.how,
                moves=one.moves,
                quarters=one.quarters,
            )
        )
        for piece in one.pieces:
            session.add(
                StatementEntry(
                    sequence=piece.sequence,
                    size_class=piece.size_class,
                    release_id=release.id,
                )
            )
    session.flush()
    unhidden = {move for one in now for move in one.unhidden}
    telling.tell(session, unhidden, clock.today())


def _ages(
    session: Session, book: Book, actor: Actor, quarter: Quarter
) -> document.Ages:
    told: frozenset[tuple[int, SizeClass]] = queries.told_entries(session, actor)
    rows = telling.as_told(rules.told_rows(book, told), telling.told_on(session))
    open_ = lots.open_lots(book.accounts, rows)
    disputed = disputes.disputed_lots(session, actor.scheme_id)
    return lots.ageing(open_, quarter.last_day(), disputed)
