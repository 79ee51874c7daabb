"""Homes by type: those that nothing in a round can tell apart share a number.

Rules read a handful of facts, so that many homes suit just the same households. What
sets one home apart, somebody's refusal or a marker, splits its type. Fewer types make
a round smaller for whoever solves it; nothing is lost by it.
"""

import numpy as np

from matching.instance import NOBODY, Instance, Whole


def home_types(instance: Instance) -> Whole:
    """Return the type of each home, numbered from 0 by the first home of each.

    Homes are of one type when they suit the same households, the same team lets them,
    both or neither are void, and both are offered for the same debt or for none.
    Whoever leaves a home is not of its type.

    Shape: homes. Cost: one bit a pair, and sorting the homes by theirs.
    """
    suits = np.zeros((instance.homes, instance.households), dtype=np.bool_)
    suits[instance.home, instance.household] = True
    void, group = instance.occupant == NOBODY, instance.group_of_home
    told_by = np.column_stack((instance.team_of_home, void, group))
    told_by = np.ascontiguousarray(told_by).view(np.uint8)
    signs = np.hstack((np.packbits(suits, axis=1), told_by))
    _signs, first, of_sign = np.unique(
        signs, axis=0, return_index=True, return_inverse=True
    )
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    types: Whole = number[of_sign.reshape(-1)]
    return types


def count_home_types(instance: Instance) -> int:
    """Return how many types of home there are. Cost: as `home_types`."""
    return int(home_types(instance).max(initial=-1)) + 1
