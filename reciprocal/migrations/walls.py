"""The second wall: what PostgreSQL itself lets an acting party open.

The queries scope every reading in Python. These policies say it once more where no
query can forget it. Whatever is sealed, in whichever table, is opened with its key
out of `subject_key`; so that is where the wall stands, and a key is there only for an
organisation that is a party to its request or home, for the scheme's coordinator, and
for a duty of the service that is named (`reciprocal.db.Duty`). The old landlord has no
key of a destination. Without an acting party there is none. A reading without its
scope gets sealed boxes and fails aloud, so no rule of safety can miss a row in silence.

Beside it stand tables whose rows are of one party or one round alone. The policies are
forced, so the role that owns the tables is held to them as well. SQLite has no such
thing; there the queries are the only wall.
"""

import hashlib

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from reciprocal.db import Duty

NAME = "party"

_ACTING = "(SELECT current_setting('reciprocal.organisation', true))"
_ROLE = "(SELECT current_setting('reciprocal.role', true))"
_DUTY = "(SELECT current_setting('reciprocal.duty', true))"
_SCHEME = (
    "(SELECT o.scheme_id FROM organisation o"  # noqa: S608 - ours
    f" WHERE o.id = {_ACTING} AND {_ROLE} = 'coordinator')"
)


def _one_of(column: str, table: str, key: str, *owners: str) -> str:
    """Say that a column names a row of a table that is the acting party's."""
    theirs = " OR ".join(
        f"x.{owner} = {_SCHEME if owner == 'scheme_id' else _ACTING}"
        for owner in owners
    )
    return f"{column} IN (SELECT x.{key} FROM {table} x WHERE {theirs})"  # noqa: S608


_REQUEST = " OR ".join(
    (
        _one_of(
            "subject_id",
            "property_request",
            "id",
            "service_id",
            "provider_id",
            "scheme_id",
        ),
        _one_of(
            "subject_id", "proposal", "request_id", "service_id", "new_provider_id"
        ),
        _one_of("subject_id", "case_transfer", "request_id", "to_service_id"),
    )
)
_HOME = " OR ".join(
    (
        _one_of("subject_id", "home", "id", "provider_id", "scheme_id"),
        _one_of("subject_id", "proposal", "home_id", "service_id", "new_provider_id"),
        _one_of("subject_id", "nomination_release", "home_id", "council_id"),
    )
)
_STEP = _one_of(
    "proposal_id",
    "proposal",
    "id",
    "service_id",
    "old_provider_id",
    "new_provider_id",
    "scheme_id",
)

PARTIES: dict[str, str] = {
    "conversation": _STEP,
    "final_offer_warning": _STEP,
    "match_round": f"scheme_id = {_SCHEME}",
    "subject_key": (
        f"CASE subject_kind WHEN 'request' THEN {_REQUEST}"
        f" WHEN 'home' THEN {_HOME}"
        f" WHEN 'round' THEN {_one_of('subject_id', 'match_round', 'id', 'scheme_id')}"
        " WHEN 'dwelling_bar' THEN false"
        f" ELSE organisation_id = {_ACTING} END"
    ),
}
"""Each walled table, and when a row of it is there for the acting party."""

MAY_MAKE = {"subject_key": f"{_ACTING} <> ''"}
"""Where a row is made before what it is of: whoever acts may make it, and not read."""

_ALL = frozenset(PARTIES)

REACH: dict[Duty, frozenset[str]] = {
    Duty.SERVICE: _ALL,
    Duty.ROUND: _ALL,
    Duty.DELIVERY: frozenset({"subject_key"}),
    Duty.RETENTION: _ALL,
    Duty.BACKUP: _ALL,
    Duty.RESTORE: _ALL,
    Duty.PROOF: frozenset({"match_round", "subject_key"}),
    Duty.TELLING_OF_ROUNDS: frozenset({"match_round"}),
    Duty.CLOSING_DWELLINGS: frozenset({"subject_key"}),
    Duty.LOOKING_AGAIN: frozenset({"subject_key"}),
    Duty.FORGETTING: frozenset({"subject_key"}),
    Duty.SIGNING_IN: frozenset({"subject_key"}),
}
"""Every duty of the service, and the walled tables that it reaches whole."""


def drop_all(connection: Connection) -> None:
    """Take the wall down, for as long as tables are changed."""
    for table in sorted(standing(connection)):
        for name in _policies_of(connection, table):
            connection.exec_driver_sql(f'DROP POLICY "{name}" ON {table}')
        connection.exec_driver_sql(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def create_all(connection: Connection) -> None:
    """Put the wall round every table of the list that exists."""
    for table, policy in _declared(connection).items():
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {NAME} ON {table} {policy}",
            f"COMMENT ON POLICY {NAME} ON {table} IS '{_digest(policy)}'",
        ):
            connection.exec_driver_sql(statement)


def standing(connection: Connection) -> dict[str, str]:
    """Return the digest under which each policy was made, by its table.

    A table whose policies are off, not forced, or not the one that is ours has an
    empty one.
    """
    if connection.dialect.name != "postgresql":
        return {}
    rows = connection.execute(
        text(
            "SELECT c.relname, CASE WHEN c.relrowsecurity AND c.relforcerowsecurity"
            " AND count(*) = 1 AND bool_and(p.polname = :name AND p.polpermissive"
            " AND p.polcmd = '*' AND p.polroles = '{0}')"
            " THEN coalesce(max(obj_description(p.oid, 'pg_policy')), '') ELSE '' END"
            " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() GROUP BY c.oid"
        ),
        {"name": NAME},
    )
    return {str(row[0]): str(row[1]) for row in rows}


def stray(connection: Connection) -> frozenset[str]:
    """Return the tables whose wall is missing, down, altered or unlisted."""
    found = standing(connection)
    wanted = {t: _digest(policy) for t, policy in _declared(connection).items()}
    return frozenset(
        table
        for table in found.keys() | wanted.keys()
        if found.get(table) != wanted.get(table)
    )


def _policies_of(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(
        text(
            "SELECT policyname FROM pg_policies"
            " WHERE schemaname = current_schema() AND tablename = :table"
        ),
        {"table": table},
    )
    return sorted(rows.scalars())


def _declared(connection: Connection) -> dict[str, str]:
    if connection.dialect.name != "postgresql":
        return {}
    tables = set(inspect(connection).get_table_names())
    return {table: _policy(table) for table in PARTIES if table in tables}


def _policy(table: str) -> str:
    duties = sorted(duty for duty, reached in REACH.items() if table in reached)
    on_duty = ", ".join(f"'{duty}'" for duty in duties)
    theirs = f"{_DUTY} IN ({on_duty}) OR {PARTIES[table]}"
    made = f"{_DUTY} IN ({on_duty}) OR {MAY_MAKE.get(table, PARTIES[table])}"
    return f"USING ({theirs}) WITH CHECK ({made})"


def _digest(policy: str) -> str:
    return hashlib.sha256(policy.encode()).hexdigest()
