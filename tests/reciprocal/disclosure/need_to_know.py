"""Who needs to know what, written by hand and a second time.

The disclosure file is the only source of response fields, so nothing else would
notice a cell that was changed in it. These rows are the second opinion: whoever
changes a cell changes a row here too, and says why. Everything unlisted is hidden.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reciprocal.access.actor import Role
from reciprocal.disclosure.present import Resource
from tests.reciprocal.disclosure.need_of_reports import REPORTS
from tests.reciprocal.disclosure.sealed import SEALED

EVERY = "*"
_HOME = (
    "reference code stage supply authority bedrooms persons_max kind floor lift access "
    "rent_basis tenancy_offered ready_date letting_route nomination weekly_rent_pence "
    "notice_date void_date works posted_at age_min age_of pets local_clause "
    "adapted_access "
    "adapted_on"
)
_NOT_LIVED_IN = "awaiting_release in_pot reserved let withdrawn"
_CHECK = "reference code stage due_at decline_code attested_at"
_CASE_LIST = "reference code stage next_step urgency waiting_since"
_QUESTION = (
    "reference code stage about request_code asked_at landlord tenancy_held "
    "tenancy_offered verdict condition tenure_rules disclosures marker"
)
_OFFER_LIST = "reference code stage home answer_by"
_RENT_LOST = "days_reserved rent_lost_pence"
_VIEWING = "viewing viewing_way viewing_on"
_UNTIL_CLOSED = (
    "draft awaiting_approval in_pot paused proposed offered accepted moved declined"
)
_AFTER_THE_LOOK = "offered agreed accepted signed completed"
_ACCEPTED = "accepted signed completed"
_SOLVED = "solved published"
_POSSESSION = " possession possession_on possession_expected_on"
_DEPARTURE = "reference code stage tenancy_end"
_CHANGE = "number change happened_on goes_on"
_TRANSFER = "reference code stage sent service service_on_call reason offered_at"
_SERVICE = "service name stage closing_since cases_in_hand cases_with_a_home"
_WEBHOOK = (
    "reference stage about url secrets created_at failing_since last_outcome "
    "last_tried_at"
)
_PEOPLE = ("coordinator", "named_lead", "referring_worker", "auditor")
_SYSTEMS = ("landlord_system", "referring_system")


class Row(NamedTuple):
    """One party's need of some fields of one resource, at some stages."""

    resource: str
    role: str
    stages: str
    fields: str


