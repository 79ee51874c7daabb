"""Reading statements: a landlord its own, an auditor all, the board what went out."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from reciprocal.access import policy
from reciprocal.access.actor import Actor, Role
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, Page, Place, Wanted, cut
from reciprocal.disclosure.present import Row
from reciprocal.errors import NotFound
from reciprocal.homes_owed import queries as requests_for_homes
from reciprocal.homes_owed.lifecycle import HomeOwedState
from reciprocal.ledger import disputes
from reciprocal.ledger.book import Book
from reciprocal.ledger.terms import SizeClass
from reciprocal.organisations.tables import Organisation, Provider
from reciprocal.statements.checking import Sent
from reciprocal.statements.document import HomesOwed
from reciprocal.statements.errors import QuarterUnknown
from reciprocal.statements.quarters import Quarter
from reciprocal.statements.tables import (
    Statement,
    StatementEntry,
    StatementRelease,
    StatementSize,
)
from reciprocal.statements.terms import ReleaseStage, StatementStage, ToldHow

_FIELDS = (
    "period",
    "sizes",
    "lines",
    "total",
    "median",
    "standing",
    "structural_debt",
    "moves_enabled",
    "homes_owed_answered",
    "homes_owed_declined",
    "head",
    "landlord_code",
)


def statements(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the statements that went out, the oldest first.

    Raises:
        Forbidden: When it is neither a landlord nor an auditor who asks.
    """
    policy.require(actor, "statements.read")
    query = select(Statement, StatementRelease).join(
        StatementRelease, col(StatementRelease.id) == Statement.release_id
    )
    rows = session.exec(
        query.where(
            StatementRelease.scheme_id == actor.scheme_id,
            *_whose(actor),
        )
    )
    items: list[tuple[Place, str, Row]] = []
    for row, release in rows:
        shown = _row(session, actor, row)
        place = (release.quarter, str(shown["reference"]))
        items.append((place, str(shown["stage"]), shown))
    return cut(actor, "statement", wanted, items)


def statement(session: Session, actor: Actor, statement_ref: str) -> Shown:
    """Return one statement, or raise NotFound.

    Raises:
        Forbidden: When it is neither a landlord nor an auditor who asks.
    """
    policy.require(actor, "statements.read")
    row, _ = own(session, actor, statement_ref)
    shown = _row(session, actor, row)
    return show(actor, "statement", str(shown["stage"]), shown)


def own(
    session: Session, actor: Actor, statement_ref: str, *, lock: bool = False
) -> tuple[Statement, StatementRelease]:
    """Return the statement that the actor calls so, or raise NotFound."""
    called = Statement.landlord_ref
    if actor.role is Role.AUDITOR:
        called = Statement.audit_ref
    query = (
        select(Statement, StatementRelease)
        .join(StatementRelease, col(StatementRelease.id) == Statement.release_id)
        .where(
            called == statement_ref,
            StatementRelease.scheme_id == actor.scheme_id,
            *_whose(actor),
        )
    )
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Released:
    """What went out for a quarter, in sums.

    Attributes:
        acknowledged: ToldHow many landlords hold its head.
    """

    board_ref: str
    quarter: str
    released_at: datetime
    head: str
    statements: int
    acknowledged: int
    sizes: tuple[StatementSize, ...]


def release_rows(session: Session, actor: Actor) -> tuple[Released, ...]:
    """Return what went out for each quarter, the oldest first.

    Who may read it is the caller's to ask.
    """
    sizes: dict[str, list[StatementSize]] = defaultdict(list)
    for size in session.exec(
        select(StatementSize).order_by(
            StatementSize.release_id, StatementSize.size_class
        )
    ):
        session.expunge(size)
        sizes[size.release_id].append(size)
    sent, acknowledged = Counter[str](), Counter[str]()
    for row in session.exec(select(Statement)):
        sent[row.release_id] += 1
        acknowledged[row.release_id] += row.acknowledged_at is not None
    releases_ = session.exec(
        select(StatementRelease)
        .where(StatementRelease.scheme_id == actor.scheme_id)
        .order_by(StatementRelease.quarter)
    )
    return tuple(
        Released(
            board_ref=release.board_ref,
            quarter=release.quarter,
            released_at=release.released_at,
            head=release.head_hash,
            statements=sent[release.id],
            acknowledged=acknowledged[release.id],
            sizes=tuple(sizes[release.id]),
        )
        for release in releases_
    )


