"""Schemes, their dated rules, and who belongs to them."""

from datetime import date

import pytest
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from matching.pool import ALL_LEVELS, Level
from matching.terms import LandlordKind, TenancyKind
from reciprocal.access.actor import service
from reciprocal.errors import FieldsInvalid, StateConflict
from reciprocal.organisations import operations, queries
from reciprocal.organisations.operations import CodeTaken, SchemeExists
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import OrganisationKind
from tests.reciprocal.members import AGENCY, AUDITOR, LANDLORD, REFUGE, Office


def decide(office: Office, day: date, **rules: int) -> int:
    with office.acting() as session:
        return operations.decide_rules(
            session,
            actor=service(office.scheme_id),
            scheme_id=office.scheme_id,
            effective_from=day,
            rules=SchemeRules(**rules),
        ).version


def on(office: Office, day: date) -> tuple[int, int]:
    with office.acting() as session:
        version, rules = queries.rules_on(session, office.scheme_id, day)
        return version, rules.cool_off_days


def test_before_any_decision_the_defaults_are_in_force(office: Office) -> None:
    with office.acting() as session:
        assert queries.latest_rules_version(session, office.scheme_id) == 0
        assert queries.rules_on(session, office.scheme_id, date(2026, 1, 1)) == (
            0,
            SchemeRules(),
        )


def test_the_rules_in_force_are_those_of_the_day(office: Office) -> None:
    """An earlier day keeps its rules; of two decided for a day the later counts."""
    assert decide(office, date(2026, 1, 1), cool_off_days=10) == 1
    assert decide(office, date(2026, 6, 1), cool_off_days=20) == 2
    assert decide(office, date(2026, 3, 1), cool_off_days=30) == 3
    assert decide(office, date(2026, 3, 1), cool_off_days=40) == 4
    found = {
        day: on(office, day)
        for day in (
            date(2025, 12, 31),
            date(2026, 1, 1),
            date(2026, 2, 28),
            date(2026, 3, 1),
            date(2026, 5, 31),
            date(2026, 6, 1),
        )
    }
    assert list(found.values()) == [
        (0, 90),
        (1, 10),
        (1, 10),
        (4, 40),
        (4, 40),
        (2, 20),
    ]
    assert office.acts().count("scheme.rules_decided") == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("areas_of_choice_min", 0),
        ("cycle_moves_max", 2),
        ("cycle_moves_max", 7),
        ("chain_moves_max", 0),
        ("chain_moves_max", 11),
        ("border_margin_metres", -1),
        ("approval_working_days", 0),
        ("landlord_answer_working_days", 0),
        ("viewing_working_days", 0),
        ("household_answer_days", 1),
        ("release_working_days", 0),
        ("reservation_days_max", -1),
        ("stay_rounds", 0),
        ("cool_off_days", -1),
        ("confirmed_within_days", 0),
        ("debt_settled_within_months", 0),
        ("levels", (ALL_LEVELS[0], ALL_LEVELS[0])),
        ("levels", ("unknown",)),
        ("levels", (Level.NET_BENEFIT,)),
        ("bedroom_standard", "room_standard"),
        ("expected_child_weeks", -1),
        ("expected_child_weeks", 43),
        ("swap_allowed", True),
    ],
)
def test_a_rule_out_of_its_range_is_refused(name: str, value: object) -> None:
    """Above all: no direct swap, and two full days for the household."""
    with pytest.raises(ValidationError):
        SchemeRules(**{name: value})


def test_rules_are_a_value() -> None:
    with pytest.raises(ValidationError):
        SchemeRules().cool_off_days = 1  # type: ignore[misc]
    assert SchemeRules(levels=ALL_LEVELS[::-1]).levels == ALL_LEVELS[::-1]


def test_two_schemes_have_two_names(office: Office) -> None:
    with pytest.raises(SchemeExists):
        office.found()
    another = office.found("Another")
    with office.acting() as session:
        found = queries.scheme_named(session, "Another")
        assert found is not None
        assert found.id == another
        assert queries.scheme_named(session, "None") is None


def test_the_first_scheme_founded_is_the_one(office: Office) -> None:
    office.wait(seconds=1)
    office.found("Another")
    with office.acting() as session:
        only = queries.only_scheme(session)
    assert only is not None
    assert only.id == office.scheme_id


