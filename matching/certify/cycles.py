"""Whether a cycle is worth more than the prices that it pays.

Every cycle is begun at its lowest household. A table by max-plus products tells the
most that so many more moves add until the beginning is reached again, with the team
rule kept over the last two; beginnings that it cannot rule out are searched one by
one, and there everything is checked. So the answer is exact for any length.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matching.certify.priced import NEVER, Links, Priced, Verdict
from matching.certify.search import Beginnings, grown, search
from matching.instance import Caps, Whole

# Numbers of one table made at a time.
_TABLE_NUMBERS = 2**21


def dear_cycle(part: Priced, whole: Whole, caps: Caps) -> Verdict:
    """Tell whether some cycle is dear.

    Args:
        whole: What a cycle of a length adds, as `Goal.round`.

    Cost: links that could matter x households x longest cycle.
    """
    links = _that_could_matter(part.links, whole, caps)
    if not len(links):
        return Verdict.NONE_DEAR
    part = replace(part, links=links)
    undecided = False
    for starts in _blocks(links):
        verdict = _among(part, starts, whole, caps)
        if verdict is Verdict.DEAR:
            return verdict
        undecided |= verdict is Verdict.UNDECIDED
    return Verdict.UNDECIDED if undecided else Verdict.NONE_DEAR


def _lengths(caps: Caps) -> range:
    return range(caps.cycle_moves_min, caps.cycle_moves_max + 1)


def _that_could_matter(links: Links, whole: Whole, caps: Caps) -> Links:
    """Leave out links that the best walk from their end does not make up for.

    Every move of a cycle is the first of some way to write it, so one that could not
    begin a dear walk is in no dear cycle.
    """
    while True:
        most = np.full(len(links), NEVER, dtype=np.int64)
        onward = np.zeros(len(links.start) - 1, dtype=np.int64)
        for length in range(1, caps.cycle_moves_max + 1):
            worth = np.maximum(links.beyond + onward[links.after], NEVER)
            if length >= caps.cycle_moves_min:
                most = np.maximum(most, worth + whole[length])
            onward = links.best_by_leaver(worth)
        kept = most > 0
        if kept.all():
            return links
        links = links.where(kept)


def _blocks(links: Links) -> Iterator[Whole]:
    """Yield the households that cycles may begin at, ascending, some at a time."""
    starts = np.flatnonzero(np.diff(links.start))
    width = max(1, _TABLE_NUMBERS // len(links))
    for at in range(0, len(starts), width):
        yield starts[at : at + width]


def _among(part: Priced, starts: Whole, whole: Whole, caps: Caps) -> Verdict:
    """Search the cycles whose lowest household is one of some."""
    inside = (part.links.before >= starts[0]) & (part.links.after >= starts[0])
    part = replace(part, links=part.links.where(inside))
    back = _back(part, starts, caps.cycle_moves_max - 1)

    def most_behind(moves: int) -> Whole:
        """Return the most that is added until a ring of more moves is closed."""
        longer = [length for length in _lengths(caps) if length > moves]
        most: Whole = np.max([back[n - moves] + whole[n] for n in longer], axis=0)
        return most

    behind = [most_behind(moves) for moves in range(2, caps.cycle_moves_max)]

    def look(some: Beginnings) -> tuple[bool, Beginnings]:
        moves = some.path.shape[1]
        if moves in _lengths(caps) and _closes_dear(some, part, back[0] + whole[moves]):
            return True, some
        if moves == caps.cycle_moves_max:
            return False, some.where(slice(0))
        more = behind[moves - 2][some.path[:, -1], some.mark]
        kept = some.where(some.beyond + more > 0)
        return False, _longer(kept, part) if len(kept) else kept

    return search(_first_links(part.links, starts), look)


def _back(part: Priced, starts: Whole, moves_max: int) -> list[Whole]:
    """Return the most that walks of 1, 2 ... moves back to each start add.

    Shape of each: households x starts.
    """
    links = part.links
    column = np.full(len(part.team), -1, dtype=np.int64)
    column[starts] = np.arange(len(starts))
    one = np.full((len(part.team), len(starts)), NEVER, dtype=np.int64)
    last = column[links.after] >= 0
    one[links.before[last], column[links.after[last]]] = links.beyond[last]
    found = [one]
    for moves in range(2, moves_max + 1):
        worth = links.beyond[:, None] + found[-1][links.after]
        table = np.maximum(links.best_by_leaver(worth), NEVER)
        if moves == 2:  # noqa: PLR2004 - the beginning comes two behind
            households = np.arange(len(part.team))[:, None]
            barred = ~part.may_follow(starts[None, :], households)
            table[barred] = NEVER
        found.append(table)
    return found


def _first_links(links: Links, starts: Whole) -> Beginnings:
    """Return the first two households of every cycle; the mark is the start's place."""
    place, link = links.following(starts)
    rising = links.after[link] > starts[place]
    place, link = place[rising], link[rising]
    path = np.stack([links.before[link], links.after[link]], axis=1)
    return Beginnings(path, links.beyond[link], place)


def _closes_dear(some: Beginnings, part: Priced, last: Whole) -> bool:
    """Tell whether a ring that is closed now is dear.

    Args:
        last: What its last move adds. Shape: households x starts.
    """
    path = some.path
    dear = some.beyond + last[path[:, -1], some.mark] > 0
    allowed = part.may_follow(path[:, 0], path[:, -2])
    allowed &= part.may_follow(path[:, 1], path[:, -1])
    return bool((dear & allowed).any())


def _longer(some: Beginnings, part: Priced) -> Beginnings:
    longer, _, _ = grown(some, part)
    path = longer.path
    allowed = part.may_follow(path[:, -1], path[:, -3]) & (path[:, -1] > path[:, 0])
    return longer.where(allowed)
