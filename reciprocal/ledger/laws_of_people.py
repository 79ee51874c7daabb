"""The laws of debts, of what people decide, and of what stands beside the book."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from reciprocal.disclosure.present import Resource
from reciprocal.ledger import adjustments, entries, lots
from reciprocal.ledger.book import AdjustmentRow, Book, Violation
from reciprocal.ledger.entries import LegRow, Line, Slot, TransactionRow
from reciprocal.ledger.terms import DECIDED, AccountKind, SizeClass, TransactionKind

_OPAQUE = re.compile(r"[0-9A-Za-z_.:-]*", re.ASCII)
_PARTIES = 2
_CORRECTED_ONCE = tuple(kind for kind in DECIDED if kind is not TransactionKind.CORRECT)
_SEE_BALANCES = frozenset({"coordinator", "auditor"})
_NAMES_SOMEBODY = frozenset({"organisation", "organisation_code", "day", "approvals"})
OF_THE_BOOK = ("balance", "debt", "book_by_quarter")
"""What the disclosure file shows of balances."""

TO_A_LANDLORD = ("adjustment", "dispute", "statement")
"""What it shows a landlord of the book at all."""


def corrections_leave_one_entry(book: Book) -> Iterator[Violation]:
    """Law 7: a CORRECT leaves of what it names one right entry or nothing."""
    by_id = {row.id: row for row in book.transactions}
    named: dict[str, list[TransactionRow]] = defaultdict(list)
    for row in book.transactions:
        if row.corrects_transaction_id is not None:
            named[row.corrects_transaction_id].append(row)
        if row.reverses_transaction_id in named:
            named[row.reverses_transaction_id].append(row)
    for id_, rows in sorted(named.items()):
        entry = by_id.get(id_)
        if entry is None or not _may_be_corrected(entry, rows):
            yield Violation(7, id_, "corrected, and cannot be")
            continue
        left = _left(book, (entry, *rows))
        if left and not _is_one_post(entry, left, rows):
            yield Violation(7, id_, "corrected to what is no entry")


def lots_are_the_debts(book: Book) -> Iterator[Violation]:
    """Law 9: lots add up to what is owed, are of debts, and due no sooner than made."""
    owed: Counter[lots.Place] = Counter()
    makers = {row.id: row for row in book.transactions}
    for row, legs in book.rows():
        for leg in legs:
            account = book.accounts[leg.account_id]
            place = (str(account.owner_organisation_id), account.size_class)
            if account.kind is AccountKind.PROVIDER:
                owed[place] += leg.homes
        yield from _settled_fairly(row, legs, makers)
    open_now: Counter[lots.Place] = Counter()
    for lot in lots.open_lots(book.accounts, book.rows()):
        open_now[lot.owner, lot.size_class] += lot.homes_open
    for place in sorted(owed.keys() | open_now.keys()):
        if open_now[place] != max(0, -owed[place]):
            yield Violation(9, place[0], f"the lots of {place[1]} are not what is owed")


def two_approve(book: Book) -> Iterator[Violation]:
    """Law 10: two organisations approve, of neither debtor nor maker; capped a year."""
    kept = {row.id: row for row in book.adjustments}
    given_up: Counter[tuple[str, int]] = Counter()
    reversed_moves = {row.move_ref for row in book.of_kind(TransactionKind.REVERSAL)}
    for row in book.of_kind(*DECIDED):
        follows = row.kind is TransactionKind.CORRECT and row.approval_ref is None
        if follows:
            if row.move_ref is None or row.move_ref not in reversed_moves:
                yield Violation(10, row.id, "nobody approved it")
            continue
        decided = kept.get(row.approval_ref or "")
        if decided is None:
            yield Violation(10, row.id, "nobody was asked about it")
            continue
        for fault in _approved_badly(book, row, decided):
            yield Violation(10, row.id, fault)
        if row.kind is TransactionKind.WRITE_OFF:
            year = (row.scheme_id, row.effective_date.year)
            given_up[year] += decided.terms.homes
            cap = book.facts.caps.get((row.scheme_id, row.rule_version))
            if cap is not None and given_up[year] > cap:
                yield Violation(10, row.id, "more is written off than the year's rules")


def asked_for_no_more_than_owed(book: Book) -> Iterator[Violation]:
    """Law 13: nobody is asked for more than posted, pending and plan leave owed."""
    rows = book.facts.asked or ()
    then = {moment: _as_of(book, moment) for moment in {row.through for row in rows}}
    for row in rows:
        kept = then[row.through]
        balance = kept.get((row.owner, row.size_class), entries.Balance())
        owed = -(balance.posted + balance.pending + row.planned)
        if row.asked > max(0, owed):
            yield Violation(13, row.owner, f"asked for more {row.size_class} than owed")


def _as_of(
    book: Book, through: int | None
) -> dict[tuple[str, SizeClass], entries.Balance]:
    """Return the balances when an entry was the last; None for the book as it is."""
    kept = (
        leg
        for row, legs in book.rows()
        if through is None or row.sequence <= through
        for leg in legs
    )
    return entries.balances(book.accounts, kept)


def nobody_is_named(book: Book) -> Iterator[Violation]:
    """Law 14: each value of the book is a number, a day, a code or an identifier."""
    for row in book.transactions:
        for column, value in entries.columns_of(row).items():
            if isinstance(value, str) and not _OPAQUE.fullmatch(value):
                yield Violation(14, str(row.sequence), f"{column} holds words")
    for _, legs in book.rows():
        for leg in legs:
            if not _OPAQUE.fullmatch(leg.lot_id or ""):
                subject = str(leg.transaction_sequence)
                yield Violation(14, subject, "lot_id holds words")


def holds_are_as_planned(book: Book) -> Iterator[Violation]:
    """Law 16: each HOLD is of the step, the round and the rules that proposed it."""
    if book.facts.planned is None:
        return
    planned = {row.move_ref: row for row in book.facts.planned}
    for row in book.of_kind(TransactionKind.HOLD):
        step = planned.get(row.move_ref or "")
        if step is None:
            yield Violation(16, row.id, "no round proposed it")
            continue
        said = (row.round_id, row.chain_ref, row.rule_version)
        pending = book.net(row, AccountKind.PENDING)
        wanted = {
            Slot(AccountKind.PROVIDER, step.origin_id, step.size_class): -1,
            Slot(AccountKind.PROVIDER, step.receiver_id, step.size_class): 1,
        }
        if said != (step.round_id, step.chain_ref, step.rule_version):
            yield Violation(16, row.id, "not of the round that proposed it")
        if pending != wanted:
            yield Violation(16, row.id, "not between the landlords that were proposed")


def heads_stand(book: Book) -> Iterator[Violation]:
    """Law 8: each head that somebody holds is one that the book ended in once.

    A chain that was made anew, or whose end was cut off, recomputes as well; it does
    not hold the heads that others kept.
    """
    ended = {row.row_hash for row in book.transactions} | {entries.GENESIS}
    for head in sorted(set(book.facts.heads) - ended):
        yield Violation(8, head, "a head that others hold is not in the book")


def statements_follow(book: Book) -> Iterator[Violation]:
    """Law 15: what statements told of balances is what the book adds up to."""
    if book.facts.statements is not None:
        for fault in book.facts.statements[1]:
            yield Violation(15, "statements", fault)


def balances_are_shown_to_few(shown: Mapping[str, Resource]) -> Iterator[Violation]:
    """Law 15: live balances are the coordinator's and the auditor's alone.

    What a landlord is shown of the book, its statements among it, names no
    organisation, no day and no answer of another's, so that nothing that changes on a
    known day tells it whose act it was.
    """
    for name in OF_THE_BOOK:
        if not shown[name].roles <= _SEE_BALANCES:
            yield Violation(15, name, "shown to more than the coordinator and auditor")
    for name in TO_A_LANDLORD:
        for field in shown[name].fields:
            if field.kind in _NAMES_SOMEBODY and "named_lead" in field.cells:
                yield Violation(15, f"{name}.{field.name}", "may name another")


def _left(book: Book, rows: tuple[TransactionRow, ...]) -> dict[Slot, int]:
    """Return what some entries leave in landlords' posted accounts together."""
    sums: Counter[Slot] = Counter()
    for row in rows:
        for slot, homes in book.net(row, AccountKind.PROVIDER).items():
            sums[slot] += homes
    return {slot: homes for slot, homes in sums.items() if homes}


