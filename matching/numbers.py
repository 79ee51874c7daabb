"""A graph as numbers, for all that needs to know nothing of households and homes."""

from collections.abc import Iterable

import numpy as np

from matching.debts import lettings_offered
from matching.graph import Graph
from matching.instance import NOBODY, Caps, Instance, Whole
from matching.pool import Policy


def as_numbers(graph: Graph, policy: Policy) -> Instance:
    """Return the round of a graph, its households and homes by their place in it.

    Lettings offered for one debt are one group, in the order of `lettings_offered`.

    Cost: one look at each edge.
    """
    pool = graph.pool
    teams = {row.team for row in pool.households} | {home.team for home in pool.homes}
    number = {team: i for i, team in enumerate(sorted(teams))}
    groups = lettings_offered(pool)
    group_of_home = np.full(len(pool.homes), NOBODY, dtype=np.int64)
    for group, lettings in enumerate(groups):
        group_of_home[list(lettings.homes)] = group
    return Instance(
        vacates=_whole(graph.vacates),
        occupant=_whole(graph.occupant),
        household=_whole(t for t, homes in enumerate(graph.homes_for) for _ in homes),
        home=_whole(home for homes in graph.homes_for for home in homes),
        team_of_household=_whole(number[row.team] for row in pool.households),
        team_of_home=_whole(number[home.team] for home in pool.homes),
        caps=Caps(policy.cycle_moves_max, policy.chain_moves_max),
        group_of_home=group_of_home,
        group_cap=_whole(lettings.homes_owed for lettings in groups),
    )


def _whole(numbers: Iterable[int]) -> Whole:
    return np.fromiter(numbers, dtype=np.int64)
