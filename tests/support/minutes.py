"""How much of a long test a run can afford: a sample in CI, the whole in a soak.

`make soak` sets SOAK=1 and runs the tests that Hypothesis drives and those
marked `soak`. A test asks here for its number of examples; it never asserts how
long anything took.
"""

import os
import secrets

SOAKING = os.environ.get("SOAK") == "1"


def examples(in_ci: int, in_soak: int) -> int:
    """Choose a number of examples for this run."""
    assert 0 < in_ci <= in_soak
    return in_soak if SOAKING else in_ci


def sampling_seed() -> int:
    """Draw, or take from SAMPLING_SEED, the seed of a sample; print it to repeat it.

    Draw at run time and not at collection, where parallel workers would disagree.
    """
    given = os.environ.get("SAMPLING_SEED")
    seed = int(given) if given else secrets.randbits(32)
    print(f"SAMPLING_SEED={seed}")  # noqa: T201
    return seed
