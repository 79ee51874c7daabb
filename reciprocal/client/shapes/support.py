"""What goes in and comes out of `calls.support`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_sent import Urgency
from reciprocal.client.shapes.shared_words import (
    ProposalState,
    RequestState,
    TriggerKind,
)

SupportTopic = Literal[
    "telephone",
    "telephone_no_messages",
    "text_message",
    "e_mail",
    "in_person",
    "through_another_service",
    "band_standard",
    "band_medium",
    "band_high",
    "band_not_made",
    "order_in_force",
    "landlord_agrees",
    "no_shared_tenancy",
    "no_condition",
    "occupation_order",
    "staying_put",
    "refuge",
    "homeless_application",
    "own_landlord_transfer",
    "housing_register",
    "private_renting",
    "police",
    "social_services",
    "abuse_service",
    "health_service",
    "school",
    "health",
    "work",
    "faith",
    "support_network",
    "distance",
    "abuse_services",
    "by_and_for_services",
    "social_care",
    "removals",
    "floors_and_furniture",
    "school_uniform",
    "rent_overlap",
    "travel",
    "security",
    "other_purpose",
    "locks",
    "door",
    "windows",
    "lighting",
    "alarm",
    "letterbox",
]


class BoardFirstContact(TypedDict):
    """A request whose household its service has not spoken with in time: a reference and how late it is."""

    reference: str
    code: str
    due_at: str
    working_days_over: int


SupportEvidence = Literal[
    "letter", "form", "order", "receipt", "photographs", "certificate", "file_note"
]

SupportItem = Literal[
    "first_contact",
    "action_plan",
    "deputy_named",
    "safe_contact",
    "interpreter",
    "incident",
    "urgency_assessed",
    "marac_heard",
    "sanctuary",
    "options_talked_through",
    "court_orders_on_children",
    "childrens_own_support",
    "supporting_letter",
    "rent_arrears",
    "impact_talked_through",
    "marac_transfer",
    "child_protection_transfer",
    "safeguarding_transfer",
    "services_handover",
    "school_place",
    "pets",
    "flexible_fund",
    "two_rents",
    "police_flag_old_home",
    "police_flag_new_home",
    "keys_away_from_old_office",
    "newcomers_contacted",
    "security_offered",
    "target_hardening",
    "marker_cleared",
    "damage_not_recharged",
    "benefits_moved",
    "general_practice",
    "health_visitor",
    "contact_after_the_move",
]

SupportOutcome = Literal[
    "made",
    "not_reached",
    "agreed",
    "named",
    "confirmed_safe",
    "not_safe",
    "not_needed",
    "arranged",
    "reported",
    "assessed",
    "heard",
    "not_referred",
    "offered",
    "declined",
    "installed",
    "wanted",
    "not_wanted",
    "not_sure_yet",
    "no_order",
    "no_address_asked",
    "address_asked",
    "address_protected",
    "referred",
    "asked_for",
    "held",
    "no_arrears",
    "plan_agreed",
    "no_plan",
    "no_effect",
    "planned_for",
    "accepted",
    "too_much",
    "transferred",
    "met",
    "given",
    "requested",
    "paid",
    "refused",
    "claimed",
    "placed",
    "done",
    "not_recharged",
    "no_damage",
    "recharged",
    "registered",
]

SupportOwner = Literal["referring_worker", "receiving_lead", "old_lead"]

SupportStage = Literal["referral", "offer", "move", "settling_in"]

SupportState = Literal["later", "open", "overdue", "stale", "settled"]


class NameDeputy(TypedDict):
    """A colleague who serves the household when its worker cannot."""

    person: str


class WriteNote(TypedDict):
    """The one note of a step; it is screened, and the receiving lead reads it."""

    note: str


class AssessUrgency(TypedDict):
    """How urgent the case is now; of the DASH checklist its band alone."""

    urgency: Urgency
    trigger_kind: TriggerKind
    trigger_date: str | None
    dash_band: SupportTopic
    assessed_on: str


class AssessmentShape(TypedDict):
    """How urgent a case was judged to be, and when."""

    urgency: int
    trigger_kind: TriggerKind
    trigger_date: str | None
    dash_band: SupportTopic
    assessed_on: str


class BoardFirstContactList(TypedDict):
    """A list.

    A request whose household its service has not spoken with in time: a reference and
    how late it is.
    """

    items: list[BoardFirstContact]
    next: str | None


class FactBody(TypedDict):
    """What was done of one item: codes and a day, and no sentence."""

    item: SupportItem
    outcome: SupportOutcome
    happened_on: str
    topic: NotRequired[SupportTopic | None]
    amount_pence: NotRequired[int | None]
    evidence: NotRequired[SupportEvidence | None]


class SupportFactShape(TypedDict):
    """What was written down of an item; the paper and its code are its owner's."""

    outcome: SupportOutcome
    topic: SupportTopic | None
    happened_on: str
    amount_pence: int | None
    evidence: SupportEvidence | None
    filed_under: str | None


class RecordSupport(TypedDict):
    """What was done; all of it is written down, or nothing."""

    facts: list[FactBody]


class SupportItemShape(TypedDict):
    """One item of a checklist: whose it is, where it stands, and what was done."""

    item: SupportItem
    part_of_way: SupportStage
    owner: SupportOwner
    sentence: str
    state: SupportState
    due_at: str | None
    gates_acceptance: bool
    outstanding: list[SupportTopic]
    facts: list[SupportFactShape]


class CaseSupport(TypedDict):
    """The support that travels with a case's move, for its worker: each item, whose it is, where it stands and what was done, in codes.

    Of what a landlord did, neither the paper nor its code.
    """

    reference: str
    code: str
    stage: RequestState
    support: NotRequired[list[SupportItemShape]]
    worker: NotRequired[str]
    deputy: NotRequired[str | None]
    note: NotRequired[str | None]
    assessments: NotRequired[list[AssessmentShape]]


class DepartureSupport(TypedDict):
    """What the old landlord's lead does for the tenant who leaves: its own items, and nothing of where to or when."""

    reference: str
    code: str
    stage: str
    support: list[SupportItemShape]


class OfferSupport(TypedDict):
    """What the receiving landlord's lead does for the household that comes, once it has accepted: its own items and nothing of the household."""

    reference: str
    code: str
    stage: ProposalState
    support: list[SupportItemShape]
    note: str | None
