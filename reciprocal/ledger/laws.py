"""What must hold of the whole book: one function a law, over plain rows.

Each law gives its violations as values, so that one reading reports every fault.
They read what the database's triggers enforce a second time, by other code.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from reciprocal.ledger import adjustments, entries
from reciprocal.ledger.book import Book, Law, MoveRow, MoveState, Violation
from reciprocal.ledger.entries import Balance, LegRow, Slot
from reciprocal.ledger.laws_of_people import (
    asked_for_no_more_than_owed,
    corrections_leave_one_entry,
    heads_stand,
    holds_are_as_planned,
    lots_are_the_debts,
    nobody_is_named,
    statements_follow,
    two_approve,
)
from reciprocal.ledger.terms import DECIDED, AccountKind, SizeClass, TransactionKind

_RESOLVING = (TransactionKind.POST, TransactionKind.VOID_HOLD)
_OF_MOVES = (TransactionKind.HOLD, *_RESOLVING, TransactionKind.REVERSAL)
_LEGS_MIN = 2
_LANDLORDS = 2


def legs_sum_to_nothing(book: Book) -> Iterator[Violation]:
    """Law 1: at least two legs, none of zero, nothing left in any size class."""
    for leg in book.stray_legs:
        subject = str(leg.transaction_sequence)
        yield Violation(1, subject, "a leg has no transaction or no account")
    for row, legs in book.rows():
        if len(legs) < _LEGS_MIN:
            yield Violation(1, row.id, "fewer than two legs")
        if any(leg.homes == 0 for leg in legs):
            yield Violation(1, row.id, "a leg of no homes")
        if _by_class(book, legs):
            yield Violation(1, row.id, "the legs of a size class do not cancel")


def whole_sums_to_nothing(book: Book) -> Iterator[Violation]:
    """Law 2: every size class sums to nothing; clearing is empty after each row."""
    everything = [leg for _, legs in book.rows() for leg in legs]
    for size_class in sorted(_by_class(book, everything)):
        yield Violation(2, size_class, "the book of this size class does not cancel")
    for row in book.transactions:
        if book.net(row, AccountKind.CLEARING):
            yield Violation(2, row.id, "clearing is left with homes")


def balances_are_the_moves(book: Book) -> Iterator[Violation]:
    """Law 3: what the legs of moves add up to is what the move log says."""
    if book.facts.moves is None:
        return
    told = _balances_of_moves(book.facts.moves)
    legs = (leg for row in book.of_kind(*_OF_MOVES) for leg in book.legs_of(row))
    kept = entries.balances(book.accounts, legs)
    for owner, size_class in sorted(told.keys() | kept.keys()):
        if told.get((owner, size_class)) != kept.get((owner, size_class)):
            yield Violation(3, owner, f"{size_class} differs from the move log")


def events_happen_once(book: Book) -> Iterator[Violation]:
    """Law 5: an identifier is its move's or decision's and event, and stands once."""
    counts = Counter(row.id for row in book.transactions)
    for id_ in sorted(id_ for id_, count in counts.items() if count > 1):
        yield Violation(5, id_, "the identifier stands twice")
    for row in book.of_kind(*_OF_MOVES):
        if row.id != entries.event_id(row.move_ref or "", row.kind):
            yield Violation(5, row.id, "the identifier is not the event's own")
    for row in book.of_kind(*DECIDED):
        decided = row.approval_ref or row.move_ref or ""
        if row.id != adjustments.entry_id(decided, row.kind):
            yield Violation(5, row.id, "the identifier is not the decision's own")


def holds_resolve_once(book: Book) -> Iterator[Violation]:
    """Law 6: a HOLD resolves at most once, a POST reverses at most once."""
    yield from _names_earlier(
        book, _RESOLVING, "resolves_hold_id", TransactionKind.HOLD
    )
    yield from _names_earlier(
        book,
        (TransactionKind.REVERSAL,),
        "reverses_transaction_id",
        TransactionKind.POST,
    )


def mirrors_are_exact(book: Book) -> Iterator[Violation]:
    """Law 7: what resolves or reverses takes back exactly what was written."""
    by_id = {row.id: row for row in book.transactions}
    for row in book.of_kind(*_RESOLVING, TransactionKind.REVERSAL):
        named = by_id.get(row.resolves_hold_id or row.reverses_transaction_id or "")
        if named is None:
            continue  # Law 6 tells of it.
        pending, provider = AccountKind.PENDING, AccountKind.PROVIDER
        taken = _negative(book.net(named, pending))
        wanted = {
            TransactionKind.VOID_HOLD: (taken, Counter[Slot]()),
            TransactionKind.POST: (taken, book.net(named, pending)),
            TransactionKind.REVERSAL: (
                Counter[Slot](),
                _negative(book.net(named, provider)),
            ),
        }[row.kind]
        if (book.net(row, pending), book.net(row, provider)) != wanted:
            yield Violation(7, row.id, "not the mirror of what it names")


def chain_holds(book: Book) -> Iterator[Violation]:
    """Law 8: no gap, every hash recomputes, every account is what its id says."""
    broken = entries.first_broken(book.rows())
    if broken is not None:
        yield Violation(8, str(broken), "the chain fails at this sequence")
    for account in book.accounts.values():
        slot = Slot(account.kind, account.owner_organisation_id, account.size_class)
        if account.id != entries.account_id(account.scheme_id, slot):
            yield Violation(8, account.id, "the account is not for what its id says")
        if account.normal_side != entries.NORMAL_SIDE[account.kind]:
            yield Violation(8, account.id, "the account rests on the wrong side")


def two_landlords_to_a_move(book: Book) -> Iterator[Violation]:
    """Law 11: a HOLD is between two landlords, and posts nothing before a start."""
    for row in book.of_kind(TransactionKind.HOLD):
        owners = {slot.owner for slot in book.net(row, AccountKind.PENDING)}
        if len(owners) != _LANDLORDS:
            yield Violation(11, row.id, "not between two landlords")
    for row in book.of_kind(TransactionKind.HOLD, TransactionKind.VOID_HOLD):
        if book.net(row, AccountKind.PROVIDER):
            yield Violation(11, row.id, "posted balances touched before a start")


def order_is_nothing(book: Book) -> Iterator[Violation]:
    """Law 12: balances follow from which events stand, in whatever order they came."""
    told: Counter[tuple[AccountKind, Slot]] = Counter()
    events: dict[str, set[TransactionKind]] = defaultdict(set)
    for row in book.of_kind(*_OF_MOVES):
        events[row.move_ref or ""].add(row.kind)
    for row in book.of_kind(TransactionKind.HOLD):
        stands = _standing_as(events[row.move_ref or ""])
        if stands is not None:
            for slot, homes in book.net(row, AccountKind.PENDING).items():
                told[stands, slot] += homes
    kept: Counter[tuple[AccountKind, Slot]] = Counter()
    for row in book.of_kind(*_OF_MOVES):
        for kind in entries.OWNED:
            for slot, homes in book.net(row, kind).items():
                kept[kind, slot] += homes
    for key in sorted(told.keys() | kept.keys(), key=str):
        if told[key] != kept[key]:
            yield Violation(12, key[1].owner or "", "not what the standing events give")


INVARIANTS: tuple[Law, ...] = (
    legs_sum_to_nothing,
    whole_sums_to_nothing,
    balances_are_the_moves,
    events_happen_once,
    holds_resolve_once,
    mirrors_are_exact,
    corrections_leave_one_entry,
    chain_holds,
    heads_stand,
    lots_are_the_debts,
    two_approve,
    two_landlords_to_a_move,
    order_is_nothing,
    asked_for_no_more_than_owed,
    nobody_is_named,
    statements_follow,
    holds_are_as_planned,
)
"""The laws that rows alone can show. Law 4 (nothing is edited) is the triggers', and
law 15 the disclosure file's; `queries.prove` has all sixteen."""


