"""The one list of triggers, for both dialects.

Six tables are only ever added to: the audit, the tenancies promised, what support was
given and how urgency was judged, the book's transactions and their legs. The book's
transaction is written after its legs, so that inserting it can prove them (they sum
to nothing in every size class, clearing included) and seal them: from then on no leg
joins it.

The plain SQL here is the law as the database keeps it; the same laws are read from
rows, independently, by the ledger's invariants.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from string import Template

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

BOOK_LOCK = 7_202
"""The advisory lock that every writer of the book takes on PostgreSQL."""

APPEND_ONLY: dict[str, tuple[tuple[str, ...], ...]] = {
    "audit_entry": (("sequence",),),
    "ledger_transaction": (
        ("sequence",),
        ("id",),
        ("resolves_hold_id",),
        ("reverses_transaction_id",),
    ),
    "ledger_leg": (("transaction_sequence", "leg_no"),),
    "tenancy_promise": (("id",), ("proposal_id", "number")),
    "support_fact": (("id",), ("filing_ref",)),
    "urgency_assessment": (("id",),),
}
"""Each table that is only added to, and the keys that say which row is which."""

_ACCOUNT_KEYS = (
    ("id",),
    ("scheme_id", "owner_organisation_id", "size_class", "kind"),
)

ACCOUNT_FIXED = (
    "id",
    "scheme_id",
    "owner_organisation_id",
    "size_class",
    "kind",
    "normal_side",
    "opened_at",
)
"""What an account is for; only the day it closed is ever written afterwards."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger.

    Attributes:
        name: Unique in the database; on PostgreSQL also its function's name.
        table: The table it stands on.
        when: What fires it on this dialect, as SQL.
        body: What it does, as SQL of this dialect.
    """

    name: str
    table: str
    when: str
    body: str


def declared(dialect: str) -> tuple[Trigger, ...]:
    """Return every trigger of a dialect, `sqlite` or `postgresql`."""
    return tuple(_sqlite() if dialect == "sqlite" else _postgresql())


def create_all(connection: Connection) -> None:
    """Make every trigger whose table exists."""
    tables = set(inspect(connection).get_table_names())
    dialect = connection.dialect.name
    for trigger in declared(dialect):
        if trigger.table in tables:
            for statement in _statements(dialect, trigger):
                connection.exec_driver_sql(statement)


def drop_all(connection: Connection) -> None:
    """Drop every trigger the database has, listed here or not, and its function."""
    if connection.dialect.name == "sqlite":
        for name, _ in sorted(standing(connection)):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    for name, table in sorted(standing(connection)):
        connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
        connection.exec_driver_sql(f"DROP FUNCTION {name}()")


def standing(connection: Connection) -> dict[tuple[str, str], str]:
    """Return the text of each trigger in the database, by name and table."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid) || p.prosrc"
            " || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' disabled' END"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
        )
    rows = connection.execute(text(query))
    return {(name, table): _flat(definition) for name, table, definition in rows}


def stray(connection: Connection) -> frozenset[str]:
    """Return the names of triggers that are missing, altered, disabled or unlisted."""
    tables = set(inspect(connection).get_table_names())
    dialect = connection.dialect.name
    found = standing(connection)
    wanted = {
        (trigger.name, trigger.table): _as_stored(dialect, trigger)
        for trigger in declared(dialect)
        if trigger.table in tables
    }
    return frozenset(
        name
        for name, table in found.keys() | wanted.keys()
        if found.get((name, table)) != wanted.get((name, table))
    )


def _flat(sql: str) -> str:
    return " ".join(sql.split())


def _as_stored(dialect: str, trigger: Trigger) -> str:
    """Return a trigger's text as the database gives it back."""
    if dialect == "sqlite":
        return _flat(_statements(dialect, trigger)[0])
    definition = (
        f"CREATE TRIGGER {trigger.name} {trigger.when}"
        f" EXECUTE FUNCTION {trigger.name}()"
    ).replace(f" ON {trigger.table} ", f" ON public.{trigger.table} ")
    return _flat(definition + trigger.body)


def _statements(dialect: str, trigger: Trigger) -> tuple[str, ...]:
    if dialect == "sqlite":
        return (
            f"CREATE TRIGGER {trigger.name} {trigger.when} BEGIN {trigger.body}; END",
        )
    function = (
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path = pg_catalog, public AS $body${trigger.body}$body$"
    )
    fired = (
        f"CREATE TRIGGER {trigger.name} {trigger.when}"
        f" EXECUTE FUNCTION {trigger.name}()"
    )
    return function, fired


