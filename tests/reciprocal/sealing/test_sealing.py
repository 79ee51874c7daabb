"""What is sealed opens at its own place, with its own key, and nowhere else."""

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import column, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, select

from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.db import Database
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed, SealedType
from reciprocal.sealing.keys import KeyRing, SealBroken
from reciprocal.sealing.operations import give_keys
from reciprocal.sealing.tables import OrganisationKey, SubjectKey
from tests.reciprocal.members import MONDAY, together

ONE, TWO = b"1" * 32, b"2" * 32
COLUMN, ROW = "home.address", "row-1"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    give_keys(opened, KeyRing({1: ONE}))
    with clock.source(lambda: MONDAY):
        yield opened
    opened.close()


def new_key(database: Database, subject: str = "h", organisation: str = "o") -> str:
    with database.transaction(service()) as session:
        return sealing.create_key(
            session,
            subject_kind="home",
            subject_id=subject,
            organisation_id=organisation,
        )


def seal(database: Database, key: str, value: object = "1 High Street") -> Sealed:
    with database.transaction(service()) as session:
        return sealing.seal(session, key, COLUMN, ROW, value)


def unseal(
    database: Database, sealed: Sealed, column: str = COLUMN, row: str = ROW
) -> object:
    with database.transaction(service()) as session:
        return sealing.unseal(session, sealed, column, row)


@pytest.mark.parametrize(
    "value",
    ["1 High Street", "Łétè 🏠", "", None, 5, [1, "a"], {"a": {"b": [True]}}],
)
def test_what_was_sealed_is_what_opens(database: Database, value: object) -> None:
    assert unseal(database, seal(database, new_key(database), value)) == value


def test_the_same_value_is_sealed_otherwise_each_time(database: Database) -> None:
    key = new_key(database)
    assert seal(database, key).box != seal(database, key).box


def test_a_seal_that_was_moved_or_altered_does_not_open(database: Database) -> None:
    key, other = new_key(database), new_key(database, "h2")
    sealed = seal(database, key)
    for column_, row in (("home.uprn", ROW), (COLUMN, "row-2"), (COLUMN, "")):
        with pytest.raises(SealBroken):
            unseal(database, sealed, column_, row)
    with pytest.raises(SealBroken):
        unseal(database, replace(sealed, key_id=other))
    with pytest.raises(SealBroken):
        unseal(database, replace(sealed, key_id="0" * 32))
    for place in (0, 12, len(sealed.box) - 1):
        box = bytearray(sealed.box)
        box[place] ^= 1
        with pytest.raises(SealBroken):
            unseal(database, replace(sealed, box=bytes(box)))
    assert unseal(database, sealed) == "1 High Street"


def test_a_destroyed_key_opens_nothing_ever_again(database: Database) -> None:
    """Neither in the transaction that destroyed it, nor in any other."""
    key, kept = new_key(database), new_key(database, "h2")
    sealed, other = seal(database, key), seal(database, kept)
    with database.transaction(service()) as session:
        assert sealing.unseal(session, sealed, COLUMN, ROW) == "1 High Street"
        sealing.destroy_key(session, key)
        with pytest.raises(SealBroken):
            sealing.unseal(session, sealed, COLUMN, ROW)
    with pytest.raises(SealBroken):
        unseal(database, sealed)
    with pytest.raises(SealBroken):
        seal(database, key)
    assert unseal(database, other) == "1 High Street"
    with database.transaction(service()) as session:
        row = session.get_one(SubjectKey, key)
    assert (row.wrapped, row.destroyed_at) == (None, MONDAY)


def test_several_keys_are_made_in_one_transaction(database: Database) -> None:
    with database.transaction(service()) as session:
        made = {
            sealing.create_key(
                session, subject_kind="home", subject_id=each, organisation_id="o"
            )
            for each in ("h1", "h2")
        }
    assert {unseal(database, seal(database, key)) for key in made} == {"1 High Street"}


def test_a_thing_has_one_key(database: Database) -> None:
    new_key(database)
    with pytest.raises(IntegrityError):
        new_key(database)


def test_an_organisation_has_one_key_however_many_begin_together(
    database: Database,
) -> None:
    found = together([lambda n=n: new_key(database, f"h{n}") for n in range(6)])  # type: ignore[misc]
    assert {type(each) for each in found} == {str}
    with Session(database.engine) as session:
        assert len(session.exec(select(OrganisationKey)).all()) == 1


