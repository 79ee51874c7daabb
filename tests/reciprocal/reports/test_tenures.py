"""Whether promises were kept, and nothing of anybody: tens, to the nearest five."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from fixtures.load import AUDITOR, COORDINATOR
from matching.terms import TenancyKind
from reciprocal import ids
from reciprocal.access.actor import service
from reciprocal.errors import Forbidden
from reciprocal.moves.tables import Move
from reciprocal.proposals.tables import Proposal, TenancyPromise
from reciprocal.reports import tenures
from reciprocal.reports.tenures import MovesOf, told
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

LIFE, FIXED, ASSURED = (
    TenancyKind.SECURE_LIFETIME,
    TenancyKind.SECURE_FLEXIBLE,
    TenancyKind.ASSURED_LIFETIME,
)


def test_pairs_of_ten_are_told_and_the_others_together() -> None:
    moves = [(LIFE, LIFE)] * 23 + [(FIXED, LIFE)] * 6 + [(ASSURED, ASSURED)] * 5
    assert told(moves) == (MovesOf(LIFE, LIFE, 25), MovesOf(None, None, 10))
    # And not at all where together they are few.
    assert told([(LIFE, LIFE)] * 12 + [(FIXED, LIFE)] * 9) == (MovesOf(LIFE, LIFE, 10),)
    assert told([]) == ()


@given(st.lists(st.tuples(*[st.sampled_from(TenancyKind)] * 2), max_size=80))
def test_nothing_under_ten_is_told_and_nothing_nearer_than_five(
    moves: list[tuple[TenancyKind, TenancyKind]],
) -> None:
    rows = told(moves)
    assert all(row.moves >= 10 and row.moves % 5 == 0 for row in rows)
    assert told(list(reversed(moves))) == rows


_COPIED = ("id", "case_ref", "offer_ref", "departure_ref", "board_ref")


def _grow(journey: Journey, number: int) -> None:
    """Let so many moves more be like the one that there is."""
    with journey.world.acting(service(journey.world.loaded.scheme_id)) as session:
        step = session.exec(select(Proposal)).one()
        move = session.exec(select(Move)).one()
        promise = session.exec(select(TenancyPromise)).all()[-1]
        for position in range(2, 2 + number):
            anew: dict[str, object] = {name: ids.new_id() for name in _COPIED}
            anew["position"] = position
            copy = Proposal(**(step.model_dump() | anew))
            session.add(copy)
            session.flush()
            of = {"id": ids.new_id(), "proposal_id": copy.id}
            session.add(Move(**(move.model_dump() | of | {"move_ref": ids.new_id()})))
            session.add(TenancyPromise(**(promise.model_dump() | of)))


def _read(journey: Journey, code: str = AUDITOR) -> dict[str, Any]:
    actor = journey.world.person(code)
    with journey.world.acting(actor) as session:
        found: dict[str, Any] = tenures.chart(session, actor).opened()
    return found


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move())).completed()


def test_moves_are_counted_once_their_quarter_is_over(journey: Journey) -> None:
    _grow(journey, 11)
    assert _read(journey)["tenures"] == []
    journey.world.wait(days=100)
    kept = {"promised": LIFE, "granted": LIFE, "moves": 10}
    assert _read(journey)["tenures"] == [kept]


def test_the_newest_promise_counts_and_hidden_moves_do(journey: Journey) -> None:
    _grow(journey, 9)
    journey.world.wait(days=100)
    with journey.world.acting(service(journey.world.loaded.scheme_id)) as session:
        for step in session.exec(select(Proposal)).all():
            step.hidden_at = journey.world.hands.now()
            promise = session.exec(
                select(TenancyPromise).where(TenancyPromise.proposal_id == step.id)
            ).all()[-1]
            told_anew = {"id": ids.new_id(), "number": promise.number + 1}
            changed = told_anew | {"tenancy": FIXED}
            session.add(TenancyPromise(**(promise.model_dump() | changed)))
            session.add(step)
    better = {"promised": FIXED, "granted": LIFE, "moves": 10}
    assert _read(journey)["tenures"] == [better]


def test_nobody_but_an_auditor_reads_it(journey: Journey) -> None:
    with pytest.raises(Forbidden):
        _read(journey, COORDINATOR)
