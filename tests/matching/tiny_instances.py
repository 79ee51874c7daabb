"""Rounds of numbers small enough to try everything, and goals to hold against them."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from matching.instance import NOBODY, Caps, Goal, Instance, Whole

_TEAMS = (0, 1, 2)


def whole(numbers: list[int]) -> Whole:
    return np.array(numbers, dtype=np.int64)


@st.composite
def caps(draw: st.DrawFn) -> Caps:
    """Any lengths: with direct swaps or without, without chains or cycles at all."""
    return Caps(
        cycle_moves_max=draw(st.integers(2, 5)),
        chain_moves_max=draw(st.integers(0, 5)),
        cycle_moves_min=draw(st.sampled_from((3, 3, 2))),
    )


@st.composite
def tiny_instances(
    draw: st.DrawFn, *, households_max: int = 6, voids_max: int = 3
) -> Instance:
    """Most households leave a home, and about half of the pairs suit."""
    households = draw(st.integers(0, households_max))
    leaves = [draw(st.integers(0, 4)) > 0 for _ in range(households)]
    voids = draw(st.integers(0, voids_max))
    # Voids stand among the homes that are left, as the names of homes have it.
    occupants = draw(
        st.permutations(
            [*(t for t in range(households) if leaves[t]), *[NOBODY] * voids]
        )
    )
    vacates = [NOBODY] * households
    for home, who in enumerate(occupants):
        if who != NOBODY:
            vacates[who] = home
    pairs = [
        (t, h)
        for t, h in product(range(households), range(len(occupants)))
        if vacates[t] != h
    ]
    suits = draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs)))
    arcs = [pair for pair, suit in zip(pairs, suits, strict=True) if suit]
    # With a team for everybody no rule of teams is met, as in instances of kidneys.
    apart = draw(st.booleans())
    team = st.sampled_from(_TEAMS)
    return Instance(
        vacates=whole(vacates),
        occupant=whole(list(occupants)),
        household=whole([t for t, _ in arcs]),
        home=whole([h for _, h in arcs]),
        team_of_household=whole(
            [t if apart else draw(team) for t in range(households)]
        ),
        team_of_home=whole([NOBODY if apart else draw(team) for _ in occupants]),
        caps=draw(caps()),
    )


@st.composite
def goals(draw: st.DrawFn, instance: Instance, *, most: int = 3) -> list[Goal]:
    """Up to so many goals; some count for, some against, some nothing at all."""
    sizes = st.sampled_from(((0, 1), (1, 1), (-1, 1), (-3, 6)))
    found = []
    for _ in range(draw(st.integers(1, most))):
        each = st.integers(*draw(sizes))
        lengths = (
            instance.arcs,
            instance.caps.chain_moves_max + 1,
            instance.caps.cycle_moves_max + 1,
        )
        found.append(
            Goal(
                *(whole(draw(st.lists(each, min_size=n, max_size=n))) for n in lengths)
            )
        )
    return found
