"""What the solver answers: chains and cycles of steps, and the proof beside them."""

from dataclasses import dataclass
from enum import StrEnum

from matching.certificate import LevelProof
from matching.errors import PoolError


class ExchangeKind(StrEnum):
    """A chain starts from a void; a cycle needs none and closes on itself."""

    CHAIN = "chain"
    CYCLE = "cycle"


class StepKind(StrEnum):
    """A ready step becomes an offer; a forecast binds nobody and reserves nothing."""

    READY = "ready"
    FORECAST = "forecast"


class SolveStatus(StrEnum):
    """What is known about a plan; `EMPTY` means that no move is possible at all.

    `PROVEN` is what anybody can check from the certificate. `PROVEN_BY_SOLVER` is what
    the solver found to be the best, while the certificate shows a weaker bound.
    """

    PROVEN = "proven"
    PROVEN_BY_SOLVER = "proven_by_solver"
    FEASIBLE = "feasible"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Step:
    """One household moving into one home.

    Attributes:
        kind: Ready only where the home is ready; everything behind is a forecast.
        weeks_to_keys: Expected, from the round. Units: weeks.
    """

    household_id: str
    home_id: str
    kind: StepKind
    weeks_to_keys: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A chain from a void, or a cycle; steps in the order the homes come free.

    In a chain, step k+1 enters the home that step k leaves. In a cycle the first
    step enters the home that the last one leaves.
    """

    kind: ExchangeKind
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise PoolError("exchange", "it has no steps")


@dataclass(frozen=True, slots=True)
class LevelReport:
    """How well one level of the objective was met.

    Attributes:
        level: Name of the level.
        value: Of this plan; larger is better for counts, smaller for costs (`sense`).
        bound: No plan can do better than this, given the levels before.
        sense: `max` or `min`.
        proved_by: How the bound was got, in plain words.
    """

    level: str
    value: int
    bound: int
    sense: str
    proved_by: str

    @property
    def gap(self) -> int:
        """Distance between value and bound; 0 is a proof."""
        return abs(self.bound - self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The answer to one round.

    Attributes:
        exchanges: Chains before cycles, each list by its first home's id.
        levels: One report a level, in the policy's order.
        pool_digest: SHA-256 of the pool's canonical text.
        seed: As given to `solve`.
        engine_version: Of the code that solved it.
        home_types: How many kinds of home the round had to tell apart; 0 where nobody
            counted.
        certificate: A proof for each level that has one, in the levels' order.
    """

    status: SolveStatus
    exchanges: tuple[Exchange, ...]
    levels: tuple[LevelReport, ...]
    pool_digest: str
    seed: int
    engine_version: str
    home_types: int = 0
    certificate: tuple[LevelProof, ...] = ()