def test_a_code_is_taken_once_a_scheme(office: Office) -> None:
    with pytest.raises(CodeTaken) as refused:
        office.add(REFUGE, office.scheme_id)
    assert [fault.field for fault in refused.value.faults] == ["code"]
    assert office.add(REFUGE, office.found("Another"))


def test_members_are_found_by_code_in_their_own_scheme(office: Office) -> None:
    another = office.found("Another")
    theirs = office.add(REFUGE, another)
    with office.acting() as session:
        found = queries.organisation_coded(session, another, REFUGE)
        assert found is not None
        assert found.id == theirs
        assert queries.organisation(session, theirs).code == REFUGE
        assert queries.organisation_coded(session, office.scheme_id, "NONE") is None
        assert queries.ids_of_codes(
            session, office.scheme_id, frozenset({REFUGE, AGENCY, "NONE"})
        ) == {office.members[REFUGE], office.members[AGENCY]}
        assert queries.ids_of_codes(session, another, frozenset()) == frozenset()


def test_who_left_is_no_member_and_leaves_once(office: Office) -> None:
    def members() -> list[str]:
        with office.acting() as session:
            kind = OrganisationKind.REFERRING_SERVICE
            return [
                row.code for row in queries.members(session, office.scheme_id, kind)
            ]

    assert members() == [REFUGE]
    office.leave(REFUGE)
    left_at = office.moment
    office.wait(days=1)
    assert members() == []
    with pytest.raises(StateConflict):
        office.leave(REFUGE)
    with office.acting() as session:
        row = queries.organisation(session, office.members[REFUGE])
        assert row.left_at == left_at
    assert office.acts().count("organisation.left") == 1


def test_a_landlord_is_what_it_signed(office: Office) -> None:
    another = office.found("Another")
    with office.acting() as session:
        landlord = queries.provider(session, office.members[LANDLORD])
        assert landlord is not None
        assert (landlord.kind, landlord.home_authority) == (
            LandlordKind.COUNCIL,
            "E09000007",
        )
        assert landlord.grants == sorted(TenancyKind)
        assert queries.provider(session, office.members[AGENCY]) is None
        assert [
            each.organisation_id
            for each in queries.providers(session, office.scheme_id)
        ] == [office.members[LANDLORD]]
        assert queries.providers(session, another) == []


def test_a_debt_is_settled_in_some_months(office: Office) -> None:
    with pytest.raises(IntegrityError), office.acting() as session:
        operations.add_provider(
            session,
            actor=service(office.scheme_id),
            organisation=queries.organisation(session, office.members[AUDITOR]),
            kind=LandlordKind.COUNCIL,
            holds_stock=True,
            home_authority=None,
            introductory_scheme=False,
            grants=frozenset(),
            settle_by_months=0,
        )


def approve(office: Office, owner: str | None) -> None:
    with office.acting() as session:
        operations.add_referring_service(
            session,
            actor=service(office.scheme_id),
            organisation=queries.organisation(session, office.members[REFUGE]),
            specialism="violence",
            owner_provider_id=owner,
        )


def test_a_service_may_be_a_landlord_s_own(office: Office) -> None:
    with Session(office.database.engine) as session:
        assert queries.referring_service(session, office.members[REFUGE]) is None
    with pytest.raises(IntegrityError):
        approve(office, office.members[AUDITOR])
    approve(office, office.members[LANDLORD])
    with Session(office.database.engine) as session:
        row = queries.referring_service(session, office.members[REFUGE])
    assert row is not None
    assert (row.specialism, row.owner_provider_id) == (
        "violence",
        office.members[LANDLORD],
    )
    assert office.acts()[-1] == "service.approved"


@pytest.mark.parametrize("code", ["=1+1", "+44", "-1", "@sum", "", "A B", "x" * 33])
def test_a_code_is_one_that_no_spreadsheet_runs(office: Office, code: str) -> None:
    """It stands in the spreadsheets that members and auditors are given."""
    with office.acting() as session, pytest.raises(FieldsInvalid) as refused:
        operations.add_organisation(
            session,
            actor=service(office.scheme_id),
            scheme_id=office.scheme_id,
            kind=OrganisationKind.PROVIDER,
            name="A landlord",
            code=code,
        )
    assert [each.field for each in refused.value.faults] == ["code"]
