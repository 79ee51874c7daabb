"""One household goes through the service as `docs/one-household.md` says it does."""

from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from pathlib import Path

import pytest
from sqlmodel import select

from reciprocal import clock
from reciprocal.errors import StateConflict
from reciprocal.ledger.tables import Transaction
from reciprocal.ledger.terms import TransactionKind
from reciprocal.moves.tables import Move
from reciprocal.proposals import failing, seen, signing
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.proposals.viewing_lifecycle import state_after
from scripts.print_one_household import (
    FAILED,
    WAY,
    Standing,
    after,
    page,
    way,
)
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

PAGE = Path(__file__).parents[3] / "docs" / "one-household.md"


def agree(journey: Journey) -> None:
    journey.landlord_answers()
    journey.old_landlord_confirms()


def leave(journey: Journey) -> None:
    """End the old tenancy once that is due, and call its home empty."""
    journey.world.wait(hours=72)
    by = {
        "actor": journey.old_landlord,
        "departure_ref": journey.proposal.departure_ref,
    }
    with journey.world.acting(journey.old_landlord) as session:
        signing.record_tenancy_end(session, tenancy_end=clock.today(), **by)
    with journey.world.acting(journey.old_landlord) as session:
        signing.record_home_empty(
            session,
            void_date=clock.today(),
            ready_date=clock.today() + timedelta(days=7),
            **by,
        )


DOING: dict[str, Callable[[Journey], object]] = {
    "proposed": Journey.proposed,
    "looked": Journey.look,
    "agreed": agree,
    "viewing_offered": Journey.landlord_offers_viewing,
    "viewed": Journey.views,
    "accepted": Journey.household_answers,
    "signed": Journey.sign,
    "keys": Journey.start,
    "left": leave,
}
LOADED = ("submitted", "attested")
"""What has been done of the way when a test's world begins."""


def standing(journey: Journey) -> Standing:
    """Return where everything stands, read off the service's own rows."""
    steps = journey.proposals
    with journey.reading() as session:
        move = (
            steps
            and session.exec(
                select(Move).where(Move.proposal_id == steps[-1].id)
            ).first()
        )
        events = seen.events(session, journey.worker, steps[-1]) if steps else []
    return Standing(
        request=journey.request.state,
        step=steps[-1].state if steps else None,
        viewing=tuple(row.event for row in events),
        home=journey.void.state,
        left=journey.left.state,
        move=move.state if move else None,
    )


def booked(journey: Journey) -> list[str]:
    with journey.reading() as session:
        rows = session.exec(select(Transaction).order_by(Transaction.sequence)).all()
    return [str(row.kind) for row in rows]


def test_every_act_leaves_the_rows_as_the_page_says(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    acts = {act.name: now for act, now in way()}
    assert list(acts) == [*LOADED, *DOING]
    assert standing(journey) == acts[LOADED[-1]]
    for name, do in DOING.items():
        do(journey)
        assert standing(journey) == acts[name], name
    assert booked(journey) == [act.book for act in WAY if act.book]


def test_a_failed_tenancy_is_taken_back_as_the_page_says(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).completed()
    before = standing(journey)
    with journey.world.acting(journey.worker) as session:
        failing.record_failure(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            code=EndCode.HOUSEHOLD_RETURNED,
        )
    assert standing(journey) == after(before, FAILED)
    assert booked(journey)[-1] == TransactionKind.REVERSAL


@pytest.mark.parametrize(
    "left_out", [act.name for act in WAY if act.request and act.name != "keys"]
)
def test_a_way_without_one_of_the_case_s_acts_cannot_happen(left_out: str) -> None:
    acts = [act for act in WAY if act.name != left_out]
    with pytest.raises((StateConflict, AssertionError)):
        reduce(after, acts, Standing())


def test_the_viewing_of_the_way_is_one_that_can_be() -> None:
    *_, (_, last) = way()
    assert state_after(last.viewing) == "held"


def test_the_page_is_the_one_that_is_written() -> None:
    """Renew it: `python -m scripts.print_one_household > docs/one-household.md`."""
    assert PAGE.read_text(encoding="utf-8") == page()
