"""Tokens of machines: given to who signs, bound, used with fresh proofs, ended."""

from datetime import timedelta
from typing import Any, cast

import pytest

from reciprocal.access import dpop, tokens
from reciprocal.access.actor import Actor, ActorKind, Role, Scope, service
from reciprocal.access.tables import (
    AccessToken,
    SpentIdentifier,
    TokenRefusals,
)
from reciprocal.access.tokens import (
    Issued,
    OAuthFault,
    ProofRefused,
    Refused,
    TokenRefused,
)
from reciprocal.audit.tables import AuditEntry
from tests.reciprocal.members import LANDLORD, REFUGE, Office, together
from tests.reciprocal.systems import (
    BASE,
    HOMES,
    end_key,
    end_machine,
    rows,
    statements,
    system,
)
from tests.support.machine import MachineClient


def test_a_token_stands_for_its_machine_with_its_scopes(office: Office) -> None:
    landlord = system(office, scopes=HOMES)
    issued = landlord.ask()
    assert isinstance(issued, Issued)
    assert issued.scopes == HOMES
    actor = landlord.enter(issued.token)
    assert (actor.kind, actor.role) == (ActorKind.MACHINE, Role.LANDLORD_SYSTEM)
    assert actor.organisation_id == office.members[LANDLORD]
    assert actor.scopes == HOMES
    assert office.acts()[-3:] == [
        "machine.added",
        "machine.public_key_added",
        "token.issued",
    ]


def test_of_a_token_only_its_digest_is_kept(office: Office) -> None:
    token = system(office).token()
    (row,) = rows(office, AccessToken)
    assert token not in str(row.model_dump())


def test_a_token_asks_for_some_of_the_machine_s_scopes(office: Office) -> None:
    landlord = system(office, scopes=HOMES)
    issued = landlord.ask(landlord.asked(scope="homes:read"))
    assert isinstance(issued, Issued)
    assert landlord.enter(issued.token).scopes == {Scope.HOMES_READ}
    for more in ("offers:read", "homes:read cases:read", "everything"):
        refused = landlord.ask(landlord.asked(scope=more))
        assert isinstance(refused, Refused)
        assert refused.fault is OAuthFault.SCOPE


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"grant_type": ""}, OAuthFault.REQUEST),
        ({"grant_type": "password"}, OAuthFault.GRANT),
        ({"assertion": ""}, OAuthFault.CLIENT),
        ({"assertion_type": "another"}, OAuthFault.CLIENT),
        ({"assertion": "no.such.thing"}, OAuthFault.CLIENT),
        ({"client_id": "another"}, OAuthFault.CLIENT),
    ],
)
def test_what_is_wrong_with_a_request_is_named(
    office: Office, other: dict[str, str], fault: OAuthFault
) -> None:
    landlord = system(office)
    refused = landlord.ask(landlord.asked(**other))
    assert isinstance(refused, Refused)
    assert refused.fault is fault
    assert not any(word and word in refused.sentence for word in other.values())
    assert rows(office, AccessToken) == []


def test_without_a_good_proof_there_is_no_token(office: Office) -> None:
    landlord = system(office)
    refused = landlord.ask(proof=landlord.client.proof("GET", tokens.PATH))
    assert isinstance(refused, Refused)
    assert refused.fault is OAuthFault.PROOF
    assert refused.sentence.startswith("DPoP.htm")


def test_nobody_learns_which_clients_there_are(office: Office) -> None:
    """Unknown, wrongly signed, ended: one answer after the same statements."""
    landlord, refuge = system(office), system(office, REFUGE)
    unknown = MachineClient(cast("Any", None), "0" * 32, BASE)
    stolen = MachineClient(cast("Any", None), landlord.client.client_id, BASE)
    end_key(refuge)
    told = []
    for client in (unknown, stolen, refuge.client):
        asked = landlord.asked(assertion=client.assertion())
        with statements(office) as said:
            told.append((landlord.ask(asked), said))
    assert told[0] == told[1] == told[2]
    answer, said = told[0]
    assert isinstance(answer, Refused)
    assert answer.fault is OAuthFault.CLIENT
    assert any("machine_public_key" in each for each in said)
    end_machine(landlord)
    with statements(office) as said:
        assert landlord.ask() == answer
    assert said == told[0][1]


def test_an_assertion_and_a_proof_ask_once(office: Office) -> None:
    landlord = system(office)
    asked, proof = landlord.asked(), landlord.client.proof("POST", tokens.PATH)
    assert isinstance(landlord.ask(asked, proof), Issued)
    again = landlord.ask(asked)
    assert isinstance(again, Refused)
    assert again.fault is OAuthFault.CLIENT
    assert "jti" in again.sentence
    replayed = landlord.ask(proof=proof)
    assert isinstance(replayed, Refused)
    assert replayed.fault is OAuthFault.PROOF


