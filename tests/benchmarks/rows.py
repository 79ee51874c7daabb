"""Runs the rows of the bench: each yields its rounds as they end."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from matching.graph import build
from matching.instance import Instance
from matching.numbers import as_numbers
from scripts.tree import ROOT
from tests.benchmarks import kep, public
from tests.benchmarks.grids import SIZES_AGAINST_RIVAL, cells
from tests.benchmarks.profiles import Profile, generated
from tests.benchmarks.records import Cell, Record, at_share, middle, record
from tests.benchmarks.solving import answer_cell, warm


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asked of the bench.

    Attributes:
        seeds: Of the generated rounds, in each cell.
        rival_seeds: Of the rounds against the rival, which takes its time.
        limit_seconds: For each of the rival's settings on one round.
        kidney: Folder of public instances; None where there is none.
    """

    seeds: range
    rival_seeds: range
    limit_seconds: float
    kidney: Path | None
    small: bool


def of_row(row: int, asked: Asked) -> Iterator[Record]:
    """Yield the rounds of a row; none where it cannot be run here."""
    if row == 4:
        if asked.kidney is not None:
            seed = asked.seeds.start
            yield from public.rounds(asked.kidney, small=asked.small, seed=seed)
    elif row == 5:
        yield from _against_rival(asked)
    else:
        yield from _generated(row, asked)


def _generated(row: int, asked: Asked) -> Iterator[Record]:
    every = cells(row, small=asked.small)
    for number, cell in enumerate(every, start=1):
        warm(cell.policy)
        group = f"{cell.profile} {cell.cases}+{cell.voids}"
        took = []
        for seed in asked.seeds:
            answer = answer_cell(cell, seed)
            took.append(answer.seconds)
            yield record(str(cell), group, seed, answer)
        _progress(
            f"row {row}, cell {number} of {len(every)}: {cell}: median "
            f"{middle(took):.3f} s, p95 {at_share(took, 0.95):.3f} s, "
            f"worst {max(took):.3f} s"
        )


def _against_rival(asked: Asked) -> Iterator[Record]:
    if not kep.prepared():
        return
    for cases, voids in SIZES_AGAINST_RIVAL[: 1 if asked.small else None]:
        for longest_chain in (3, 5):
            cell = Cell(
                row=5,
                profile=Profile.ORDINARY,
                cases=cases,
                voids=voids,
                longest_cycle=3,
                longest_chain=longest_chain,
            )
            warm(cell.policy)
            for seed in asked.rival_seeds:
                ours = record(str(cell), str(cell), seed, answer_cell(cell, seed))
                graph = build(generated(cell.spec(seed)), cell.policy)
                yield _beside(ours, as_numbers(graph, cell.policy), asked)
    if asked.kidney is not None:
        seed = asked.seeds.start
        ours_of = public.rounds(asked.kidney, small=asked.small, seed=seed)
        questions = public.questions(asked.kidney, small=asked.small)
        for ours, question in zip(ours_of, questions, strict=True):
            caps = question.instance.caps
            group = f"public instances, K{caps.cycle_moves_max}, swaps allowed"
            yield _beside(replace(ours, group=group), question.instance, asked)


def _beside(ours: Record, instance: Instance, asked: Asked) -> Record:
    """Return a round with what the rival says of it."""
    rival = kep.best(instance, limit_seconds=asked.limit_seconds)
    _progress(
        f"row 5: {ours.label}, seed {ours.seed}: {ours.moves} in {ours.seconds:.3f} s; "
        f"kep-solver {rival.moves} in {rival.seconds:.3f} s ({rival.setting})"
    )
    return replace(
        ours,
        rival=rival.setting,
        rival_moves=rival.moves,
        rival_seconds=rival.seconds,
    )


def starting_seconds() -> float:
    """Return what a process pays for imports and loading, which no row counts.

    Measured as a whole process of the command, less what it says that solving took.
    """
    command = [sys.executable, "-m", "tests.benchmarks.housing"]
    asked = ["--cases", "30", "--voids", "9", "--seed", "1"]
    caps = ["--longest-cycle", "3", "--longest-chain", "3", "--json"]
    began = time.perf_counter()
    subprocess.run([*command, *asked, *caps], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


def _progress(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
