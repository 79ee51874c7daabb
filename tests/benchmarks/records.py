"""What the bench writes down of each round, and how many rounds are told in a line."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil
from pathlib import Path

from matching.pool import ALL_LEVELS, Policy
from tests.benchmarks.answers import Answer, Standing
from tests.benchmarks.profiles import Profile, RoundSpec, policy_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One size and one policy of a row, solved for many seeds."""

    row: int
    profile: Profile
    cases: int
    voids: int
    longest_cycle: int
    longest_chain: int
    all_levels: bool = False

    def __str__(self) -> str:
        levels = ", all levels" if self.all_levels else ""
        return (
            f"{self.profile} {self.cases}+{self.voids} "
            f"K{self.longest_cycle} L{self.longest_chain}{levels}"
        )

    @property
    def policy(self) -> Policy:
        """What its rounds are solved by."""
        policy = policy_of(
            self.profile,
            longest_cycle=self.longest_cycle,
            longest_chain=self.longest_chain,
        )
        return replace(policy, levels=ALL_LEVELS) if self.all_levels else policy

    def spec(self, seed: int) -> RoundSpec:
        """Return which round a seed of it is."""
        return RoundSpec(
            cases=self.cases, voids=self.voids, seed=seed, profile=self.profile
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One round as it is written down; what is not known is None.

    Attributes:
        label: Which round it was, in words.
        group: The line of the row's table that it is told in.
        known: The optimum known from elsewhere.
        rival_seconds: Of the rival's quickest setting; `rival` says which.
        rival_moves: None where it found none in time.
    """

    label: str
    group: str
    seed: int
    moves: int
    bound: int
    standing: Standing
    certified_gap: int | None
    seconds: float
    checking_seconds: float
    method: str
    home_types: int
    plan_digest: str
    known: int | None = None
    rival: str | None = None
    rival_moves: int | None = None
    rival_seconds: float | None = None

    @property
    def fault(self) -> str | None:
        """Return why the bench must fail over this round; None for no reason."""
        name = f"{self.label}, seed {self.seed}"
        if self.bound < self.moves:
            return f"{name}: there is no bound"
        for other in (self.known, self.rival_moves):
            # A plan found short of its bound is a target missed, and published so.
            short = self.standing is Standing.GAP and self.moves < (other or 0)
            if other is not None and other != self.moves and not short:
                return f"{name}: {self.moves} moves are told, and {other} are known"
        return None


def record(label: str, group: str, seed: int, answer: Answer) -> Record:
    """Write an answer down."""
    return Record(
        label=label,
        group=group,
        seed=seed,
        moves=answer.moves,
        bound=answer.bound,
        standing=answer.standing,
        certified_gap=answer.certified_gap,
        seconds=answer.seconds,
        checking_seconds=answer.checking_seconds,
        method=answer.method,
        home_types=answer.home_types,
        plan_digest=answer.plan_digest,
    )


def save(records: Iterable[Record], file: Path) -> None:
    """Write rounds to a file, one line each, so that a cut run is still read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join(json.dumps(asdict(each)) for each in records)
    file.write_text(f"[\n{rows}\n]\n")


def load(file: Path) -> list[Record]:
    """Read back what `save` wrote; nothing where it did not."""
    if not file.exists():
        return []
    rows = json.loads(file.read_text())
    return [Record(**row | {"standing": Standing(row["standing"])}) for row in rows]


def middle(seconds: Sequence[float]) -> float:
    """Return the median; the lower of two."""
    return at_share(seconds, 0.5)


def at_share(seconds: Sequence[float], share: float) -> float:
    """Return the smallest figure that so large a share does not exceed."""
    return sorted(seconds)[max(0, ceil(share * len(seconds)) - 1)]


def as_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; all columns but the first are figures."""
    lines = [heading, ["---", *["---:"] * (len(heading) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


SPREAD = ("rounds", "proven", "certified", "median s", "p95 s", "worst s")


def spread(records: Sequence[Record]) -> list[str]:
    """Return how many were proven and certified, and how long they took."""
    seconds = [each.seconds for each in records]
    proven = sum(each.standing is not Standing.GAP for each in records)
    certified = sum(each.standing is Standing.OPTIMAL for each in records)
    figures = (middle(seconds), at_share(seconds, 0.95), max(seconds))
    return [
        *(f"{count:,}" for count in (len(records), proven, certified)),
        *(f"{figure:.3f}" for figure in figures),
    ]
