"""Whatever is tried in whatever order, the invariants hold and the model agrees."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.machine import Machine
from tests.machine.small_world import Template
from tests.support.minutes import examples


@pytest.mark.soak
def test_the_scheme_keeps_its_promises(template: Template) -> None:
    run_state_machine_as_test(
        lambda: Machine(template),
        settings=settings(
            max_examples=examples(12, 1_000),
            stateful_step_count=40,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
