"""A backup restores all that was, and nothing that was erased since."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select as rows_of
from sqlmodel import Session, SQLModel, select

from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.backups import codec, files, operations, rules
from reciprocal.backups.codec import Contents
from reciprocal.db import Database, Duty, take_duty
from reciprocal.requests.tables import PropertyRequest
from reciprocal.sealing import keys, recipients
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed
from tests.reciprocal.journey import one_move
from tests.support.world import MakeWorld, World

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EMPTY = Contents(NOW, "0001", {})


@pytest.fixture
def scratch_url(empty_database_url: str) -> str:
    """Where a backup is restored to: each database from each, so four pairs."""
    return empty_database_url


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(one_move())


def home_of(database: Database) -> object:
    """Open where the one household lives, as the service could."""
    with database.transaction(service()) as session:
        row = session.exec(select(PropertyRequest)).one()
        return sealing.unseal(session, row.home, "property_request.home", row.id)


def erase(world: World) -> None:
    with world.working.database.transaction(service()) as session:
        row = session.exec(select(PropertyRequest)).one()
        sealing.destroy_key(session, row.key_id)


def restored(world: World, url: str) -> Database:
    """Open a restored database with the live one's root key."""
    database = Database(url)
    database.info.update(world.working.database.info)
    return database


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with Session(database.engine) as session:
        take_duty(session.connection(), Duty.BACKUP)
        return {
            name: sorted(
                map(tuple, session.connection().execute(rows_of(table))), key=repr
            )
            for name, table in SQLModel.metadata.tables.items()
        }


def test_every_row_comes_back_as_it_was_on_either_database(
    world: World, scratch_url: str
) -> None:
    data, key_rows = operations.take(world.working.database)
    told = operations.restore(
        scratch_url,
        *(codec.from_bytes(codec.to_bytes(each)) for each in (data, key_rows)),
    )
    copy = restored(world, scratch_url)
    live = world.working.database
    assert repr_all(everything(copy)) == repr_all(everything(live))
    assert sum(told.values()) == sum(
        len(rows) for part in (data, key_rows) for rows in part.tables.values()
    )
    assert home_of(copy) == home_of(live)
    copy.close()


def repr_all(
    tables: dict[str, list[tuple[object, ...]]],
) -> dict[str, list[list[object]]]:
    """Let sealed values, which are not to be compared, be compared by their bytes."""
    return {
        name: [
            [(v.key_id, v.box) if isinstance(v, Sealed) else v for v in row]
            for row in rows
        ]
        for name, rows in tables.items()
    }


def test_the_data_alone_holds_no_key(world: World) -> None:
    data, key_rows = operations.take(world.working.database)
    assert not set(data.tables) & rules.KEY_TABLES
    assert set(data.tables) | set(key_rows.tables) == set(SQLModel.metadata.tables)


def test_what_was_erased_after_the_data_was_backed_up_stays_erased(
    world: World, scratch_url: str
) -> None:
    data, _ = operations.take(world.working.database)
    erase(world)
    _, newest_keys = operations.take(world.working.database)
    operations.restore(scratch_url, data, newest_keys)
    copy = restored(world, scratch_url)
    with pytest.raises(keys.SealBroken):
        home_of(copy)
    copy.close()


def test_old_keys_are_restored_dead_by_the_list_of_those_destroyed_since(
    world: World, scratch_url: str
) -> None:
    data, old_keys = operations.take(world.working.database)
    erase(world)
    destroyed = operations.shredded(world.working.database)
    assert len(destroyed) == 1
    operations.restore(scratch_url, data, old_keys, destroyed=destroyed)
    copy = restored(world, scratch_url)
    with pytest.raises(keys.SealBroken):
        home_of(copy)
    with copy.transaction(service()) as session:
        assert sealing.unwrap_all(session)[1] == 1
    copy.close()


def test_a_database_that_holds_anything_is_not_restored_into(world: World) -> None:
    data, key_rows = operations.take(world.working.database)
    live = everything(world.working.database)
    with pytest.raises(operations.NotEmpty):
        operations.restore(world.copy.owner_url, data, key_rows)
    assert repr_all(everything(world.working.database)) == repr_all(live)


def test_a_backup_of_other_tables_is_refused(tmp_path: Path) -> None:
    other = Contents(clock.now(), "0000", {})
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    with pytest.raises(rules.OtherRevision):
        operations.restore(url, other, other)


@pytest.mark.parametrize(
    ("age", "later", "refused"),
    [
        (timedelta(0), timedelta(0), False),
        (timedelta(days=1), timedelta(0), True),
        (timedelta(days=-1), timedelta(days=34), False),
        (timedelta(0), timedelta(days=35), False),
        (timedelta(0), timedelta(days=35, seconds=1), True),
    ],
)
def test_keys_older_than_the_data_or_35_days_are_refused(
    age: timedelta, later: timedelta, *, refused: bool
) -> None:
    old = Contents(NOW - age, "0001", {})
    if refused:
        with pytest.raises(rules.KeysTooOld):
            rules.require_keys(EMPTY, old, NOW + later)
    else:
        rules.require_keys(EMPTY, old, NOW + later)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.binary(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.dictionaries(st.sampled_from(["$", "v", "other"]), st.text()),
    st.lists(st.integers()),
)


@given(st.lists(st.dictionaries(st.text(), VALUES)))
def test_whatever_a_row_holds_is_read_back(rows: list[dict[str, object]]) -> None:
    contents = Contents(NOW, "0001", {"table": rows})
    assert codec.from_bytes(codec.to_bytes(contents)) == contents


def test_a_day_is_not_taken_for_a_moment() -> None:
    row = {"day": date(2026, 3, 2), "sealed": Sealed("ab" * 16, b"\x00")}
    contents = Contents(NOW, "0001", {"table": [row]})
    assert codec.from_bytes(codec.to_bytes(contents)) == contents


def test_a_file_opens_with_its_own_private_key_and_as_itself_alone(
    tmp_path: Path,
) -> None:
    file, other_file = tmp_path / "private", tmp_path / "other"
    public = recipients.make_private_key(file)
    recipients.make_private_key(other_file)
    assert file.stat().st_mode & 0o077 == 0
    private, other = file.read_text(), other_file.read_text()
    kept = tmp_path / "kept"
    files.write(kept, EMPTY, what=files.DATA, public=public)
    assert files.read(kept, what=files.DATA, private=private) == EMPTY
    for what, opener in ((files.KEYS, private), (files.DATA, other)):
        with pytest.raises(keys.SealBroken):
            files.read(kept, what=what, private=opener)
    whole = kept.read_bytes()
    for cut in (whole[:-1], whole[:30], b"", whole[:-1] + bytes([whole[-1] ^ 1])):
        kept.write_bytes(cut)
        with pytest.raises(keys.SealBroken):
            files.read(kept, what=files.DATA, private=private)


@pytest.mark.parametrize("public", ["", "words", "ab" * 31, "00" * 32])
def test_what_is_no_public_key_is_refused(public: str) -> None:
    with pytest.raises(recipients.RecipientRefused):
        recipients.seal_to(public, b"", "data")


def test_no_key_is_written_over(tmp_path: Path) -> None:
    recipients.make_private_key(tmp_path / "private")
    with pytest.raises(FileExistsError):
        recipients.make_private_key(tmp_path / "private")
