"""Row 4: the public instances of a folder, and the optima that are known of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from matching.instance import Caps
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


def rounds(folder: Path, *, small: bool, seed: int) -> Iterator[Record]:
    """Yield every instance at cycles to 3 and to 4, and at each cap with an optimum."""
    optima = known(folder)
    for file in sorted(folder.glob("*.wmd"))[: 2 if small else None]:
        donors = read(file)
        for (cycle, chain), optimum in _asked(donors, optima.get(file.stem, {})):
            caps = Caps(cycle_moves_max=cycle, chain_moves_max=chain, cycle_moves_min=2)
            warm_for_instances(caps)
            answer = answer_instance(donors.instance(caps), seed=seed)
            label = f"{file.stem}, K{cycle} L{chain}"
            yield replace(record(label, label, seed, answer), known=optimum)


def _asked(donors: Donors, optima: Asked) -> list[tuple[tuple[int, int], int | None]]:
    chain = _CHAIN_WHERE_NONE_IS_KNOWN if any(donors.altruists) else 0
    asked: Asked = dict(optima)
    for cycle in _CYCLES:
        if not any(longest == cycle for longest, _ in optima):
            asked[cycle, chain] = None
    return sorted(asked.items())