def test_a_wrapped_key_that_was_moved_does_not_open(database: Database) -> None:
    """Each is bound to its own row."""
    key, other = new_key(database), new_key(database, "h2")
    sealed = seal(database, key)
    with database.transaction(service()) as session:
        row, theirs = (session.get_one(SubjectKey, each) for each in (key, other))
        row.wrapped = theirs.wrapped
        session.add(row)
    with pytest.raises(SealBroken):
        unseal(database, sealed)


def test_no_key_stands_in_the_database_as_it_is(database: Database) -> None:
    key = new_key(database)
    with database.transaction(service()) as session:
        sealing.seal(session, key, COLUMN, ROW, "x")
        opened = set(session.info["opened_keys"].values())
        wrapped = [session.get_one(SubjectKey, key).wrapped]
        wrapped += [row.wrapped for row in session.exec(select(OrganisationKey))]
    assert len(opened) == 2
    assert not any(plain in box for plain in opened for box in wrapped if box)


def test_opened_keys_are_forgotten_with_their_session(database: Database) -> None:
    key = new_key(database)
    with database.transaction(service()) as session:
        assert "opened_keys" not in session.info
        sealing.seal(session, key, COLUMN, ROW, "x")
        assert key in session.info["opened_keys"]
    assert "opened_keys" not in database.info


# Versions of the root key.


def test_an_old_root_still_opens_and_the_new_one_wraps(database: Database) -> None:
    sealed = seal(database, new_key(database, organisation="old"))
    give_keys(database, KeyRing({1: ONE, 2: TWO}))
    assert unseal(database, sealed) == "1 High Street"
    newer = seal(database, new_key(database, "h2", organisation="new"))
    with Session(database.engine) as session:
        versions = {
            row.organisation_id: row.root_version
            for row in session.exec(select(OrganisationKey))
        }
    assert versions == {"old": 1, "new": 2}
    give_keys(database, KeyRing({2: TWO}))
    assert unseal(database, newer) == "1 High Street"
    with pytest.raises(SealBroken):
        unseal(database, sealed)


def test_another_root_of_the_same_version_opens_nothing(database: Database) -> None:
    sealed = seal(database, new_key(database))
    give_keys(database, KeyRing({1: TWO}))
    with pytest.raises(SealBroken):
        unseal(database, sealed)


def test_without_a_key_ring_nothing_is_sealed(database_url: str) -> None:
    bare = Database(database_url)
    with pytest.raises(KeyError):
        new_key(bare)
    bare.info["key_ring"] = "not one"
    with pytest.raises(AssertionError):
        new_key(bare)
    bare.close()


# Finding an equal value again.


def test_equal_values_are_found_within_an_organisation_only(
    database: Database,
) -> None:
    def blind(organisation: str, value: str, of: str = "home.uprn") -> str:
        with database.transaction(service()) as session:
            return sealing.blind_index(
                session, organisation_id=organisation, column=of, value=value
            )

    first = blind("o", "100")
    assert blind("o", "100") == first
    others = {blind("o", "101"), blind("p", "100"), blind("o", "100", "tenancy")}
    assert len(others | {first}) == 4
    assert "100" not in (first[:3], first)


def test_a_value_is_found_again_under_a_later_key_of_its_organisation(
    database: Database,
) -> None:
    """The first version blinds for good, or no dwelling would be found again."""

    def blind() -> str:
        with database.transaction(service()) as session:
            return sealing.blind_index(
                session, organisation_id="o", column="c", value="v"
            )

    first = blind()
    with database.transaction(service()) as session:
        row = session.exec(select(OrganisationKey)).one()
        session.add(
            OrganisationKey(
                **row.model_dump(exclude={"id", "version"}), id="2" * 32, version=2
            )
        )
    assert blind() == first


