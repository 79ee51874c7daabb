"""What a plan reached, level by level, as far as a coordinator is told; pure.

What households wish for is sealed with their cases. A plan of a few moves, or the
difference between two plans, would say of one household whether its wish was met, and
so near to which school it goes; so of the two levels of wishes less is told.
"""

from collections.abc import Iterable, Mapping, Sequence

from matching.plan import LevelReport
from matching.pool import Level

OF_WISHES = frozenset(
    f"{Level.HOME_QUALITY}.{suffix}" for suffix in ("first_choice", "closeness")
)
FEWEST_MOVES = 5


def as_rows(reports: Iterable[LevelReport]) -> list[dict[str, object]]:
    """Return every level as a round keeps it."""
    return [
        {
            "level": report.level,
            "value": report.value,
            "bound": report.bound,
            "gap": report.gap,
            "sense": report.sense,
            "proved_by": report.proved_by,
        }
        for report in reports
    ]


def told(
    rows: Sequence[Mapping[str, object]], *, moves: int
) -> list[Mapping[str, object]]:
    """Return the levels that a coordinator reads of a plan of so many moves."""
    few = moves < FEWEST_MOVES
    return [row for row in rows if not (few and row["level"] in OF_WISHES)]
