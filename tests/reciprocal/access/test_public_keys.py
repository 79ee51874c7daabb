"""Public keys of systems: two at once, never a private half, ended for good."""

import pytest

from reciprocal.access import clients, operations
from reciprocal.access.actor import Scope
from reciprocal.access.clients import (
    KeyNotUsable,
    KeysFull,
    KeysNotIssued,
    PrivateKeySent,
    ScopesRefused,
)
from reciprocal.access.operations import MachineKeyNotTaken, TokenNotBound
from reciprocal.access.tables import (
    MachinePublicKey,
)
from reciprocal.access.tokens import (
    Issued,
    TokenRefused,
)
from reciprocal.errors import NotFound, StateConflict
from tests.reciprocal.members import LANDLORD, REFUGE, Office
from tests.reciprocal.systems import (
    HOMES,
    add_key,
    end_key,
    end_machine,
    rows,
    statements,
    system,
)
from tests.support.machine import new_key, public_half


def test_a_key_is_rotated_without_a_pause(office: Office) -> None:
    landlord = system(office)
    old_token, machine = landlord.token(), landlord.client.client_id
    new = new_key()
    add_key(office, landlord.person, machine, public_half(new))
    with pytest.raises(KeysFull):
        add_key(office, landlord.person, machine, public_half(new_key()))
    assert isinstance(landlord.ask(), Issued)
    old, landlord.client.key = landlord.client.key, new
    new_token = landlord.token()
    end_key(landlord)
    with pytest.raises(TokenRefused):
        landlord.enter(old_token)
    assert landlord.enter(new_token)
    assert isinstance(landlord.ask(), Issued)
    # A key that has ended stays ended, whoever asks for it again.
    with pytest.raises(StateConflict):
        add_key(office, landlord.person, machine, public_half(old))
    with pytest.raises(StateConflict):
        end_key(landlord)
    assert office.acts().count("machine.public_key_ended") == 1


def test_a_private_half_is_refused_and_not_kept(office: Office) -> None:
    landlord = system(office)
    machine, private = landlord.client.client_id, new_key()
    with pytest.raises(PrivateKeySent):
        add_key(office, landlord.person, machine, private.as_dict(private=True))
    with pytest.raises(KeyNotUsable):
        add_key(office, landlord.person, machine, {"kty": "oct"})
    (row,) = rows(office, MachinePublicKey)
    assert set(row.members.replace('"', "").split()) >= {"kty:"}
    assert "d:" not in row.members.replace('"', "")


def test_another_member_s_system_is_not_there(office: Office) -> None:
    landlord, refuge = system(office), system(office, REFUGE)
    theirs = refuge.client.client_id
    with office.acting(landlord.person) as session, pytest.raises(NotFound):
        clients.end_machine(session, actor=landlord.person, machine_ref=theirs)
    with pytest.raises(NotFound):
        add_key(office, landlord.person, theirs, public_half(new_key()))
    with office.acting(landlord.person) as session, pytest.raises(NotFound):
        clients.end_public_key(
            session,
            actor=landlord.person,
            machine_ref=landlord.client.client_id,
            key_ref=refuge.key_ref,
        )


def test_an_ended_machine_is_not_there_any_more(office: Office) -> None:
    landlord = system(office)
    end_machine(landlord)
    with pytest.raises(NotFound):
        end_machine(landlord)
    assert office.acts()[-1] == "machine.ended"


@pytest.mark.parametrize(
    ("code", "scopes"),
    [
        (LANDLORD, frozenset()),
        (LANDLORD, frozenset({Scope.CASES_READ})),
        (LANDLORD, HOMES | {Scope.CASES_READ}),
        (REFUGE, HOMES),
    ],
)
def test_a_machine_has_scopes_of_its_role_alone(
    office: Office, code: str, scopes: frozenset[Scope]
) -> None:
    with pytest.raises(ScopesRefused):
        system(office, code, scopes)


def test_bare_keys_and_bare_tokens_are_refused_unless_said_otherwise(
    office: Office,
) -> None:
    """Whatever they hold: nobody looks for them first."""
    landlord = system(office)
    with office.acting(landlord.person) as session, pytest.raises(KeysNotIssued):
        clients.issue_machine_key(
            session, actor=landlord.person, machine_ref=landlord.client.client_id
        )
    with office.acting() as session, statements(office) as said:
        with pytest.raises(MachineKeyNotTaken):
            operations.identify(session, token="rk_any", idle_minutes=15)
        with pytest.raises(TokenNotBound):
            operations.identify(session, token="rt_any", idle_minutes=15)
    assert [each for each in said if "SELECT" in each and "machine" in each] == []
    with pytest.raises(TokenNotBound):
        office.identify(landlord.token())
