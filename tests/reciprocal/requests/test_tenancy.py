"""What is known of a tenancy: from the worker, then from its landlord."""

from datetime import date, timedelta

import pytest

from matching.terms import TenancyKind, TenancyStanding
from reciprocal.requests.rules import RiskKind, TriggerKind
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from reciprocal.requests.tenancy import TenancyKnown, tenancy_known

TODAY = date(2026, 11, 20)
STATED = {
    "tenancy_held": TenancyKind.STARTER,
    "joint": True,
    "risk_kind": RiskKind.HATE_CRIME,
    "trigger_kind": TriggerKind.NONE,
    "trigger_date": None,
}
ATTESTED = {
    "tenancy_kind": TenancyKind.SECURE_LIFETIME,
    "joint": False,
    "possession_proceedings": False,
    "notice_served": False,
    "continuous_since_april_2012": False,
}


def known(
    stated: dict[str, object] | None = None,
    attested: dict[str, object] | None = None,
) -> TenancyKnown:
    request = PropertyRequest(**{**STATED, **(stated or {})})
    check = None if attested is None else TenancyCheck(**attested)
    return tenancy_known(request, check, TODAY)


@pytest.mark.parametrize("attested", [None, {}], ids=["not asked", "not answered"])
def test_before_the_landlord_answers_the_workers_word_counts(
    attested: dict[str, object] | None,
) -> None:
    """It may be matched; the attestation is read before anybody is shown it."""
    assert known(attested=attested) == TenancyKnown(
        kind=TenancyKind.STARTER,
        standing=TenancyStanding.JOINT,
        domestic_abuse=False,
        gap_days=0,
        possession_sought=False,
        since_april_2012=False,
    )


def test_the_landlords_word_takes_the_place_of_the_workers() -> None:
    assert known(attested=ATTESTED) == TenancyKnown(
        kind=TenancyKind.SECURE_LIFETIME,
        standing=TenancyStanding.SOLE,
        domestic_abuse=False,
        gap_days=0,
        possession_sought=False,
        since_april_2012=False,
    )


@pytest.mark.parametrize("fact", ["possession_proceedings", "notice_served"])
def test_proceedings_and_a_notice_count_alike(fact: str) -> None:
    assert known(attested={**ATTESTED, fact: True}).possession_sought is True


def test_april_2012_is_the_landlords_to_say() -> None:
    attested = {**ATTESTED, "continuous_since_april_2012": True}
    assert known(attested=attested).since_april_2012 is True


@pytest.mark.parametrize("risk", RiskKind)
def test_only_what_is_recorded_as_domestic_abuse_is(risk: RiskKind) -> None:
    expected = risk is RiskKind.DOMESTIC_ABUSE
    assert known({"risk_kind": risk}).domestic_abuse is expected


@pytest.mark.parametrize(
    ("trigger", "days", "gap_days"),
    [
        (TriggerKind.TENANCY_ENDING, 1, 0),
        (TriggerKind.TENANCY_ENDING, 0, 0),
        (TriggerKind.TENANCY_ENDING, -1, 1),
        (TriggerKind.TENANCY_ENDING, -40, 40),
        (TriggerKind.REFUGE_PLACE_ENDING, -40, 0),
    ],
)
def test_a_gap_opens_the_day_after_the_tenancy_was_to_end(
    trigger: TriggerKind, days: int, gap_days: int
) -> None:
    when = {"trigger_kind": trigger, "trigger_date": TODAY + timedelta(days=days)}
    assert known(when).gap_days == gap_days


def test_a_tenancy_ending_on_no_known_day_has_not_ended() -> None:
    """A referral without the day is refused, so this says only what is read."""
    assert known({"trigger_kind": TriggerKind.TENANCY_ENDING}).gap_days == 0
