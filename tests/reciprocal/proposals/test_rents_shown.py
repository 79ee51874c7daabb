"""What a worker is shown about rent: from what was said, and never in the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matching.terms import BedroomStandard, RentBasis
from reciprocal import clock
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import queries, signing
from reciprocal.proposals.rents_shown import counted_for_benefit
from reciprocal.requests import needs
from reciprocal.requests.household import (
    CannotShare,
    Composition,
    Month,
    OverrideReason,
    Sex,
    YoungPerson,
)
from reciprocal.requests.rent import HelpWithRent, RentStated
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

DAY = date(2026, 11, 2)
SAID = RentStated(
    help_with_rent=HelpWithRent.UNIVERSAL_CREDIT,
    intends_to_return=False,
    pension_age=False,
    affordable_weekly_pence=9_000,
)
CHILD = YoungPerson(Sex.FEMALE, Month(2019, 3))
HOUSEHOLD = Composition(1, children=(CHILD,), rent=SAID)


def say(journey: Journey, household: Composition) -> None:
    with journey.world.acting(journey.worker) as session:
        needs.restate(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            household=household,
        )


def shown(journey: Journey) -> dict[str, object]:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        row = queries.show_case_proposal(session, worker, journey.request)["rents"]
    assert isinstance(row, dict)
    return row


def codes(journey: Journey) -> list[object]:
    facts = shown(journey)["facts"]
    assert isinstance(facts, list)
    assert all(fact["sentence"] and fact["authority"] for fact in facts)
    return [fact["code"] for fact in facts]


def test_what_is_not_said_is_shown_as_not_said(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    row = shown(journey)
    assert row["weekly_rent_pence"] == 12_400
    assert row["affordable_weekly_pence"] is None
    assert codes(journey) == [
        "help_not_said",
        "overlap_not_known",
        "affordable_not_stated",
    ]


def test_a_rent_above_what_they_can_pay_is_told_and_refuses_nothing(
    make_world: MakeWorld,
) -> None:
    """And the overlap is counted once both landlords have given their dates."""
    journey = Journey(make_world(one_move()))
    say(journey, HOUSEHOLD)
    journey.proposed()
    assert codes(journey) == ["new_rent_only", "overlap_not_known", "rent_above"]
    journey.look()
    journey.landlord_answers()
    journey.old_landlord_confirms()
    journey.views()
    journey.household_answers()
    journey.sign()
    journey.world.wait(days=1)
    with journey.world.acting(journey.old_landlord) as session:
        signing.record_tenancy_end(
            session,
            actor=journey.old_landlord,
            departure_ref=journey.proposal.departure_ref,
            tenancy_end=clock.today() + timedelta(days=12),
        )
    row = shown(journey)
    # Both the first day of the one and the last of the other are owed twice.
    days = (row["overlap_days"], row["covered_days"], row["uncovered_days"])
    assert days == (14, 0, 14)
    assert row["covered_until"] is None
    assert "overlap_not_covered" in codes(journey)


@pytest.mark.parametrize(
    ("household", "counted"),
    [
        (replace(HOUSEHOLD, children=(CHILD, CHILD)), 2),
        (
            replace(
                HOUSEHOLD,
                children=(CHILD, replace(CHILD, cannot_share=CannotShare.TRAUMA)),
            ),
            2,
        ),
        (
            replace(
                HOUSEHOLD,
                children=(CHILD, replace(CHILD, cannot_share=CannotShare.DISABILITY)),
            ),
            3,
        ),
        (
            replace(
                HOUSEHOLD,
                bedrooms_override=4,
                bedrooms_override_reason=OverrideReason.MEDICAL,
            ),
            2,
        ),
        (
            Composition(1, expected_children=1, due_date=date(2026, 11, 3)),
            1,
        ),
        (
            Composition(1, expected_children=1, due_date=DAY),
            2,
        ),
        (
            Composition(
                1,
                young_adults=(
                    YoungPerson(Sex.MALE, Month(2009, 1)),
                    YoungPerson(Sex.MALE, Month(2008, 1), CannotShare.TRAUMA),
                ),
            ),
            3,
        ),
    ],
    ids=[
        "two share",
        "trauma",
        "disability",
        "a landlord's reason",
        "not born",
        "due today",
        "sixteen and over",
    ],
)
def test_benefit_counts_bedrooms_in_its_own_way(
    household: Composition, counted: int
) -> None:
    rules = SchemeRules(bedroom_standard=BedroomStandard.BEDROOM_STANDARD)
    assert counted_for_benefit(household, rules, DAY) == counted


def test_the_shown_rent_is_the_promised_one(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    worker = journey.worker
    with journey.world.acting(worker) as session:
        row = queries.show_case_proposal(session, worker, journey.request).opened()
    promise, rents = row["promise"], row["rents"]
    assert isinstance(promise, dict)
    assert isinstance(rents, dict)
    assert rents["weekly_rent_pence"] == promise["weekly_rent_pence"]
    assert promise["rent_basis"] is RentBasis.SOCIAL
