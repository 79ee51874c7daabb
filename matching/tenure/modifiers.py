"""What else a household's circumstances do to the answer for a plain move.

Each line makes an answer stricter or leaves it alone; none makes it milder, and so a
fact that is not known, read as though it held, never opens a home.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from matching.tenure.case import TenureCase, TenureVerdict
from matching.tenure.law import TenureRuleId
from matching.terms import LandlordKind, TenancyStanding

_ID = TenureRuleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """One circumstance.

    Attributes:
        holds: Whether a case is in it.
        becomes: The answer, unless it was stricter already.
        because: The rule that says so; added wherever the answer is not stricter.
        loses: Rules that no longer protect, whatever the answer.
        alone: The rule takes the place of all others.
    """

    holds: Callable[[TenureCase], bool]
    becomes: TenureVerdict
    because: TenureRuleId
    loses: frozenset[TenureRuleId] = frozenset()
    alone: bool = False


def _after_a_gap(case: TenureCase) -> bool:
    return case.gap


def _after_a_gap_at_a_council(case: TenureCase) -> bool:
    return case.gap and case.new_landlord is LandlordKind.COUNCIL


def _possession_sought(case: TenureCase) -> bool:
    return case.possession_sought


def _not_the_tenant(case: TenureCase) -> bool:
    return case.standing is TenancyStanding.NOT_THE_TENANT


MODIFIERS: Final = (
    Modifier(
        holds=_after_a_gap,
        becomes=TenureVerdict.NEEDS_PERSON,
        because=_ID.S8,
        loses=frozenset({_ID.R3, _ID.R4, _ID.R5}),
    ),
    Modifier(
        holds=_after_a_gap_at_a_council,
        becomes=TenureVerdict.NEEDS_PERSON,
        because=_ID.R16,
    ),
    Modifier(
        holds=_possession_sought,
        becomes=TenureVerdict.NEEDS_PERSON,
        because=_ID.S7,
    ),
    Modifier(
        holds=_not_the_tenant,
        becomes=TenureVerdict.NEVER,
        because=_ID.S6,
        alone=True,
    ),
)
"""In the order in which they are read."""
