"""Whatever is tried in whatever order, the invariants hold and the model agrees."""

import pytest

from tests.machine.running import run
from tests.support.filled import Filled
from tests.support.minutes import examples


@pytest.mark.long
@pytest.mark.soak
def test_the_scheme_keeps_its_promises(template: Filled) -> None:
    run(template, max_examples=examples(4, 1_000))
