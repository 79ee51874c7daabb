"""Making keys, sealing and opening.

Opening is not for rooms to call: `audit.reveal` writes down who looked and then
opens. The one key ring of the process travels in the session's `info`.
"""

import json
from collections.abc import Sequence

from sqlalchemy import insert, inspect
from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.db import Database, Duty, on_duty, pass_beside, serialise
from reciprocal.sealing import keys
from reciprocal.sealing.column import Sealed
from reciprocal.sealing.tables import OrganisationKey, SubjectKey

_KEY_RING = "key_ring"
_OPENED = "opened_keys"
_WRAPPINGS = "organisation_keys"
_WRITES = "writes_subject_keys"
_FIRST_KEY_LOCK = 7_203
WRAPPING_LOCK = 7_204
"""Whoever writes a key passes beside others; a rotation waits for them all."""


def give_keys(database: Database, ring: keys.KeyRing) -> None:
    """Let every session of this database seal and open."""
    database.info[_KEY_RING] = ring


def holds_keys(database: Database) -> bool:
    """Tell whether anything was ever sealed in this database; no before migration."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("organisation_key"):
            return False
        found = connection.execute(select(OrganisationKey.id).limit(1)).first()
    return found is not None


def create_key(
    session: Session, *, subject_kind: str, subject_id: str, organisation_id: str
) -> str:
    """Make the one key of a request, home or round; return its id."""
    return create_keys(
        session,
        subject_kind=subject_kind,
        subject_ids=[subject_id],
        organisation_id=organisation_id,
    )[subject_id]


def create_keys(
    session: Session,
    *,
    subject_kind: str,
    subject_ids: Sequence[str],
    organisation_id: str,
) -> dict[str, str]:
    """Make the one key of each of several things; return their ids by subject.

    Cost: one look-up and one statement a batch, however many there are.
    """
    _begin_to_write(session)
    wrapping = _organisation_key(session, organisation_id)
    wrapped_by = open_wrapping(session, wrapping)
    opened = _opened(session)
    rows = []
    for subject_id in subject_ids:
        key, key_id = keys.new_key(), ids.new_id()
        place = f"subject_key|{key_id}|{wrapping.version}"
        opened[key_id] = key
        rows.append(
            {
                "id": key_id,
                "subject_kind": subject_kind,
                "subject_id": subject_id,
                "organisation_id": organisation_id,
                "organisation_key_id": wrapping.id,
                "wrapped": keys.encrypt(wrapped_by, key, place),
                "created_at": clock.now(),
            }
        )
    if rows:
        session.execute(insert(SubjectKey), rows)
    return {str(row["subject_id"]): str(row["id"]) for row in rows}


def seal(
    session: Session, key_id: str, column: str, row_id: str, value: object
) -> Sealed:
    """Return `value` (anything JSON can say) sealed for one column of one row."""
    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    box = keys.encrypt(_open_key(session, key_id), plain, f"{column}|{row_id}|{key_id}")
    return Sealed(key_id, box)


def unseal(session: Session, sealed: Sealed, column: str, row_id: str) -> object:
    """Return what was sealed there.

    Raises:
        SealBroken: When it was sealed elsewhere, altered, or its key is destroyed.
    """
    key = _open_key(session, sealed.key_id)
    plain = keys.decrypt(key, sealed.box, f"{column}|{row_id}|{sealed.key_id}")
    return json.loads(plain)


def unseal_on_duty(
    session: Session, sealed: Sealed, column: str, row_id: str
) -> object:
    """Return what was sealed there for the service alone, whoever's act asks for it.

    On PostgreSQL the acting party may be no party to it; its key is forgotten again,
    so that nothing else in the act opens with it.

    Raises:
        SealBroken: As `unseal`.
    """
    if sealed.key_id in _opened(session) or session.info.get("duty"):
        return unseal(session, sealed, column, row_id)
    with on_duty(session, Duty.LOOKING_AGAIN):
        plain = unseal(session, sealed, column, row_id)
    del _opened(session)[sealed.key_id]
    return plain


def blind_index(
    session: Session, *, organisation_id: str, column: str, value: str
) -> str:
    """Return the keyed digest under which this organisation's value is found again."""
    found = blind_indexes(
        session, organisation_id=organisation_id, column=column, values=[value]
    )
    return found[0]


def blind_indexes(
    session: Session, *, organisation_id: str, column: str, values: Sequence[str]
) -> list[str]:
    """Return the keyed digests of several values, in their order."""
    wrapping = _organisation_key(session, organisation_id, version=1)
    key = open_wrapping(session, wrapping)
    return [keys.blind(key, column, value) for value in values]


def seal_token(
    session: Session, *, organisation_id: str, bound_to: str, value: object
) -> bytes:
    """Return `value` sealed for an organisation to hold and to hand back.

    Args:
        bound_to: Purpose and circumstances; in others it cannot be opened.
    """
    key = _token_key(session, organisation_id)
    return keys.encrypt(key, json.dumps(value).encode(), bound_to)


def unseal_token(
    session: Session, *, organisation_id: str, bound_to: str, token: bytes
) -> object:
    """Return what an organisation was handed in a token.

    Raises:
        SealBroken: When it is another's, of other circumstances, or altered.
    """
    key = _token_key(session, organisation_id)
    return json.loads(keys.decrypt(key, token, bound_to))