def test_a_token_opens_for_its_organisation_in_its_circumstances_alone(
    database: Database,
) -> None:
    def opened(token: bytes, organisation: str = "o", bound_to: str = "b") -> object:
        with database.transaction(service()) as session:
            return sealing.unseal_token(
                session, organisation_id=organisation, bound_to=bound_to, token=token
            )

    with database.transaction(service()) as session:
        token = sealing.seal_token(
            session, organisation_id="o", bound_to="b", value=["a day", None, 1]
        )
    assert opened(token) == ["a day", None, 1]
    assert b"a day" not in token
    altered = token[:-1] + bytes([token[-1] ^ 1])
    with pytest.raises(SealBroken):
        opened(token, organisation="p")
    with pytest.raises(SealBroken):
        opened(token, bound_to="c")
    for other in (altered, token[:12], b""):
        with pytest.raises(SealBroken):
            opened(other)


# The column.

ADDRESS = column("address", SealedType())


@pytest.mark.parametrize(
    "build",
    [
        lambda: ADDRESS == "x",
        lambda: ADDRESS != "x",
        lambda: ADDRESS == None,  # noqa: E711 - the spelling that must not work
        lambda: "x" == ADDRESS,  # noqa: SIM300 - the order that must not work
        lambda: ADDRESS < "x",
        lambda: ADDRESS >= "x",
        lambda: ADDRESS.in_(["x"]),
        lambda: ADDRESS.not_in(["x"]),
        lambda: ADDRESS.like("x%"),
        lambda: ADDRESS.between("a", "b"),
        ADDRESS.asc,
        ADDRESS.desc,
        ADDRESS.distinct,
        lambda: ADDRESS + "x",
        lambda: "x" + ADDRESS,
    ],
)
def test_a_sealed_column_is_not_filtered_sorted_or_compared(build: Any) -> None:  # noqa: ANN401 - a query being built
    with pytest.raises(TypeError, match="sealed column"):
        build()


def test_whether_there_is_a_sealed_value_may_be_asked() -> None:
    assert str(ADDRESS.is_(None)) == "address IS NULL"
    assert str(ADDRESS.is_not(None)) == "address IS NOT NULL"


def test_a_sealed_value_says_nothing_of_itself() -> None:
    sealed = Sealed("0" * 32, b"box")
    assert (repr(sealed), str(sealed), f"{sealed}") == ("Sealed(…)",) * 3


@pytest.mark.parametrize("plain", ["1 High Street", b"1 High Street", 5])
def test_nothing_unsealed_reaches_a_sealed_column(
    database: Database, plain: object
) -> None:
    dialect = database.engine.dialect
    with pytest.raises(AssertionError, match="unsealed"):
        SealedType().process_bind_param(plain, dialect)
    sealed = next(
        name
        for name, each in MatchRound.__table__.columns.items()  # type: ignore[attr-defined]
        if isinstance(each.type, SealedType)
    )
    statement = MatchRound.__table__.update().values({sealed: plain})  # type: ignore[attr-defined]
    with pytest.raises(StatementError), database.transaction(service()) as session:
        session.execute(statement)


def test_a_sealed_value_is_stored_with_its_format_and_key(database: Database) -> None:
    kind, dialect = SealedType(), database.engine.dialect
    sealed = Sealed("0a" * 16, b"box")
    stored = kind.process_bind_param(sealed, dialect)
    assert stored == b"\x01" + b"\x0a" * 16 + b"box"
    assert kind.process_result_value(stored, dialect) == sealed
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None
    with pytest.raises(AssertionError, match="unknown format"):
        kind.process_result_value(b"\x02" + stored[1:], dialect)


def test_nothing_of_a_sealed_value_is_in_the_file(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Neither in the database nor in its log, in no spelling that is searched for."""
    marker = secrets.token_hex(12)
    database = Database(sqlite_url)
    ring = KeyRing.load_or_create(tmp_path / "root.json")
    give_keys(database, ring)
    sealed = seal(database, new_key(database), {"address": marker})
    with database.transaction(service()) as session:
        session.execute(text("CREATE TABLE kept (plain TEXT, box BLOB)"))
        session.execute(
            text("INSERT INTO kept VALUES ('seen', :box)"), {"box": sealed.box}
        )
    raw = b"".join(file.read_bytes() for file in tmp_path.glob("reciprocal.db*"))
    assert sealed.box in raw
    assert b"seen" in raw
    for spelling in (
        marker.encode(),
        marker.encode().hex().encode(),
        marker.encode("utf-16-le"),
        ring.roots[1],
        ring.roots[1].hex().encode(),
    ):
        assert spelling not in raw
    database.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "reciprocal.db")) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
