"""What households would rather have, as tables that moves are looked up in."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from matching.instance import Whole
from matching.pool import Pool
from matching.terms import BedroomStandard

_Count = Callable[[Whole, Whole], Whole]
_Small = npt.NDArray[np.int8]


def wishes(pool: Pool) -> dict[str, _Count]:
    """Return what moves add to each number of the quality of homes, by its name.

    Cost: a byte for each household and each sector or authority that homes stand in.
    """
    return {
        "home_quality.exact_size": _exact_size(pool),
        "home_quality.first_choice": _looked_up(
            [home.authority for home in pool.homes],
            [dict.fromkeys(row.authorities_first_choice, 1) for row in pool.households],
        ),
        "home_quality.closeness": _looked_up(
            [home.sector for home in pool.homes],
            [dict(row.closeness) for row in pool.households],
        ),
    }


def _exact_size(pool: Pool) -> _Count:
    """Count homes with the bedrooms needed as their own landlords count them."""
    standards = (None, *BedroomStandard)
    needed = np.array(
        [
            [row.bedrooms_min]
            + [
                dict(row.bedrooms_min_by).get(s, row.bedrooms_min)
                for s in standards[1:]
            ]
            for row in pool.households
        ],
        dtype=np.int64,
    ).reshape(-1, len(standards))
    counts_by = {
        row.id: standards.index(row.bedroom_standard) for row in pool.landlords
    }
    standard = _whole([counts_by[home.landlord_id] for home in pool.homes])
    bedrooms = _whole([home.bedrooms for home in pool.homes])
    return lambda who, home: _whole(needed[who, standard[home]] == bedrooms[home])


def _looked_up(of_home: list[str | None], of_household: list[dict[str, int]]) -> _Count:
    """Count what each household gives for where a home stands; nowhere is nothing."""
    places = sorted({place for place in of_home if place is not None})
    column = {place: i for i, place in enumerate(places, start=1)}
    table: _Small = np.zeros((len(of_household), len(places) + 1), dtype=np.int8)
    for row, given in enumerate(of_household):
        for place, worth in given.items():
            table[row, column.get(place, 0)] = worth
    table[:, 0] = 0
    stands = _whole([column.get(place or "", 0) for place in of_home])
    return lambda who, home: _whole(table[who, stands[home]])


def _whole(numbers: npt.ArrayLike) -> Whole:
    return np.asarray(numbers, dtype=np.int64)
