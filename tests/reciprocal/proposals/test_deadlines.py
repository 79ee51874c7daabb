"""Either side of a deadline by a millisecond, whatever the clock does meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlmodel import select

from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.audit import operations as audit
from reciprocal.errors import NoLongerAvailable, ReciprocalError, StateConflict
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.tables import Transaction
from reciprocal.proposals import answers, operations
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal
from tests.reciprocal.journey import SAID, Journey, one_move
from tests.reciprocal.proposals.told import assert_freed
from tests.support.world import MakeWorld

pytestmark = pytest.mark.both_databases

MILLISECOND = timedelta(milliseconds=1)
HOUR = timedelta(hours=1)

ACTS: dict[str, tuple[Callable[[Journey], object], Callable[[Journey], Proposal]]] = {
    "the worker's look": (Journey.proposed, Journey.look),
    "the new landlord's answer": (Journey.offered, Journey.landlord_answers),
    "the old landlord's answer": (Journey.offered, Journey.old_landlord_confirms),
    "a viewing offered": (Journey.viewing_due, Journey.landlord_offers_viewing),
    "a viewing recorded": (Journey.viewing_due, Journey.views),
    "the household's answer": (Journey.agreed, Journey.household_answers),
}


def lapse(journey: Journey) -> int:
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        return operations.lapse_due(session, actor=alone)


def set_clock(journey: Journey, moment: datetime) -> None:
    """Set the server's clock, backwards too."""
    journey.world.hands.moment = moment


def kinds(journey: Journey) -> list[str]:
    """Return what is in the book, and assert that it and the audit hold."""
    with journey.world.acting(service(journey.world.loaded.scheme_id)) as session:
        assert ledger.check(session) == ()
        assert audit.first_broken_link(session) is None
        rows = session.exec(select(Transaction)).all()
    return [row.kind for row in sorted(rows, key=lambda row: row.sequence)]


@pytest.mark.parametrize("act", ACTS)
def test_a_millisecond_decides(make_world: MakeWorld, act: str) -> None:
    """Late by one and it is not taken, at the deadline neither; early by one it is."""
    reach, answer = ACTS[act]
    journey = Journey(make_world(one_move()))
    reach(journey)
    due, state = journey.proposal.due_at, journey.proposal.state
    for late in (due + MILLISECOND, due):
        set_clock(journey, late)
        with pytest.raises(NoLongerAvailable):
            answer(journey)
        assert (journey.proposal.state, journey.proposal.due_at) == (state, due)
    set_clock(journey, due - MILLISECOND)
    assert lapse(journey) == 0
    assert answer(journey).state is not ProposalState.ENDED


@pytest.mark.parametrize("act", ["the worker's look", "the household's answer"])
def test_what_lapsed_stays_so_though_the_clock_goes_back(
    make_world: MakeWorld, act: str
) -> None:
    """An hour back, there would be time again; but the home is somebody else's."""
    reach, answer = ACTS[act]
    journey = Journey(make_world(one_move()))
    reach(journey)
    due = journey.proposal.due_at
    set_clock(journey, due)
    assert lapse(journey) == 1
    set_clock(journey, due - HOUR)
    with pytest.raises(NoLongerAvailable):
        answer(journey)
    assert lapse(journey) == 0
    assert_freed(journey, EndCode.LAPSED)
    assert kinds(journey) == []


def test_what_was_accepted_stays_so_though_the_clock_goes_back(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    until = journey.proposal.due_at
    set_clock(journey, clock.now() - HOUR)
    with pytest.raises(StateConflict):
        journey.household_answers()
    assert lapse(journey) == 0
    journey.sign()
    assert (journey.proposal.state, journey.proposal.due_at) == (
        ProposalState.SIGNED,
        until,
    )
    assert kinds(journey) == ["HOLD"]


def test_easter_and_the_short_night_take_nothing_from_a_viewing(
    make_world: MakeWorld,
) -> None:
    """Agreed on Thursday 25 March 2027; the clocks go forward on Easter Sunday."""
    journey = Journey(make_world(one_move()))
    journey.world.hands.on(datetime(2027, 3, 24, 14, tzinfo=UTC))
    journey.viewing_due()
    assert clock.today().isoformat() == "2027-03-25"
    assert journey.proposal.due_at == datetime(2027, 4, 1, 16, tzinfo=UTC)
    set_clock(journey, datetime(2027, 4, 1, 15, 59, 59, 999_000, tzinfo=UTC))
    assert journey.views().due_at == datetime(2027, 4, 5, 16, tzinfo=UTC)


def test_the_long_night_gives_no_hour_more(make_world: MakeWorld) -> None:
    """Viewed on Friday 29 October 2027; two days of which one has 25 hours."""
    journey = Journey(make_world(one_move()))
    journey.world.hands.on(datetime(2027, 10, 28, 14, tzinfo=UTC))
    journey.agreed()
    assert clock.today().isoformat() == "2027-10-29"
    due = journey.proposal.due_at
    assert due == datetime(2027, 11, 1, 17, tzinfo=UTC)
    set_clock(journey, due)
    with pytest.raises(NoLongerAvailable):
        journey.household_answers()
    set_clock(journey, due - MILLISECOND)
    assert journey.household_answers().state is ProposalState.ACCEPTED


def accept_in(journey: Journey, done: Event, go_on: Event) -> str:
    """Accept, and wait before the commit until told to go on."""
    worker, ref = journey.worker, journey.request.case_ref
    try:
        with journey.world.acting(worker) as session:
            answers.answer_household(
                session,
                actor=worker,
                case_ref=ref,
                agreed=True,
                code=None,
                said=SAID,
            )
            done.set()
            assert go_on.wait(60)
    except ReciprocalError as refused:
        return refused.code
    return "accepted"


def lapse_in(journey: Journey, done: Event, go_on: Event) -> str:
    """Lapse what is due, and wait before the commit likewise."""
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        lapsed = operations.lapse_due(session, actor=alone)
        done.set()
        assert go_on.wait(60)
    return f"lapsed {lapsed}"


Race = Callable[[Journey, Event, Event], str]


@pytest.mark.parametrize(
    ("first", "second", "heard", "state", "book"),
    [
        (accept_in, lapse_in, ["accepted", "lapsed 0"], ProposalState.ACCEPTED, "HOLD"),
        (accept_in, accept_in, ["accepted", "state_conflict"], "accepted", "HOLD"),
        (lapse_in, accept_in, ["lapsed 1", "no_longer_available"], "ended", ""),
        (lapse_in, lapse_in, ["lapsed 1", "lapsed 0"], ProposalState.ENDED, ""),
    ],
    ids=["accept, lapse", "accept twice", "lapse, accept", "lapse twice"],
)
def test_of_two_acts_at_the_deadline_the_first_to_begin_decides(
    make_world: MakeWorld,
    *,
    first: Race,
    second: Race,
    heard: list[str],
    state: str,
    book: str,
) -> None:
    """The second begins while the first is not committed, and the deadline passes."""
    journey = Journey(make_world(one_move())).agreed()
    due = journey.proposal.due_at
    set_clock(journey, due - MILLISECOND if first is accept_in else due)
    one, two, go_on = Event(), Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        begun = pool.submit(first, journey, one, go_on)
        assert one.wait(60)
        set_clock(journey, due if second is lapse_in else due - MILLISECOND)
        other = pool.submit(second, journey, two, go_on)
        # It waits for the first, which holds the step, and does not pass it by.
        assert not two.wait(0.3)
        go_on.set()
        assert [begun.result(60), other.result(60)] == heard
    assert journey.proposal.state == state
    assert kinds(journey) == [book] * bool(book)