def _may_be_corrected(entry: TransactionRow, rows: list[TransactionRow]) -> bool:
    later = all(row.sequence > entry.sequence for row in rows)
    if entry.kind is TransactionKind.POST:
        return later
    return later and entry.kind in _CORRECTED_ONCE and len(rows) == 1


def _is_one_post(
    entry: TransactionRow, left: Mapping[Slot, int], rows: list[TransactionRow]
) -> bool:
    """Tell whether what is left is a POST's: two landlords, one size, no more."""
    reversed_too = any(row.kind is TransactionKind.REVERSAL for row in rows)
    sizes = {slot.size_class for slot in left}
    return (
        entry.kind is TransactionKind.POST
        and not reversed_too
        and len(left) == _PARTIES
        and len(sizes) == 1
        and sum(left.values()) == 0
    )


def _settled_fairly(
    row: TransactionRow, legs: Iterable[LegRow], makers: Mapping[str, TransactionRow]
) -> Iterator[Violation]:
    if row.kind is TransactionKind.POST and (row.settle_by or date.min) < (
        row.effective_date
    ):
        yield Violation(9, row.id, "due before it was made")
    for name in sorted({leg.lot_id for leg in legs if leg.lot_id is not None}):
        maker = makers.get(name)
        if maker is None or maker.sequence >= row.sequence:
            yield Violation(9, row.id, "of a debt that no earlier entry made")
        elif row.settle_by is not None and row.settle_by < (
            maker.settle_by or maker.effective_date
        ):
            yield Violation(9, row.id, "a debt's last day was brought forward")


