"""Which entries of the book a quarter's statements tell, and how.

Pure. All landlords' statements of a quarter tell the same entries of a size, in the
same way: which of them is held so says nothing of any landlord. Homes are whole and
signed, as in the book.

Source: suppression of small counts, as for published statistics; docs/statements.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reciprocal.ledger.book import Book
from reciprocal.ledger.entries import LegRow, TransactionRow
from reciprocal.ledger.terms import AccountKind, SizeClass, TransactionKind
from reciprocal.statements.quarters import Quarter
from reciprocal.statements.terms import ToldHow

FEW = 3
"""Fewer moves, or fewer landlords, are not told by themselves."""

HELD_AT_MOST = 2
"""Quarters for which a small number is held; then it goes out as a net."""

HIDDEN_FOR = 4
"""Quarters after which what a change in risk hid may be told, with others."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one entry does to posted balances of one size.

    Attributes:
        act: The move's reference, or the entry's where it is none of a move.
        homes: By landlord, zeros left out. Units: homes.
    """

    sequence: int
    entry_id: str
    kind: TransactionKind
    act: str
    chain_ref: str | None
    quarter: Quarter
    size_class: SizeClass
    homes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Telling:
    """What the statements of a quarter tell of one size.

    Attributes:
        pieces: What is told now; empty while it is held.
        moves: Moves and decisions that wait or are told, hidden ones left out.
        quarters: Over how many quarters they lie.
        unhidden: References of the moves that a change in risk hid and this net tells.
    """

    size_class: SizeClass
    how: ToldHow
    pieces: tuple[Piece, ...]
    moves: int
    quarters: int
    unhidden: frozenset[str] = frozenset()


def pieces_of(book: Book, through: int) -> Iterator[Piece]:
    """Yield what each entry up to that sequence does to posted balances, by size."""
    moves = {row.id: row.move_ref for row in book.transactions}
    for row, legs in book.rows():
        if row.sequence > through:
            continue
        act = row.move_ref or moves.get(row.corrects_transaction_id or "") or row.id
        for size_class, homes in sorted(_posted(book, legs).items()):
            yield Piece(
                sequence=row.sequence,
                entry_id=row.id,
                kind=row.kind,
                act=act,
                chain_ref=row.chain_ref,
                quarter=Quarter.at(row.posted_at),
                size_class=size_class,
                homes=homes,
            )


def tellings(
    fresh: Iterable[Piece], hidden: frozenset[str], quarter: Quarter
) -> tuple[Telling, ...]:
    """Return how each size of which something is still to be told is told.

    Args:
        fresh: What no statement told yet, hidden moves included.
        hidden: References of the moves that a change in risk hides.
    """
    open_: dict[SizeClass, list[Piece]] = defaultdict(list)
    closed: dict[SizeClass, list[Piece]] = defaultdict(list)
    for piece in fresh:
        (closed if piece.act in hidden else open_)[piece.size_class].append(piece)
    found = []
    for size_class in sorted(open_.keys() | closed.keys()):
        unhidden = _may_be_told(closed[size_class], quarter)
        told = _telling(size_class, open_[size_class], unhidden, quarter)
        if told is not None:
            found.append(told)
    return tuple(found)


def is_enough(pieces: Iterable[Piece]) -> bool:
    """Tell whether they are of enough moves and of enough landlords."""
    kept = list(pieces)
    acts = {piece.act for piece in kept}
    landlords = {one for piece in kept for one in piece.homes}
    return len(acts) >= FEW and len(landlords) >= FEW


def pending_of(
    book: Book, through: int, hidden: frozenset[str]
) -> dict[SizeClass, dict[str, int] | None]:
    """Return what is promised and not begun, by size and landlord; None where few are.

    A size of which nothing is pending is left out.
    """
    moves: dict[str, dict[tuple[SizeClass, str], int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for row, legs in book.rows():
        if row.sequence > through or row.move_ref in hidden:
            continue
        for leg in legs:
            account = book.accounts[leg.account_id]
            if account.kind is AccountKind.PENDING:
                key = (account.size_class, str(account.owner_organisation_id))
                moves[row.move_ref or ""][key] += leg.homes
    sums: dict[SizeClass, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts: dict[SizeClass, int] = defaultdict(int)
    for by_place in moves.values():
        for size_class in {size for (size, _), homes in by_place.items() if homes}:
            counts[size_class] += 1
        for (size_class, landlord), homes in by_place.items():
            if homes:
                sums[size_class][landlord] += homes
    return {
        size_class: dict(homes)
        if counts[size_class] >= FEW and len(homes) >= FEW
        else None
        for size_class, homes in sums.items()
    }


def _telling(
    size_class: SizeClass,
    pieces: list[Piece],
    unhidden: tuple[Piece, ...],
    quarter: Quarter,
) -> Telling | None:
    """Return how a size is told; None where there is nothing of it."""
    if not pieces and not unhidden:
        return None
    since = min((piece.quarter for piece in pieces), default=quarter)
    waited = quarter.count - since.count
    enough = is_enough(pieces)
    if unhidden or (waited and enough) or waited >= HELD_AT_MOST:
        how = ToldHow.NET
    else:
        how = ToldHow.LINES if enough else ToldHow.HELD
    told = () if how is ToldHow.HELD else (*pieces, *unhidden)
    return Telling(
        size_class=size_class,
        how=how,
        pieces=told,
        moves=len({piece.act for piece in pieces}),
        quarters=waited + 1,
        unhidden=frozenset(piece.act for piece in unhidden),
    )


def _may_be_told(pieces: Iterable[Piece], quarter: Quarter) -> tuple[Piece, ...]:
    """Return what of one size may be told of hidden moves: all of the old, or nothing.

    Each has stood for so long that its quarter says nothing, and there are so many, of
    so many landlords on either side, that none is matched with another.
    """
    by_move: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_move[piece.act].append(piece)
    old: list[Piece] = []
    moves, origins, receivers = 0, set[str](), set[str]()
    for of_move in by_move.values():
        last = max(piece.quarter for piece in of_move)
        sums = _sums(of_move)
        if quarter.count - last.count < HIDDEN_FOR or not sums:
            continue
        moves += 1
        origins |= {landlord for landlord, homes in sums.items() if homes < 0}
        receivers |= {landlord for landlord, homes in sums.items() if homes > 0}
        old += of_move
    if min(moves, len(origins), len(receivers)) < FEW:
        return ()
    return tuple(old)


def _sums(pieces: Iterable[Piece]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for piece in pieces:
        for landlord, homes in piece.homes.items():
            sums[landlord] += homes
    return {landlord: homes for landlord, homes in sums.items() if homes}


def _posted(book: Book, legs: Iterable[LegRow]) -> dict[SizeClass, Mapping[str, int]]:
    """Return what legs do to landlords' posted balances, by size; zeros left out."""
    sums: dict[SizeClass, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for leg in legs:
        account = book.accounts[leg.account_id]
        if account.kind is AccountKind.PROVIDER:
            owner = str(account.owner_organisation_id)
            sums[account.size_class][owner] += leg.homes
    found = {
        size_class: {one: homes for one, homes in by_owner.items() if homes}
        for size_class, by_owner in sums.items()
    }
    return {size_class: homes for size_class, homes in found.items() if homes}


def told_rows(
    book: Book, told: frozenset[tuple[int, SizeClass]]
) -> Iterator[tuple[TransactionRow, tuple[LegRow, ...]]]:
    """Yield the entries as far as statements told them, size by size."""
    for row, legs in book.rows():
        kept = tuple(
            leg
            for leg in legs
            if (row.sequence, book.accounts[leg.account_id].size_class) in told
        )
        if kept:
            yield row, kept
