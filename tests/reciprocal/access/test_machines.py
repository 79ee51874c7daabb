"""A member's own systems: their keys, two at once for rotation, ended at once."""

import pytest
from sqlmodel import Session, select

from reciprocal.access import clients, policy
from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.access.clients import KeysFull
from reciprocal.access.operations import SignInRefused
from reciprocal.access.tables import MachineKey
from reciprocal.errors import Forbidden, NotFound, StateConflict
from tests.reciprocal.members import (
    AGENCY,
    AUDITOR,
    LANDLORD,
    REFUGE,
    Office,
    together,
)


def add(office: Office, actor: Actor) -> str:
    with office.acting(actor) as session:
        return clients.add_machine(session, actor=actor, name="Voids").public_ref


def issue(office: Office, actor: Actor, machine: str) -> tuple[str, str]:
    with office.acting(actor) as session:
        row, key = clients.issue_machine_key(
            session, actor=actor, machine_ref=machine, keys_taken=True
        )
        return row.public_ref, key


def end(office: Office, actor: Actor, machine: str, key_ref: str) -> None:
    with office.acting(actor) as session:
        clients.end_machine_key(
            session, actor=actor, machine_ref=machine, key_ref=key_ref
        )


@pytest.mark.parametrize(
    ("code", "role"),
    [(LANDLORD, Role.LANDLORD_SYSTEM), (REFUGE, Role.REFERRING_SYSTEM)],
)
def test_a_system_has_a_role_of_its_own_and_no_case(
    office: Office, code: str, role: Role
) -> None:
    lead = office.join(code, "first@member.example")
    _, key = issue(office, lead, add(office, lead))
    machine = office.identify(key)
    assert (machine.kind, machine.role) == (ActorKind.MACHINE, role)
    assert machine.organisation_id == office.members[code]
    assert machine.scheme_id == office.scheme_id
    assert machine.assignments == frozenset()
    assert machine.scopes == policy.scopes_of(role)
    assert office.acts()[-2:] == ["machine.added", "machine.key_issued"]


@pytest.mark.parametrize("code", [AGENCY, AUDITOR])
def test_coordinator_and_auditor_have_no_systems(office: Office, code: str) -> None:
    person = office.join(code, "first@member.example")
    with pytest.raises(Forbidden):
        add(office, person)


def test_a_system_adds_no_system(office: Office) -> None:
    lead = office.join(LANDLORD, "first@member.example")
    _, key = issue(office, lead, add(office, lead))
    with pytest.raises(Forbidden):
        add(office, office.identify(key))


def test_two_keys_live_at_once_and_one_must_end_for_a_third(office: Office) -> None:
    lead = office.join(LANDLORD, "first@member.example")
    machine = add(office, lead)
    first_ref, first = issue(office, lead, machine)
    _, second = issue(office, lead, machine)
    assert office.identify(first) == office.identify(second)
    with pytest.raises(KeysFull):
        issue(office, lead, machine)
    end(office, lead, machine, first_ref)
    with pytest.raises(SignInRefused):
        office.identify(first)
    assert office.identify(second)
    assert office.identify(issue(office, lead, machine)[1])
    with pytest.raises(StateConflict):
        end(office, lead, machine, first_ref)
    assert office.acts().count("machine.key_ended") == 1


def test_two_keys_live_at_once_however_many_are_asked_for(office: Office) -> None:
    lead = office.join(LANDLORD, "first@member.example")
    machine = add(office, lead)

    found = together([lambda: issue(office, lead, machine)] * 6)

    assert sum(isinstance(each, tuple) for each in found) == 2
    assert sum(isinstance(each, KeysFull) for each in found) == 4


def test_only_the_digest_of_a_key_is_kept(office: Office) -> None:
    lead = office.join(LANDLORD, "first@member.example")
    _, key = issue(office, lead, add(office, lead))
    with Session(office.database.engine) as session:
        row = session.exec(select(MachineKey)).one()
    assert key not in str(row.model_dump())


def test_another_member_s_systems_are_not_there(office: Office) -> None:
    lead = office.join(LANDLORD, "first@member.example")
    worker = office.join(REFUGE, "first@refuge.example")
    machine = add(office, lead)
    key_ref, _ = issue(office, lead, machine)
    theirs = add(office, worker)
    for actor, machine_ref, ref in (
        (worker, machine, key_ref),
        (worker, theirs, key_ref),
        (lead, machine, "0" * 32),
        (lead, "0" * 32, key_ref),
    ):
        with pytest.raises(NotFound):
            end(office, actor, machine_ref, ref)
    with pytest.raises(NotFound):
        issue(office, worker, machine)


def test_a_key_that_was_never_made_and_one_of_a_leaver_open_nothing(
    office: Office,
) -> None:
    lead = office.join(LANDLORD, "first@member.example")
    _, key = issue(office, lead, add(office, lead))
    with pytest.raises(SignInRefused):
        office.identify("rk_nothing")
    office.leave(LANDLORD)
    with pytest.raises(SignInRefused):
        office.identify(key)
