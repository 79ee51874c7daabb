"""Turning keys while the service serves: each is wrapped anew, and nothing is opened.

What is sealed stays as it is, under the one key of its request or home; only what
that key is wrapped with changes. Old versions open until they are retired.
"""

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from reciprocal.db import serialise
from reciprocal.sealing import keys
from reciprocal.sealing.operations import (
    WRAPPING_LOCK,
    new_organisation_key,
    open_wrapping,
    ring_of,
)
from reciprocal.sealing.tables import OrganisationKey, SubjectKey

DIGESTS = 1
"""The version that blind indexes and tokens are derived from; it is never retired."""


def turn_root(session: Session) -> int:
    """Add a root key, and wrap every organisation's key under it; return its version.

    Should the transaction fail afterwards, the root key is there and wraps what comes.

    Raises:
        KeyFileRefused: When the key file cannot be written.
        SealBroken: When a key there is does not open.
    """
    serialise(session, WRAPPING_LOCK)
    ring = ring_of(session)
    ring.turn()
    for row in session.exec(select(OrganisationKey)).all():
        opened = open_wrapping(session, row)
        row.root_version = ring.version
        place = f"organisation_key|{row.id}|{ring.version}"
        row.wrapped = keys.encrypt(ring.root(ring.version), opened, place)
        session.add(row)
    return ring.version


def organisations_with_keys(session: Session) -> list[str]:
    """Return whoever has a key, by internal identifier."""
    query = select(OrganisationKey.organisation_id).distinct()
    return sorted(session.exec(query))


def turn_organisation(session: Session, organisation_id: str) -> int:
    """Give an organisation a new key, and wrap its cases' and homes' keys under it.

    Whoever makes or destroys a key meanwhile waits, and nobody who reads does.
    Return how many there were.
    Cost: two AES operations a key, and one statement.
    """
    serialise(session, WRAPPING_LOCK)
    ring_of(session).read_again()
    versions = session.exec(
        select(OrganisationKey).where(
            OrganisationKey.organisation_id == organisation_id
        )
    ).all()
    by_id = {row.id: row for row in versions}
    new = new_organisation_key(
        session, organisation_id, version=max(row.version for row in versions) + 1
    )
    wrapping = open_wrapping(session, new)
    rows = session.execute(
        select(SubjectKey.id, SubjectKey.organisation_key_id, SubjectKey.wrapped).where(
            col(SubjectKey.organisation_id) == organisation_id
        )
    ).all()
    turned = []
    for key_id, wrapped_by, wrapped in rows:
        anew = None
        if wrapped is not None:
            old = by_id[wrapped_by]
            place = f"subject_key|{key_id}|{old.version}"
            key = keys.decrypt(open_wrapping(session, old), wrapped, place)
            anew = keys.encrypt(wrapping, key, f"subject_key|{key_id}|{new.version}")
        turned.append({"id": key_id, "organisation_key_id": new.id, "wrapped": anew})
    if turned:
        session.execute(update(SubjectKey), turned)
    return len(turned)


def retire(session: Session) -> int:
    """Remove every version that wraps nothing any more; return how many.

    Not at once after a rotation: whoever read a wrapped key before it is still to
    open it, and a backup of the keys is restored with the root keys of its own day.

    Raises:
        KeyFileRefused: When the key file cannot be written.
    """
    serialise(session, WRAPPING_LOCK)
    rows = session.exec(select(OrganisationKey)).all()
    newest: dict[str, int] = {}
    for row in rows:
        known = newest.get(row.organisation_id, 0)
        newest[row.organisation_id] = max(known, row.version)
    in_use = set(session.exec(select(SubjectKey.organisation_key_id).distinct()))
    gone = [
        row.id
        for row in rows
        if row.id not in in_use
        and row.version not in (DIGESTS, newest[row.organisation_id])
    ]
    session.execute(delete(OrganisationKey).where(col(OrganisationKey.id).in_(gone)))
    ring = ring_of(session)
    ring.read_again()
    wraps = {row.root_version for row in rows}
    old = set(ring.roots) - wraps - {ring.version}
    if old:
        ring.forget(old)
    return len(gone) + len(old)
