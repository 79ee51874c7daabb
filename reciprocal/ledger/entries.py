"""The arithmetic of the book: which legs an event has, and how a row is hashed.

Homes are whole and signed: plus is owed to the account's owner. A landlord whose
tenant is rehoused owes the scheme one home of the size let (-1), and the landlord
that let it is owed one (+1); both pass through the scheme's clearing account, so
that no leg names two landlords. Values in, values out.

Source: double entry with pending and posted transfers, as in two-phase payments.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, date, datetime

from reciprocal.ledger.terms import (
    AccountKind,
    NormalSide,
    SizeClass,
    TransactionKind,
)

GENESIS = "0" * 64
FORMAT = "reciprocal-ledger-1"

NORMAL_SIDE = {
    AccountKind.PROVIDER: NormalSide.CREDIT,
    AccountKind.PENDING: NormalSide.CREDIT,
    AccountKind.CLEARING: NormalSide.NIL,
    AccountKind.WRITE_OFF: NormalSide.DEBIT,
    AccountKind.CONVERSION: NormalSide.CREDIT,
}
OWNED = (AccountKind.PROVIDER, AccountKind.PENDING)


@dataclass(frozen=True, slots=True)
class Slot:
    """What an account is for, within a scheme.

    Attributes:
        owner: The landlord's organisation; None for the scheme's own.
    """

    kind: AccountKind
    owner: str | None
    size_class: SizeClass


@dataclass(frozen=True, slots=True)
class Line:
    """A leg before it has an account: a slot and a signed number of homes.

    Attributes:
        lot_id: The debt that an entry of people's decides about; else None.
    """

    slot: Slot
    homes: int
    lot_id: str | None = None


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: str
    scheme_id: str
    owner_organisation_id: str | None
    size_class: SizeClass
    kind: AccountKind
    normal_side: NormalSide


@dataclass(frozen=True, slots=True)
class LegRow:
    transaction_sequence: int
    leg_no: int
    account_id: str
    homes: int
    lot_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a caller asked the book to write: asked again, it must be the same."""

    id: str
    scheme_id: str
    kind: TransactionKind
    effective_date: date
    rule_version: str
    move_ref: str | None = None
    chain_ref: str | None = None
    round_id: str | None = None
    settle_by: date | None = None
    hold_until: datetime | None = None
    reverses_transaction_id: str | None = None
    resolves_hold_id: str | None = None
    corrects_transaction_id: str | None = None
    reason_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionRow(Request):
    """Every column of a transaction; see `tables.Transaction`."""

    sequence: int
    posted_at: datetime
    actor_id: str
    actor_organisation_id: str
    approver_id: str | None = None
    approver_organisation_id: str | None = None
    approval_ref: str | None = None
    evidence_hash: str | None = None
    nonce: str
    previous_hash: str
    row_hash: str


HASHED = (
    "sequence",
    "id",
    "scheme_id",
    "kind",
    "round_id",
    "move_ref",
    "chain_ref",
    "effective_date",
    "posted_at",
    "settle_by",
    "hold_until",
    "reverses_transaction_id",
    "resolves_hold_id",
    "corrects_transaction_id",
    "reason_code",
    "actor_id",
    "actor_organisation_id",
    "approver_id",
    "approver_organisation_id",
    "approval_ref",
    "rule_version",
    "evidence_hash",
    "nonce",
)
"""The columns under the hash, in order; the two hashes themselves stand outside."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Homes owed to a landlord (plus) or by it (minus), of one size class."""

    posted: int = 0
    pending: int = 0


def legs_for(
    kind: TransactionKind,
    origin: str,
    receiver: str,
    size_class: SizeClass,
    homes: int = 1,
) -> tuple[Line, ...]:
    """Return the legs of one event of a move; none when one landlord is on both sides.

    Args:
        kind: HOLD, POST, VOID_HOLD or REVERSAL.
        origin: The landlord whose tenant moves; it comes to owe.
        receiver: The landlord that lets the home; it comes to be owed.
        size_class: Of the home let.
    """
    assert homes > 0, "a move is of at least one home"
    if origin == receiver:
        return ()
    held = _through_clearing(AccountKind.PENDING, origin, receiver, size_class, homes)
    posted = _through_clearing(
        AccountKind.PROVIDER, origin, receiver, size_class, homes
    )
    match kind:
        case TransactionKind.HOLD:
            return held
        case TransactionKind.VOID_HOLD:
            return mirror(held)
        case TransactionKind.POST:
            return mirror(held) + posted
        case TransactionKind.REVERSAL:
            return mirror(posted)
        case _:
            raise AssertionError("not an event of a move")


