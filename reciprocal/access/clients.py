"""A member's own systems, and the keys they are known by."""

import json

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import jose, policy, secrets
from reciprocal.access.actor import Actor, Role, Scope
from reciprocal.access.assertions import KEYS_MAX
from reciprocal.access.tables import Machine, MachineKey, MachinePublicKey
from reciprocal.audit import operations as audit
from reciprocal.errors import Kind, NotFound, ReciprocalError, StateConflict

_MACHINE_ROLE = {
    Role.NAMED_LEAD: Role.LANDLORD_SYSTEM,
    Role.REFERRING_WORKER: Role.REFERRING_SYSTEM,
}


class ScopesRefused(ReciprocalError):
    code = "scopes_refused"
    kind = Kind.INVALID
    sentence = "Give one or more of the scopes that a system of yours may have."


class KeysNotIssued(ReciprocalError):
    code = "machine_keys_not_issued"
    kind = Kind.CONFLICT
    sentence = (
        "No keys are given out here; register the public half of a key that the "
        "system makes for itself."
    )


class PrivateKeySent(ReciprocalError):
    code = "private_key_sent"
    kind = Kind.INVALID
    sentence = (
        "That holds a private key, which nobody else may ever see; make a new pair "
        "and send the public half alone."
    )


class KeyNotUsable(ReciprocalError):
    code = "public_key_not_usable"
    kind = Kind.INVALID
    sentence = (
        "Give a public JWK: EC with P-256, OKP with Ed25519, or RSA with 2048 to 4096 "
        "bits and the exponent AQAB."
    )


class KeysFull(ReciprocalError):
    code = "machine_keys_full"
    kind = Kind.CONFLICT
    sentence = "Two keys are live already; end one, then ask for another."


def add_machine(
    session: Session,
    *,
    actor: Actor,
    name: str,
    scopes: frozenset[Scope] | None = None,
) -> Machine:
    """Register a system of the actor's organisation; its role follows from theirs.

    Args:
        scopes: What it may do; all that its role may when left out.

    Raises:
        ScopesRefused: When there are none, or one is not its role's.
    """
    policy.require(actor, "machines.add")
    role = _MACHINE_ROLE[actor.role]
    useful = policy.scopes_of(role)
    given = useful if scopes is None else scopes
    if not given or not given <= useful:
        raise ScopesRefused(field="scopes")
    row = Machine(
        id=ids.new_id(),
        public_ref=ids.new_id(),
        organisation_id=actor.organisation_id,
        name=name,
        role=role,
        scopes=" ".join(sorted(given)),
        created_at=clock.now(),
    )
    session.add(row)
    audit.record(session, actor, "machine.added", subject=("machine", row.id))
    return row


def end_machine(session: Session, *, actor: Actor, machine_ref: str) -> None:
    """End a system: its keys and tokens are refused from this moment."""
    machine = _own_machine(session, actor, machine_ref)
    machine.ended_at = clock.now()
    session.add(machine)
    audit.record(session, actor, "machine.ended", subject=("machine", machine.id))


def issue_machine_key(
    session: Session, *, actor: Actor, machine_ref: str, keys_taken: bool = False
) -> tuple[MachineKey, str]:
    """Give a machine another key; return its row and the key, shown this once.

    Args:
        keys_taken: Whether such a key counts at the door: in the embedded default.

    Raises:
        KeysNotIssued: Where none would count.
        KeysFull: When two are live.
    """
    machine = _own_machine(session, actor, machine_ref)
    if not keys_taken:
        raise KeysNotIssued
    _require_room(session, MachineKey, machine)
    key = secrets.new_machine_key()
    row = MachineKey(
        id=ids.new_id(),
        public_ref=ids.new_id(),
        machine_id=machine.id,
        key_hash=secrets.digest(key),
        created_at=clock.now(),
    )
    session.add(row)
    audit.record(session, actor, "machine.key_issued", subject=("machine", machine.id))
    return row, key


def end_machine_key(
    session: Session, *, actor: Actor, machine_ref: str, key_ref: str
) -> None:
    """End a key at once."""
    machine = _own_machine(session, actor, machine_ref)
    row = session.exec(
        select(MachineKey).where(
            MachineKey.machine_id == machine.id, MachineKey.public_ref == key_ref
        )
    ).first()
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise StateConflict
    row.ended_at = clock.now()
    session.add(row)
    audit.record(session, actor, "machine.key_ended", subject=("machine", machine.id))


def add_public_key(
    session: Session, *, actor: Actor, machine_ref: str, jwk: object
) -> MachinePublicKey:
    """Let a machine sign with another key of its own.

    Args:
        jwk: The public half (RFC 7517): P-256, Ed25519, or RSA from 2048 bits.

    Raises:
        PrivateKeySent: When the private half came with it.
        KeyNotUsable: For any other kind of key.
        KeysFull: When two are live.
        StateConflict: When the machine has or had this very key.
    """
    machine = _own_machine(session, actor, machine_ref)
    key = jose.public_key(jwk)
    if key is jose.KeyFault.PRIVATE:
        raise PrivateKeySent(field="public_key")
    if not isinstance(key, jose.PublicKey):
        raise KeyNotUsable(field="public_key")
    known = session.exec(
        select(MachinePublicKey).where(
            MachinePublicKey.machine_id == machine.id,
            MachinePublicKey.thumbprint == key.thumbprint,
        )
    ).first()
    if known is not None:
        raise StateConflict
    _require_room(session, MachinePublicKey, machine)
    row = MachinePublicKey(
        id=ids.new_id(),
        public_ref=ids.new_id(),
        machine_id=machine.id,
        thumbprint=key.thumbprint,
        members=json.dumps(dict(key.members)),
        created_at=clock.now(),
    )
    session.add(row)
    audit.record(
        session, actor, "machine.public_key_added", subject=("machine", machine.id)
    )
    return row


def end_public_key(
    session: Session, *, actor: Actor, machine_ref: str, key_ref: str
) -> None:
    """End a public key at once, and every token that was asked for with it."""
    machine = _own_machine(session, actor, machine_ref)
    row = session.exec(
        select(MachinePublicKey).where(
            MachinePublicKey.machine_id == machine.id,
            MachinePublicKey.public_ref == key_ref,
        )
    ).first()
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise StateConflict
    row.ended_at = clock.now()
    session.add(row)
    audit.record(
        session, actor, "machine.public_key_ended", subject=("machine", machine.id)
    )


def _require_room(
    session: Session, kind: type[MachineKey] | type[MachinePublicKey], machine: Machine
) -> None:
    live = session.exec(
        select(kind.id).where(
            kind.machine_id == machine.id, col(kind.ended_at).is_(None)
        )
    ).all()
    if len(live) >= KEYS_MAX:
        raise KeysFull


def _own_machine(session: Session, actor: Actor, machine_ref: str) -> Machine:
    # Locked, since a count of its keys cannot lock the key another is adding.
    machine = session.exec(
        select(Machine)
        .where(
            Machine.public_ref == machine_ref,
            Machine.organisation_id == actor.organisation_id,
            col(Machine.ended_at).is_(None),
        )
        .with_for_update()
    ).first()
    if machine is None:
        raise NotFound
    return machine
