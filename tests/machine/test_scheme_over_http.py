"""The same at the service's own door: what is allowed there is what the model says."""

import pytest

from tests.machine.over_http import HttpRooms
from tests.machine.running import run
from tests.support.filled import Filled
from tests.support.minutes import examples


@pytest.mark.soak
def test_the_door_keeps_the_scheme_s_promises(template: Filled) -> None:
    run(template, max_examples=examples(1, 250), rooms=HttpRooms)
