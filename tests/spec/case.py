"""A line of the specification: a household, a home, and what the rules must say."""

from dataclasses import dataclass, field, replace

from matching.pool import Home, Household, Landlord, Policy
from matching.terms import LandlordKind, RefusalCode, TenancyKind
from tests.matching.builders import POLICY, a_home, a_household, a_landlord


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line; what it does not say is plain, and suits.

    Attributes:
        says: The line in words.
        household, home, landlord: Fields that differ from the plain ones.
        policy: The scheme's dated rules.
        refused: Codes expected, in the order of `RefusalCode`; none when it suits.
    """

    says: str
    household: dict[str, object] = field(default_factory=dict)
    home: dict[str, object] = field(default_factory=dict)
    landlord: dict[str, object] = field(default_factory=dict)
    policy: Policy = POLICY
    refused: tuple[RefusalCode, ...] = ()

    def build(self) -> tuple[Household, Home, Landlord]:
        """Return the household, the home and the landlord that lets it."""
        return (
            replace(a_household("p", "a"), **self.household),
            replace(a_home("h", "b"), **self.home),
            replace(a_landlord("b"), **self.landlord),
        )


COUNCIL_LETS: dict[str, object] = {"kind": LandlordKind.COUNCIL}
RENTS_FROM_COUNCIL: dict[str, object] = {
    "landlord_kind": LandlordKind.COUNCIL,
    "tenancy_held": TenancyKind.SECURE_LIFETIME,
}
