"""Any history of moves gives the balances of a plain tally, in any order."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from reciprocal.errors import ReciprocalError
from reciprocal.ledger import entries, operations, queries
from reciprocal.ledger.book import MoveRow, MoveState
from reciprocal.ledger.terms import SizeClass, TransactionKind
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    LANDLORDS,
    SCHEME,
    SETTLE,
    START,
    UNTIL,
    Scene,
)
from tests.reciprocal.ledger.pages import Pages

EVENTS = ("hold", "post", "void", "reverse")
SIZES = (SizeClass.BED1, SizeClass.BED2, SizeClass.BED4P)

# What an event does to a move: the state it leaves, or a refusal. A repeated event
# gives its first answer, whatever has happened since.
NEXT: dict[str, dict[tuple[str, ...], tuple[str, ...] | None]] = {
    "hold": {(): ("hold",)},
    "post": {(): None, ("hold",): ("hold", "post"), ("hold", "void"): None},
    "void": {
        (): None,
        ("hold",): ("hold", "void"),
        ("hold", "post"): None,
        ("hold", "post", "reverse"): None,
    },
    "reverse": {
        (): None,
        ("hold",): None,
        ("hold", "void"): None,
        ("hold", "post"): ("hold", "post", "reverse"),
    },
}
STATE = {
    ("hold",): MoveState.HELD,
    ("hold", "post"): MoveState.STARTED,
    ("hold", "void"): MoveState.GIVEN_UP,
    ("hold", "post", "reverse"): MoveState.REVERSED,
}


@dataclass(frozen=True, slots=True)
class Move:
    ref: str
    origin: str
    receiver: str
    size_class: SizeClass


@st.composite
def move_lists(draw: st.DrawFn) -> list[Move]:
    """Up to five moves between any two different landlords."""
    count = draw(st.integers(1, 5))
    parties = st.permutations(LANDLORDS).map(lambda order: order[:2])
    return [
        Move(f"m{number}", *draw(parties), draw(st.sampled_from(SIZES)))
        for number in range(count)
    ]


def act(session: Session, move: Move, event: str) -> object:
    """Ask the book for one event of a move."""
    match event:
        case "hold":
            return operations.hold(
                session,
                actor=ACTOR,
                scheme_id=SCHEME,
                move_ref=move.ref,
                chain_ref=None,
                round_id=None,
                origin_id=move.origin,
                receiver_id=move.receiver,
                size_class=move.size_class,
                hold_until=UNTIL,
                rule_version="1",
                effective_date=START,
            )
        case "post":
            return operations.post(
                session,
                actor=ACTOR,
                move_ref=move.ref,
                effective_date=START,
                settle_by=SETTLE,
            )
        case "void":
            return operations.void_hold(
                session, actor=ACTOR, move_ref=move.ref, reason_code="refused"
            )
        case _:
            return operations.reverse(
                session, actor=ACTOR, move_ref=move.ref, reason_code="returned"
            )


def tally(
    states: dict[Move, tuple[str, ...]],
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Return posted and pending homes by landlord and size, by hand."""
    posted: Counter[tuple[str, str]] = Counter()
    pending: Counter[tuple[str, str]] = Counter()
    for move, events in states.items():
        sums = {("hold",): pending, ("hold", "post"): posted}.get(events)
        if sums is not None:
            sums[move.origin, move.size_class] -= 1
            sums[move.receiver, move.size_class] += 1
    return posted, pending


