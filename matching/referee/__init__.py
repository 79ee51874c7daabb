"""The rules read again, one household and one home at a time.

Written from the same spec tables as `matching.rules` and sharing no code with it:
`verify` and every live check before an act use this reading, the solver uses the
other, and a test holds the two equal. Collects every refusal; never stops at one.
"""

from dataclasses import dataclass

from matching.pool import Home, Household, Landlord, Policy
from matching.referee import history, person_and_home, place, tenancy
from matching.tenure import Cell, tenure
from matching.terms import RefusalCode


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """One rule that keeps this household from this home; carries no place."""

    code: RefusalCode


def refusals(
    household: Household,
    home: Home,
    policy: Policy,
    *,
    landlord: Landlord,
) -> tuple[Refusal, ...]:
    """Return every reason why the household may not be offered the home.

    An empty answer means that it may.

    Args:
        household: Who would move.
        home: Where to.
        policy: The scheme's dated rules.
        landlord: The landlord that lets the home; its kind decides what it can grant,
            and its standard how many bedrooms suit.
    """
    assert landlord.id == home.landlord_id, "the landlord must be the home's own"
    found = {
        *place.refusals(household, home),
        *person_and_home.refusals(household, home, landlord),
        *tenancy.refusals(household, home, policy, landlord),
        *history.refusals(household, home),
    }
    return tuple(Refusal(code) for code in RefusalCode if code in found)


def tenure_of(
    household: Household, home: Home, policy: Policy, *, landlord: Landlord
) -> Cell:
    """Return the cell of the table of tenancies that this move falls in.

    It holds the rules behind the answer and what the household is to be told.
    """
    assert landlord.id == home.landlord_id, "the landlord must be the home's own"
    return tenure(tenancy.case_of(household, home, policy, landlord))


def may_follow(household: Household, home_before: Home) -> bool:
    """Say whether the household may enter the home that another leaves.

    The other goes to `home_before`. Nobody who rents from the team a survivor goes
    to may enter the survivor's old home: staff of one team would see both ends of
    the move (secrecy rule of the scheme).
    """
    return household.team != home_before.team
