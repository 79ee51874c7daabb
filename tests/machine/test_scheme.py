"""Whatever is tried in whatever order, the invariants hold and the model agrees."""

import pytest

from tests.machine.running import run
from tests.machine.small_world import Template
from tests.support.minutes import examples


@pytest.mark.soak
def test_the_scheme_keeps_its_promises(template: Template) -> None:
    run(template, max_examples=examples(4, 1_000))
