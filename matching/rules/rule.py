"""What a rule is: a code, its authority, a plain sentence, and a table of refusals."""

from collections.abc import Callable
from dataclasses import dataclass

from matching.rules.columns import Columns, Mask
from matching.terms import RefusalCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One reason for which a household may not be offered a home.

    Attributes:
        code: Stored and sent as it is.
        authority: Its source in law or in the scheme's practice.
        in_force: Date from which it applies, as YYYY-MM-DD, or `scheme` when it is
            the scheme's own and applies from its start.
        sentence: What it refuses, in plain words that name no place.
        refused: Marks the pairs it refuses. Shape: households x homes.
    """

    code: RefusalCode
    authority: str
    in_force: str
    sentence: str
    refused: Callable[[Columns], Mask]

    def describe(self) -> str:
        """Return the rule as one line of the rule book."""
        return f"{self.sentence} ({self.authority}; in force: {self.in_force})"
