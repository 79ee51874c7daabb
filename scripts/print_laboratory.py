"""Writes reciprocal/laboratory/published.csv: what the published runs came to.

Run `python -m scripts.print_laboratory > reciprocal/laboratory/published.csv` from
the root. An installed service has no docs folder, and shows these rows.
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from statistics import mean

from reciprocal.laboratory import tables
from reciprocal.laboratory.experiments import EXPERIMENTS, Experiment
from reciprocal.laboratory.published import COLUMNS

LABORATORY = Path(__file__).parents[1] / "docs" / "laboratory"
_BLIND = "blind"


def published_rows() -> str:
    """Return a row for each experiment, regime, rhythm and policy."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for each in EXPERIMENTS:
        writer.writerows(_rows(each))
    return out.getvalue()


def _rows(experiment: Experiment) -> Iterator[dict[str, str]]:
    runs: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in tables.read(LABORATORY / experiment.table, tables.RUN_COLUMNS):
        if _compared(experiment, row):
            key = row["regime"], row["rhythm"], row["policy"]
            runs.setdefault(key, []).append(row)
    for (regime, rhythm, policy), found in runs.items():
        said = {
            "experiment": experiment.code,
            "regime": regime,
            "rhythm": rhythm,
            "policy": policy,
        }
        yield said | _figures(found, runs[regime, rhythm, _BLIND])


def _compared(experiment: Experiment, row: Mapping[str, str]) -> bool:
    return (
        row["policy"] in (experiment.policies or (row["policy"],))
        and row["regime"] in (experiment.regimes or (row["regime"],))
        and int(row["seed"]) <= (experiment.seeds or int(row["seed"]))
    )


def _figures(
    runs: Sequence[Mapping[str, str]], blind: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """Return means over seeds, the worst seed's price, and the most delayed.

    Nobody counted who was delayed where a run was not checked: it is left empty.
    """
    before = {row["seed"]: int(row["moves"]) for row in blind}
    prices = [100 * (1 - int(row["moves"]) / before[row["seed"]]) for row in runs]
    checked = all(row["check"] == "True" for row in runs)

    def over(column: str) -> str:
        return _told(mean(float(row[column]) for row in runs))

    return {
        "rounds": runs[0]["rounds"],
        "seeds": str(len(runs)),
        "price_percent": _told(mean(prices), 2),
        "price_percent_worst": _told(max(prices), 2),
        "owed_most": over("owed_most"),
        "structural": over("structural"),
        "delayed": str(max(int(row["delayed"]) for row in runs)) if checked else "",
        "rehoused_most_urgent": over("rehoused_most_urgent"),
        "rehoused_urgent": over("rehoused_urgent"),
        "rehoused_soon": over("rehoused_soon"),
    }


def _told(value: float, places: int = 1) -> str:
    """Return a figure as it is read; what rounds to nought bears no sign."""
    return f"{round(value, places) + 0.0:.{places}f}"


if __name__ == "__main__":
    sys.stdout.write(published_rows())
