"""Row 4: the public instances of a folder, and the optima that are known of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from matching.instance import Caps, Instance
from tests.benchmarks.kidney_files import Donors, read
from tests.benchmarks.records import Record, record
from tests.benchmarks.solving import answer_instance, warm_for_instances

_CHAIN_WHERE_NONE_IS_KNOWN = 4
# "| instance | pairs + altruists | longest cycle, longest chain | optimum |"
_KNOWN = re.compile(r"^\|\s*(\S+)\s*\|[^|]*\|\s*(\d+),\s*(\d+)\s*\|\s*(\d+)\s*\|$")
_CYCLES = (3, 4)

Asked = dict[tuple[int, int], int | None]


def known(folder: Path) -> dict[str, Asked]:
    """Return, for each instance, the optima by longest cycle and longest chain.

    They stand in a table of the folder's `SOURCE.md`, swaps allowed: instance, size,
    longest cycle and longest chain with a comma, optimum.
    """
    source = folder / "SOURCE.md"
    found: dict[str, Asked] = {}
    for line in source.read_text().splitlines() if source.exists() else ():
        match = _KNOWN.match(line.strip())
        if match:
            name, cycle, chain, optimum = match.groups()
            found.setdefault(name, {})[int(cycle), int(chain)] = int(optimum)
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """One public instance under one pair of caps; the optimum, where it is known."""

    label: str
    instance: Instance
    known: int | None


def questions(folder: Path, *, small: bool) -> Iterator[Question]:
    """Yield every instance at cycles to 3 and to 4, and at each cap with an optimum."""
    optima = known(folder)
    for file in sorted(folder.glob("*.wmd"))[: 2 if small else None]:
        donors = read(file)
        for (cycle, chain), optimum in _asked(donors, optima.get(file.stem, {})):
            caps = Caps(cycle_moves_max=cycle, chain_moves_max=chain, cycle_moves_min=2)
            label = f"{file.stem}, K{cycle} L{chain}"
            yield Question(label, donors.instance(caps), optimum)


def rounds(folder: Path, *, small: bool, seed: int) -> Iterator[Record]:
    """Yield the answer to each of them."""
    for question in questions(folder, small=small):
        warm_for_instances(question.instance.caps)
        answer = answer_instance(question.instance, seed=seed)
        found = record(question.label, question.label, seed, answer)
        yield replace(found, known=question.known)


def _asked(donors: Donors, optima: Asked) -> list[tuple[tuple[int, int], int | None]]:
    chain = _CHAIN_WHERE_NONE_IS_KNOWN if any(donors.altruists) else 0
    asked: Asked = dict(optima)
    for cycle in _CYCLES:
        if not any(longest == cycle for longest, _ in optima):
            asked[cycle, chain] = None
    return sorted(asked.items())
