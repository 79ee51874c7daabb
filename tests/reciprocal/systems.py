"""Systems of members at work in an `Office`: their keys, tokens and calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import event
from sqlmodel import Session, SQLModel, select

from reciprocal.access import assertions, clients, tokens
from reciprocal.access.actor import Actor, Scope
from reciprocal.access.tokens import (
    Asked,
    Issued,
    Refused,
    Shown,
)
from tests.reciprocal.members import LANDLORD, Office
from tests.support.machine import MachineClient, public_half

BASE = "https://homes.example.org"
CALL = ("GET", f"{BASE}/v1/homes")
HOMES = frozenset({Scope.HOMES_READ, Scope.HOMES_WRITE})


@dataclass
class System:
    """A member's system, the person who registered it, and its key's reference."""

    office: Office
    person: Actor
    client: MachineClient
    key_ref: str

    def asked(self, **other: str) -> Asked:
        words = {
            "grant_type": "client_credentials",
            "assertion_type": assertions.KIND,
            "assertion": self.client.assertion(),
            "client_id": "",
            "scope": "",
        }
        return Asked(**(words | other))

    def ask(self, asked: Asked | None = None, proof: str = "") -> Issued | Refused:
        proof = proof or self.client.proof("POST", tokens.PATH)
        return self.ask_with(Shown([proof]), asked)

    def ask_with(self, shown: Shown, asked: Asked | None = None) -> Issued | Refused:
        """Ask for a token with this to bind it to, and with nothing else."""
        with self.office.acting() as session:
            return tokens.ask(session, asked or self.asked(), shown, base=BASE)

    def token(self) -> str:
        issued = self.ask()
        assert isinstance(issued, Issued)
        return issued.token

    def proof(self, token: str) -> str:
        return self.client.proof("GET", "/v1/homes", token)

    def enter(self, token: str, proof: str = "") -> Actor:
        """Come to the door with a token and a proof; return who is let in."""
        database = self.office.database
        proofs = [proof or self.proof(token)]
        holder = tokens.prove(database, token, proofs, call=CALL)
        with self.office.acting() as session:
            return tokens.identify(session, token, holder)


def add_key(office: Office, person: Actor, machine: str, jwk: object) -> str:
    with office.acting(person) as session:
        return clients.add_public_key(
            session, actor=person, machine_ref=machine, jwk=jwk
        ).public_ref


def system(
    office: Office, code: str = LANDLORD, scopes: frozenset[Scope] | None = None
) -> System:
    person = office.join(code, f"first@{code.lower()}.example")
    with office.acting(person) as session:
        row = clients.add_machine(session, actor=person, name="Voids", scopes=scopes)
    client = MachineClient(cast("Any", None), row.public_ref, BASE)
    key_ref = add_key(office, person, row.public_ref, public_half(client.key))
    return System(office, person, client, key_ref)


def end_key(of: System) -> None:
    with of.office.acting(of.person) as session:
        clients.end_public_key(
            session,
            actor=of.person,
            machine_ref=of.client.client_id,
            key_ref=of.key_ref,
        )


def end_machine(of: System) -> None:
    with of.office.acting(of.person) as session:
        clients.end_machine(session, actor=of.person, machine_ref=of.client.client_id)


def rows(office: Office, kind: type[SQLModel]) -> list[Any]:
    with Session(office.database.engine) as session:
        return list(session.exec(select(kind)))


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """Collect every statement that the database is sent."""
    said: list[str] = []

    def listen(*given: Any) -> None:  # noqa: ANN401 - the library's own
        said.append(str(given[2]))

    event.listen(office.database.engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(office.database.engine, "before_cursor_execute", listen)