@given(
    moves=move_lists(),
    script=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(EVENTS)), max_size=14),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_history_is_the_tally(
    scene: Scene, moves: list[Move], script: list[tuple[int, str]]
) -> None:
    """Events asked for at random: taken, repeated or refused as the table says."""
    states: dict[Move, tuple[str, ...]] = dict.fromkeys(moves, ())
    answers: dict[tuple[str, str], object] = {}
    with scene.session() as session:
        for index, event in script:
            move = moves[index % len(moves)]
            before = states[move]
            if event in before:
                assert act(session, move, event) == answers[move.ref, event]
            elif NEXT[event][before] is None:
                with pytest.raises(ReciprocalError):
                    act(session, move, event)
            else:
                answers[move.ref, event] = act(session, move, event)
                states[move] = NEXT[event][before] or ()
        log = [
            MoveRow(move.ref, move.origin, move.receiver, move.size_class, STATE[done])
            for move, done in states.items()
            if done
        ]
        assert queries.check(session, log) == ()
        posted, pending = tally(states)
        for owner, classes in queries.balances(
            session, ACTOR, scheme_id=SCHEME
        ).items():
            for size_class, balance in classes.items():
                key = (owner, size_class)
                assert (balance.posted, balance.pending) == (posted[key], pending[key])
        session.rollback()


FULL = {
    MoveState.HELD: (TransactionKind.HOLD,),
    MoveState.STARTED: (TransactionKind.HOLD, TransactionKind.POST),
    MoveState.GIVEN_UP: (TransactionKind.HOLD, TransactionKind.VOID_HOLD),
    MoveState.REVERSED: (
        TransactionKind.HOLD,
        TransactionKind.POST,
        TransactionKind.REVERSAL,
    ),
}


@given(
    moves=move_lists(),
    ends=st.lists(st.sampled_from(list(MoveState)), min_size=5, max_size=5),
    data=st.data(),
)
@settings(max_examples=200, deadline=None)
def test_order_is_nothing(
    moves: list[Move], ends: list[MoveState], data: st.DataObject
) -> None:
    """Law 12: independent moves interleaved in any order give equal balances."""
    states = dict(zip(moves, ends, strict=False))
    books = []
    for _ in range(2):
        waiting = {move: list(FULL[end]) for move, end in states.items()}
        pages = Pages()
        while any(waiting.values()):
            ready = [move for move, kinds in waiting.items() if kinds]
            move = data.draw(st.sampled_from(ready))
            kind = waiting[move].pop(0)
            pages.add(move.ref, kind, move.origin, move.receiver, move.size_class)
        books.append(entries.balances(pages.accounts, pages.legs))
    first, second = books
    assert first == second
    posted, pending = tally(
        {
            move: {MoveState.HELD: ("hold",), MoveState.STARTED: ("hold", "post")}.get(
                end, ()
            )
            for move, end in states.items()
        }
    )
    assert {key: (kept.posted, kept.pending) for key, kept in first.items()} == {
        key: (posted[key], pending[key])
        for key in posted.keys() | pending.keys()
        if posted[key] or pending[key]
    }


@given(
    kinds=st.lists(
        st.sampled_from(
            [
                TransactionKind.HOLD,
                TransactionKind.POST,
                TransactionKind.VOID_HOLD,
                TransactionKind.REVERSAL,
            ]
        )
    ),
    homes=st.integers(1, 9),
)
def test_legs_always_cancel(kinds: list[TransactionKind], homes: int) -> None:
    """Whatever is written, each event cancels, and clearing rests after each pair."""
    for kind in kinds:
        lines = entries.legs_for(kind, "alder", "birch", SizeClass.BED3, homes)
        assert sum(line.homes for line in lines) == 0
        clearing = [line.homes for line in lines if line.slot.owner is None]
        assert sum(clearing) == 0
        # No two neighbouring legs that cancel name two landlords.
        for one, other in pairwise(lines):
            owners = {one.slot.owner, other.slot.owner} - {None}
            assert len(owners) <= 1 or one.homes == other.homes


def test_legs_of_no_move() -> None:
    """An event that is no move's, or of no home, is our own mistake."""
    with pytest.raises(AssertionError, match="event of a move"):
        entries.legs_for(TransactionKind.OPEN, "alder", "birch", SizeClass.BED2)
    with pytest.raises(AssertionError, match="at least one home"):
        entries.legs_for(TransactionKind.HOLD, "alder", "birch", SizeClass.BED2, 0)


def test_start_precedes_settlement() -> None:
    """The scene's own days are in order, or the tests above would say nothing."""
    assert date.min < START < SETTLE
