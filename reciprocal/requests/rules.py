"""What a referral must say: values in, faults out, all of them at once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.terms import (
    ACCESS_RANK,
    Access,
    Animal,
    AreaOfChoice,
    TenancyKind,
    Urgency,
)
from reciprocal.errors import FieldFault
from reciprocal.requests import household as households
from reciprocal.requests.areas import (
    FIRST_CHOICE,
    StatedAreas,
    field_of,
    purpose_of,
    why_faults,
)
from reciprocal.requests.household import Composition
from reciprocal.requests.lifecycle import QuestionAbout, QuestionState


class RiskKind(StrEnum):
    DOMESTIC_ABUSE = "domestic_abuse"
    YOUTH_VIOLENCE = "youth_violence"
    HATE_CRIME = "hate_crime"
    STALKING = "stalking"
    HONOUR_BASED_ABUSE = "honour_based_abuse"
    OTHER = "other"


class TriggerKind(StrEnum):
    """A dated event that makes a move urgent."""

    NONE = "none"
    RELEASE = "release"
    ORDER_EXPIRING = "order_expiring"
    TENANCY_ENDING = "tenancy_ending"
    REFUGE_PLACE_ENDING = "refuge_place_ending"


class ConsentPurpose(StrEnum):
    """What a household agrees to, party by party; each can be taken back."""

    MATCHING = "matching"
    TENANCY_CHECK = "tenancy_check"
    OFFER = "offer"


class HomelessnessDuty(StrEnum):
    """What a council owes a household that is homeless or threatened with it.

    Source: Housing Act 1996 s.195 (prevention), s.189B (relief), s.193 (main).
    """

    NONE = "none"
    PREVENTION = "prevention"
    RELIEF = "relief"
    MAIN = "main"


class DecisionReason(StrEnum):
    """Why a person decided as they did, of what the rules leave to a person."""

    TERM_IS_LONG_ENOUGH = "term_is_long_enough"
    LANDLORD_PROMISED = "landlord_promised"
    ADVICE_TAKEN = "advice_taken"
    SAFE_FOR_THEM = "safe_for_them"
    LESS_SECURE = "less_secure"
    NOT_SAFE_FOR_THEM = "not_safe_for_them"
    NOT_ENOUGH_KNOWN = "not_enough_known"


_REASONS = {
    (QuestionAbout.TENANCY, True): frozenset(
        {
            DecisionReason.TERM_IS_LONG_ENOUGH,
            DecisionReason.LANDLORD_PROMISED,
            DecisionReason.ADVICE_TAKEN,
        }
    ),
    (QuestionAbout.TENANCY, False): frozenset(
        {DecisionReason.LESS_SECURE, DecisionReason.NOT_ENOUGH_KNOWN}
    ),
    (QuestionAbout.HOME, True): frozenset({DecisionReason.SAFE_FOR_THEM}),
    (QuestionAbout.HOME, False): frozenset(
        {DecisionReason.NOT_SAFE_FOR_THEM, DecisionReason.NOT_ENOUGH_KNOWN}
    ),
}
_OTHER_REASON = "Give a reason for this answer to this question."

TOLD_OF_QUESTIONS = {
    (QuestionAbout.TENANCY, QuestionState.OPEN): (
        "A person of the coordinating agency is asked whether this tenancy may take "
        "the place of the one held; until they decide, no home is proposed on it."
    ),
    (QuestionAbout.TENANCY, QuestionState.ALLOWED): (
        "A person decided that this tenancy may take the place of the one held, as "
        "the facts stand."
    ),
    (QuestionAbout.TENANCY, QuestionState.NOT_ALLOWED): (
        "A person decided that this tenancy may not take the place of the one held."
    ),
    (QuestionAbout.HOME, QuestionState.OPEN): (
        "A person of the coordinating agency is asked whether one home would be right "
        "for the household."
    ),
    (QuestionAbout.HOME, QuestionState.ALLOWED): (
        "A person decided that one home they were asked about may be proposed."
    ),
    (QuestionAbout.HOME, QuestionState.NOT_ALLOWED): (
        "A person decided that one home they were asked about is not proposed."
    ),
}
"""What a case's worker reads of each question that stands; it identifies no one."""


def reason_faults(
    about: QuestionAbout, reason: DecisionReason, *, allowed: bool
) -> tuple[FieldFault, ...]:
    """Return the fault of a reason that is for another question or answer."""
    if reason in _REASONS[about, allowed]:
        return ()
    return (FieldFault("reason", _OTHER_REASON),)