def mirror(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the same lines with every sign turned."""
    return tuple(Line(line.slot, -line.homes, line.lot_id) for line in lines)


def posted_lines(
    debtor: str, creditor: str, size_class: SizeClass, homes: int
) -> tuple[Line, ...]:
    """Return the lines that a POST leaves with two landlords."""
    taken_back = TransactionKind.REVERSAL
    return mirror(legs_for(taken_back, debtor, creditor, size_class, homes))


def account_id(scheme_id: str, slot: Slot) -> str:
    """Return the identifier of an account: the digest of what it is for.

    A leg under the chain so fixes its account's owner, size and kind as well.
    """
    told = json.dumps(
        [FORMAT, scheme_id, slot.owner, slot.size_class, slot.kind],
        separators=(",", ":"),
    )
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def event_id(move_ref: str, kind: TransactionKind) -> str:
    """Return the idempotency key of one event of a move, which happens once."""
    return f"{move_ref}:{kind.value}"


def row_hash(
    previous_hash: str, transaction: Mapping[str, object], legs: Sequence[LegRow]
) -> str:
    """Return the SHA-256 of the previous hash and a row's canonical text with its legs.

    The text is JSON without spaces, ASCII only: the format's name, each column of
    `HASHED` in order, then the legs in order of their number. A date is its ISO
    form; a moment its ISO form in UTC with six decimals; nothing is `null`.
    """
    ordered = sorted(legs, key=lambda leg: leg.leg_no)
    columns = [_canonical(transaction[name]) for name in HASHED]
    text = json.dumps(
        [FORMAT, columns, [list(astuple(leg)[1:]) for leg in ordered]],
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{previous_hash}{text}".encode()).hexdigest()


def moment(value: datetime) -> str:
    """Return a moment as it stands under a hash: in UTC, with six decimals."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def first_broken(
    rows: Iterable[tuple[TransactionRow, Sequence[LegRow]]],
) -> int | None:
    """Return the sequence number where the chain first fails, or None if it holds.

    A chain shows what was altered, not what was cut off its end: that takes a head
    (sequence and hash) that somebody else holds.
    Cost: one SHA-256 a row.
    """
    previous, expected = GENESIS, 1
    for row, legs in rows:
        sound = row.sequence == expected and row.previous_hash == previous
        if not sound or row_hash(previous, columns_of(row), legs) != row.row_hash:
            return row.sequence
        previous, expected = row.row_hash, expected + 1
    return None


def columns_of(row: Request) -> dict[str, object]:
    """Return a request's or a row's columns by name."""
    return {field.name: getattr(row, field.name) for field in fields(row)}


def balances(
    accounts: Mapping[str, AccountRow], legs: Iterable[LegRow]
) -> dict[tuple[str, SizeClass], Balance]:
    """Return each landlord's balance by size class, summed from the legs.

    Landlords at nothing in both are left out.
    """
    sums: dict[tuple[str, SizeClass], list[int]] = defaultdict(lambda: [0, 0])
    for leg in legs:
        account = accounts[leg.account_id]
        if account.owner_organisation_id is not None:
            key = (account.owner_organisation_id, account.size_class)
            sums[key][account.kind is AccountKind.PENDING] += leg.homes
    return {key: Balance(*pair) for key, pair in sums.items() if any(pair)}


def _through_clearing(
    kind: AccountKind, origin: str, receiver: str, size_class: SizeClass, homes: int
) -> tuple[Line, ...]:
    clearing = Slot(AccountKind.CLEARING, None, size_class)
    return (
        Line(Slot(kind, origin, size_class), -homes),
        Line(clearing, homes),
        Line(clearing, -homes),
        Line(Slot(kind, receiver, size_class), homes),
    )


def _canonical(value: object) -> object:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value
