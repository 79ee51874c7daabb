"""The same at the service's own door: what is allowed there is what the model says."""

import pytest

from tests.machine import stories
from tests.machine.machine import Machine
from tests.machine.over_http import HttpRooms
from tests.machine.running import run
from tests.machine.test_planted import Story
from tests.support.filled import Filled
from tests.support.minutes import examples

WALKED = (
    stories.a_tenancy_that_fails,
    stories.referred_again_from_the_only_tenancy,
    stories.risk_changes_at_sign_up,
    stories.a_home_that_is_not_supplied,
    stories.follow_into_the_home_left,
    stories.a_drawn_home_is_withdrawn,
)
"""Those that reach what forty acts in any order seldom do."""


@pytest.mark.long
@pytest.mark.soak
def test_the_door_keeps_the_scheme_s_promises(template: Filled) -> None:
    run(template, max_examples=examples(1, 250), rooms=HttpRooms)


@pytest.mark.parametrize("story", WALKED, ids=lambda story: story.__name__)
def test_a_story_is_the_same_at_the_door(small_sqlite: Filled, story: Story) -> None:
    machine = Machine(small_sqlite, HttpRooms)
    try:
        story(machine)
    except BaseException:
        machine.scheme._stack.close()
        raise
    machine.teardown()
