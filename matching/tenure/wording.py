"""The table of tenancies in plain sentences, for a worker to read to a household."""

from types import MappingProxyType
from typing import Final

from matching.tenure.case import Condition, Disclosure, TenureVerdict

VERDICT_SENTENCES: Final = MappingProxyType(
    {
        TenureVerdict.IMPROVES: "The household would be more secure than it is now.",
        TenureVerdict.PRESERVES: "The household would be as secure as it is now.",
        TenureVerdict.CONDITIONAL: (
            "The household would be as secure as it is now if one thing holds."
        ),
        TenureVerdict.NEEDS_PERSON: (
            "The law does not settle whether the household would be as secure; a "
            "person has decided."
        ),
        TenureVerdict.NEVER: "The household would be less secure than it is now.",
        TenureVerdict.NO_POWER: "The landlord cannot grant this tenancy.",
    }
)
CONDITION_SENTENCES: Final = MappingProxyType(
    {
        Condition.TERM_COVERS: (
            "The new fixed term must run for two years at least, and for no less than "
            "what is left of the old one."
        ),
        Condition.TRIAL_CREDITED: (
            "The landlord must promise to count the trial served so far."
        ),
        Condition.TWELVE_MONTHS_SERVED: (
            "A whole year must have been served, so that the tenancy is secure at once."
        ),
    }
)
DISCLOSURE_SENTENCES: Final = MappingProxyType(
    {
        Disclosure.RTB_LOST: "The right to buy, or the way to it, is lost.",
        Disclosure.RTB_GAINED: "The right to buy, or the way to it, is gained.",
        Disclosure.PRESERVED_RTB_LOST: (
            "A right to buy preserved from an earlier council tenancy is lost."
        ),
        Disclosure.RTA_POSSIBLE: "The new home may carry a right to acquire.",
        Disclosure.GROUND_8: (
            "Eight weeks' arrears become a ground on which a court must give "
            "possession."
        ),
        Disclosure.SUCCESSION_NARROWED: (
            "Fewer of the family may be able to take the tenancy on after a death."
        ),
        Disclosure.SUCCESSION_RESET: (
            "One who succeeded to the old tenancy starts afresh."
        ),
        Disclosure.RENT_BASIS: (
            "The rent is Affordable Rent, which may reach 80 % of the market, and not "
            "social rent."
        ),
    }
)
assert set(VERDICT_SENTENCES) == set(TenureVerdict), "every answer has its sentence"
assert set(CONDITION_SENTENCES) == set(Condition), "every condition has its sentence"
assert set(DISCLOSURE_SENTENCES) == set(Disclosure), "every right has its sentence"