def _approved_badly(
    book: Book, row: TransactionRow, decided: AdjustmentRow
) -> Iterator[str]:
    by = {one.organisation_id for one in decided.approvals}
    people = {one.person_id for one in decided.approvals}
    owners = {
        book.accounts[leg.account_id].owner_organisation_id for leg in book.legs_of(row)
    } - {None}
    if len(by) < adjustments.APPROVERS or len(people) < adjustments.APPROVERS:
        yield "not approved by two of two organisations"
    if by & owners or row.actor_organisation_id in by:
        yield "approved by somebody whom it touches"
    if row.actor_organisation_id != decided.proposer_id:
        yield "not entered as it was proposed"
    if decided.transaction_id != row.id or decided.terms.kind is not row.kind:
        yield "not the entry of what was approved"
    told = adjustments.evidence(decided.id, decided.terms, decided.approvals)
    if told != row.evidence_hash:
        yield "what was approved has changed since"
    elif row.kind is not TransactionKind.CORRECT and _legs(book, row) != _lines(
        row.scheme_id, adjustments.lines_for(decided.terms)
    ):
        yield "not the legs of what was approved"


def _legs(book: Book, row: TransactionRow) -> list[tuple[str, int, str | None]]:
    return [(leg.account_id, leg.homes, leg.lot_id) for leg in book.legs_of(row)]


def _lines(scheme_id: str, lines: Iterable[Line]) -> list[tuple[str, int, str | None]]:
    return [
        (entries.account_id(scheme_id, line.slot), line.homes, line.lot_id)
        for line in lines
    ]
