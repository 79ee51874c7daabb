from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.actor import Actor, ActorKind
from reciprocal.access.secrets import digest
from reciprocal.access.tables import (
    Assignment,
    Machine,
    MachineKey,
    Person,
    SignedInSession,
)
from reciprocal.organisations.tables import Organisation


def people_of(session: Session, actor: Actor) -> list[Person]:
    """Return the people of the actor's own organisation, leavers left out."""
    return list(
        session.exec(
            select(Person)
            .where(
                Person.organisation_id == actor.organisation_id,
                col(Person.left_at).is_(None),
            )
            .order_by(Person.email)
        )
    )


def machine_actor(session: Session, key: str) -> Actor | None:
    """Return the machine a live key belongs to."""
    found = session.exec(
        select(Machine, Organisation)
        .join(MachineKey, col(MachineKey.machine_id) == Machine.id)
        .join(Organisation, col(Organisation.id) == Machine.organisation_id)
        .where(
            MachineKey.key_hash == digest(key),
            col(MachineKey.ended_at).is_(None),
            col(Organisation.left_at).is_(None),
        )
    ).first()
    if found is None:
        return None
    machine, organisation = found
    return Actor(
        id=machine.id,
        kind=ActorKind.MACHINE,
        organisation_id=organisation.id,
        scheme_id=organisation.scheme_id,
        role=machine.role,
    )


def live_session(session: Session, token: str) -> SignedInSession | None:
    """Return the sign-in of a token unless it was ended or has run out."""
    row = session.exec(
        select(SignedInSession).where(
            SignedInSession.token_hash == digest(token),
            col(SignedInSession.ended_at).is_(None),
        )
    ).first()
    return None if row is None or row.expires_at <= clock.now() else row


def person_named(session: Session, email: str) -> Actor | None:
    """Return whoever signs in by that name, unless they have left."""
    person_id = session.exec(
        select(Person.id).where(
            Person.email == email.strip().lower(), col(Person.left_at).is_(None)
        )
    ).first()
    return person_actor(session, person_id) if person_id else None


def person_actor(session: Session, person_id: str) -> Actor | None:
    """Return a person as an actor unless they or their organisation have left."""
    found = session.exec(
        select(Person, Organisation)
        .join(Organisation, col(Organisation.id) == Person.organisation_id)
        .where(
            Person.id == person_id,
            col(Person.left_at).is_(None),
            col(Organisation.left_at).is_(None),
        )
    ).first()
    if found is None:
        return None
    person, organisation = found
    assigned = session.exec(
        select(Assignment.request_id).where(
            Assignment.person_id == person_id, col(Assignment.ended_at).is_(None)
        )
    )
    return Actor(
        id=person.id,
        kind=ActorKind.PERSON,
        organisation_id=organisation.id,
        scheme_id=organisation.scheme_id,
        role=person.role,
        assignments=frozenset(assigned),
    )
