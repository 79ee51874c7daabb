"""Rounds in which landlords in debt offer lettings: some rightly, and some in vain."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from matching.instance import NOBODY, Instance
from matching.pool import Home, Pool, size_class
from tests.matching.builders import a_home, a_household, a_landlord
from tests.matching.strategies import tiny_pools

_OFTEN_OFFERED = st.sampled_from((True, True, True, False))
_BALANCES = st.sampled_from((-1, -1, -1, -1, -2, -2, 0, 1))
_PROMISED = st.sampled_from((0, 0, 0, 1, 1, 2))
_CAPS = st.sampled_from((1, 1, 2, 0))


@st.composite
def pools_in_debt(draw: st.DrawFn, *, people_max: int = 4, voids_max: int = 4) -> Pool:
    """Tiny pools in which most voids are lettings of one landlord that may owe.

    What it owes, what of that is promised already, and for which size each is offered,
    is drawn apart from it.
    """
    pool = draw(tiny_pools(people_max=people_max, voids_max=voids_max))
    voids = [home for home in pool.homes if home.occupant_id is None]
    debtor = draw(st.sampled_from(voids)) if voids else None
    sizes = st.sampled_from(("BED1", "BED2"))
    homes = []
    for home in pool.homes:
        offered = home.occupant_id is None and draw(_OFTEN_OFFERED)
        if debtor is None or not offered:
            homes.append(home)
            continue
        letting = _let_by(debtor, home)
        if draw(_OFTEN_OFFERED):
            letting = replace(letting, bedrooms=debtor.bedrooms)
        wrongly = draw(st.integers(0, 11)) == 0
        size = draw(sizes) if wrongly else size_class(letting.bedrooms)
        homes.append(replace(letting, offered_for=size))
    owes = {name: draw(_BALANCES) for name in ("BED1", "BED2")}
    drawn = {name: draw(_PROMISED) for name in owes}
    promised = tuple((name, homes) for name, homes in drawn.items() if homes)
    landlords = tuple(
        replace(row, balances=tuple(owes.items()), homes_promised=promised)
        if debtor is not None and row.id == debtor.landlord_id
        else row
        for row in pool.landlords
    )
    return replace(pool, homes=tuple(homes), landlords=landlords)


def _let_by(debtor: Home, home: Home) -> Home:
    return replace(
        home,
        landlord_id=debtor.landlord_id,
        team=debtor.team,
        tenancy_offered=debtor.tenancy_offered,
    )


@st.composite
def grouped(draw: st.DrawFn, instance: Instance) -> Instance:
    """Return an instance with most of its voids in two groups of few."""
    groups = draw(st.integers(1, 2))
    member = st.sampled_from((*range(groups), *range(groups), NOBODY))
    group_of_home = [
        draw(member) if who == NOBODY else NOBODY for who in instance.occupant.tolist()
    ]
    return replace(
        instance,
        group_of_home=np.array(group_of_home, dtype=np.int64),
        group_cap=np.array([draw(_CAPS) for _ in range(groups)], dtype=np.int64),
    )


def owing(
    *balances: tuple[str, int],
    lettings: tuple[tuple[int, str | None], ...] = ((2, "BED2"),),
    people: int = 4,
    promised: tuple[tuple[str, int], ...] = (),
) -> Pool:
    """Return tenants of one landlord, and lettings of another that owes so much.

    Args:
        balances: Of the landlord of the lettings.
        lettings: Of each the bedrooms, and what it is offered for.
        people: Who suit all of them.
        promised: Homes of that landlord that are promised already.
    """
    return Pool(
        tuple(a_household(f"p{i}", "a", bedrooms_max=3) for i in range(people)),
        tuple(
            a_home(f"v{i}", "d", bedrooms=bedrooms, offered_for=size)
            for i, (bedrooms, size) in enumerate(lettings)
        ),
        (
            a_landlord("a"),
            a_landlord("d", balances=balances, homes_promised=promised),
        ),
    )


def owing_more(pool: Pool, homes: int) -> Pool:
    """Return a pool in which every landlord owes so many homes more of each size."""
    more = tuple((f"BED{n}", -homes) for n in (1, 2))
    rows = (replace(row, balances=row.balances + more) for row in pool.landlords)
    return replace(pool, landlords=tuple(rows))
