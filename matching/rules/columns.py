"""A pool turned on its side: one array a field, so that a rule is one comparison."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.pool import Home, Household, Pool

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Households down, homes across.

    Attributes:
        pool: Rows in the order of its tuples.
        landlord_of: Landlord id to its row in `pool.landlords`.
    """

    pool: Pool
    landlord_of: dict[str, int]

    @property
    def households(self) -> tuple[Household, ...]:
        """The rows."""
        return self.pool.households

    @property
    def homes(self) -> tuple[Home, ...]:
        """The columns."""
        return self.pool.homes

    @property
    def shape(self) -> tuple[int, int]:
        """Households, homes."""
        return len(self.households), len(self.homes)

    def everybody(self) -> Mask:
        """Return a mask that marks every pair."""
        return np.ones(self.shape, dtype=np.bool_)

    def down(self, read: Callable[[Household], int]) -> Whole:
        """Read one whole number a household. Shape: households x 1."""
        return np.array([read(row) for row in self.households], dtype=np.int64)[:, None]

    def across(self, read: Callable[[Home], int]) -> Whole:
        """Read one whole number a home. Shape: 1 x homes."""
        return np.array([read(home) for home in self.homes], dtype=np.int64)[None, :]

    def down_flag(self, read: Callable[[Household], bool]) -> Mask:
        """Read one flag a household. Shape: households x 1."""
        return np.array([read(row) for row in self.households], dtype=np.bool_)[:, None]

    def across_flag(self, read: Callable[[Home], bool]) -> Mask:
        """Read one flag a home. Shape: 1 x homes."""
        return np.array([read(home) for home in self.homes], dtype=np.bool_)[None, :]

    def same(
        self,
        of_household: Callable[[Household], str | None],
        of_home: Callable[[Home], str | None],
    ) -> Mask:
        """Mark where both sides carry the same known name."""
        number: dict[str | None, int] = {}
        down = self.down(lambda row: number.setdefault(of_household(row), len(number)))
        across = self.across(lambda home: number.get(of_home(home), -1))
        known = self.down_flag(lambda row: of_household(row) is not None)
        return np.equal(down, across, dtype=np.bool_) & known

    def holds(self, sets: str, key: str) -> Mask:
        """Mark where the household's set holds the home's key. None is never held.

        No set holds as little as an empty one.
        """
        keys = [getattr(home, key) for home in self.homes]
        held = [getattr(row, sets) or frozenset() for row in self.households]
        return _membership(held, keys)

    def is_held(self, key: str, sets: str) -> Mask:
        """Mark where the home's set holds the household's key."""
        keys = [getattr(row, key) for row in self.households]
        return _membership([getattr(home, sets) for home in self.homes], keys).T


def columns_of(pool: Pool) -> Columns:
    """Return the pool's columns."""
    return Columns(pool, {landlord.id: i for i, landlord in enumerate(pool.landlords)})


def _membership(sets: Iterable[frozenset[str]], keys: list[str | None]) -> Mask:
    """Mark which keys each set holds. Shape: sets x keys. Cost: total size of sets."""
    column = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    rows = list(sets)
    held = np.zeros((len(rows), len(column)), dtype=np.bool_)
    for i, row in enumerate(rows):
        held[i, [column[key] for key in row if key in column]] = True
    at = np.array([column[key] for key in keys], dtype=np.intp)
    return held[:, at]
