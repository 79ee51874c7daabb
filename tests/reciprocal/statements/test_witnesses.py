"""Heads that landlords hold: they show a book that was rewritten whole or cut short."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.db import Database
from reciprocal.errors import Forbidden, NotFound
from reciprocal.ledger import entries
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.book import Book, Facts, Violation
from reciprocal.ledger.laws import INVARIANTS
from reciprocal.statements import checking, operations, queries
from reciprocal.statements.errors import HeadDiffers, HeadsUnreadable
from tests.reciprocal.ledger.conftest import AUDITOR, COORDINATOR, lead
from tests.reciprocal.statements.quarterly import Quarterly
from tests.reciprocal.statements.test_release import moves

UNKNOWN = "a head that others hold is not in the book"


def acknowledge(quarterly: Quarterly, landlord: str = "alder") -> dict[str, Any]:
    """Let a landlord say that it holds its last head; return what it then reads."""
    own = quarterly.last(landlord)
    with quarterly.scene.database.transaction(lead(landlord)) as session:
        operations.acknowledge(
            session,
            actor=lead(landlord),
            statement_ref=own["reference"],
            head=own["head"],
        )
    return quarterly.last(landlord)


@pytest.fixture
def released(quarterly: Quarterly) -> Quarterly:
    moves(quarterly, "m")
    quarterly.on(4, 15)
    quarterly.release()
    return quarterly


@pytest.fixture
def owner(owner_url: str, quarterly: Quarterly) -> Iterator[Database]:
    """The database as whoever owns its tables and may drop its triggers."""
    del quarterly
    database = Database(owner_url)
    yield database
    database.close()


def proved(session: Session, heads: tuple[str, ...] = ()) -> list[Violation]:
    """Return what the proof of the book finds, with the heads that are known."""
    facts = Facts(heads=(*queries.acknowledged_heads(session), *heads))
    return [fault for law in ledger.prove(session, facts) for fault in law.violations]


def rewritten(book: Book) -> list[tuple[int, str, str, str]]:
    """Return sequence, reason and hashes of a book made anew with another reason."""
    rows, previous = [], entries.GENESIS
    for row, legs in book.rows():
        other = replace(row, reason_code="another")
        hashed = entries.row_hash(previous, entries.columns_of(other), legs)
        rows.append((row.sequence, "another", previous, hashed))
        previous = hashed
    return rows


def unguarded(session: Session, kind: str) -> None:
    """Take the triggers away, as whoever owns the tables can."""
    names = session.connection().execute(
        text(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            if kind == "sqlite"
            else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
            " WHERE NOT tgisinternal"
        )
    )
    for name, table in names.all():
        on = "" if kind == "sqlite" else f" ON {table}"
        session.connection().execute(text(f"DROP TRIGGER {name}{on}"))


def test_a_landlord_acknowledges_the_head_it_holds_and_no_other(
    released: Quarterly,
) -> None:
    own = released.last("alder")
    assert own["stage"] == "released"
    with (
        pytest.raises(HeadDiffers),
        released.scene.database.transaction(lead("alder")) as session,
    ):
        operations.acknowledge(
            session,
            actor=lead("alder"),
            statement_ref=own["reference"],
            head="0" * 64,
        )
    for _ in range(2):  # said again, it is as it was
        assert acknowledge(released)["stage"] == "acknowledged"
    assert [row["acknowledged"] for row in released.board(COORDINATOR)] == [1]
    with released.scene.session() as session:
        assert queries.acknowledged_heads(session) == (own["head"],)


def test_only_its_landlord_acknowledges_or_reads_a_statement(
    released: Quarterly,
) -> None:
    own = released.last("alder")
    reference, head = own["reference"], own["head"]
    stranger = Actor("x", ActorKind.PERSON, "alder", "another", Role.NAMED_LEAD)
    with released.scene.session() as session:
        for actor in (lead("birch"), stranger, AUDITOR):
            with pytest.raises(NotFound):
                queries.statement(session, actor, reference)
        with pytest.raises(Forbidden):
            queries.statements(session, COORDINATOR)
        with pytest.raises(Forbidden):
            queries.releases(session, lead("alder"))
        for actor in (AUDITOR, COORDINATOR):
            with pytest.raises(Forbidden):
                operations.acknowledge(
                    session, actor=actor, statement_ref=reference, head=head
                )
        # The auditor reads them all, each by a reference of its own
        rows = list(queries.statements(session, AUDITOR))
        assert [row["landlord_code"] for row in rows] != []
        assert {row["landlord_code"] for row in rows} == set(released.scene.landlords)
        assert reference not in {row["reference"] for row in rows}
        shown = queries.statement(session, AUDITOR, str(rows[0]["reference"]))
        assert shown["head"] == head


def test_a_sound_book_holds_every_head(released: Quarterly) -> None:
    acknowledge(released)
    moves(released, "n")
    with released.scene.session() as session:
        assert proved(session, (entries.GENESIS,)) == []


def test_a_book_rewritten_whole_is_caught_by_one_witness(
    released: Quarterly, owner: Database, database_kind: str
) -> None:
    head = acknowledge(released)["head"]
    with Session(owner.engine) as session:
        book = ledger.whole(session)
        unguarded(session, database_kind)
        for sequence, reason, previous, hashed in rewritten(book):
            session.connection().execute(
                text(
                    "UPDATE ledger_transaction SET reason_code = :reason,"
                    " previous_hash = :previous, row_hash = :hashed"
                    " WHERE sequence = :sequence"
                ),
                {
                    "reason": reason,
                    "previous": previous,
                    "hashed": hashed,
                    "sequence": sequence,
                },
            )
        session.commit()
    with released.scene.session() as session:
        # The chain by itself is whole
        assert ledger.first_broken_link(session) is None
        assert Violation(8, head, UNKNOWN) in proved(session)
        # And so it is where what was acknowledged is gone as well, by a kept statement
        session.connection().execute(
            text(
                "UPDATE statement SET acknowledged_at = NULL,"
                " acknowledged_by = NULL, acknowledged_head = NULL"
            )
        )
        assert UNKNOWN not in [fault.fault for fault in proved(session)]
        kept = checking.heads_in(json.dumps({"head": head}))
        assert Violation(8, head, UNKNOWN) in proved(session, kept)


def test_a_book_cut_short_is_caught_by_one_witness(
    released: Quarterly, owner: Database, database_kind: str
) -> None:
    head = acknowledge(released)["head"]
    with Session(owner.engine) as session:
        unguarded(session, database_kind)
        last = len(ledger.whole(session).transactions)
        for statement in (
            "DELETE FROM statement_entry WHERE sequence = :last",
            "DELETE FROM ledger_leg WHERE transaction_sequence = :last",
            "DELETE FROM ledger_transaction WHERE sequence = :last",
            "DELETE FROM audit_entry WHERE subject_kind = 'ledger_transaction'",
        ):
            wanted = {"last": last} if ":last" in statement else {}
            session.connection().execute(text(statement), wanted)
        session.commit()
    with released.scene.session() as session:
        assert ledger.first_broken_link(session) is None
        found = [fault for fault in proved(session) if fault.law == 8]
        assert found == [Violation(8, head, UNKNOWN)]


def test_heads_are_read_from_whatever_a_landlord_kept() -> None:
    one, two = "a" * 64, "b" * 64
    for kept, heads in (
        ({"head": one}, (one,)),
        ([{"head": one}, {"head": two}], (one, two)),
        ({"items": [{"head": two}], "next": None}, (two,)),
    ):
        assert checking.heads_in(json.dumps(kept)) == heads
    for broken in ("", "[]", "[1]", "{}", '{"head": 1}', '{"head": "abc"}', "7"):
        with pytest.raises(HeadsUnreadable):
            checking.heads_in(broken)


def test_what_a_statement_says_is_proved_by_other_code(released: Quarterly) -> None:
    with released.scene.session() as session:
        book = ledger.whole(session)
        sent = queries.kept(session)
    assert list(checking.faults(book, sent)) == []
    alder = next(each for each in sent if each.landlord == "alder")
    (size,) = alder.body["sizes"]
    changed: dict[str, dict[str, Any]] = {
        "a balance of BED2 is not what the book adds up to": {
            "sizes": [{**size, "closing": 0}]
        },
        "the lines of BED2 are not its change": {"lines": []},
        "what is held of BED2 is told": {"sizes": [{**size, "told": "net"}]},
        "the ages of BED2 are not what is owed": {
            "sizes": [{**size, "owed_under_3_months": 0}]
        },
        "the total is not that of the sizes": {"total": 7},
    }
    for fault, fields in changed.items():
        planted = [
            replace(each, body={**each.body, **fields}) if each is alder else each
            for each in sent
        ]
        assert f"2026-Q1: {fault}" in list(checking.faults(book, planted))
    others = [each for each in sent if each is not alder]
    assert "2026-Q1: what is told of BED2 leaves something" in list(
        checking.faults(book, others)
    )
    fewer = [replace(alder, entries=frozenset()), *others]
    assert "2026-Q1: landlords are not told the same entries" in list(
        checking.faults(book, [*others, *fewer[:1]])
    )
    again = [replace(each, quarter="2026-Q2") for each in sent]
    assert "2026-Q2: an entry is told twice" in list(
        checking.faults(book, [*sent, *again])
    )
    # And the proof of the book names it under its law
    facts = Facts(statements=(4, ("2026-Q1: a fault",)))
    told = replace(book, facts=facts)
    found = [fault for law in INVARIANTS for fault in law(told)]
    assert found == [Violation(15, "statements", "2026-Q1: a fault")]