def _by_class(book: Book, legs: Iterable[LegRow]) -> dict[SizeClass, int]:
    """Return what is left in each size class; those at nothing are left out."""
    sums: Counter[SizeClass] = Counter()
    for leg in legs:
        sums[book.accounts[leg.account_id].size_class] += leg.homes
    return {size_class: homes for size_class, homes in sums.items() if homes}


def _balances_of_moves(
    moves: Iterable[MoveRow],
) -> dict[tuple[str, SizeClass], Balance]:
    """Return balances from the move log alone, with none of the book's arithmetic."""
    posted: Counter[tuple[str, SizeClass]] = Counter()
    pending: Counter[tuple[str, SizeClass]] = Counter()
    for move in moves:
        counted = {MoveState.HELD: pending, MoveState.STARTED: posted}.get(move.state)
        if counted is not None:
            counted[move.origin_id, move.size_class] -= 1
            counted[move.receiver_id, move.size_class] += 1
    return {
        key: Balance(posted[key], pending[key])
        for key in posted.keys() | pending.keys()
        if posted[key] or pending[key]
    }


def _names_earlier(
    book: Book,
    kinds: tuple[TransactionKind, ...],
    column: str,
    named_kind: TransactionKind,
) -> Iterator[Violation]:
    """Yield each row that does not name one earlier row of its move, or not alone."""
    by_id = {row.id: row for row in book.transactions}
    seen: set[str] = set()
    for row in book.transactions:
        name = getattr(row, column)
        if (name is not None) != (row.kind in kinds):
            yield Violation(6, row.id, "names an entry that its kind does not name")
        if name is None:
            continue
        named = by_id.get(name)
        if (
            named is None
            or named.kind is not named_kind
            or named.move_ref != row.move_ref
            or named.sequence >= row.sequence
        ):
            yield Violation(6, row.id, "names no such earlier entry of its move")
        if name in seen:
            yield Violation(6, row.id, "names an entry that is named already")
        seen.add(name)


def _standing_as(events: set[TransactionKind]) -> AccountKind | None:
    """Return where a held move counts; None when it was given up or taken back."""
    if TransactionKind.VOID_HOLD in events or TransactionKind.REVERSAL in events:
        return None
    posted = TransactionKind.POST in events
    return AccountKind.PROVIDER if posted else AccountKind.PENDING


def _negative(sums: Counter[Slot]) -> Counter[Slot]:
    return Counter({slot: -homes for slot, homes in sums.items()})
