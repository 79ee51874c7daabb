"""The two rules of consecutive steps; they are about moves, not about pairs."""

from dataclasses import dataclass

from matching.pool import Home, Household


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceRule:
    """A rule that several steps together must keep."""

    code: str
    authority: str
    sentence: str

    def describe(self) -> str:
        """Return the rule as one line of the rule book."""
        return f"{self.sentence} ({self.authority})"


NO_DIRECT_SWAP = SequenceRule(
    code="no_direct_swap",
    authority="Scheme practice: each would learn the other's new address",
    sentence="Two households never exchange homes directly.",
)
TEAM_NEVER_FOLLOWS = SequenceRule(
    code="team_never_follows",
    authority="Scheme practice: no team may see both ends of a survivor's move",
    sentence=(
        "Nobody enters the home a survivor leaves from the lettings team "
        "the survivor goes to."
    ),
)
SEQUENCE_RULES = (NO_DIRECT_SWAP, TEAM_NEVER_FOLLOWS)


def may_follow(household: Household, home_before: Home) -> bool:
    """Say whether the household may enter the home left for `home_before`."""
    return home_before.team != household.team
