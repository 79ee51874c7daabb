"""Runs as rows of two files, which a stopped comparison goes on from.

`runs.csv` has a row for each run, `rounds.csv` one for each of its rounds. The same
commands write the same bytes, in whatever order the runs came to an end.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from io import StringIO
from itertools import accumulate
from pathlib import Path
from statistics import mean

from reciprocal.laboratory.figures import BANDS, Figures, waited
from reciprocal.laboratory.regimes import STRUCTURAL_BEYOND
from reciprocal.laboratory.scheme import Played

_PLACES = 2


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Which run it is.

    Attributes:
        rounds: How many were played.
        check: Every round was solved blind too.
    """

    regime: str
    rhythm: str
    policy: str
    seed: int
    rounds: int
    check: bool


class OtherTable(Exception):
    """A table in the folder has other columns: it is not the laboratory's, or older."""


RUN_COLUMNS = (*(f.name for f in fields(Run)), *(f.name for f in fields(Figures)))
ROUND_COLUMNS = (
    *(f.name for f in fields(Run)),
    "round",
    "moves",
    "waiting",
    "delayed",
    "asked",
    "used",
    "worst",
    "owed_most",
    "structural",
    *(f"wait_{band.name.lower()}" for band in BANDS),
)
"""Waits are of those who moved by then, from the first round on. Units: rounds."""


def run_row(run: Run, figures: Figures) -> dict[str, str]:
    """Return a run as a row of `runs.csv`."""
    return _told({**asdict(run), **asdict(figures)})


def round_rows(run: Run, played: Sequence[Played]) -> list[dict[str, str]]:
    """Return the rounds of a run as rows of `rounds.csv`."""
    moved = list(accumulate((one.moved for one in played), initial=()))[1:]
    return [
        _told(
            {
                **asdict(run),
                "round": one.number,
                "moves": len(one.moved),
                "waiting": len(one.waiting),
                "delayed": len(one.delayed),
                "asked": one.asked,
                "used": sum(each.letting for each in one.moved),
                "worst": max(map(abs, one.owed.values()), default=0),
                "owed_most": max(one.owed.values(), default=0),
                "structural": sum(
                    max(0, -homes - STRUCTURAL_BEYOND) for homes in one.owed.values()
                ),
                **{f"wait_{band.name.lower()}": waited(so_far, band) for band in BANDS},
            }
        )
        for one, so_far in zip(played, moved, strict=True)
    ]


def run_of(row: Mapping[str, str]) -> Run:
    """Return which run a row is of."""
    return Run(
        row["regime"],
        row["rhythm"],
        row["policy"],
        int(row["seed"]),
        int(row["rounds"]),
        row["check"] == "True",
    )


def read(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a table, or none where it is not there yet.

    A last line that was not written to its end is left out.

    Raises:
        OtherTable: It has other columns.
    """
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    reader = csv.DictReader(StringIO(whole))
    if whole and tuple(reader.fieldnames or ()) != tuple(columns):
        raise OtherTable
    return [row for row in reader if None not in row.values()]


def write(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    """Write a table, its rows in the order of their runs."""
    out = StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=_order))
    path.write_text(out.getvalue(), encoding="utf-8")


def _order(row: Mapping[str, str]) -> tuple[Run, int]:
    return run_of(row), int(row.get("round", 0))


def _told(row: dict[str, object]) -> dict[str, str]:
    return {
        name: f"{value:.{_PLACES}f}" if isinstance(value, float) else str(value)
        for name, value in row.items()
    }


SHOWN = (
    ("moves", "moves", mean),
    ("most urgent %", "rehoused_most_urgent", mean),
    ("urgent %", "rehoused_urgent", mean),
    ("soon %", "rehoused_soon", mean),
    ("most urgent wait", "wait_most_urgent", mean),
    ("urgent wait", "wait_urgent", mean),
    ("soon wait", "wait_soon", mean),
    ("delayed", "delayed", max),
    ("worst", "worst", mean),
    ("worst, worst seed", "worst", max),
    ("owed most", "owed_most", mean),
    ("owed most, worst seed", "owed_most", max),
    ("below -10, worst seed", "debtors", max),
    ("structural", "structural", mean),
    ("structural, worst seed", "structural", max),
    ("others, worst seed", "worst_other", max),
    ("asked", "asked", mean),
    ("used", "used", mean),
    ("settled %", "settled_percent", mean),
)
"""What a person is shown of each policy: the words, the column, over seeds."""


def summary(rows: Iterable[dict[str, str]]) -> list[list[str]]:
    """Return one line for each regime, rhythm and policy, under a line of words.

    The price of fairness is what a policy moves less than `blind` does on the same
    seed: on average, and in the worst seed. Units: percent of moves.
    """
    by_policy: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in rows:
        key = row["regime"], row["rhythm"], row["policy"]
        by_policy.setdefault(key, []).append(row)
    lines = [
        ["regime", "rhythm", "policy", "seeds", "price %", "price %, worst seed"]
        + [words for words, _, _ in SHOWN]
    ]
    for key, runs in sorted(by_policy.items()):
        prices = _prices(runs, by_policy.get((*key[:2], "blind"), []))
        price = [f"{mean(prices):.2f}", f"{max(prices):.2f}"] if prices else ["", ""]
        shown = [
            f"{over(float(row[name]) for row in runs):.1f}" for _, name, over in SHOWN
        ]
        lines.append([*key, str(len(runs)), *price, *shown])
    return lines


def _prices(
    runs: Sequence[dict[str, str]], blind: Sequence[dict[str, str]]
) -> list[float]:
    """Return what each seed's run moves less than the blind one did."""
    moves = {(row["seed"], row["rounds"]): float(row["moves"]) for row in blind}
    return [
        100 * (1 - float(row["moves"]) / before)
        for row in runs
        if (before := moves.get((row["seed"], row["rounds"])))
    ]
