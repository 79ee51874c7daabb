"""Random histories of a book: one script, written by rows alone or by a database."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from random import Random
from typing import Protocol

from reciprocal.ledger import adjustments, entries, lots
from reciprocal.ledger.adjustments import Approval, Terms
from reciprocal.ledger.book import (
    AdjustmentRow,
    Book,
    Facts,
    MoveRow,
    MoveState,
    PlannedRow,
)
from reciprocal.ledger.lots import Lot
from reciprocal.ledger.terms import SizeClass, TransactionKind
from tests.reciprocal.ledger.pages import SCHEME, Pages

SIZES = (SizeClass.BED1, SizeClass.BED2)
AGENCY = "agency"
CAP = 3
Kind = TransactionKind
_OF_A_LOT: tuple[tuple[TransactionKind, SizeClass | None], ...] = (
    *((kind, size) for kind in (Kind.CONVERT, Kind.OFFSET) for size in SIZES),
    (Kind.NOVATE, None),
    (Kind.WRITE_OFF, None),
)
_MOVES_ON = {
    MoveState.HELD: (
        (Kind.POST, MoveState.STARTED),
        (Kind.VOID_HOLD, MoveState.GIVEN_UP),
    ),
    MoveState.STARTED: ((Kind.REVERSAL, MoveState.REVERSED),),
}


def chance(seed: int, number: int) -> Random:
    """Return the chance of one history of a run."""
    return Random(f"{seed}/{number}")  # noqa: S311 - a sample that repeats by its seed


@dataclass(slots=True)
class Going:
    """A move of a history.

    Attributes:
        booked: The size the book has of it; None once its entry is undone.
    """

    ref: str
    origin: str
    receiver: str
    size_class: SizeClass
    settle_by: date
    state: MoveState = MoveState.HELD
    booked: SizeClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people decide in a history: of a lot, or of an entry that stands."""

    kind: TransactionKind
    approvers: tuple[str, str]
    lot: Lot | None = None
    to: SizeClass | None = None
    successor: str | None = None
    move: Going | None = None
    undone: Terms | None = None
    entry_id: str | None = None

    def terms(self) -> Terms:
        """Return what it does, by the arithmetic of the book's own rules."""
        if self.lot is not None:
            homes = self.lot.homes_open
            met = self.to and adjustments.homes_met_by(
                self.lot.size_class, homes, self.to
            )
            return Terms(
                kind=self.kind,
                debtor=self.lot.owner,
                size_class=self.lot.size_class,
                homes=homes,
                lot_id=self.lot.debt.id,
                to_size_class=self.to,
                to_homes=met,
                other=self.successor,
            )
        if self.move is not None:
            assert self.move.booked is not None
            return Terms(
                kind=self.kind,
                debtor=self.move.origin,
                size_class=self.move.booked,
                homes=1,
                to_size_class=self.to,
                to_homes=self.to and 1,
                other=self.move.receiver,
                corrects=self.entry_id,
            )
        assert self.undone is not None
        return replace(
            self.undone,
            kind=self.kind,
            lot_id=None,
            to_size_class=None,
            to_homes=None,
            corrects=self.entry_id,
        )


class Writer(Protocol):
    """Whoever writes what a history decides."""

    def event(self, kind: TransactionKind, move: Going) -> None: ...

    def decide(self, decision: Decision) -> str: ...

    def book(self) -> Book: ...


class ByRows:
    """Writes rows alone, by the pure arithmetic."""

    def __init__(self) -> None:
        self.pages = Pages()

    def event(self, kind: TransactionKind, move: Going) -> None:
        if kind is Kind.REVERSAL and move.booked is not move.size_class:
            self._undo(move)
        size = move.size_class
        lines = entries.legs_for(kind, move.origin, move.receiver, size)
        settle = {"settle_by": move.settle_by} if kind is Kind.POST else {}
        of = {"round_id": "round", "chain_ref": "chain"}
        self.pages.write(move.ref, kind, lines, **of, **settle)

    def _undo(self, move: Going) -> None:
        right = entries.posted_lines(move.origin, move.receiver, move.size_class, 1)
        left: tuple[entries.Line, ...] = ()
        if move.booked is not None:
            left = entries.posted_lines(move.origin, move.receiver, move.booked, 1)
        posted = f"{move.ref}:POST"
        self.pages.write(
            move.ref,
            Kind.CORRECT,
            entries.mirror(left) + right,
            corrects_transaction_id=posted,
        )

    def decide(self, decision: Decision) -> str:
        terms = decision.terms()
        row = AdjustmentRow(
            id=f"adjustment-{len(self.pages.adjustments)}",
            terms=terms,
            proposer_id=AGENCY,
            approvals=tuple(
                Approval(name, f"{name}-lead", datetime(2026, 3, 9, tzinfo=UTC))
                for name in decision.approvers
            ),
            transaction_id=None,
        )
        entry_id = adjustments.entry_id(row.id, terms.kind)
        self.pages.adjustments.append(replace(row, transaction_id=entry_id))
        self.pages.write(
            row.id,
            terms.kind,
            self._lines(decision, terms),
            id=entry_id,
            move_ref=None,
            settle_by=decision.lot and decision.lot.debt.settle_by,
            corrects_transaction_id=terms.corrects,
            actor_organisation_id=AGENCY,
            approver_id="somebody",
            approver_organisation_id=decision.approvers[1],
            approval_ref=row.id,
            evidence_hash=adjustments.evidence(row.id, terms, row.approvals),
        )
        return entry_id

    def _lines(self, decision: Decision, terms: Terms) -> tuple[entries.Line, ...]:
        if decision.move is not None:
            standing = entries.posted_lines(
                terms.debtor, str(terms.other), terms.size_class, terms.homes
            )
            return adjustments.lines_correcting(terms, standing)
        if decision.undone is not None:
            standing = adjustments.lines_for(decision.undone)
            return adjustments.lines_correcting(terms, standing)
        return adjustments.lines_for(terms)

    def book(self) -> Book:
        return self.pages.book()


