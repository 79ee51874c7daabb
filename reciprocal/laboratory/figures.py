"""What a simulated run comes to, in numbers that a board can compare."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from matching.terms import Urgency
from reciprocal.laboratory.regimes import STRUCTURAL_BEYOND
from reciprocal.laboratory.scheme import Moved, Played

BANDS = (Urgency.MOST_URGENT, Urgency.URGENT, Urgency.SOON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One run of one policy on one seed.

    Attributes:
        moves: Households rehoused.
        rehoused_*: Of those of a band that are not waiting any more. Units: percent.
        wait_*: Mean of those who moved. Units: rounds.
        delayed: Households that a plan blind to the book would have moved in some
            round, or given a ready home, and the plan did not; -1 where nobody looked.
        worst: The largest balance of a landlord either way, at the end. Units: homes.
        peak: Likewise, at any round.
        owed_most: The most that one landlord is owed, at the end.
        debtors: Landlords that owe more than `STRUCTURAL_BEYOND`.
        structural: What they owe beyond it, together.
        worst_other: The largest balance either way of all the others.
        worst_size: The largest balance of one landlord in one size.
        voids_given: Voids offered that somebody moved into.
        asked, used: Ordinary lettings that landlords were asked for, and that somebody
            moved into.
        debt_rounds_oldest: Age of the oldest home owed at the end. Units: rounds.
        settled_percent: Homes owed that were settled within six months.
        rounds_open: Rounds with a level whose bound was not met.
    """

    moves: int
    rehoused_most_urgent: float
    rehoused_urgent: float
    rehoused_soon: float
    wait_most_urgent: float
    wait_urgent: float
    wait_soon: float
    delayed: int
    worst: int
    peak: int
    owed_most: int
    debtors: int
    structural: int
    worst_other: int
    worst_size: int
    voids_given: int
    asked: int
    used: int
    debt_rounds_oldest: int
    settled_percent: float
    rounds_open: int


def figures(played: Sequence[Played], *, rounds_a_month: float = 1) -> Figures:
    """Return the figures of a run of at least one round."""
    moved = [each for one in played for each in one.moved]
    left = Counter(case.urgency for one in played for case in one.left)
    housed = Counter(each.case.urgency for each in moved)
    end = played[-1].owed
    debtors = [-homes for homes in end.values() if homes < -STRUCTURAL_BEYOND]
    others = [abs(homes) for homes in end.values() if homes >= -STRUCTURAL_BEYOND]
    ages = _Ages(played, six_months=round(6 * rounds_a_month))

    def rehoused(band: Urgency) -> float:
        gone = housed[band] + left[band]
        return 100 * housed[band] / gone if gone else 100.0

    return Figures(
        moves=len(moved),
        rehoused_most_urgent=rehoused(Urgency.MOST_URGENT),
        rehoused_urgent=rehoused(Urgency.URGENT),
        rehoused_soon=rehoused(Urgency.SOON),
        wait_most_urgent=waited(moved, Urgency.MOST_URGENT),
        wait_urgent=waited(moved, Urgency.URGENT),
        wait_soon=waited(moved, Urgency.SOON),
        delayed=len({who for one in played for who in one.delayed}),
        worst=_largest(end.values()),
        peak=max(_largest(one.owed.values()) for one in played),
        owed_most=max(end.values(), default=0),
        debtors=len(debtors),
        structural=sum(debtors) - STRUCTURAL_BEYOND * len(debtors),
        worst_other=max(others, default=0),
        worst_size=_largest(played[-1].posted.values()),
        voids_given=sum(each.given and not each.letting for each in moved),
        asked=sum(one.asked for one in played),
        used=sum(each.letting for each in moved),
        debt_rounds_oldest=ages.oldest,
        settled_percent=ages.settled_percent,
        rounds_open=sum(bool(one.unproven) for one in played),
    )


def waited(moved: Iterable[Moved], band: Urgency) -> float:
    """Return how long those of a band who moved had waited, on average; 0 of nobody.

    Units: rounds.
    """
    rounds = [
        each.number - each.case.came for each in moved if each.case.urgency is band
    ]
    return mean(rounds) if rounds else 0.0


def _largest(homes: Iterable[int]) -> int:
    return max(map(abs, homes), default=0)


class _Ages:
    """Homes owed, by landlord and size: the first owed is the first settled."""

    def __init__(self, played: Sequence[Played], *, six_months: int) -> None:
        lots: dict[tuple[str, str], deque[int]] = {}
        settled: list[int] = []
        before: dict[tuple[str, str], int] = {}
        for one in played:
            for row in {*before, *one.posted}:
                due = max(-one.posted.get(row, 0), 0) - max(-before.get(row, 0), 0)
                owed = lots.setdefault(row, deque())
                owed.extend([one.number] * due)
                settled += [one.number - owed.popleft() for _ in range(-due)]
            before = one.posted
        now = played[-1].number
        open_since = [now - opened for owed in lots.values() for opened in owed]
        late = sum(age > six_months for age in (*settled, *open_since))
        told = len(settled) + sum(age > six_months for age in open_since)
        self.oldest = max(open_since, default=0)
        self.settled_percent = 100 * (1 - late / told) if told else 100.0