ROWS: tuple[Row, ...] = (
    Row(
        "home", "named_lead", EVERY, _HOME + " uprn address postcode marker rounds_left"
    ),
    Row("home", "landlord_system", _NOT_LIVED_IN, _HOME),
    Row("home_in_list", "named_lead", EVERY, _HOME + " rounds_left"),
    Row("home_in_list", "landlord_system", _NOT_LIVED_IN, _HOME),
    Row(
        "board_home",
        "coordinator",
        EVERY,
        "reference code stage supply authority bedrooms persons_max kind floor lift "
        "access rent_basis tenancy_offered ready_date landlord nomination rounds_left",
    ),
    Row(
        "nomination",
        "named_lead",
        EVERY,
        "reference code stage landlord bedrooms asked_at released_at",
    ),
    Row("tenancy_check_in_list", "named_lead", EVERY, _CHECK),
    Row("tenancy_check", "named_lead", EVERY, _CHECK),
    Row(
        "tenancy_check",
        "named_lead",
        "asked escalated attested countersigned",
        "tenancy_reference",
    ),
    Row(
        "attestation",
        "coordinator",
        EVERY,
        "reference code landlord tenancy_kind tenancy_start joint successor "
        "possession_proceedings notice_served account_balance_pence "
        "continuous_since_april_2012 identity_seen",
    ),
    Row("board_question_in_list", "coordinator", EVERY, _QUESTION),
    Row("board_question", "coordinator", EVERY, _QUESTION),
    Row(
        "board_question",
        "coordinator",
        "allowed not_allowed",
        "reason decided_at decided_by",
    ),
    Row("options", "referring_worker", EVERY, "options"),
    Row("options", "coordinator", EVERY, "options"),
    Row("case_in_list", "referring_worker", EVERY, _CASE_LIST),
    Row("case_in_list", "referring_system", EVERY, "reference stage next_step"),
    Row(
        "case",
        "referring_worker",
        EVERY,
        _CASE_LIST + " landlord tenancy_held tenancy_start joint bedrooms_needed "
        "access_need risk_kind dash_score trigger_kind trigger_date consents "
        "tenancy_check decline_code confirmed_at decline_reason options",
    ),
    Row(
        "case",
        "referring_worker",
        _UNTIL_CLOSED,
        "tenancy_reference household areas home areas_stated blocked_staff links "
        "left_to_a_person homelessness_duty",
    ),
    Row("case", "referring_system", EVERY, "reference stage next_step"),
    Row(
        "case_proposal",
        "referring_worker",
        EVERY,
        "reference code stage next_step answer_by address postcode authority bedrooms "
        "persons_max kind floor lift access rent_basis weekly_rent_pence "
        "tenancy_offered ready_date adapted_access adapted_on pets promise rents "
        "home_warning why_this_home hidden interim_home",
    ),
    Row("case_worker", "referring_worker", EVERY, "reference assigned_at"),
    Row("household_change", "referring_worker", EVERY, _CHANGE),
    # Who to ring before a case is taken, and nothing of whose it is.
    Row("case_transfer", "referring_worker", EVERY, _TRANSFER),
    Row("board_service", "coordinator", EVERY, _SERVICE),
    Row(
        "case_step",
        "referring_worker",
        EVERY,
        "reference code stage proposed_at ended_at sentence hidden",
    ),
    Row(
        "case_proposal",
        "referring_worker",
        _AFTER_THE_LOOK,
        f"landlord landlord_on_call {_VIEWING} warned_of_final_offer",
    ),
    # Whether it is safe to go near the home left: of its own case, a code and a day.
    Row(
        "case_proposal",
        "referring_worker",
        "signed completed",
        "old_home_possession old_home_possession_on",
    ),
    Row("offer_in_list", "named_lead", EVERY, f"{_OFFER_LIST} end_code {_RENT_LOST}"),
    Row("offer_in_list", "landlord_system", EVERY, _OFFER_LIST),
    Row("offer", "named_lead", EVERY, f"{_OFFER_LIST} end_code {_RENT_LOST}"),
    Row("offer", "named_lead", _AFTER_THE_LOOK, _VIEWING),
    Row("offer", "landlord_system", EVERY, _OFFER_LIST),
    Row(
        "offer",
        "named_lead",
        _AFTER_THE_LOOK,
        "bedrooms_needed access_need tenancy_to_grant rent_basis weekly_rent_pence "
        "referring_service "
        "referring_service_on_call",
    ),
    Row(
        "offer",
        "named_lead",
        _ACCEPTED,
        "tenancy_attested tenancy_attested_start tenancy_joint possession_proceedings "
        "account_balance_pence adults children_ages",
    ),
    Row("departure_in_list", "named_lead", EVERY, _DEPARTURE),
    Row("departure", "named_lead", EVERY, _DEPARTURE + _POSSESSION),
    Row("departure", "named_lead", "asked waiting notice_due", "tenancy_reference"),
    Row(
        "board_request",
        "coordinator",
        EVERY,
        "reference code stage landlord urgency dash_score waiting_since "
        "bedrooms_needed access_need areas_of_choice_count tenancy_check",
    ),
    Row(
        "board_proposal",
        "coordinator",
        EVERY,
        "reference code stage request_code home_code exchange_number position "
        "answer_by end_code",
    ),
    Row(
        "round",
        "coordinator",
        EVERY,
        "reference code stage households homes ready_steps forecast_steps proposed "
        "refused_code pool_digest seed_commitment rule_version geography_version "
        "engine_version levels plan_status certificate_closes home_types "
        "expected_moves frozen_at published_at",
    ),
    Row(
        "round_step",
        "coordinator",
        _SOLVED,
        "exchange_number exchange_kind position request request_code home home_code "
        "kind weeks_to_keys deliverable missing decided withheld_reason",
    ),
    # Counts and levels: who would go where instead is nobody's to be told.
    Row(
        "what_if",
        "coordinator",
        _SOLVED,
        "reference asked kept kept_at_most sentences levels no_longer instead "
        "expected_without expected_with",
    ),
    # Which rules refused would tell her where a household may not go: no codes.
    Row(
        "no_home_yet",
        "coordinator",
        _SOLVED,
        "request request_code main_reason sentence suitable",
    ),
    Row("unused_home", "coordinator", _SOLVED, "home home_code reason sentence"),
    Row(
        "case_no_home_yet",
        "referring_worker",
        "in_pot",
        "reference code told_on told_reason sentences refused nearest opening",
    ),
    *(
        Row("home_not_placed", role, EVERY, "reference code reason sentence told_on")
        for role in ("named_lead", "landlord_system")
    ),
    *(
        Row("balance", role, EVERY, "landlord landlord_code size_class posted pending")
        for role in ("coordinator", "auditor")
    ),
    *(
        Row(
            "debt",
            role,
            EVERY,
            "reference stage landlord landlord_code size_class homes opened_on "
            "settle_by age",
        )
        for role in ("coordinator", "auditor")
    ),
    Row(
        "board_adjustment",
        "coordinator",
        EVERY,
        "reference code stage kind reason landlord landlord_code size_class homes "
        "to_size_class to_homes other_landlord_code proposed_at settled_at approvals",
    ),
    # Whose it is, since when and what anybody else answers stay with the coordinator.
    Row(
        "adjustment",
        "named_lead",
        EVERY,
        "reference code stage kind reason size_class homes to_size_class to_homes "
        "asked_at answer_by",
    ),
    *(
        Row("task", role, EVERY, "reference kind about due_at telephone")
        for role in _PEOPLE
    ),
    Row(
        "audit_entry",
        "auditor",
        EVERY,
        "sequence at actor organisation role action subject_kind subject code row_hash",
    ),
    *(
        Row("me", role, EVERY, "organisation organisation_code role person")
        for role in (*_PEOPLE, *_SYSTEMS)
    ),
    *(Row("person", role, EVERY, "reference email role joined_at") for role in _PEOPLE),
    *(
        Row(resource, role, EVERY, fields)
        for resource, fields in (
            ("machine", "reference name role scopes keys public_keys"),
            ("machine_key", "reference key"),
            ("machine_public_key", "reference thumbprint"),
            (
                "webhook",
                _WEBHOOK,
            ),
            ("webhook_registered", "reference secret"),
            ("webhook_secret", "reference secret"),
            ("webhook_ping", "reference"),
            ("webhook_failure", "reference kind told_at failed_at attempts"),
            ("webhook_sent_again", "messages"),
        )
        for role in ("named_lead", "referring_worker")
    ),
    *(Row("invitation", role, EVERY, "token") for role in _PEOPLE),
    Row("access_token", "nobody", EVERY, "access_token token_type expires_in scope"),
    Row("stock", "named_lead", EVERY, "added"),
    Row("stock_import", "named_lead", EVERY, "dry_run rows added known"),
    *(
        Row(
            "home_import",
            role,
            EVERY,
            "dry_run mode rows posted amended unchanged left_alone different withdrawn "
            "kept homes withdrawn_references kept_references",
        )
        for role in ("named_lead", "landlord_system")
    ),
    Row("homes_released", "named_lead", EVERY, "released"),
    Row("case_support", "referring_worker", EVERY, "reference code stage"),
    Row(
        "case_support",
        "referring_worker",
        _UNTIL_CLOSED,
        "support assessments worker deputy",
    ),
    # The one text that two parties share: its worker and the receiving lead.
    Row("case_support", "referring_worker", "accepted moved", "note"),
    Row("offer_support", "named_lead", EVERY, "note"),
    Row("offer_support", "named_lead", EVERY, "reference code stage support"),
    Row("departure_support", "named_lead", EVERY, "reference code stage support"),
    *(Row(*each) for each in REPORTS),
    Row(
        "board_link",
        "coordinator",
        EVERY,
        "reference code request other reason stated_by stated_at",
    ),
)