@dataclass(slots=True)
class History:
    """A script that chooses by chance among what may happen next.

    Attributes:
        decided: What stands of people's decisions, by entry.
        given_up: Homes written off so far.
    """

    random: Random
    writer: Writer
    landlords: tuple[str, ...]
    moves: list[Going] = field(default_factory=list)
    decided: dict[str, Terms] = field(default_factory=dict)
    given_up: int = 0
    kinds: set[TransactionKind] = field(default_factory=set)

    def go_on(self, steps: int) -> None:
        """Let so many things happen; a chance that finds nothing to do is lost."""
        for _ in range(steps):
            act = self.random.choice(
                (self._begin, self._begin, self._advance, self._advance, self._decide)
            )
            act()

    def facts(self) -> Facts:
        """Return the move log, the steps and the caps that the book is proved with."""
        return Facts(
            moves=tuple(
                MoveRow(m.ref, m.origin, m.receiver, m.size_class, m.state)
                for m in self.moves
            ),
            planned=tuple(
                PlannedRow(
                    move_ref=m.ref,
                    round_id="round",
                    chain_ref="chain",
                    rule_version="1",
                    origin_id=m.origin,
                    receiver_id=m.receiver,
                    size_class=m.size_class,
                )
                for m in self.moves
            ),
            caps={(SCHEME, version): CAP for version in "01"},
        )

    def _begin(self) -> None:
        origin, receiver = self.random.sample(self.landlords, 2)
        month = self.random.randint(4, 12)
        move = Going(
            f"m{len(self.moves)}",
            origin,
            receiver,
            self.random.choice(SIZES),
            date(2026, month, 9),
        )
        self.writer.event(Kind.HOLD, move)
        self.kinds.add(Kind.HOLD)
        self.moves.append(move)

    def _advance(self) -> None:
        going = [move for move in self.moves if move.state in _MOVES_ON]
        if not going:
            return
        move = self.random.choice(going)
        kind, state = self.random.choice(_MOVES_ON[move.state])
        self.writer.event(kind, move)
        self.kinds.add(kind)
        move.state = state
        move.booked = move.size_class if kind is Kind.POST else None

    def _decide(self) -> None:
        decision = self.random.choice((self._of_a_lot, self._of_an_entry))()
        if decision is None:
            return
        terms = decision.terms()
        entry_id = self.writer.decide(decision)
        self.kinds.add(terms.kind)
        if terms.kind is Kind.WRITE_OFF:
            self.given_up += terms.homes
        if decision.move is not None:
            decision.move.booked = decision.to
        elif decision.undone is not None:
            del self.decided[str(decision.entry_id)]
        else:
            self.decided[entry_id] = terms

    def _of_a_lot(self) -> Decision | None:
        book = self.writer.book()
        found = lots.open_lots(book.accounts, book.rows())
        may = [
            (kind, lot, to)
            for lot in found
            for kind, to in _OF_A_LOT
            if self._may(book, lot, kind, to)
        ]
        if not may:
            return None
        # By kind first, or the rare ones would hardly ever come about.
        chosen = self.random.choice(sorted({kind for kind, _, _ in may}))
        kind, lot, to = self.random.choice([one for one in may if one[0] is chosen])
        others = [name for name in self.landlords if name != lot.owner]
        one, other, successor = self.random.sample(others, 3)
        return Decision(
            kind=kind,
            approvers=(one, other),
            lot=lot,
            to=to,
            successor=successor if kind is Kind.NOVATE else None,
        )

    def _may(
        self, book: Book, lot: Lot, kind: TransactionKind, to: SizeClass | None
    ) -> bool:
        if kind is Kind.WRITE_OFF:
            return self.given_up + lot.homes_open <= CAP
        if to is None:
            return True
        met = adjustments.homes_met_by(lot.size_class, lot.homes_open, to)
        if met is None:
            return False
        return kind is Kind.CONVERT or self._owed(book, lot, to) >= met

    def _owed(self, book: Book, lot: Lot, size: SizeClass) -> int:
        legs = (leg for _, legs in book.rows() for leg in legs)
        kept = entries.balances(book.accounts, legs)
        return kept.get((lot.owner, size), entries.Balance()).posted

    def _of_an_entry(self) -> Decision | None:
        started = [m for m in self.moves if m.state is MoveState.STARTED and m.booked]
        ends: list[tuple[Going | None, str, Terms | None]] = [
            (move, f"{move.ref}:POST", None) for move in started
        ]
        ends += [(None, entry_id, terms) for entry_id, terms in self.decided.items()]
        if not ends:
            return None
        move, entry_id, terms = self.random.choice(ends)
        touched = {move.origin, move.receiver} if move else set()
        to = None
        if terms is not None:
            touched = set(adjustments.touched(terms))
        elif move is not None:
            to = self.random.choice([None, *(s for s in SIZES if s is not move.booked)])
        one, other = self.random.sample(
            [name for name in self.landlords if name not in touched], 2
        )
        return Decision(
            kind=Kind.CORRECT,
            approvers=(one, other),
            to=to,
            move=move,
            undone=terms,
            entry_id=entry_id,
        )
