"""PostgreSQL's own wall: what is sealed opens for its parties, and for no one else.

The parties are worked out here a second time, row by row in Python, from the tables
read on duty; what the wall lets each organisation see must be the same set.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from fixtures.load import AUDITOR
from fixtures.scenarios import HACKNEY, chain_from_a_void
from reciprocal import migrations
from reciprocal.access.actor import NOBODY, Actor, Role, service
from reciprocal.audit import operations as audit
from reciprocal.db import Database, Duty, on_duty, take_duty
from reciprocal.homes.tables import Home
from reciprocal.migrations import SchemaDrifted, walls
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import Organisation, OrganisationKind
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing.keys import SealBroken
from reciprocal.sealing.tables import SubjectKey
from scripts.tree import ROOT
from tests.api.routes import declared
from tests.api.standing import CALLERS, Standing
from tests.api.standing import NOBODY as STRANGER
from tests.support.postgres import APP_ROLE, Server
from tests.support.world import DAY, Fill, World, opened


@pytest.fixture(scope="module")
def standing(
    filled: Fill, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Standing]:
    """The chain from a void after its round, once for the module."""
    found = filled("postgres", chain_from_a_void(DAY), SchemeRules())
    with opened(found, tmp_path_factory.mktemp("walls")) as world:
        world.run_round()
        yield Standing(world)


@pytest.fixture(scope="module")
def world(standing: Standing) -> World:
    return standing.world


def all_of(world: World, table: Any) -> list[Any]:  # noqa: ANN401 - any table
    """Read a table whole, as the service."""
    with world.acting(service()) as session:
        return list(session.exec(select(table)))


def keys_seen(world: World, actor: Actor) -> set[str]:
    with world.acting(actor) as session:
        return set(session.exec(select(SubjectKey.id)))


def members(world: World) -> list[Actor]:
    """Return an actor for each member of the scheme."""
    roles = {
        OrganisationKind.PROVIDER: Role.NAMED_LEAD,
        OrganisationKind.REFERRING_SERVICE: Role.REFERRING_WORKER,
        OrganisationKind.COORDINATOR: Role.COORDINATOR,
        OrganisationKind.AUDITOR: Role.AUDITOR,
    }
    like = world.coordinator
    return [
        Actor("a", like.kind, row.id, row.scheme_id, roles[row.kind])
        for row in all_of(world, Organisation)
    ]


def keys_by_party(world: World) -> dict[str, set[str]]:
    """Say of each organisation which keys of requests and homes are for it."""
    theirs: dict[str, set[str]] = defaultdict(set)
    requests = {row.id: row for row in all_of(world, PropertyRequest)}
    homes = {row.id: row for row in all_of(world, Home)}
    board = {
        row.scheme_id: row.id
        for row in all_of(world, Organisation)
        if row.kind is OrganisationKind.COORDINATOR
    }
    for request in requests.values():
        for party in (request.service_id, request.provider_id):
            theirs[party].add(request.key_id)
        theirs[board[request.scheme_id]].add(request.key_id)
    for home in homes.values():
        theirs[home.provider_id].add(home.key_id)
        theirs[board[home.scheme_id]].add(home.key_id)
    for step in all_of(world, Proposal):
        for party in (step.service_id, step.new_provider_id):
            theirs[party] |= {
                requests[step.request_id].key_id,
                homes[step.home_id].key_id,
            }
    for row in all_of(world, MatchRound):
        theirs[board[row.scheme_id]].add(row.key_id)
    return theirs


def test_the_wall_gives_each_member_the_keys_of_its_own_rows(world: World) -> None:
    theirs = keys_by_party(world)
    of_rows = {
        row.id
        for row in all_of(world, SubjectKey)
        if row.subject_kind in ("request", "home", "round")
    }
    seen = {
        actor.organisation_id: keys_seen(world, actor) & of_rows
        for actor in members(world)
    }
    assert seen == {each: theirs[each] & of_rows for each in seen}
    assert any(seen.values())
    assert set.union(*seen.values()) == of_rows


def test_an_old_landlord_has_no_key_of_a_destination(world: World) -> None:
    homes = {row.id: row for row in all_of(world, Home)}
    steps = [
        each
        for each in all_of(world, Proposal)
        if homes[each.home_id].provider_id != each.old_provider_id
    ]
    assert steps
    others = {actor.organisation_id: actor for actor in members(world)}
    for step in steps:
        old = others[step.old_provider_id]
        assert homes[step.home_id].key_id not in keys_seen(world, old)


def test_without_an_acting_party_nothing_is_there(world: World) -> None:
    with Session(world.working.database.engine) as session:
        for table in walls.PARTIES:
            count = session.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            assert count.scalar_one() == 0, table
    assert keys_seen(world, NOBODY) == set()
    stranger = Actor("a", NOBODY.kind, "nowhere", "nowhere", Role.NAMED_LEAD)
    assert keys_seen(world, stranger) == set()


def test_the_role_that_owns_the_tables_is_held_as_well(world: World) -> None:
    owner = Database(world.copy.owner_url)
    with owner.engine.connect() as connection:
        rows = connection.execute(text("SELECT count(*) FROM subject_key"))
        assert rows.scalar_one() == 0
    owner.close()


@pytest.mark.parametrize("duty", list(Duty))
def test_each_duty_reaches_the_tables_of_its_line(world: World, duty: Duty) -> None:
    whole = {"subject_key", "match_round"}
    with Session(world.working.database.engine) as session:
        take_duty(session.connection(), duty)
        found = {
            table
            for table in whole
            if session.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first()  # noqa: S608
        }
    assert found == walls.REACH[duty] & whole


def test_every_duty_has_its_line() -> None:
    assert set(walls.REACH) == set(Duty)
    told = (ROOT / "docs" / "runbook.md").read_text()
    assert [each for each in Duty if f"`{each}`" not in told] == []


def planted(session: Session, actor: Actor) -> list[object]:
    """Read every home and open its address: a query whose scope was forgotten."""
    return [
        audit.reveal(
            session,
            actor,
            home.address,
            "home.address",
            subject=("home", home.id),
            row_id=home.id,
        )
        for home in session.exec(
            select(Home).where(col(Home.provider_id) != actor.organisation_id)
        ).all()
    ]


@pytest.mark.parametrize("code", [HACKNEY, AUDITOR])
def test_a_query_without_its_scope_opens_nothing(world: World, code: str) -> None:
    with pytest.raises(SealBroken), world.acting(world.person(code)) as session:
        planted(session, world.person(code))


def test_after_the_service_has_looked_the_key_is_gone_again(world: World) -> None:
    actor = world.person(AUDITOR)
    with world.acting(actor) as session:
        assert planted(session, service(actor.scheme_id))
        with pytest.raises(SealBroken):
            planted(session, actor)


def test_a_duty_ends_with_its_block_also_by_an_error(world: World) -> None:
    def fail(session: Session) -> None:
        with on_duty(session, Duty.LOOKING_AGAIN):
            raise LookupError

    with world.acting(world.person(AUDITOR)) as session:
        keys = select(SubjectKey.id).where(SubjectKey.subject_kind == "home")
        with on_duty(session, Duty.LOOKING_AGAIN):
            assert session.exec(keys).all()
        assert session.exec(keys).all() == []
        with pytest.raises(LookupError):
            fail(session)
        assert session.exec(keys).all() == []


def test_what_the_database_refused_ends_the_transaction(world: World) -> None:
    def refused(session: Session) -> None:
        with on_duty(session, Duty.LOOKING_AGAIN):
            session.execute(text("SELECT 1 / 0"))

    with (
        pytest.raises(DBAPIError, match="division by zero"),
        world.acting(world.person(AUDITOR)) as session,
    ):
        refused(session)
    assert keys_seen(world, NOBODY) == set()


def answers(standing: Standing) -> dict[tuple[str, str], tuple[int, object]]:
    """Return what every caller is answered by every list and thing they may read."""
    app: Any = standing.world.http.app
    found: dict[tuple[str, str], tuple[int, object]] = {}
    reads = [route.path for route in declared(app) if route.method == "GET"]
    for caller in CALLERS:
        if caller == STRANGER:
            continue
        for path in (each for each in reads if each.startswith("/v1/")):
            if "{" not in path:
                answer = standing.send(caller, "GET", path)
                body: Any = answer.json()
                if isinstance(body, dict) and body.get("next"):
                    body["next"] = "more"  # a cursor is sealed anew each time
                found[caller, path] = (answer.status_code, body)
        for path in (each for each in reads if each.endswith("/{reference}")):
            known = found.get((caller, path.removesuffix("/{reference}")))
            body = known[1] if known else {}
            for item in body.get("items", ()):
                one = path.replace("{reference}", str(item.get("reference")))
                answer = standing.send(caller, "GET", one)
                found[caller, one] = (answer.status_code, answer.json())
    return found


def test_every_reading_is_the_same_with_the_wall_and_without(
    standing: Standing,
) -> None:
    answers(standing)  # the systems of its callers are registered as they first call
    behind = answers(standing)
    owner = Database(standing.world.copy.owner_url)
    with owner.engine.begin() as connection:
        walls.drop_all(connection)
    without = answers(standing)
    with owner.engine.begin() as connection:
        walls.create_all(connection)
        assert walls.stray(connection) == frozenset()
    owner.close()
    changing = {"/v1/me", "/v1/audit"}  # a session's end; what was read is written
    assert {k: v for k, v in behind.items() if k[1] not in changing} == {
        k: v for k, v in without.items() if k[1] not in changing
    }
    assert sum(status == 200 for status, _ in behind.values()) > len(CALLERS)
    assert not any(status >= 500 for status, _ in behind.values())


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE subject_key NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE subject_key DISABLE ROW LEVEL SECURITY",
        "DROP POLICY party ON subject_key",
        "CREATE POLICY wide ON subject_key USING (true)",
        "CREATE POLICY wide ON home USING (true)",
        "ALTER POLICY party ON subject_key TO " + APP_ROLE,
        "COMMENT ON POLICY party ON subject_key IS 'another'",
    ],
)
def test_a_wall_that_was_altered_is_refused(
    postgres_server: Server, postgres_database: str, statement: str
) -> None:
    owner_url = postgres_server.owner_url_for(postgres_database)
    migrations.check(owner_url)
    owner = Database(owner_url)
    with owner.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    owner.close()
    with pytest.raises(SchemaDrifted):
        migrations.check(owner_url)
    migrations.upgrade(owner_url)


def test_sqlite_has_none(sqlite_url: str) -> None:
    file = Database(sqlite_url)
    with file.engine.connect() as connection:
        assert walls.standing(connection) == {}
        assert walls.stray(connection) == frozenset()
    file.close()


def test_the_serving_role_cannot_take_the_wall_down(world: World) -> None:
    with (
        pytest.raises(DBAPIError, match="must be owner"),
        world.working.database.engine.begin() as connection,
    ):
        connection.execute(text("ALTER TABLE subject_key DISABLE ROW LEVEL SECURITY"))
