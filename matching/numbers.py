"""A graph as numbers, for all that needs to know nothing of households and homes."""

from collections.abc import Iterable

import numpy as np

from matching.graph import Graph
from matching.instance import Caps, Instance, Whole
from matching.pool import Policy


def as_numbers(graph: Graph, policy: Policy) -> Instance:
    """Return the round of a graph, its households and homes by their place in it.

    Cost: one look at each edge.
    """
    pool = graph.pool
    teams = {row.team for row in pool.households} | {home.team for home in pool.homes}
    number = {team: i for i, team in enumerate(sorted(teams))}
    return Instance(
        vacates=_whole(graph.vacates),
        occupant=_whole(graph.occupant),
        household=_whole(t for t, homes in enumerate(graph.homes_for) for _ in homes),
        home=_whole(home for homes in graph.homes_for for home in homes),
        team_of_household=_whole(number[row.team] for row in pool.households),
        team_of_home=_whole(number[home.team] for home in pool.homes),
        caps=Caps(policy.cycle_moves_max, policy.chain_moves_max),
    )


def _whole(numbers: Iterable[int]) -> Whole:
    return np.fromiter(numbers, dtype=np.int64)
