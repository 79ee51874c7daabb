"""What is known of the tenancy a household would leave, for the rules to read."""

from dataclasses import dataclass, replace
from datetime import date

from matching.pool import Household
from matching.terms import TenancyKind, TenancyStanding
from reciprocal.requests.rules import RiskKind, TriggerKind
from reciprocal.requests.tables import PropertyRequest, TenancyCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class TenancyKnown:
    """The tenancy as its landlord attested it, else as the worker stated it.

    Attributes:
        gap_days: Since the day on which it was to end; 0 while that lies ahead, for
            sign-up lets no tenancy end before the next begins. Units: days.
        possession_sought: Proceedings, or a notice served. False while the landlord
            is silent: the request may be matched, nobody is shown it before the
            tenancy is attested, and the referee reads the attestation then.
    """

    kind: TenancyKind
    standing: TenancyStanding
    domestic_abuse: bool
    gap_days: int
    possession_sought: bool
    since_april_2012: bool


def tenancy_known(
    request: PropertyRequest, check: TenancyCheck | None, today: date
) -> TenancyKnown:
    """Return what is known on this day."""
    kind, joint = request.tenancy_held, request.joint
    if check is not None and check.tenancy_kind is not None:
        kind, joint = check.tenancy_kind, bool(check.joint)
    return TenancyKnown(
        kind=kind,
        standing=TenancyStanding.JOINT if joint else TenancyStanding.SOLE,
        domestic_abuse=request.risk_kind is RiskKind.DOMESTIC_ABUSE,
        gap_days=_gap_days(request, today),
        possession_sought=check is not None
        and bool(check.possession_proceedings or check.notice_served),
        since_april_2012=check is not None and bool(check.continuous_since_april_2012),
    )


def with_tenancy(household: Household, known: TenancyKnown) -> Household:
    """Return the household with what is known of its tenancy."""
    return replace(
        household,
        tenancy_held=known.kind,
        tenancy_standing=known.standing,
        domestic_abuse=known.domestic_abuse,
        gap_days=known.gap_days,
        possession_sought=known.possession_sought,
        since_april_2012=known.since_april_2012,
    )


def _gap_days(request: PropertyRequest, today: date) -> int:
    ends = request.trigger_date
    if request.trigger_kind is not TriggerKind.TENANCY_ENDING or ends is None:
        return 0
    return max(0, (today - ends).days)
