"""What a landlord and a worker do at once, neither of them writes over."""

import threading
from collections.abc import Callable

import pytest

from reciprocal.access.actor import service
from reciprocal.proposals import operations as proposals
from reciprocal.requests import checks
from reciprocal.requests.lifecycle import (
    CheckState,
    RequestEvent,
    RequestState,
    after,
)
from reciprocal.requests.tables import TenancyCheck
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.requests.acts import attest, now, refer, submit
from tests.support.world import MakeWorld

pytestmark = pytest.mark.both_databases

HEAD_START_SECONDS = 2
Meanwhile = Callable[[Callable[[], object]], threading.Thread]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Let another act begin while a landlord's word puts a case in the pot."""

    def begin(act: Callable[[], object]) -> threading.Thread:
        other = threading.Thread(target=act)

        def after_a_while(state: RequestState, event: RequestEvent) -> RequestState:
            if event is RequestEvent.APPROVE and other.ident is None:
                other.start()
                other.join(HEAD_START_SECONDS)
            return after(state, event)

        monkeypatch.setattr(checks, "after", after_a_while)
        return other

    return begin


def test_a_pause_outlives_the_attestation_it_meets(
    make_world: MakeWorld, meanwhile: Meanwhile
) -> None:
    """Or a household that had just said stop would be matched."""
    journey = Journey(make_world(one_move()))
    request = refer(journey)
    check, worker = submit(journey, request), journey.worker

    def pause() -> None:
        with journey.world.acting(worker) as session:
            proposals.pause(session, actor=worker, case_ref=request.case_ref)

    journey.world.hands.on(check.visible_at)
    pausing = meanwhile(pause)
    attest(journey, check)
    pausing.join()
    assert now(journey, request).state is RequestState.PAUSED


def test_an_attestation_outlives_the_escalation_it_meets(
    make_world: MakeWorld, meanwhile: Meanwhile
) -> None:
    journey = Journey(make_world(one_move()))
    check = submit(journey, refer(journey))
    alone = service(journey.world.loaded.scheme_id)
    journey.world.hands.on(check.due_at)
    journey.world.wait(seconds=1)
    attesting = meanwhile(lambda: attest(journey, check))
    with journey.world.acting(alone) as session:
        assert checks.escalate_overdue(session, actor=alone) == 1
    attesting.join()
    with journey.reading() as session:
        found = session.get_one(TenancyCheck, check.id)
    assert found.state is CheckState.ATTESTED