def _sqlite() -> Iterator[Trigger]:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            yield Trigger(
                f"{table}_no_{act.lower()}",
                table,
                f"BEFORE {act} ON {table}",
                f"SELECT RAISE(ABORT, '{table} is only added to')",
            )
    for table, keys in {**APPEND_ONLY, "ledger_account": _ACCOUNT_KEYS}.items():
        # INSERT OR REPLACE deletes the row it replaces without firing the trigger
        # on deletion, so a key that is taken is refused before it comes to that.
        taken = " OR ".join(
            "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")"
            for key in keys
        )
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 - ours
        yield Trigger(
            f"{table}_no_replace",
            table,
            f"BEFORE INSERT ON {table} WHEN {exists}",
            f"SELECT RAISE(ABORT, '{table} is only added to')",
        )
    yield Trigger(
        "ledger_account_fixed",
        "ledger_account",
        f"BEFORE UPDATE OF {', '.join(ACCOUNT_FIXED)} ON ledger_account",
        "SELECT RAISE(ABORT, 'an account is for one thing')",
    )
    yield Trigger(
        "ledger_account_kept",
        "ledger_account",
        "BEFORE DELETE ON ledger_account",
        "SELECT RAISE(ABORT, 'an account is kept')",
    )
    yield Trigger(
        "ledger_leg_sealed",
        "ledger_leg",
        f"BEFORE INSERT ON ledger_leg WHEN {_SEALED}",
        "SELECT RAISE(ABORT, 'the transaction is sealed')",
    )
    yield Trigger(
        "ledger_transaction_proved",
        "ledger_transaction",
        "BEFORE INSERT ON ledger_transaction",
        "; ".join(
            f"SELECT RAISE(ABORT, '{sentence}') WHERE {fault}"
            for sentence, fault in _faults()
        ),
    )


def _postgresql() -> Iterator[Trigger]:
    for table in APPEND_ONLY:
        yield Trigger(
            f"{table}_only_added_to",
            table,
            f"BEFORE DELETE OR UPDATE OR TRUNCATE ON {table} FOR EACH STATEMENT",
            f"BEGIN RAISE EXCEPTION '{table} is only added to'; END",
        )
    yield Trigger(
        "ledger_account_fixed",
        "ledger_account",
        f"BEFORE UPDATE OF {', '.join(ACCOUNT_FIXED)} ON ledger_account"
        " FOR EACH STATEMENT",
        "BEGIN RAISE EXCEPTION 'an account is for one thing'; END",
    )
    yield Trigger(
        "ledger_account_kept",
        "ledger_account",
        "BEFORE DELETE OR TRUNCATE ON ledger_account FOR EACH STATEMENT",
        "BEGIN RAISE EXCEPTION 'an account is kept'; END",
    )
    # The lock closes the gap between two transactions that cannot see each other's
    # rows yet: the second waits, and then looks again.
    lock = f"PERFORM pg_advisory_xact_lock({BOOK_LOCK});"
    yield Trigger(
        "ledger_leg_sealed",
        "ledger_leg",
        "BEFORE INSERT ON ledger_leg FOR EACH ROW",
        f"BEGIN {lock} IF {_SEALED} THEN"
        " RAISE EXCEPTION 'the transaction is sealed'; END IF; RETURN NEW; END",
    )
    proofs = " ".join(
        f"IF {fault} THEN RAISE EXCEPTION '{sentence}'; END IF;"
        for sentence, fault in _faults()
    )
    yield Trigger(
        "ledger_transaction_proved",
        "ledger_transaction",
        "BEFORE INSERT ON ledger_transaction FOR EACH ROW",
        f"BEGIN {lock} {proofs} RETURN NEW; END",
    )


_SEALED = (
    "EXISTS (SELECT 1 FROM ledger_transaction"
    " WHERE sequence = NEW.transaction_sequence)"
)
_LEGS = Template(
    "EXISTS (SELECT 1 FROM ledger_leg l JOIN ledger_account a ON a.id = l.account_id"
    " WHERE l.transaction_sequence = NEW.sequence $rest)"
)
_GAP = "NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM ledger_transaction)"
_UNLINKED = (
    "EXISTS (SELECT 1 FROM ledger_transaction"
    " WHERE sequence = NEW.sequence - 1 AND row_hash <> NEW.previous_hash)"
)
_TOO_FEW = (
    "(SELECT count(*) FROM ledger_leg WHERE transaction_sequence = NEW.sequence) < 2"
)
_UNEVEN = "GROUP BY a.size_class HAVING sum(l.homes) <> 0"
_UNCLEARED = "AND a.kind = 'CLEARING' GROUP BY a.id HAVING sum(l.homes) <> 0"


def _faults() -> Iterator[tuple[str, str]]:
    """Yield what a new transaction must not be, each as a sentence and a condition."""
    yield "the sequence has a gap", _GAP
    yield "the chain does not link", _UNLINKED
    yield "a transaction has two legs or more", _TOO_FEW
    yield "the legs do not sum to nothing", _LEGS.substitute(rest=_UNEVEN)
    yield "clearing is not empty", _LEGS.substitute(rest=_UNCLEARED)
    yield (
        "an account is of another scheme",
        _LEGS.substitute(rest="AND a.scheme_id <> NEW.scheme_id"),
    )
