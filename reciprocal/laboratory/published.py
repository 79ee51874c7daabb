"""The figures that the laboratory has published, packaged with the code."""

import csv
from functools import cache
from importlib.resources import files

from reciprocal.laboratory.experiments import EXPERIMENTS

TABLE = "published.csv"
COLUMNS = (
    *("experiment", "regime", "rhythm", "policy", "rounds", "seeds"),
    *("price_percent", "price_percent_worst", "owed_most", "structural", "delayed"),
    *("rehoused_most_urgent", "rehoused_urgent", "rehoused_soon"),
)
_WORDS = ("regime", "rhythm", "policy")
_COUNTS = ("rounds", "seeds", "delayed")

Row = dict[str, str | int | float | None]


@cache
def rows() -> dict[str, list[Row]]:
    """Return the published rows by the code of their experiment."""
    text = (files("reciprocal.laboratory") / TABLE).read_text(encoding="utf-8")
    found: dict[str, list[Row]] = {each.code: [] for each in EXPERIMENTS}
    for row in csv.DictReader(text.splitlines()):
        found[row["experiment"]].append(
            {name: _value(name, row[name]) for name in COLUMNS[1:]}
        )
    return found


def _value(name: str, said: str) -> str | int | float | None:
    if name in _WORDS:
        return said
    if not said:
        return None
    return int(said) if name in _COUNTS else float(said)
