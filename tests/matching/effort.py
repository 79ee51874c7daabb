"""How many examples to try: a modest, repeatable number, or thousands in a soak."""

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, settings

SOAKING = os.environ.get("SOAK") == "1"

_Test = TypeVar("_Test", bound=Callable[..., object])


def effort(examples: int, *, soak: int) -> Callable[[_Test], _Test]:
    """Set a property test's number of examples."""
    return settings(
        max_examples=soak if SOAKING else examples,
        derandomize=not SOAKING,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
