"""Runs the rows of the table of targets, and writes down what they say.

Run `make bench`, or `python -m tests.benchmarks.table` from the root. Rows go to
`var/bench/row-N.json` and to the tables of `docs/benchmarks.md`; with `--small` a few
rounds of each go to `var/bench/small` and their tables to the screen. It ends with 1
where a round has no bound, where a number differs from one that is known, or where a
tiny round differs from the best of all its plans.
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from matching.solve import ENGINE_VERSION
from scripts.tree import ROOT
from tests.benchmarks import rows, small_family, steady, tables
from tests.benchmarks.commands import OneSentence, at_least
from tests.benchmarks.profiles import Profile
from tests.benchmarks.records import Record, load, save
from tests.benchmarks.rows import Asked

_FOLDER = ROOT / "var" / "bench"
_PAGE = ROOT / "docs" / "benchmarks.md"
_EVERY_ROW = (1, 2, 3, 4, 5, 6, 7, 8)
_SAVED_EVERY = 50


def main(words: list[str] | None = None) -> int:
    """Run what is asked for; 1 where something is wrong with it."""
    given = _parser().parse_args(words)
    asked = _asked(given)
    folder = _FOLDER / "small" if asked.small else _FOLDER
    faults = list(_tiny(asked))
    for row in given.rows:
        text, wrong = _run(row, asked, folder)
        faults.extend(wrong)
        if text != tables.NOT_RUN:
            text = f"{_circumstances(asked)}\n\n{text}"
        _tell(row, text, small=asked.small)
    seconds = rows.starting_seconds()
    _tell(0, f"{seconds:.1f} seconds on {_machine()}.", small=asked.small)
    for fault in faults:
        sys.stderr.write(f"wrong: {fault}\n")
    return 1 if faults else 0


def _run(row: int, asked: Asked, folder: Path) -> tuple[str, list[str]]:
    """Return a row's table, and what is wrong with it."""
    if row == 7:
        runs = tuple(steady.runs(small=asked.small))
        differ = len({digest for each in runs for digest in each.digests}) > 1
        wrong = ["row 7: the same round has different plans"] if differ else []
        return tables.of_runs(runs), wrong
    if row == 8:
        return tables.of_certificates(load(folder / "row-1.json")), []
    records = _written(rows.of_row(row, asked), folder / f"row-{row}.json")
    wrong = [each.fault for each in records if each.fault is not None]
    return tables.of_row(row, records), wrong


def _written(records: Iterable[Record], file: Path) -> list[Record]:
    """Keep every round as it ends, so that a run that is cut leaves what it did."""
    kept: list[Record] = []
    for each in records:
        kept.append(each)
        if len(kept) % _SAVED_EVERY == 0:
            save(kept, file)
    if kept:
        save(kept, file)
    return kept


def _tiny(asked: Asked) -> Iterator[str]:
    """Yield what is wrong with the small family."""
    count = 6 if asked.small else 200
    for profile in Profile:
        wrong = small_family.held(profile, range(count)).wrong
        sys.stderr.write(
            f"small family: {count - len(wrong)} of {count} {profile} rounds are as "
            "good as the exhaustive solver's\n"
        )
        yield from wrong


def _tell(row: int, text: str, *, small: bool) -> None:
    """Put a table on the page; of a small run, on the screen."""
    name = f"row {row}" if row else "starting"
    if small:
        sys.stdout.write(f"{name}\n\n{text}\n\n")
        return
    page = tables.placed(_PAGE.read_text(), name, text)
    _PAGE.write_text(page)
    sys.stdout.write(f"{name} is in {_PAGE.relative_to(ROOT)}\n")


def _circumstances(asked: Asked) -> str:
    """Say when, on what and from which seeds."""
    seeds = asked.seeds
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}, engine {ENGINE_VERSION}, "
        f"seeds {seeds.start} to {seeds.stop - 1}."
    )


def _machine() -> str:
    return f"{os.cpu_count()} processors ({platform.machine()})"


def _asked(given: argparse.Namespace) -> Asked:
    seeds = 2 if given.small else given.seeds
    rival = 1 if given.small else given.rival_seeds
    return Asked(
        seeds=range(given.seed, given.seed + seeds),
        rival_seeds=range(given.seed, given.seed + rival),
        limit_seconds=given.limit_seconds,
        kidney=given.kidney,
        small=given.small,
    )


def _parser() -> OneSentence:
    parser = OneSentence(prog="table", description=__doc__)
    parser.add_argument(
        "--rows", type=int, nargs="+", choices=_EVERY_ROW, default=list(_EVERY_ROW)
    )
    parser.add_argument("--seed", type=at_least(0), default=1, help="the first")
    parser.add_argument("--seeds", type=at_least(1), default=100)
    parser.add_argument("--rival-seeds", type=at_least(1), default=5)
    parser.add_argument("--limit-seconds", type=float, default=100.0)
    parser.add_argument("--kidney", type=Path, default=None)
    parser.add_argument("--small", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