def releases(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what went out for each quarter, and which sizes are held and why.

    Sums only: whose they are, nobody reads off it.

    Raises:
        Forbidden: When it is not a coordinator who asks.
    """
    policy.require(actor, "board.read")
    items: list[tuple[Place, str, Row]] = []
    for one in release_rows(session, actor):
        held = any(size.how is ToldHow.HELD for size in one.sizes)
        stage = ReleaseStage.SOME_HELD if held else ReleaseStage.WHOLE
        shown = {
            "reference": one.board_ref,
            "stage": stage,
            "period": one.quarter,
            "released_at": one.released_at,
            "statements": one.statements,
            "acknowledged": one.acknowledged,
            "sizes": [
                {
                    "size_class": size.size_class,
                    "told": size.how,
                    "moves": size.moves,
                    "quarters": size.quarters,
                }
                for size in one.sizes
            ],
            "head": one.head,
        }
        items.append(((one.quarter, one.board_ref), stage, shown))
    return cut(actor, "board_statements", wanted, items)


def lines_of(row: Statement) -> frozenset[str]:
    """Return the references of a statement's lines."""
    return frozenset(line["reference"] for line in json.loads(row.body)["lines"])


def documents(
    session: Session, actor: Actor, quarter: str
) -> tuple[Mapping[str, Any], ...]:
    """Return every landlord's statement of a quarter as it is kept, for the service.

    Raises:
        QuarterUnknown: When none went out for it.
    """
    rows = session.exec(
        select(Statement.body)
        .join(StatementRelease, col(StatementRelease.id) == Statement.release_id)
        .where(
            StatementRelease.scheme_id == actor.scheme_id,
            StatementRelease.quarter == quarter,
        )
        .order_by(Statement.organisation_id)
    ).all()
    if not rows:
        raise QuarterUnknown
    return tuple(json.loads(body) for body in rows)


def told_entries(session: Session, actor: Actor) -> frozenset[tuple[int, SizeClass]]:
    """Return what statements told of the scheme's book: entries, size by size."""
    rows = session.exec(
        select(StatementEntry.sequence, StatementEntry.size_class)
        .join(StatementRelease, col(StatementRelease.id) == StatementEntry.release_id)
        .where(StatementRelease.scheme_id == actor.scheme_id)
    )
    return frozenset((sequence, SizeClass(size)) for sequence, size in rows)


def homes_owed(
    session: Session, actor: Actor, landlord_id: str, quarter: Quarter
) -> HomesOwed:
    """Return what a landlord answered and declined in a quarter."""
    ended = requests_for_homes.ended_between(
        session, actor, landlord_id, quarter.begins_at(), quarter.after().begins_at()
    )
    return HomesOwed(
        answered=ended[HomeOwedState.ANSWERED],
        declined=ended[HomeOwedState.DECLINED] + ended[HomeOwedState.LAPSED],
    )


def of_scheme(book: Book, scheme_id: str) -> Book:
    """Return the entries of one scheme, with every account."""
    kept = [row for row in book.transactions if row.scheme_id == scheme_id]
    legs = [leg for row in kept for leg in book.legs_of(row)]
    return Book.of(book.accounts.values(), kept, legs)


def landlords(session: Session, actor: Actor) -> list[Organisation]:
    """Return every landlord that was ever in the scheme, by code."""
    query = (
        select(Organisation)
        .join(Provider, col(Provider.organisation_id) == Organisation.id)
        .where(Organisation.scheme_id == actor.scheme_id)
        .order_by(Organisation.code)
    )
    return list(session.exec(query))


def kept(session: Session) -> tuple[Sent, ...]:
    """Return every statement with what its release told, for the proof."""
    entries: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for entry in session.exec(select(StatementEntry)):
        entries[entry.release_id].add((entry.sequence, str(entry.size_class)))
    rows = session.exec(
        select(Statement, StatementRelease)
        .join(StatementRelease, col(StatementRelease.id) == Statement.release_id)
        .order_by(StatementRelease.quarter, Statement.organisation_id)
    )
    return tuple(
        Sent(
            landlord=row.organisation_id,
            quarter=release.quarter,
            body=json.loads(row.body),
            entries=frozenset(entries[release.id]),
        )
        for row, release in rows
    )


def acknowledged_heads(session: Session) -> tuple[str, ...]:
    """Return every head that a landlord says it holds, in order."""
    found = session.exec(
        select(Statement.acknowledged_head).where(
            col(Statement.acknowledged_head).is_not(None)
        )
    )
    return tuple(sorted({head for head in found if head is not None}))


def _whose(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Choose whose statements somebody reads: an auditor all, a landlord its own."""
    if actor.role is Role.AUDITOR:
        return ()
    return (col(Statement.organisation_id) == actor.organisation_id,)


def _row(session: Session, actor: Actor, row: Statement) -> dict[str, object]:
    body = json.loads(row.body)
    body["lines"] = _with_disputes(session, row, body["lines"])
    ours = row.audit_ref if actor.role is Role.AUDITOR else row.landlord_ref
    acknowledged = row.acknowledged_at is not None
    stage = StatementStage.ACKNOWLEDGED if acknowledged else StatementStage.RELEASED
    return {
        "reference": ours,
        "stage": stage,
        **{name: body[name] for name in _FIELDS},
    }


def _with_disputes(
    session: Session, row: Statement, lines: Sequence[Mapping[str, object]]
) -> list[dict[str, object]]:
    """Return a statement's lines, each with where its landlord's dispute stands now."""
    found = disputes.of_lines(
        session, row.organisation_id, [str(line["reference"]) for line in lines]
    )
    return [{**line, "dispute": found.get(str(line["reference"]))} for line in lines]
