"""Which rounds each row of the bench is made of."""

from collections.abc import Iterator
from itertools import product

from tests.benchmarks.profiles import Profile
from tests.benchmarks.records import Cell

_CASES = (30, 50, 100, 200, 300)
_VOIDS_PERCENT = (10, 30, 50)
_CYCLES = (3, 4)
_CHAINS = (3, 5, 10)
SIZES_AGAINST_RIVAL = ((50, 5), (100, 10), (200, 20), (300, 30), (500, 50))


def cells(row: int, *, small: bool) -> tuple[Cell, ...]:
    """Return the cells of a row of generated rounds; a part of them where small."""
    match row:
        case 1:
            return tuple(_grid(row, Profile.ORDINARY, small=small))
        case 2:
            return tuple(_grid(row, Profile.SPLIT, small=small))
        case 3:
            return tuple(_sparse(small=small))
        case _:
            assert row == 6, "the other rows are not of generated rounds alone"
            return tuple(_all_levels(small=small))


def _grid(row: int, profile: Profile, *, small: bool) -> Iterator[Cell]:
    sizes = _CASES[:2] if small else _CASES
    shares = _VOIDS_PERCENT[::2] if small else _VOIDS_PERCENT
    chains = _CHAINS[:1] if small else _CHAINS
    for cases, share, cycle, chain in product(sizes, shares, _CYCLES, chains):
        yield Cell(
            row=row,
            profile=profile,
            cases=cases,
            voids=cases * share // 100,
            longest_cycle=cycle,
            longest_chain=chain,
        )


def _sparse(*, small: bool) -> Iterator[Cell]:
    cases = 60 if small else 300
    for cycle, chain in product(_CYCLES, _CHAINS[:1] if small else _CHAINS):
        yield Cell(
            row=3,
            profile=Profile.SPARSE,
            cases=cases,
            voids=cases // 10,
            longest_cycle=cycle,
            longest_chain=chain,
        )


def _all_levels(*, small: bool) -> Iterator[Cell]:
    cases = 30 if small else 300
    for profile, share in product((Profile.ORDINARY, Profile.SPLIT), _VOIDS_PERCENT):
        yield Cell(
            row=6,
            profile=profile,
            cases=cases,
            voids=cases * share // 100,
            longest_cycle=3,
            longest_chain=5,
            all_levels=True,
        )
