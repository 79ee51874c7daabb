"""What the auditor and the coordinator read: metadata under pseudonyms, and sums."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from reciprocal.access.actor import Actor, ActorKind, Role, service
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure.pages import Wanted
from reciprocal.ledger import operations as ledger
from reciprocal.organisations import operations as organisations
from reciprocal.organisations.tables import OrganisationKind
from reciprocal.reports import audited, balances
from tests.reciprocal.members import AUDITOR, LANDLORD, MONDAY, Office


def actor(office: Office, role: Role, organisation: str = "audit") -> Actor:
    return Actor("p", ActorKind.PERSON, organisation, office.scheme_id, role)


def entries(office: Office, reader: Actor) -> list[dict[str, object]]:
    with office.acting(reader) as session:
        return audited.entries(session, reader)


def test_the_auditor_reads_acts_newest_first_without_an_identifier(
    office: Office,
) -> None:
    auditor = office.join(AUDITOR, "first@auditor.example")
    found = entries(office, auditor)
    with Session(office.database.engine) as session:
        kept = list(session.exec(select(AuditEntry).order_by(AuditEntry.sequence)))
    assert [row["sequence"] for row in found] == list(range(len(kept), 0, -1))
    assert [row["action"] for row in reversed(found)] == office.acts()
    internal = {e.actor_id for e in kept} | {e.subject_id for e in kept}
    internal |= {e.organisation_id for e in kept}
    internal -= {"service"}  # the service's own word, which its role is too
    assert not internal & {str(value) for row in found for value in row.values()}
    assert "first@auditor.example" not in str(found)


def test_the_oldest_act_is_reached_page_by_page(office: Office) -> None:
    with office.acting() as session:
        for _ in range(450):
            audit.record(session, service(), "x.y", subject=("home", "h"))
    auditor = actor(office, Role.AUDITOR)
    found: list[object] = []
    wanted = Wanted(limit=200)
    with office.acting(auditor) as session:
        while page := audited.entries(session, auditor, wanted):
            found += [row["sequence"] for row in page]
            if page.last is None:
                break
            wanted = replace(wanted, after=page.last)
    assert found == list(range(len(office.acts()), 0, -1))


def test_a_pseudonym_is_one_auditor_s_own_and_always_the_same(office: Office) -> None:
    one, other = (actor(office, Role.AUDITOR, name) for name in ("a", "b"))
    assert audited.pseudonym(one, "x") == audited.pseudonym(one, "x")
    names = {audited.pseudonym(who, what) for who in (one, other) for what in "xy"}
    assert len(names) == 4
    assert {len(name) for name in names} == {12}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR}))
def test_nobody_else_reads_a_single_field_of_the_audit(
    office: Office, role: Role
) -> None:
    assert entries(office, actor(office, Role.AUDITOR, "a")) != []
    assert entries(office, actor(office, role)) == []


def second_landlord(office: Office) -> str:
    with office.acting() as session:
        by = service(office.scheme_id)
        row = organisations.add_organisation(
            session,
            actor=by,
            scheme_id=office.scheme_id,
            kind=OrganisationKind.PROVIDER,
            name="Another",
            code="ANOTHER",
        )
        ledger.open_accounts(
            session, actor=by, scheme_id=office.scheme_id, organisation_id=row.id
        )
        return row.id


def hold(office: Office, move: str, size: str, receiver: str) -> None:
    with office.acting() as session:
        ledger.hold(
            session,
            actor=service(office.scheme_id),
            scheme_id=office.scheme_id,
            move_ref=move,
            chain_ref="c",
            round_id="r",
            origin_id=office.members[LANDLORD],
            receiver_id=receiver,
            size_class=size,
            hold_until=MONDAY + timedelta(days=5),
            rule_version="1",
            effective_date=date(2026, 3, 9),
        )


def post(office: Office, move: str) -> None:
    with office.acting() as session:
        ledger.post(
            session,
            actor=service(office.scheme_id),
            move_ref=move,
            effective_date=date(2026, 3, 9),
            settle_by=date(2026, 9, 9),
        )


def read(office: Office, role: Role) -> list[dict[str, object]]:
    reader = actor(office, role)
    with office.acting(reader) as session:
        return balances.rows(session, reader)


def test_a_book_with_nothing_in_it_has_no_row(office: Office) -> None:
    second_landlord(office)
    assert read(office, Role.COORDINATOR) == []


def test_balances_are_by_landlord_and_size_and_nought_is_left_out(
    office: Office,
) -> None:
    """One home posted and one only promised, each at the other's landlord."""
    receiver = second_landlord(office)
    hold(office, "posted", "BED2", receiver)
    post(office, "posted")
    hold(office, "promised", "BED1", receiver)
    found = read(office, Role.COORDINATOR)
    assert found == read(office, Role.AUDITOR)
    told = [
        (row["landlord_code"], row["size_class"], row["posted"], row["pending"])
        for row in found
    ]
    assert told == [
        ("ANOTHER", "BED1", 0, 1),
        ("ANOTHER", "BED2", 1, 0),
        ("LANDLORD", "BED1", 0, -1),
        ("LANDLORD", "BED2", -1, 0),
    ]
    assert found[0]["landlord"] == "Another"


@pytest.mark.parametrize(
    "role", [Role.NAMED_LEAD, Role.REFERRING_WORKER, Role.LANDLORD_SYSTEM, Role.NOBODY]
)
def test_landlords_see_no_balance(office: Office, role: Role) -> None:
    """One that changes on a known day tells one landlord what another did."""
    hold(office, "move", "BED2", second_landlord(office))
    assert read(office, role) == []


def test_another_scheme_s_coordinator_sees_none(office: Office) -> None:
    hold(office, "move", "BED2", second_landlord(office))
    stranger = Actor("p", ActorKind.PERSON, "o", "elsewhere", Role.COORDINATOR)
    with office.acting(stranger) as session:
        assert balances.rows(session, stranger) == []
