"""Policies side by side on the same arrivals, over seeds, in several processes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from reciprocal.laboratory import tables
from reciprocal.laboratory.figures import Figures, figures
from reciprocal.laboratory.own_pot import world_of
from reciprocal.laboratory.policies import POLICIES, Tried
from reciprocal.laboratory.regimes import RHYTHMS, Regime
from reciprocal.laboratory.scheme import Played, Scheme
from reciprocal.laboratory.tables import Run

RUNS, ROUNDS = "runs.csv", "rounds.csv"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared with what.

    Attributes:
        regimes: By the name that their rows have.
        rounds: Of each run. Units: rounds.
        check: Every round is solved once more, blind to the book, to see who is
            delayed.
    """

    regimes: Mapping[str, Regime]
    rhythms: Sequence[str]
    policies: Sequence[str]
    seeds: Sequence[int]
    rounds: int
    check: bool

    def runs(self) -> Iterator[Run]:
        """Yield every run, all policies of a seed together."""
        every = product(self.regimes, self.rhythms, self.seeds, self.policies)
        for regime, rhythm, seed, policy in every:
            yield Run(regime, rhythm, policy, seed, self.rounds, self.check)


def play(run: Run, regime: Regime) -> tuple[Figures, tuple[Played, ...]]:
    """Play one run.

    Cost: at 33 landlords a round takes about a quarter of a second on one core.
    """
    rhythm = RHYTHMS[run.rhythm]
    world = world_of(regime, rhythm, run.seed)
    played = Scheme(world, policy_of(run.policy), check=run.check).run(run.rounds)
    return figures(played, rounds_a_month=rhythm.rounds_a_month), played


def policy_of(name: str) -> Tried:
    """Return a policy by its name, with what is changed of it, as `rule+stay=6`.

    Raises:
        KeyError: There is none, or no such change.
        ValueError: A change is no whole number.
    """
    base, *changes = name.split("+")
    tried = POLICIES[base]
    for change in changes:
        what, _, number = change.partition("=")
        changed: dict[str, Any] = {_CHANGES[what]: int(number)}
        tried = replace(tried, **changed)
    return replace(tried, name=name)


_CHANGES = {
    "stay": "stay_rounds",
    "chain": "chain_moves_max",
    "cycle": "cycle_moves_max",
    "worth": "move_worth",
    "pledged": "pledged_a_year",
    "neighbours": "neighbours",
}
CHANGES = tuple(_CHANGES)


def compare(
    asked: Asked, folder: Path, *, processes: int, told: Callable[[int, int], None]
) -> list[dict[str, str]]:
    """Play every run that the folder does not hold yet; return the rows of all.

    Each run is kept as soon as it is done, so that what is stopped goes on from there.

    Args:
        told: How many of how many are done.

    Raises:
        OtherTable: The folder holds another table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    runs = tables.read(folder / RUNS, tables.RUN_COLUMNS)
    rounds = tables.read(folder / ROUNDS, tables.ROUND_COLUMNS)
    wanted = list(asked.runs())
    known = {tables.run_of(row) for row in runs}
    rounds = [row for row in rounds if tables.run_of(row) in known]
    missing = [run for run in wanted if run not in known]
    told(len(wanted) - len(missing), len(wanted))
    for run, found, played in _played(missing, asked.regimes, processes):
        runs.append(tables.run_row(run, found))
        rounds += tables.round_rows(run, played)
        tables.write(folder / ROUNDS, tables.ROUND_COLUMNS, rounds)
        tables.write(folder / RUNS, tables.RUN_COLUMNS, runs)
        known.add(run)
        told(sum(run in known for run in wanted), len(wanted))
    return [row for row in runs if tables.run_of(row) in set(wanted)]


def _played(
    missing: Sequence[Run], regimes: Mapping[str, Regime], processes: int
) -> Iterator[tuple[Run, Figures, tuple[Played, ...]]]:
    if processes == 1:
        yield from ((run, *play(run, regimes[run.regime])) for run in missing)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(play, run, regimes[run.regime]): run for run in missing}
        for done in as_completed(waiting):
            yield (waiting[done], *done.result())
