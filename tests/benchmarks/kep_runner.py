"""Runs kep-solver on one instance, in the environment of its own.

It imports nothing of the project and is started as a file, by `kep.py`. One line of
JSON comes in by standard input; out go a line when all is loaded and a tiny instance
has been solved, and one with moves and seconds. What is timed is the solving of an
instance that is already built, its model and all.

kep-solver counts a chain's last kidney, which goes to nobody of the pool, and its
chains count the altruist: so its chains may have one more, and its objective is ours.
"""

import json
import sys
import time
from typing import Any

import pulp
from kep_solver.entities import Donor, Instance, Recipient, Transplant
from kep_solver.model import (
    PICEF,
    CycleAndChainModel,
    TransplantCount,
    nWayCycles,
)
from kep_solver.programme import Programme
from kep_solver.solving import SolvingOptions

_MODELS = {"PICEF": PICEF, "cycles and chains": CycleAndChainModel}
_TINY = {
    "altruists": [False, False, False, True],
    "arcs": [[0, 1], [1, 2], [2, 0], [3, 0]],
}


class MovesOnly(TransplantCount):  # type: ignore[misc]
    """Counts kidneys that go to patients of the pool."""

    def edgeValue(self, graph: Any, edge: Any, position: Any = None) -> int:  # noqa: ANN401, ARG002, N802
        return 0 if edge.end.index == -1 else 1

    def value(self, graph: Any, exchange: Any) -> int:  # noqa: ANN401, ARG002
        return len(exchange) - bool(exchange.chain)


def main() -> None:
    """Solve what standard input asks for."""
    asked = json.loads(sys.stdin.read())
    _solved(asked | _TINY)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    moves, seconds = _solved(asked)
    sys.stdout.write(json.dumps({"moves": moves, "seconds": seconds}) + "\n")


def _solved(asked: dict[str, Any]) -> tuple[int, float]:
    instance = _built(asked)
    swaps = asked["cycle_moves_min"] == 2
    started = time.perf_counter()
    programme = Programme(
        [MovesOnly()],
        maxCycleLength=asked["cycle_moves_max"],
        maxChainLength=asked["chain_moves_max"] + 1,
        description="bench",
        full_details=False,
        model=_MODELS[asked["model"]],
        extra_constraints=[] if swaps else [(nWayCycles(2), 0)],
    )
    solver = (
        pulp.PULP_CBC_CMD(msg=False)
        if asked["solver"] == "CBC"
        else pulp.HiGHS(msg=False)
    )
    options = SolvingOptions(solver=solver, useRCVF=asked["fixing"])
    answer = programme.solve_single(instance, solvingOptions=options)
    seconds = time.perf_counter() - started
    return round(answer[0].values[0]), seconds


def _built(asked: dict[str, Any]) -> Any:  # noqa: ANN401
    instance = Instance()
    donors, patients = [], {}
    for at, alone in enumerate(asked["altruists"]):
        donor = Donor(str(at))
        donor.NDD = alone
        donors.append(donor)
        if alone:
            instance.addDonor(donor)
            continue
        patients[at] = Recipient(str(at))
        patients[at].addDonor(donor)
        donor.recipient = patients[at]
        instance.addRecipient(patients[at])
    for start, end in asked["arcs"]:
        instance.addTransplant(Transplant(donors[start], patients[end], 1))
    return instance


if __name__ == "__main__":
    main()
