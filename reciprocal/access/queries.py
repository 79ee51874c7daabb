from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import blocks
from reciprocal.access.actor import Actor, ActorKind, Scope
from reciprocal.access.holders import Holder
from reciprocal.access.secrets import digest
from reciprocal.access.tables import (
    AccessToken,
    Assignment,
    Machine,
    MachineKey,
    MachinePublicKey,
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


def colleague(session: Session, actor: Actor, person_ref: str) -> Person | None:
    """Return somebody of the actor's own organisation who has not left."""
    return session.exec(
        select(Person).where(
            Person.public_ref == person_ref,
            Person.organisation_id == actor.organisation_id,
            col(Person.left_at).is_(None),
        )
    ).first()


def assigned_to(session: Session, actor: Actor, request_id: str) -> set[str]:
    """Return the people of the actor's organisation who work on a case.

    Those who have left the organisation do not.
    """
    rows = session.exec(
        select(Person.id)
        .join(Assignment, col(Assignment.person_id) == Person.id)
        .where(
            Assignment.request_id == request_id,
            col(Assignment.ended_at).is_(None),
            Person.organisation_id == actor.organisation_id,
            col(Person.left_at).is_(None),
        )
    )
    return set(rows)


def machine_actor(session: Session, key: str) -> Actor | None:
    """Return the machine a live key belongs to."""
    found = session.exec(
        select(Machine, Organisation)
        .join(MachineKey, col(MachineKey.machine_id) == Machine.id)
        .join(Organisation, col(Organisation.id) == Machine.organisation_id)
        .where(
            MachineKey.key_hash == digest(key),
            col(MachineKey.ended_at).is_(None),
            col(Machine.ended_at).is_(None),
            col(Organisation.left_at).is_(None),
        )
    ).first()
    return None if found is None else actor_of_machine(*found, found[0].scopes)


def token_actor(session: Session, token: str, holder: Holder) -> Actor | None:
    """Return the machine of a live access token that is bound to this holder."""
    found = session.exec(
        select(Machine, Organisation, AccessToken.scopes)
        .join(AccessToken, col(AccessToken.machine_id) == Machine.id)
        .join(MachinePublicKey, col(MachinePublicKey.id) == AccessToken.public_key_id)
        .join(Organisation, col(Organisation.id) == Machine.organisation_id)
        .where(
            AccessToken.token_hash == digest(token),
            AccessToken.bound_to == holder.binding,
            AccessToken.thumbprint == holder.thumbprint,
            col(AccessToken.expires_at) > clock.now(),
            col(MachinePublicKey.ended_at).is_(None),
            col(Machine.ended_at).is_(None),
            col(Organisation.left_at).is_(None),
        )
    ).first()
    return None if found is None else actor_of_machine(*found)


def client(
    session: Session, client_id: str
) -> list[tuple[Machine, Organisation, MachinePublicKey]]:
    """Return a live machine with each of its live keys; nothing for all others."""
    return list(
        session.exec(
            select(Machine, Organisation, MachinePublicKey)
            .join(MachinePublicKey, col(MachinePublicKey.machine_id) == Machine.id)
            .join(Organisation, col(Organisation.id) == Machine.organisation_id)
            .where(
                Machine.public_ref == client_id,
                col(MachinePublicKey.ended_at).is_(None),
                col(Machine.ended_at).is_(None),
                col(Organisation.left_at).is_(None),
            )
            .order_by(col(MachinePublicKey.id))
        )
    )


def actor_of_machine(
    machine: Machine, organisation: Organisation, scopes: str
) -> Actor:
    """Return a machine as an actor with the scopes it has now."""
    return Actor(
        id=machine.id,
        kind=ActorKind.MACHINE,
        organisation_id=organisation.id,
        scheme_id=organisation.scheme_id,
        role=machine.role,
        scopes=frozenset(Scope(word) for word in scopes.split()),
    )


def machines_of(session: Session, actor: Actor) -> list[dict[str, object]]:
    """Return the actor's own organisation's live systems with their live keys."""
    machines = session.exec(
        select(Machine)
        .where(
            Machine.organisation_id == actor.organisation_id,
            col(Machine.ended_at).is_(None),
        )
        .order_by(Machine.name, Machine.public_ref)
    ).all()
    ids = [machine.id for machine in machines]
    keys = _references_of(session, MachineKey, ids)
    public = _references_of(session, MachinePublicKey, ids)
    return [
        {
            "reference": machine.public_ref,
            "name": machine.name,
            "role": machine.role,
            "scopes": machine.scopes.split(),
            "keys": keys[machine.id],
            "public_keys": public[machine.id],
        }
        for machine in machines
    ]


def _references_of(
    session: Session, kind: type[MachineKey] | type[MachinePublicKey], ids: list[str]
) -> dict[str, list[str]]:
    """Return the references of live keys by machine, the oldest first."""
    found: dict[str, list[str]] = {each: [] for each in ids}
    rows = session.exec(
        select(kind.machine_id, kind.public_ref)
        .where(col(kind.machine_id).in_(ids), col(kind.ended_at).is_(None))
        .order_by(col(kind.id))
    )
    for machine_id, reference in rows:
        found[machine_id].append(reference)
    return found


def live_session(session: Session, token: str) -> SignedInSession | None:
    """Return the sign-in of a token unless it was ended or has run out."""
    row = session.exec(
        select(SignedInSession).where(
            SignedInSession.token_hash == digest(token),
            col(SignedInSession.ended_at).is_(None),
        )
    ).first()
    return None if row is None or row.expires_at <= clock.now() else row


def sessions_of(session: Session, actor: Actor) -> list[SignedInSession]:
    """Return the actor's own sessions that have not ended or run out, newest first."""
    return list(
        session.exec(
            select(SignedInSession)
            .where(
                SignedInSession.person_id == actor.id,
                col(SignedInSession.ended_at).is_(None),
                col(SignedInSession.expires_at) > clock.now(),
            )
            .order_by(
                col(SignedInSession.created_at).desc(), SignedInSession.public_ref
            )
        )
    )


def whose(session: Session, token: str) -> Actor | None:
    """Return whose sign-in a token was, though it may have ended."""
    person_id = session.exec(
        select(SignedInSession.person_id).where(
            SignedInSession.token_hash == digest(token)
        )
    ).first()
    return person_actor(session, person_id) if person_id else None


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
        blocked=blocks.closed_to(session, organisation.scheme_id, person.email)
        | blocks.left_to_others(session, organisation.id, person.id),
    )


def is_out(session: Session, person_id: str, request_id: str) -> bool:
    """Tell whether somebody has left, or a case is closed to them."""
    actor = person_actor(session, person_id)
    return actor is None or request_id in actor.blocked
