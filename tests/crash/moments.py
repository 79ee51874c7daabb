"""The seeded moments at which workers are killed."""

import os
import random
from dataclasses import dataclass

COUNT = 100 if os.environ.get("SOAK") else 10
"""Of a real round, which costs seconds."""

TOY_COUNT = 100 if os.environ.get("SOAK") else 6
"""Of the toy job, each of whose steps is killed once."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: so many steps of the subject's job begun, and a little later."""

    subject: str
    steps_begun: int
    delay_seconds: float


def moments(*, seed: int, steps: int, step_seconds: float) -> list[Moment]:
    """Draw the moments: each step comes round in turn.

    The delays strike before a step's effect, after it, and between two steps.
    """
    draw = random.Random(seed)  # noqa: S311 - moments, not secrets
    return [
        Moment(
            subject=f"round-{index}",
            steps_begun=1 + index % steps,
            delay_seconds=draw.uniform(0, step_seconds * 0.9),
        )
        for index in range(TOY_COUNT)
    ]
