"""A pool turned on its side: one array a field, so that a rule is one comparison."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matching.pool import Home, Household, Policy, Pool

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Households down, homes across: those of a pool, or a block of them.

    Attributes:
        pool: The whole pool; a rule reads its landlords here, and its rows below.
        landlord_of: Landlord id to its row in `pool.landlords`.
        policy: The scheme's dated rules.
        households: The rows.
        homes: The columns.
    """

    pool: Pool
    landlord_of: dict[str, int]
    policy: Policy
    households: tuple[Household, ...]
    homes: tuple[Home, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Households, homes."""
        return len(self.households), len(self.homes)

    def blocks(self, rows: int) -> Iterator["Columns"]:
        """Yield the rows in order, so many at a time; one empty block for none."""
        for start in range(0, max(1, len(self.households)), rows):
            yield replace(self, households=self.households[start : start + rows])

    def pair(self, household: int, home: int) -> "Columns":
        """Return the columns of one household and one home, by their indexes."""
        return replace(
            self, households=(self.households[household],), homes=(self.homes[home],)
        )

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
        unknown_row, unknown_home = -1, -2

        def row_number(row: Household) -> int:
            name = of_household(row)
            return unknown_row if name is None else number.setdefault(name, len(number))

        def home_number(home: Home) -> int:
            return number.get(of_home(home), unknown_home)

        # The households first: homes are numbered by the names that they carry.
        down = self.down(row_number)
        marked: Mask = down == self.across(home_number)
        return marked

    def cells(self, grid: Mask, down: Whole, across: Whole) -> Mask:
        """Mark where the grid holds for the household's row and the home's column.

        Args:
            grid: Any table of flags.
            down: Row of each household in it. Shape: households x 1.
            across: Column of each home in it. Shape: 1 x homes.
        """
        marked: Mask = np.take(np.take(grid, down[:, 0], axis=0), across[0], axis=1)
        return marked

    def holds(self, sets: str, key: str) -> Mask:
        """Mark where the household's set holds the home's key. None is never held.

        No set holds as little as an empty one.
        """
        held = [getattr(row, sets) or frozenset() for row in self.households]
        column, at = _numbered([getattr(home, key) for home in self.homes])
        grid = np.zeros((len(held), len(column)), dtype=np.bool_)
        for i, names in enumerate(held):
            grid[i, [column[name] for name in names if name in column]] = True
        # Unlike an index, `take` gives rows that lie in one piece, as packing needs.
        return np.take(grid, at, axis=1)

    def is_held(self, key: str, sets: str) -> Mask:
        """Mark where the home's set holds the household's key. None is never held."""
        row, at = _numbered([getattr(row, key) for row in self.households])
        grid = np.zeros((len(row), len(self.homes)), dtype=np.bool_)
        for j, home in enumerate(self.homes):
            for name in getattr(home, sets):
                if name in row:
                    grid[row[name], j] = True
        return np.take(grid, at, axis=0)


def columns_of(pool: Pool, policy: Policy) -> Columns:
    """Return the pool's columns."""
    landlord_of = {landlord.id: i for i, landlord in enumerate(pool.landlords)}
    return Columns(pool, landlord_of, policy, pool.households, pool.homes)


def _numbered(
    keys: list[str | None],
) -> tuple[dict[str | None, int], npt.NDArray[np.intp]]:
    """Number the distinct keys in order, and say which number each key has."""
    number = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    return number, np.array([number[key] for key in keys], dtype=np.intp)