class LinkReason(StrEnum):
    """Why two cases know of each other: never who is who."""

    FAMILY = "family"
    ACQUAINTED = "acquainted"
    SAME_RISK = "same_risk"
    OTHER = "other"


CONSENTS_TO_SUBMIT = frozenset({ConsentPurpose.MATCHING, ConsentPurpose.TENANCY_CHECK})

_DASH_MAX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLeft:
    """Where the household lives now: sealed, and never sent to another landlord.

    Attributes:
        marker: It gets a safety marker once it is left: whoever they flee knows it.
    """

    uprn: str
    address: str
    postcode: str
    marker: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Everything a worker says when a case begins. No name is among it.

    Attributes:
        landlord_code: Public code of the landlord of the tenancy held.
        tenancy_reference: The landlord's own reference, by which it finds it.
        holds_tenancy: Somebody of the household is the tenant, alone or jointly.
        dash_score: Shown beside urgency and never computes it; None when not made.
        access_needed_by: Until when the household can wait for the access it needs;
            None for no longer than its keys.
        animal: What it brings; nothing is refused for an assistance dog.
    """

    landlord_code: str
    tenancy_reference: str
    tenancy_held: TenancyKind
    tenancy_start: date
    joint: bool
    household: Composition
    access_need: Access
    floor_max_without_lift: int | None
    ground_floor_unsafe: bool
    areas: StatedAreas
    affordable_rent_accepted: bool
    risk_kind: RiskKind
    urgency: Urgency
    trigger_kind: TriggerKind
    trigger_date: date | None
    dash_score: int | None
    home: HomeLeft
    access_needed_by: date | None = None
    animal: Animal = Animal.NONE
    holds_tenancy: bool = True


def faults(
    referral: Referral, *, today: date, areas_of_choice_min: int
) -> tuple[FieldFault, ...]:
    """Return every reason why this referral cannot be taken."""
    return (
        *area_faults(
            referral.areas, referral.risk_kind, areas_of_choice_min, today=today
        ),
        *households.faults(referral.household, today),
        *_people_faults(referral),
        *_date_faults(referral, today),
    )


def area_faults(
    areas: StatedAreas, risk: RiskKind, fewest: int, *, today: date
) -> list[FieldFault]:
    """Return every reason why these areas cannot be taken."""
    found = [
        fault
        for area in areas.needs
        for fault in why_faults(
            area.why, purpose_of(area), field=field_of(area), today=today
        )
    ]
    if areas.choice is AreaOfChoice.LISTED and len(areas.of_choice) < fewest:
        sentence = f"List at least {fewest} areas of choice."
        found.append(FieldFault("areas_of_choice", sentence))
    if areas.choice is AreaOfChoice.LISTED and areas.first_choice - areas.of_choice:
        sentence = "Choose them among the areas of choice."
        found.append(FieldFault(FIRST_CHOICE, sentence))
    if areas.choice is AreaOfChoice.ANYWHERE_ELSE:
        if risk is not RiskKind.YOUTH_VIOLENCE:
            sentence = "Only for serious youth violence may areas be stated this way."
            found.append(FieldFault("area_of_choice", sentence))
        if areas.of_choice:
            sentence = "Leave it empty when every area not avoided will do."
            found.append(FieldFault("areas_of_choice", sentence))
        if not areas.avoid:
            sentence = "List the areas to avoid when everywhere else will do."
            found.append(FieldFault("areas_to_avoid", sentence))
    return found


def _people_faults(referral: Referral) -> list[FieldFault]:
    found = []
    if referral.access_need is Access.UNKNOWN:
        found.append(FieldFault("access_need", "Ask what they need; state `general`."))
    score = referral.dash_score
    if score is not None and not 0 <= score <= _DASH_MAX:
        found.append(FieldFault("dash_score", "Between 0 and 24, or leave it out."))
    needs_none = ACCESS_RANK[referral.access_need] == 0
    if referral.access_needed_by is not None and needs_none:
        sentence = "Give a day only with an access that is needed by then."
        found.append(FieldFault("access_needed_by", sentence))
    return found


def _date_faults(referral: Referral, today: date) -> list[FieldFault]:
    found = []
    if referral.tenancy_start > today:
        found.append(FieldFault("tenancy_start", "The tenancy held has begun already."))
    dated = referral.trigger_date is not None
    if dated is (referral.trigger_kind is TriggerKind.NONE):
        sentence = "Give a date with each trigger, and none without one."
        found.append(FieldFault("trigger_date", sentence))
    return found
