"""The rival of row 5: kep-solver (Pettersson), in an environment of its own.

`prepare` makes that environment under `var/bench`, from pins of its own: kep-solver
is no part of the project, and HiGHS, which it may use, cannot live in one process
with OR-Tools.
"""

import json
import os
import signal
import subprocess
from dataclasses import dataclass
from itertools import product

from matching.instance import NOBODY, Instance
from scripts.tree import ROOT

FOLDER = ROOT / "var" / "bench" / "kep-env"
_PYTHON = FOLDER / "bin" / "python"
_PINS = ROOT / "tests" / "benchmarks" / "kep-requirements.txt"
_RUNNER = ROOT / "tests" / "benchmarks" / "kep_runner.py"
_UV = ROOT / ".venv" / "bin" / "uv"
_GRACE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to run it: which formulation, which solver, and variable fixing."""

    model: str
    solver: str
    fixing: bool

    def __str__(self) -> str:
        fixing = "fixing" if self.fixing else "no fixing"
        return f"{self.model}, {self.solver}, {fixing}"


# PICEF first: what it needs is a limit for the others, most of which need more.
SETTINGS = tuple(
    Setting(model, solver, fixing)
    for model, solver, fixing in product(
        ("PICEF", "cycles and chains"), ("CBC", "HiGHS"), (True, False)
    )
)


@dataclass(frozen=True, slots=True)
class Rival:
    """The best of kep-solver's settings on one instance.

    Attributes:
        moves: The optimum it found; None where no setting ended within the limit.
        seconds: Of the quickest setting; the limit where none ended.
        setting: The quickest one.
    """

    moves: int | None
    seconds: float
    setting: str


def prepared() -> bool:
    """Say whether its environment is there."""
    return _PYTHON.exists()


def prepare() -> None:
    """Make its environment, unless it is there."""
    if prepared():
        return
    subprocess.run([_UV, "venv", "--quiet", FOLDER], check=True)
    subprocess.run(
        [
            *(_UV, "pip", "install", "--quiet", "--python", _PYTHON),
            *("--require-hashes", "-r", _PINS),
        ],
        check=True,
    )


def best(instance: Instance, *, limit_seconds: float) -> Rival:
    """Return what the quickest of its settings finds, and in what time.

    Each setting runs in a process of its own, one at a time; one that has taken
    longer than the quickest so far is stopped, since it can no longer be the best.
    """
    found = Rival(None, limit_seconds, "none within the limit")
    for setting in SETTINGS:
        answer = _run(instance, setting, found.seconds)
        if answer is not None and answer[1] < found.seconds:
            found = Rival(*answer, str(setting))
    return found


def _run(
    instance: Instance, setting: Setting, seconds: float
) -> tuple[int, float] | None:
    """Return moves and seconds of one setting; None where it did not end in time."""
    with subprocess.Popen(
        [_PYTHON, _RUNNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asked(instance, setting)))
        process.stdin.close()
        process.stdout.readline()  # It has loaded everything.
        try:
            process.wait(timeout=seconds + _GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            # The whole group: the solver that it started is a process too.
            os.killpg(process.pid, signal.SIGKILL)
            return None
        if process.returncode != 0:
            return None
        told = json.loads(process.stdout.readline())
    return told["moves"], told["seconds"]


def asked(instance: Instance, setting: Setting) -> dict[str, object]:
    """Return the instance as kep-solver takes it: vertices are homes."""
    caps = instance.caps
    left = instance.vacates.tolist()
    assert NOBODY not in left, "kep-solver knows no patient without a donor"
    assert not {*instance.team_of_home.tolist()} & {
        *instance.team_of_household.tolist()
    }, "kep-solver knows no teams"
    return {
        "altruists": [who == NOBODY for who in instance.occupant.tolist()],
        "arcs": [
            [home, left[who]]
            for who, home in zip(
                instance.household.tolist(), instance.home.tolist(), strict=True
            )
        ],
        "cycle_moves_min": caps.cycle_moves_min,
        "cycle_moves_max": caps.cycle_moves_max,
        "chain_moves_max": caps.chain_moves_max,
        "model": setting.model,
        "solver": setting.solver,
        "fixing": setting.fixing,
    }


if __name__ == "__main__":
    prepare()
    print(f"kep-solver is ready in {FOLDER.relative_to(ROOT)}")  # noqa: T201
