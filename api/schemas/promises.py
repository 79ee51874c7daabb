"""The tenancy promised with a home, as its referring worker reads it."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from matching.tenure import Condition, Disclosure, TenureRuleId, TenureVerdict
from matching.terms import LandlordKind, RentBasis, TenancyKind


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConditionShape(_Shape):
    """What must hold for the household to be as secure as before."""

    code: Condition
    sentence: str


class TenureRuleShape(_Shape):
    """A rule that the answer rests on."""

    code: TenureRuleId
    sentence: str
    authority: str


class ToldShape(_Shape):
    """A right that changes with the move; tell the household before it answers."""

    code: Disclosure
    sentence: str


class PromiseShape(_Shape):
    """The tenancy promised: what it does to the household's security, and why."""

    tenancy: TenancyKind
    landlord_kind: LandlordKind
    rent_basis: RentBasis
    weekly_rent_pence: int
    verdict: TenureVerdict
    sentence: str
    condition: ConditionShape | None
    rules: list[TenureRuleShape]
    told: list[ToldShape]
    attested: bool
    worked_out_on: date
