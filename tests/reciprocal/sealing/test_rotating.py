"""Keys turn while others read and write: all of it opens, nothing under an old key."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.db import Database
from reciprocal.sealing import operations as sealing
from reciprocal.sealing import rotating
from reciprocal.sealing.column import Sealed
from reciprocal.sealing.keys import KeyFileRefused, KeyRing, SealBroken
from reciprocal.sealing.operations import give_keys
from reciprocal.sealing.tables import OrganisationKey, SubjectKey
from tests.reciprocal.members import MONDAY, together
from tests.support.typed import INIT, Type, installed, typed

__all__ = ["installed", "typed"]

COLUMN = "home.address"
PARTIES = ("one", "two")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "root.json"


def another(url: str, file: Path) -> Database:
    """Open the database as another process does, with a ring of its own."""
    database = Database(url)
    give_keys(database, KeyRing.load_or_create(file))
    return database


@pytest.fixture
def database(database_url: str, file: Path) -> Iterator[Database]:
    opened = another(database_url, file)
    with clock.source(lambda: MONDAY):
        yield opened
    opened.close()


def keep(database: Database, name: str, organisation: str = "one") -> Sealed:
    with database.transaction(service()) as session:
        key = sealing.create_key(
            session, subject_kind="home", subject_id=name, organisation_id=organisation
        )
        return sealing.seal(session, key, COLUMN, name, name)


def read(database: Database, sealed: Sealed, name: str) -> object:
    with database.transaction(service()) as session:
        return sealing.unseal(session, sealed, COLUMN, name)


def rotate(database: Database) -> None:
    with database.transaction(service()) as session:
        rotating.turn_root(session)
        organisations = rotating.organisations_with_keys(session)
    for each in organisations:
        with database.transaction(service()) as session:
            rotating.turn_organisation(session, each)


def retire(database: Database) -> int:
    with database.transaction(service()) as session:
        return rotating.retire(session)


def wrapped_by(database: Database) -> set[tuple[int, int]]:
    """Return the versions of organisation and root that any subject's key is under."""
    query = select(OrganisationKey.version, OrganisationKey.root_version).join(
        SubjectKey
    )
    with database.transaction(service()) as session:
        return {(version, root) for version, root in session.exec(query)}


def test_what_was_sealed_opens_before_and_after_its_old_keys_are_gone(
    database: Database, file: Path
) -> None:
    sealed = keep(database, "before")
    assert wrapped_by(database) == {(1, 1)}
    rotate(database)
    assert wrapped_by(database) == {(2, 2)}
    assert read(database, sealed, "before") == "before"
    rotate(database)
    # Version 2 of the organisation, and roots 1 and 2; version 1 makes the digests.
    assert retire(database) == 3
    assert retire(database) == 0
    assert wrapped_by(database) == {(3, 3)}
    assert list(json.loads(file.read_text())) == ["3"]
    assert read(database, sealed, "before") == "before"


def test_the_old_root_key_opens_nothing_afterwards(
    database: Database, database_url: str, file: Path
) -> None:
    old = file.with_suffix(".old")
    sealed = keep(database, "home")
    shutil.copyfile(file, old)
    rotate(database)
    thief = another(database_url, old)
    try:
        with pytest.raises(SealBroken):
            read(thief, sealed, "home")
    finally:
        thief.close()


def test_a_digest_stays_the_same_and_a_destroyed_key_stays_dead(
    database: Database,
) -> None:
    def digest() -> str:
        with database.transaction(service()) as session:
            return sealing.blind_index(
                session, organisation_id="one", column="home.uprn", value="5"
            )

    before, sealed = digest(), keep(database, "home")
    with database.transaction(service()) as session:
        sealing.destroy_key(session, sealed.key_id)
    rotate(database)
    rotate(database)
    retire(database)
    assert digest() == before
    with pytest.raises(SealBroken):
        read(database, sealed, "home")
    with database.transaction(service()) as session:
        assert sealing.unwrap_all(session) == (0, 1)


def test_keys_turn_while_others_read_and_write(
    database: Database, database_url: str, file: Path
) -> None:
    serving = another(database_url, file)
    kept = {name: keep(serving, name, name) for name in PARTIES}
    made: dict[str, Sealed] = {}

    def write() -> None:
        for number in range(30):
            name = f"home {number}"
            made[name] = keep(serving, name, PARTIES[number % 2])
            if number % 5 == 0:
                # An organisation's first key, in the middle of it.
                made[f"new {number}"] = keep(serving, f"new {number}", name)

    def look() -> None:
        for _ in range(30):
            for name, sealed in (kept | made).items():
                assert read(serving, sealed, name) == name

    def turn() -> None:
        for _ in range(4):
            rotate(database)

    try:
        assert together([write, look, turn, look]) == [None] * 4
        rotate(database)
        retire(database)
        assert {root for _, root in wrapped_by(serving)} == {6}
        with serving.transaction(service()) as session:
            assert sealing.unwrap_all(session) == (len(kept | made), 0)
            newest = {
                row.organisation_id: row.version
                for row in session.exec(
                    select(OrganisationKey).order_by(OrganisationKey.version)  # type: ignore[arg-type]
                )
            }
            rows = session.exec(
                select(SubjectKey.organisation_id, OrganisationKey.version).join(
                    OrganisationKey
                )
            ).all()
        assert rows
        assert all(newest[organisation] == version for organisation, version in rows)
        for name, sealed in (kept | made).items():
            assert read(serving, sealed, name) == name
    finally:
        serving.close()


def test_a_ring_without_a_file_does_not_turn() -> None:
    ring = KeyRing({1: b"1" * 32})
    with pytest.raises(KeyFileRefused):
        ring.turn()
    with pytest.raises(KeyFileRefused):
        ring.forget([])
    with pytest.raises(SealBroken):
        ring.root(2)


def test_a_file_that_cannot_be_written_is_refused_and_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = KeyRing.load_or_create(file)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        with pytest.raises(KeyFileRefused):
            ring.turn()
    assert file.read_bytes() == before
    assert ring.version == 1


@pytest.mark.usefixtures("installed")
def test_an_operator_turns_and_retires_from_the_command_line(typed: Type) -> None:
    typed(*INIT)
    turned = typed("keys", "rotate")
    assert turned.code == 0
    assert turned.out.startswith("Root key 2 wraps ")
    assert typed("keys", "retire").out == "Retired 1.\n"
    assert typed("audit", "check").code == 0
