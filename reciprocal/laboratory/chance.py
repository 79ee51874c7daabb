"""Chance that is drawn by name and never in a row.

Another policy decides other things; so drawn, it still meets the same arrivals and the
same people, and a year can be compared with itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random
from typing import TypeVar

_Thing = TypeVar("_Thing")

_PERCENT = 100
_PAIR_BYTES = 4


@dataclass(frozen=True, slots=True)
class Fates:
    """What will happen, each thing drawn by its own name.

    Attributes:
        seed: The same seed and the same names give the same answers.
    """

    seed: int

    def draw(self, *name: object) -> Random:
        """Return the chance of one thing."""
        return Random("/".join(str(part) for part in (self.seed, *name)))  # noqa: S311 - it must repeat

    def happens(self, percent: float, *name: object) -> bool:
        return self.draw(*name).random() * _PERCENT < percent

    def among(self, fewest: int, most: int, *name: object) -> int:
        return self.draw(*name).randint(fewest, most)

    def suits(self, percent: float, household: str, home: str) -> bool:
        """Say whether a pair that every rule allows suits after all.

        Cost: a microsecond; there are as many as pairs.
        """
        name = f"{self.seed}/{household}/{home}".encode()
        drawn = int.from_bytes(blake2b(name, digest_size=_PAIR_BYTES).digest(), "big")
        return drawn * _PERCENT < percent * float(1 << 8 * _PAIR_BYTES)


def poisson(chance: Random, mean: float) -> int:
    """Draw how many come of a kind that comes `mean` times on average.

    Source: Knuth, The Art of Computer Programming 2, section 3.4.1.
    """
    limit, drawn, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        drawn, product = drawn + 1, product * chance.random()
    return drawn


def geometric(chance: Random, percent: float) -> int:
    """Draw how many times something does not happen before it does."""
    return int(math.log(1 - chance.random()) / math.log(1 - percent / _PERCENT))


def one_of(chance: Random, things: Sequence[_Thing], shares: Sequence[float]) -> _Thing:
    """Draw one thing by its share."""
    (drawn,) = chance.choices(things, shares)
    return drawn
