"""A search through beginnings of chains or cycles that could still turn out dear."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.certify.priced import Mask, Priced, Verdict
from matching.instance import Whole

# Beginnings looked at together, and looked at in all before giving up.
_TOGETHER = 20_000
BEGINNINGS_MAX = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Beginnings:
    """The same number of moves into some chains or cycles; nobody is in one twice.

    Attributes:
        path: Who moves, in order. Shape: beginnings x moves.
        beyond: What each is worth beyond its prices. Shape: beginnings.
        mark: One number each that the search carries along. Shape: beginnings.
    """

    path: Whole
    beyond: Whole
    mark: Whole

    def __len__(self) -> int:
        return len(self.beyond)

    def where(self, kept: Mask | slice) -> "Beginnings":
        """Return some of them."""
        return Beginnings(self.path[kept], self.beyond[kept], self.mark[kept])


# What a look at some beginnings of one length tells: whether one is dear as it stands,
# and those one longer that could be.
Look = Callable[[Beginnings], tuple[bool, Beginnings]]


def search(first: Beginnings, look: Look) -> Verdict:
    """Look at all beginnings that grow from the first, until one is found dear.

    Cost: at most `BEGINNINGS_MAX` of them, and then it is undecided.
    """
    waiting, seen = [first], 0
    while waiting:
        some = waiting.pop()
        if len(some) > _TOGETHER:
            waiting += [some.where(slice(_TOGETHER, None))]
            some = some.where(slice(_TOGETHER))
        dear, longer = look(some)
        if dear:
            return Verdict.DEAR
        seen += len(longer)
        if seen > BEGINNINGS_MAX:
            return Verdict.UNDECIDED
        if len(longer):
            waiting.append(longer)
    return Verdict.NONE_DEAR


def grown(some: Beginnings, part: Priced) -> tuple[Beginnings, Whole, Whole]:
    """Return them with every next move that nobody in them has made.

    Returns:
        The longer ones, their worth as yet without what the place adds; and of each
        which one it grew from, and the household before the new one.
    """
    links = part.links
    place, link = links.following(some.path[:, -1])
    newcomer = links.after[link]
    fresh = (some.path[place] != newcomer[:, None]).all(axis=1)
    place, link, newcomer = place[fresh], link[fresh], newcomer[fresh]
    longer = Beginnings(
        path=np.concatenate([some.path[place], newcomer[:, None]], axis=1),
        beyond=some.beyond[place] + links.beyond[link],
        mark=some.mark[place],
    )
    return longer, place, links.before[link]