def _token_key(session: Session, organisation_id: str) -> bytes:
    wrapping = _organisation_key(session, organisation_id, version=1)
    return keys.derived(open_wrapping(session, wrapping), "token")


def wrap_for(session: Session, key_id: str, *, organisation_id: str) -> None:
    """Wrap the key of a request, home or round with another organisation's key.

    What is sealed under it stays as it is, and opens as before.
    """
    _begin_to_write(session)
    key = _open_key(session, key_id)
    wrapping = _organisation_key(session, organisation_id)
    row = session.get_one(SubjectKey, key_id)
    place = f"subject_key|{row.id}|{wrapping.version}"
    row.organisation_id = organisation_id
    row.organisation_key_id = wrapping.id
    row.wrapped = keys.encrypt(open_wrapping(session, wrapping), key, place)
    session.add(row)


def destroy_key(session: Session, key_id: str) -> None:
    """Erase everything sealed under a key by forgetting the key."""
    _begin_to_write(session)
    row = session.get_one(SubjectKey, key_id)
    row.wrapped = None
    row.destroyed_at = clock.now()
    session.add(row)
    _opened(session).pop(key_id, None)


def is_destroyed(session: Session, key_id: str) -> bool:
    """Tell whether what was sealed under a key is erased."""
    return session.get_one(SubjectKey, key_id).wrapped is None


def unwrap_all(session: Session) -> tuple[int, int]:
    """Open every key there is; count those that open, and those that were destroyed.

    Raises:
        SealBroken: When one that was not destroyed does not open.
    """
    living = 0
    rows = session.exec(select(SubjectKey)).all()
    for row in rows:
        if row.wrapped is not None:
            _open_key(session, row.id)
            living += 1
    return living, len(rows) - living


def _begin_to_write(session: Session) -> None:
    """Let a rotation wait until this transaction ends, and wait for one under way.

    Once a transaction, and before any organisation's key is chosen to wrap with.
    """
    if _WRITES not in session.info:
        pass_beside(session, WRAPPING_LOCK)
        session.info[_WRITES] = True


def _organisation_key(
    session: Session, organisation_id: str, version: int | None = None
) -> OrganisationKey:
    found = _wrappings(session)
    if (organisation_id, version) in found:
        return found[organisation_id, version]
    query = (
        select(OrganisationKey)
        .where(OrganisationKey.organisation_id == organisation_id)
        .order_by(col(OrganisationKey.version).desc())
    )
    if version is not None:
        query = query.where(OrganisationKey.version == version)
    row = session.exec(query).first()
    if row is None:
        # Two may need an organisation's first key at once; the second finds it.
        _begin_to_write(session)
        serialise(session, _FIRST_KEY_LOCK)
        row = session.exec(query).first()
    if row is None:
        ring_of(session).read_again()
        row = new_organisation_key(session, organisation_id, version=1)
    found[organisation_id, version] = row
    return row


def new_organisation_key(
    session: Session, organisation_id: str, *, version: int
) -> OrganisationKey:
    """Make a version of an organisation's key, under the newest root key."""
    ring = ring_of(session)
    row = OrganisationKey(
        id=ids.new_id(),
        organisation_id=organisation_id,
        version=version,
        root_version=ring.version,
        wrapped=b"",
        created_at=clock.now(),
    )
    place = f"organisation_key|{row.id}|{ring.version}"
    row.wrapped = keys.encrypt(ring.root(ring.version), keys.new_key(), place)
    session.add(row)
    session.flush()
    return row


def open_wrapping(session: Session, row: OrganisationKey) -> bytes:
    """Return an organisation's key, for whoever wraps with it."""
    opened = _opened(session)
    if row.id not in opened:
        root = ring_of(session).root(row.root_version)
        place = f"organisation_key|{row.id}|{row.root_version}"
        opened[row.id] = keys.decrypt(root, row.wrapped, place)
    return opened[row.id]


def _open_key(session: Session, key_id: str) -> bytes:
    opened = _opened(session)
    if key_id not in opened:
        row = session.get(SubjectKey, key_id)
        if row is None or row.wrapped is None:
            raise keys.SealBroken
        wrapping = _wrapping_of(session, row)
        place = f"subject_key|{row.id}|{wrapping.version}"
        opened[key_id] = keys.decrypt(
            open_wrapping(session, wrapping), row.wrapped, place
        )
    return opened[key_id]


def _wrapping_of(session: Session, row: SubjectKey) -> OrganisationKey:
    for wrapping in _wrappings(session).values():
        if wrapping.id == row.organisation_key_id:
            return wrapping
    wrapping = session.get_one(OrganisationKey, row.organisation_key_id)
    _wrappings(session)[wrapping.organisation_id, wrapping.version] = wrapping
    return wrapping


def _wrappings(session: Session) -> dict[tuple[str, int | None], OrganisationKey]:
    """Return the organisations' keys this session has read, by version asked for.

    They are wrapped still, and a version never changes once it is written.
    """
    read: dict[tuple[str, int | None], OrganisationKey]
    read = session.info.setdefault(_WRAPPINGS, {})
    return read


def ring_of(session: Session) -> keys.KeyRing:
    """Return the key ring of this process."""
    ring = session.info[_KEY_RING]
    assert isinstance(ring, keys.KeyRing)
    return ring


def _opened(session: Session) -> dict[str, bytes]:
    """Return the keys this session has opened; they are forgotten with it."""
    opened: dict[str, bytes] = session.info.setdefault(_OPENED, {})
    return opened