Cell = tuple[str, str, str, str]
"""Resource, field, role, stage."""


def needed(stages: Mapping[str, tuple[str, ...]]) -> frozenset[Cell]:
    """Return every cell that these rows allow; `stages` of each resource."""
    return frozenset(
        (row.resource, field, row.role, stage)
        for row in ROWS
        for field in row.fields.split()
        for stage in (
            stages[row.resource] if row.stages == EVERY else row.stages.split()
        )
    )


def differences(resources: Mapping[str, Resource]) -> list[str]:
    """Name every cell that the disclosure file and these rows disagree about."""
    wanted = needed({name: found.stages for name, found in resources.items()})
    given = frozenset(_cells(resources))
    leaks = [_told(cell, "is seen and must not be") for cell in given - wanted]
    losses = [_told(cell, "is hidden and must be seen") for cell in wanted - given]
    return sorted(leaks + losses)


def _cells(resources: Mapping[str, Resource]) -> Iterator[Cell]:
    for name, resource in resources.items():
        for field in resource.fields:
            for role in {*Role, *field.cells}:
                for stage in resource.stages:
                    if field.may_be_seen(role, stage):
                        yield name, field.name, str(role), stage


def _told(cell: Cell, what: str) -> str:
    resource, field, role, stage = cell
    return f"{resource}.{field} {what} by {role} at {stage}"


__all__ = ["SEALED", "Cell", "Row", "differences", "needed"]
