"""A draft goes on its day too, with nobody's case."""

from uuid import uuid4

import pytest

from reciprocal.drafts import operations as drafts
from reciprocal.retention.rules import Of
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.retention.test_retention import sweep
from tests.support.world import MakeWorld


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move()))


def test_a_draft_goes_on_its_day_and_not_before(journey: Journey) -> None:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        drafts.keep(
            session,
            actor=worker,
            draft_ref=str(uuid4()),
            again_of="",
            typed=[("adults", "2")],
        )
    journey.world.wait(days=30, seconds=-1)
    assert Of.UNSAVED not in sweep(journey)
    journey.world.wait(seconds=1)
    assert sweep(journey)[Of.UNSAVED] == 1
