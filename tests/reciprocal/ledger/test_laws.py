"""Each law is silent on a sound book, and names the fault in a damaged one."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reciprocal.ledger import entries
from reciprocal.ledger.book import Book, MoveRow, MoveState
from reciprocal.ledger.entries import Line, Slot
from reciprocal.ledger.laws import INVARIANTS
from reciprocal.ledger.terms import (
    AccountKind,
    NormalSide,
    SizeClass,
    TransactionKind,
)
from tests.reciprocal.ledger.pages import Pages, pending, provider, sound

BED2, BED3 = SizeClass.BED2, SizeClass.BED3
MOVES = (
    MoveRow("held", "alder", "birch", BED2, MoveState.HELD),
    MoveRow("started", "birch", "cedar", BED2, MoveState.STARTED),
    MoveRow("given-up", "cedar", "alder", BED3, MoveState.GIVEN_UP),
    MoveRow("reversed", "alder", "birch", BED2, MoveState.REVERSED),
    MoveRow("at-home", "alder", "alder", BED2, MoveState.STARTED),
)


def broken(book: Book) -> set[tuple[int, str, str]]:
    return {
        (fault.law, fault.subject, fault.fault)
        for law in INVARIANTS
        for fault in law(book)
    }


@pytest.mark.parametrize("moves", [None, MOVES])
def test_a_sound_book_breaks_no_law(moves: tuple[MoveRow, ...] | None) -> None:
    pages = sound()
    pages.moves = moves
    assert broken(pages.book()) == set()


def test_an_empty_book_breaks_no_law() -> None:
    assert broken(Pages().book()) == set()


def one_leg(pages: Pages) -> None:
    pages.write("x", TransactionKind.OPEN, (Line(provider("alder"), 1),))


def leg_of_nothing(pages: Pages) -> None:
    pages.legs[0] = replace(pages.legs[0], homes=0)
    pages.link()


def uneven_legs(pages: Pages) -> None:
    pages.legs[0] = replace(pages.legs[0], homes=-2)
    pages.link()


def uneven_by_class(pages: Pages) -> None:
    lines = (Line(provider("alder"), 1), Line(provider("birch", BED3), -1))
    pages.write("x", TransactionKind.OPEN, lines)


def stray_leg(pages: Pages) -> None:
    pages.legs.append(entries.LegRow(99, 1, pages.legs[0].account_id, 1))


def leg_of_no_account(pages: Pages) -> None:
    pages.legs[0] = replace(pages.legs[0], account_id="nothing")
    pages.link()


def clearing_left(pages: Pages) -> None:
    clearing = Slot(AccountKind.CLEARING, None, BED2)
    lines = (Line(provider("alder"), 1), Line(clearing, -1))
    pages.write("x", TransactionKind.OPEN, lines)


def same_id_twice(pages: Pages) -> None:
    pages.amend(7, id="reversed:POST")


def id_of_another_event(pages: Pages) -> None:
    pages.amend(7, id="something-else")


def resolved_twice(pages: Pages) -> None:
    pages.add("started", TransactionKind.VOID_HOLD, "birch", "cedar")


def resolves_nothing(pages: Pages) -> None:
    pages.amend(4, resolves_hold_id=None)


def resolves_a_post(pages: Pages) -> None:
    pages.amend(5, resolves_hold_id="started:POST")


def resolves_unknown(pages: Pages) -> None:
    pages.amend(5, resolves_hold_id="nobody:HOLD")


def resolves_another_move(pages: Pages) -> None:
    pages.amend(5, resolves_hold_id="held:HOLD")


def hold_names_an_entry(pages: Pages) -> None:
    pages.amend(3, resolves_hold_id="held:HOLD")


def reverses_later(pages: Pages) -> None:
    pages.transactions[6], pages.transactions[7] = (
        replace(pages.transactions[7], sequence=7),
        replace(pages.transactions[6], sequence=8),
    )
    pages.legs = [
        replace(leg, transaction_sequence={7: 8, 8: 7}.get(leg.transaction_sequence, 0))
        if leg.transaction_sequence > 6
        else leg
        for leg in pages.legs
    ]
    pages.link()


def reversal_of_a_reversal(pages: Pages) -> None:
    pages.write(
        "reversed",
        TransactionKind.REVERSAL,
        entries.legs_for(TransactionKind.POST, "alder", "birch", BED2),
        id="again",
        reverses_transaction_id="reversed:REVERSAL",
    )


def void_of_another_size(pages: Pages) -> None:
    pages.add("void", TransactionKind.HOLD)
    pages.add("void", TransactionKind.VOID_HOLD, size_class=BED3)


def post_the_wrong_way(pages: Pages) -> None:
    held = entries.legs_for(TransactionKind.VOID_HOLD, "alder", "birch", BED2)
    posted = entries.legs_for(TransactionKind.REVERSAL, "alder", "birch", BED2)
    pages.write("held", TransactionKind.POST, held + posted)


def post_without_release(pages: Pages) -> None:
    posted = entries.legs_for(TransactionKind.REVERSAL, "birch", "alder", BED2)
    pages.write("held", TransactionKind.POST, posted)


def reversal_too_large(pages: Pages) -> None:
    lines = entries.legs_for(TransactionKind.REVERSAL, "birch", "cedar", BED2, 2)
    pages.write("started", TransactionKind.REVERSAL, lines)


def row_cut_out(pages: Pages) -> None:
    del pages.transactions[2]
    pages.legs = [leg for leg in pages.legs if leg.transaction_sequence != 3]


def account_of_another(pages: Pages) -> None:
    id_ = entries.account_id("scheme-1", pending("alder"))
    pages.accounts[id_] = replace(pages.accounts[id_], owner_organisation_id="damson")


def account_on_the_wrong_side(pages: Pages) -> None:
    id_ = entries.account_id("scheme-1", pending("alder"))
    pages.accounts[id_] = replace(pages.accounts[id_], normal_side=NormalSide.NIL)


def hold_within_one_landlord(pages: Pages) -> None:
    lines = (Line(pending("alder"), 1), Line(pending("alder"), -1))
    pages.write("x", TransactionKind.HOLD, lines)


def hold_that_posts(pages: Pages) -> None:
    lines = entries.legs_for(TransactionKind.POST, "birch", "alder", BED2)
    pages.write("x", TransactionKind.HOLD, lines)


def void_that_posts(pages: Pages) -> None:
    lines = entries.legs_for(TransactionKind.POST, "alder", "birch", BED2)
    pages.write("held", TransactionKind.VOID_HOLD, lines)


def move_log_differs(pages: Pages) -> None:
    pages.moves = (*MOVES[:1], replace(MOVES[1], state=MoveState.HELD), *MOVES[2:])


def move_log_lacks(pages: Pages) -> None:
    pages.moves = MOVES[1:]


DAMAGE: list[tuple[Callable[[Pages], None], int, str]] = [
    (one_leg, 1, "fewer than two legs"),
    (leg_of_nothing, 1, "a leg of no homes"),
    (uneven_legs, 1, "the legs of a size class do not cancel"),
    (uneven_by_class, 1, "the legs of a size class do not cancel"),
    (stray_leg, 1, "a leg has no transaction or no account"),
    (leg_of_no_account, 1, "a leg has no transaction or no account"),
    (uneven_legs, 2, "the book of this size class does not cancel"),
    (clearing_left, 2, "clearing is left with homes"),
    (move_log_differs, 3, "BED2 differs from the move log"),
    (move_log_lacks, 3, "BED2 differs from the move log"),
    (same_id_twice, 5, "the identifier stands twice"),
    (id_of_another_event, 5, "the identifier is not the event's own"),
    (resolved_twice, 6, "names an entry that is named already"),
    (resolves_nothing, 6, "names an entry that its kind does not name"),
    (resolves_a_post, 6, "names no such earlier entry of its move"),
    (resolves_unknown, 6, "names no such earlier entry of its move"),
    (resolves_another_move, 6, "names no such earlier entry of its move"),
    (hold_names_an_entry, 6, "names an entry that its kind does not name"),
    (reverses_later, 6, "names no such earlier entry of its move"),
    (reversal_of_a_reversal, 6, "names no such earlier entry of its move"),
    (void_of_another_size, 7, "not the mirror of what it names"),
    (post_the_wrong_way, 7, "not the mirror of what it names"),
    (post_without_release, 7, "not the mirror of what it names"),
    (reversal_too_large, 7, "not the mirror of what it names"),
    (row_cut_out, 8, "the chain fails at this sequence"),
    (account_of_another, 8, "the account is not for what its id says"),
    (account_on_the_wrong_side, 8, "the account rests on the wrong side"),
    (hold_within_one_landlord, 11, "not between two landlords"),
    (hold_that_posts, 11, "posted balances touched before a start"),
    (void_that_posts, 11, "posted balances touched before a start"),
    (post_the_wrong_way, 12, "not what the standing events give"),
    (reversal_too_large, 12, "not what the standing events give"),
]


@pytest.mark.parametrize(
    ("damage", "law", "fault"),
    DAMAGE,
    ids=[f"{law}-{damage.__name__}" for damage, law, _ in DAMAGE],
)
def test_damage_is_named(damage: Callable[[Pages], None], law: int, fault: str) -> None:
    """Every fault is found by its law, though the forger hashed the book again."""
    pages = sound()
    damage(pages)
    assert (law, fault) in {(law, fault) for law, _, fault in broken(pages.book())}


OTHER_VALUE: dict[type, object] = {
    str: "other",
    int: 99,
    date: date(2030, 1, 1),
    datetime: datetime(2030, 1, 1, tzinfo=UTC),
    TransactionKind: TransactionKind.CORRECT,
    type(None): "other",
}


@pytest.mark.parametrize("column", [*entries.HASHED, "previous_hash", "row_hash"])
def test_the_chain_covers_every_column(column: str) -> None:
    """A changed column that is not hashed again breaks the chain at its row."""
    pages = sound()
    row = pages.transactions[3]
    other = OTHER_VALUE[type(getattr(row, column))]
    pages.transactions[3] = replace(row, **{column: other})  # type: ignore[arg-type]
    broken_at = entries.first_broken(pages.book().rows())
    assert broken_at == (99 if column == "sequence" else 4)


@pytest.mark.parametrize(
    "other",
    [{"homes": -2}, {"leg_no": 9}, {"lot_id": "lot"}, {"account_id": "swap"}],
    ids=str,
)
def test_the_chain_covers_every_leg(other: dict[str, object]) -> None:
    pages = sound()
    swap = pages.legs[1].account_id
    pages.legs[0] = replace(
        pages.legs[0],
        **{key: swap if value == "swap" else value for key, value in other.items()},  # type: ignore[arg-type]
    )
    assert entries.first_broken(pages.book().rows()) == 1


def test_every_column_of_the_table_is_hashed() -> None:
    """A column added later without a place under the hash is a mistake."""
    row = sound().transactions[0]
    columns = set(entries.columns_of(row))
    assert columns == {*entries.HASHED, "previous_hash", "row_hash"}


def test_the_hash_is_the_documented_one() -> None:
    """The format is final: this row's hash, worked out once by hand, never changes."""
    pages = Pages()
    pages.add("m", TransactionKind.HOLD)
    row = pages.transactions[0]
    accounts = [leg.account_id for leg in pages.legs]
    legs = ",".join(
        f'[{number},"{account}",{homes},null]'
        for number, account, homes in zip(
            range(1, 5), accounts, (-1, 1, -1, 1), strict=True
        )
    )
    text = (
        '["reciprocal-ledger-1",[1,"m:HOLD","scheme-1","HOLD",null,"m",null,'
        '"2026-03-09","2026-03-09T12:00:00.000000+00:00",null,null,null,null,null,'
        '"","a","o",null,null,null,"1",null,"00000000000000000000000000000001"],'
        f"[{legs}]]"
    )
    expected = hashlib.sha256(("0" * 64 + text).encode()).hexdigest()
    assert row.row_hash == expected


def test_an_account_is_the_digest_of_what_it_is_for() -> None:
    """Written once, its identifier is found again by whoever reads the format."""
    slot = pending("alder")
    text = (
        f'["reciprocal-ledger-1","scheme-1","alder","{slot.size_class}","{slot.kind}"]'
    )
    expected = hashlib.sha256(text.encode()).hexdigest()[:32]
    assert entries.account_id("scheme-1", slot) == expected


def test_a_moment_is_hashed_in_utc_wherever_the_service_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = Pages()
    pages.add("m", TransactionKind.HOLD)
    row = pages.transactions[0]
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        again = entries.row_hash(row.previous_hash, entries.columns_of(row), pages.legs)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert again == row.row_hash


@pytest.mark.parametrize(
    ("kind", "homes"), [(TransactionKind.HOLD, 0), ("no such event", 1)]
)
def test_no_event_of_a_move_is_of_no_home_or_of_another_kind(
    kind: TransactionKind, homes: int
) -> None:
    with pytest.raises(AssertionError, match=r"home|event"):
        entries.legs_for(kind, "birch", "cedar", BED2, homes)
