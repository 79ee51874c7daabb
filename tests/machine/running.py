"""Running a machine as a test: how long, and from which seed."""

from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.acts import Rooms
from tests.machine.machine import Machine
from tests.support.filled import Filled

STEPS = 40


def run(template: Filled, *, max_examples: int, rooms: type[Rooms] = Rooms) -> None:
    """Run examples of the machine; the same ones every time.

    Nothing is made smaller when one fails: a replay of forty acts on a real database
    takes seconds, and each act is told by what it is.
    """
    factory: Any = lambda: Machine(template, rooms)  # noqa: E731 - Hypothesis calls it
    try:
        run_state_machine_as_test(
            factory,
            settings=settings(
                max_examples=max_examples,
                stateful_step_count=STEPS,
                derandomize=True,
                deadline=None,
                database=None,
                phases=(Phase.generate,),
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except FlakyFailure as failed:
        # Identifiers and a round's seed are drawn anew, so that a replay may go
        # another way: what was seen first is what counts.
        raise failed.exceptions[0] from None
