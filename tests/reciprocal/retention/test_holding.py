"""A case under legal hold is never swept; two place the hold, and two let it go."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from fixtures.load import COORDINATOR
from reciprocal.access.actor import Actor, service
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.homes.operations import SecondPersonNeeded
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.lifecycle import RequestState
from reciprocal.retention import holding, holds
from reciprocal.retention.holds import Asked, HoldReason
from reciprocal.retention.rules import Of
from reciprocal.retention.tables import LegalHold
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.retention.test_retention import end_as, is_readable, sweep
from tests.support.world import MakeWorld

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)
Act = Callable[..., object]


@pytest.mark.parametrize(
    ("hold", "kept", "asked_about"),
    [
        (Asked(NOW, DAY), True, True),
        (Asked(NOW, DAY + timedelta(days=1)), True, False),
        (Asked(NOW - timedelta(days=7, seconds=-1), DAY), True, True),
        (Asked(NOW - timedelta(days=7), DAY), False, False),
        (Asked(NOW - timedelta(days=4000), DAY, confirmed=True), True, True),
        (Asked(NOW, DAY, confirmed=True, ended=True), False, False),
    ],
)
def test_when_a_case_is_kept(hold: Asked, *, kept: bool, asked_about: bool) -> None:
    assert holds.in_effect(hold, NOW) is kept
    assert holds.is_for_review(hold, NOW, DAY) is asked_about


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move()))


def coordinators(journey: Journey) -> tuple[Actor, Actor]:
    world = journey.world
    return world.coordinator, world.person(COORDINATOR, "second")


def act(journey: Journey, actor: Actor, done: Act, **said: object) -> object:
    reference = journey.request.board_ref
    with journey.world.acting(actor) as session:
        return done(session, actor=actor, **({"board_ref": reference} | said))


def ask(journey: Journey, actor: Actor, days: int = 30) -> None:
    until = journey.world.hands.moment.date() + timedelta(days=days)
    act(journey, actor, holding.ask, reason=HoldReason.COURT_ORDER, until=until)


def test_a_held_case_stays_until_two_let_it_go(journey: Journey) -> None:
    one, other = coordinators(journey)
    end_as(journey, RequestState.CLOSED)
    journey.world.wait(days=89)
    ask(journey, one)
    act(journey, other, holding.confirm)
    journey.world.wait(days=4000)
    assert Of.ENDED not in sweep(journey)
    assert is_readable(journey)
    assert act(journey, one, holding.release) is False
    assert Of.ENDED not in sweep(journey)
    assert act(journey, other, holding.release) is True
    assert sweep(journey)[Of.ENDED] == 1
    assert not is_readable(journey)


def test_a_round_that_a_held_case_was_in_stays(journey: Journey) -> None:
    one, other = coordinators(journey)
    journey.proposed()
    with journey.world.acting(one) as session:
        step = session.get_one(Proposal, journey.proposal.id)
        step.state, step.end_code = ProposalState.ENDED, EndCode.LAPSED
        session.add(step)
    ask(journey, one)
    act(journey, other, holding.confirm)
    journey.world.wait(days=90)
    assert Of.ROUND not in sweep(journey)
    act(journey, one, holding.release)
    act(journey, other, holding.release)
    assert sweep(journey)[Of.ROUND] == 1


def test_one_person_keeps_a_case_for_a_week(journey: Journey) -> None:
    one, _ = coordinators(journey)
    end_as(journey, RequestState.CLOSED)
    journey.world.wait(days=90)
    ask(journey, one)
    journey.world.wait(days=7, seconds=-1)
    assert Of.ENDED not in sweep(journey)
    journey.world.wait(seconds=1)
    assert sweep(journey)[Of.ENDED] == 1


def test_nobody_confirms_or_lets_go_alone(journey: Journey) -> None:
    one, other = coordinators(journey)
    with pytest.raises(StateConflict):
        act(journey, other, holding.confirm)
    with pytest.raises(StateConflict):
        act(journey, other, holding.release)
    ask(journey, one)
    with pytest.raises(SecondPersonNeeded):
        act(journey, one, holding.confirm)
    act(journey, other, holding.confirm)
    with pytest.raises(StateConflict):
        act(journey, one, holding.confirm)
    act(journey, other, holding.release)
    with pytest.raises(SecondPersonNeeded):
        act(journey, other, holding.release)


def test_what_lapsed_is_asked_anew_by_whoever_asks(journey: Journey) -> None:
    one, other = coordinators(journey)
    ask(journey, one)
    journey.world.wait(days=7)
    with pytest.raises(StateConflict):
        act(journey, other, holding.confirm)
    ask(journey, other)
    with pytest.raises(SecondPersonNeeded):
        act(journey, other, holding.confirm)
    act(journey, one, holding.confirm)


def test_a_review_is_counted_and_put_off_and_ends_nothing(journey: Journey) -> None:
    one, other = coordinators(journey)
    ask(journey, one)
    act(journey, other, holding.confirm)
    act(journey, other, holding.release)

    def waiting() -> int:
        actor = service(journey.world.loaded.scheme_id)
        with journey.world.acting(actor) as session:
            return holding.for_review(session, actor.scheme_id)

    assert waiting() == 0
    journey.world.wait(days=30)
    assert waiting() == 1
    ask(journey, other)
    assert waiting() == 0
    # Whoever holds it on takes back what was said of letting it go.
    assert act(journey, one, holding.release) is False


def test_what_is_not_a_coordinator_s_to_hold_is_refused(journey: Journey) -> None:
    one, _ = coordinators(journey)
    with pytest.raises(Forbidden):
        ask(journey, journey.worker)
    with pytest.raises(NotFound):
        act(journey, one, holding.confirm, board_ref=journey.request.case_ref)
    with pytest.raises(FieldsInvalid):
        ask(journey, one, days=0)


def test_the_database_wants_two_people(journey: Journey) -> None:
    one, _ = coordinators(journey)
    ask(journey, one)
    alone = update(LegalHold).values(confirmed_by=one.id)
    with journey.world.acting(one) as session, pytest.raises(IntegrityError):
        session.execute(alone)
