"""The same pool under other names."""

from collections.abc import Callable
from dataclasses import replace

from matching import Home, Household, Landlord, Pool
from matching.pool import TenancyDecided

Renamed = Callable[[str], str]


def relabelled(pool: Pool, named: Renamed) -> Pool:
    """Return the pool with every identifier and team renamed, areas as they are.

    Args:
        pool: Of which every rule reads only whether two names are the same.
        named: One new name for each old one.
    """
    return Pool(
        tuple(_household(row, named) for row in pool.households),
        tuple(_home(home, named) for home in pool.homes),
        tuple(replace(row, id=named(row.id)) for row in pool.landlords),
    )


def joined(one: Pool, two: Pool) -> Pool:
    """Return two pools as one; they share their landlords."""
    lets: dict[str, Landlord] = {
        row.id: row for row in (*one.landlords, *two.landlords)
    }
    return Pool(
        one.households + two.households, one.homes + two.homes, tuple(lets.values())
    )


def _each(names: frozenset[str], named: Renamed) -> frozenset[str]:
    return frozenset(map(named, names))


def _household(row: Household, named: Renamed) -> Household:
    return replace(
        row,
        id=named(row.id),
        landlord_id=named(row.landlord_id),
        team=named(row.team),
        landlords_to_avoid=_each(row.landlords_to_avoid, named),
        linked=_each(row.linked, named),
        homes_refused=_each(row.homes_refused, named),
        markers_decided=_each(row.markers_decided, named),
        tenancies_decided=frozenset(
            TenancyDecided(named(landlord_id), case)
            for landlord_id, case in row.tenancies_decided
        ),
    )


def _home(home: Home, named: Renamed) -> Home:
    return replace(
        home,
        id=named(home.id),
        landlord_id=named(home.landlord_id),
        team=named(home.team),
        occupant_id=None if home.occupant_id is None else named(home.occupant_id),
        teams_barred=_each(home.teams_barred, named),
        households_barred=_each(home.households_barred, named),
    )