def test_a_refusal_leaves_the_assertion_used_up(office: Office) -> None:
    landlord = system(office)
    asked = landlord.asked(scope="everything")
    assert isinstance(landlord.ask(asked), Refused)
    again = landlord.ask(landlord.asked(assertion=asked.assertion))
    assert isinstance(again, Refused)
    assert again.fault is OAuthFault.CLIENT


def test_of_many_with_one_assertion_one_gets_a_token(office: Office) -> None:
    landlord = system(office)
    asked = landlord.asked()
    found = together([lambda: landlord.ask(asked)] * 6)
    assert sum(isinstance(each, Issued) for each in found) == 1
    assert sum(isinstance(each, Refused) for each in found) == 5


def test_of_many_with_one_proof_one_comes_in(office: Office) -> None:
    landlord = system(office)
    token = landlord.token()
    proof = landlord.proof(token)
    found = together([lambda: landlord.enter(token, proof)] * 6)
    assert sum(isinstance(each, Actor) for each in found) == 1
    assert sum(isinstance(each, ProofRefused) for each in found) == 5


def test_two_keys_may_use_the_same_identifier(office: Office) -> None:
    landlord, refuge = system(office), system(office, REFUGE)
    for each in (landlord, refuge):
        assertion = each.client.assertion(jti="1")
        assert isinstance(each.ask(each.asked(assertion=assertion)), Issued)


def test_a_token_opens_nothing_for_another_key(office: Office) -> None:
    landlord = system(office)
    token = landlord.token()
    thief = MachineClient(cast("Any", None), landlord.client.client_id, BASE)
    with pytest.raises(TokenRefused):
        landlord.enter(token, thief.proof("GET", "/v1/homes", token))
    with pytest.raises(TokenRefused):
        landlord.enter("rt_made_up")
    assert landlord.enter(token)


def test_a_stranger_s_proof_leaves_no_trace(office: Office) -> None:
    landlord = system(office)
    before = len(rows(office, SpentIdentifier))
    with pytest.raises(TokenRefused):
        landlord.enter("rt_made_up")
    assert len(rows(office, SpentIdentifier)) == before


def test_what_is_wrong_with_a_proof_is_named(office: Office) -> None:
    landlord = system(office)
    token = landlord.token()
    with pytest.raises(ProofRefused) as refused:
        landlord.enter(token, landlord.client.proof("POST", "/v1/homes", token))
    assert [fault.field for fault in refused.value.faults] == ["DPoP.htm"]


def test_a_token_lives_for_ten_minutes(office: Office) -> None:
    landlord = system(office)
    token = landlord.token()
    office.wait(minutes=9, seconds=59)
    assert landlord.enter(token)
    office.wait(seconds=1)
    with pytest.raises(TokenRefused):
        landlord.enter(token)


@pytest.mark.parametrize("end", [end_key, end_machine])
def test_a_key_or_machine_that_ends_takes_its_tokens_along(
    office: Office,
    end: Any,  # noqa: ANN401 - either of two
) -> None:
    landlord = system(office)
    token = landlord.token()
    end(landlord)
    with pytest.raises(TokenRefused):
        landlord.enter(token)
    assert isinstance(landlord.ask(), Refused)


def test_a_member_that_leaves_takes_its_tokens_along(office: Office) -> None:
    landlord = system(office)
    token = landlord.token()
    office.leave(LANDLORD)
    with pytest.raises(TokenRefused):
        landlord.enter(token)
    assert isinstance(landlord.ask(), Refused)


def test_what_ran_out_is_swept_and_refusals_are_counted(office: Office) -> None:
    landlord = system(office)
    landlord.token()
    for _ in range(3):
        landlord.ask(landlord.asked(grant_type="password"))
    (counted,) = rows(office, TokenRefusals)
    assert counted.refused == 3

    def sweep() -> None:
        actor = service(office.scheme_id)
        with office.acting(actor) as session:
            tokens.sweep(session, actor=actor)

    sweep()
    assert [len(rows(office, kind)) for kind in (AccessToken, TokenRefusals)] == [1, 1]
    # A proof that was in time when it was checked is still known as it is spent.
    office.moment += dpop.WINDOW
    sweep()
    assert len(rows(office, SpentIdentifier)) == 2
    office.moment += dpop.WINDOW + timedelta(seconds=1)
    sweep()
    assert rows(office, SpentIdentifier) == []
    assert len(rows(office, AccessToken)) == 1
    office.wait(days=1)
    sweep()
    assert rows(office, AccessToken) == rows(office, TokenRefusals) == []
    entry = next(
        each for each in rows(office, AuditEntry) if each.action == "tokens.refused"
    )
    assert (entry.subject_kind, entry.code) == ("day", "3")
