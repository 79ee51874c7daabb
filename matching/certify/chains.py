"""Whether a chain is worth more than the prices that it pays, by a layered table.

The table goes from the last place to the first: the most that further moves can add
once a household has moved at a place. Who may come next depends on the team of the
home that the household went to, so that the best is kept, and the best with somebody
of another team. It forgets that nobody moves twice; where that alone makes a chain
dear, chains are searched one by one under the table's guidance.
"""

from dataclasses import dataclass

import numpy as np

from matching.certify.priced import NEVER, Priced, Verdict
from matching.certify.search import Beginnings, grown, search
from matching.instance import Whole


@dataclass(frozen=True, slots=True, eq=False)
class _More:
    """The most that moves behind each household add. Shape of each: households.

    Attributes:
        best: Whoever comes next.
        team: Of the tenancy that the next one holds, when it is the best.
        other: When the next one is of another team.
    """

    best: Whole
    team: Whole
    other: Whole

    def behind(self, household: Whole, team_there: Whole) -> Whole:
        """Return what moves behind add, or 0 for ending there.

        Args:
            team_there: That lets the home each household went to.
        """
        barred = self.team[household] == team_there
        most = np.where(barred, self.other[household], self.best[household])
        return np.maximum(most, 0)


def dear_chain(part: Priced, at: Whole) -> Verdict:
    """Tell whether some chain is dear.

    Args:
        at: What a place adds, as `Goal.at`; its length says how long chains may be.

    Cost: places x links, unless walks that come back are dear where chains are not.
    """
    if len(at) == 1 or not len(part.first):
        return Verdict.NONE_DEAR
    table = _table(part, at)
    first = Beginnings(
        path=part.first[:, None],
        beyond=part.first_beyond + at[1],
        mark=part.first_team,
    )

    def look(some: Beginnings) -> tuple[bool, Beginnings]:
        place = some.path.shape[1]
        if (some.beyond > 0).any():
            return True, some
        more = table[place - 1].behind(some.path[:, -1], some.mark)
        longer = some.where(some.beyond + more > 0)
        if not len(longer):
            return False, longer
        return False, _longer(longer, part, at)

    return search(first, look)


def _longer(some: Beginnings, part: Priced, at: Whole) -> Beginnings:
    longer, place, before = grown(some, part)
    allowed = part.team[longer.path[:, -1]] != some.mark[place]
    longer = Beginnings(
        path=longer.path,
        beyond=longer.beyond + at[longer.path.shape[1]],
        mark=part.team_left[before],
    )
    return longer.where(allowed)


def _table(part: Priced, at: Whole) -> list[_More]:
    """Return what moves behind each place add, from the first place on."""
    links, households = part.links, len(part.team)
    nothing = np.full(households, NEVER, dtype=np.int64)
    table = [_More(nothing, np.zeros_like(nothing), nothing)]
    team_there = part.team_left[links.before]
    for place in range(len(at) - 1, 1, -1):
        worth = links.beyond + at[place] + table[-1].behind(links.after, team_there)
        table.append(_best_two(part, worth))
    return table[::-1]


def _best_two(part: Priced, worth: Whole) -> _More:
    links = part.links
    best = links.best_by_leaver(worth)
    reached = worth == best[links.before]
    team = np.zeros_like(best)
    team[links.before[reached]] = part.team[links.after[reached]]
    same = part.team[links.after] == team[links.before]
    other = links.best_by_leaver(np.where(same, NEVER, worth))
    return _More(best, team, other)
