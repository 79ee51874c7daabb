"""What a bench says of one round, as figures and as the JSON that outsiders read."""

import json
import sys
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How far a round's number of moves is settled.

    Attributes:
        OPTIMAL: It meets a bound that its certificate shows without a solver.
        PROVEN_BY_SOLVER: It meets the solver's bound; the certificate shows less.
        GAP: A better plan is not ruled out.
    """

    OPTIMAL = "optimal"
    PROVEN_BY_SOLVER = "proven_by_solver"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One round, solved, verified and, where it can be, certified.

    Attributes:
        moves: Households moved.
        bound: No plan moves more.
        certified_bound: What the certificate shows of that without a solver; None
            where it shows nothing.
        closed: Every level's value equals its bound.
        certified: The certificate shows every level's bound.
        seconds: From raw attributes to the certified plan.
        checking_seconds: Of these, for verifying and certifying it.
        method: How the bound was got.
        home_types: How many kinds of home there were to tell apart.
        plan_digest: Of the plan as text, so that two runs can be compared.
    """

    moves: int
    bound: int
    certified_bound: int | None
    closed: bool
    certified: bool
    seconds: float
    checking_seconds: float
    method: str
    home_types: int
    plan_digest: str

    @property
    def standing(self) -> Standing:
        """Return how far the number is settled."""
        if not self.closed:
            return Standing.GAP
        return Standing.OPTIMAL if self.certified else Standing.PROVEN_BY_SOLVER

    @property
    def certified_gap(self) -> int | None:
        """Return how many moves more the certificate leaves open."""
        if self.certified_bound is None:
            return None
        return self.certified_bound - self.moves

    def as_fields(self) -> dict[str, object]:
        """Return the fields that outsiders read, in their order."""
        return {
            "moves": self.moves,
            "bound": self.bound,
            "status": str(self.standing),
            "certified": self.certified,
            "seconds": round(self.seconds, 4),
            "method": self.method,
        }


def tell(answer: Answer, *, as_json: bool) -> None:
    """Print an answer: the JSON alone, or a line for a person."""
    fields = answer.as_fields()
    if as_json:
        sys.stdout.write(json.dumps(fields) + "\n")
        return
    gap = answer.certified_gap
    shown = "shows nothing" if gap is None else f"leaves {gap} open"
    sys.stdout.write(
        f"{answer.moves} moves, at most {answer.bound} ({answer.standing}; the "
        f"certificate {shown}) in {answer.seconds:.3f} s, of which "
        f"{answer.checking_seconds:.3f} s to check it, by {answer.method}; "
        f"{answer.home_types} types of home\n"
    )
