"""Disputing a line of a statement: which entry it is of, and whether it is in time."""

from collections.abc import Iterator

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.errors import FieldFault, FieldsInvalid
from reciprocal.ledger import disputing, hearing
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.errors import DisputeTooLate
from reciprocal.ledger.hearing import Claim
from reciprocal.ledger.tables import Dispute
from reciprocal.ledger.terms import DisputeGround, SizeClass
from reciprocal.statements import document, queries, rules
from reciprocal.statements.rules import Piece
from reciprocal.statements.tables import Statement, StatementRelease

_LINE = FieldFault("line", "Give the reference of a line of this statement.")
_TAKES_BACK = FieldFault(
    "line", "This line takes an entry back; dispute the line of that entry."
)
_GROUND = FieldFault("ground", "Give a ground of this kind of entry.")
_SIZE = FieldFault(
    "to_size_class", "Name the right size where the size is wrong, and only there."
)


def dispute(
    session: Session,
    *,
    actor: Actor,
    statement_ref: str,
    line_ref: str,
    ground: DisputeGround,
    to_size_class: SizeClass | None = None,
) -> Dispute:
    """Dispute a line of the actor's own statement.

    Only what is told by line can be disputed. What a change in risk hid is told in
    nets alone, and so can neither be disputed nor be told from what others did.

    Raises:
        NotFound: When the statement is not this landlord's.
        FieldsInvalid: With every field at fault.
        DisputeTooLate: When its days are over.
        StateConflict, TooFewToHear: As `disputing.dispute` says.
    """
    policy.require(actor, "disputes.raise")
    row, release = queries.own(session, actor, statement_ref)
    piece = _piece(session, actor, row, release, line_ref)
    if piece is None:
        raise FieldsInvalid(faults=(_LINE,))
    found = tuple(_faults(piece, ground, to_size_class))
    if found:
        raise FieldsInvalid(faults=found)
    if not hearing.is_in_time(release.released_at, clock.today()):
        raise DisputeTooLate
    claim = Claim(
        line_ref=line_ref,
        period=release.quarter,
        entry_id=piece.entry_id,
        kind=piece.kind,
        size_class=piece.size_class,
        homes=piece.homes[row.organisation_id],
        ground=ground,
        to_size_class=to_size_class,
    )
    return disputing.dispute(session, actor=actor, claim=claim)


def _piece(
    session: Session,
    actor: Actor,
    row: Statement,
    release: StatementRelease,
    line_ref: str,
) -> Piece | None:
    """Return what a line of a statement is of; None where the statement has no such.

    Cost: reads the book once, and hashes what it has of this landlord.
    """
    if line_ref not in queries.lines_of(row):
        return None
    book = queries.of_scheme(ledger.whole(session), actor.scheme_id)
    return next(
        piece
        for piece in rules.pieces_of(book, release.through_sequence)
        if row.organisation_id in piece.homes
        and document.line_reference(row.organisation_id, piece) == line_ref
    )


def _faults(
    piece: Piece, ground: DisputeGround, to_size_class: SizeClass | None
) -> Iterator[FieldFault]:
    grounds = hearing.GROUNDS.get(piece.kind)
    if grounds is None:
        yield _TAKES_BACK
        return
    if ground not in grounds:
        yield _GROUND
    sized = ground is DisputeGround.WRONG_SIZE
    if sized != (to_size_class is not None) or to_size_class is piece.size_class:
        yield _SIZE
