"""A draft is found by its writer alone, sealed, and gone when it is not needed."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from reciprocal.access.actor import Actor
from reciprocal.db import Duty, take_duty
from reciprocal.drafts import operations as drafts
from reciprocal.sealing.tables import SubjectKey
from tests.reciprocal.members import LANDLORD, REFUGE, Office, together

CANARY = "kanarienvogel"
FIRST, SECOND = [("landlord_code", CANARY)], [("landlord_code", CANARY), ("joint", "")]
MONTH = timedelta(days=30)


def keep(
    office: Office, actor: Actor, name: str, typed: list[tuple[str, str]] = FIRST
) -> bool:
    with office.acting(actor) as session:
        return drafts.keep(
            session, actor=actor, draft_ref=name, again_of="", typed=typed
        )


def typed_in(office: Office, actor: Actor, name: str) -> drafts.Typed | None:
    with office.acting(actor) as session:
        return drafts.typed_in(session, actor=actor, draft_ref=name)


def names(office: Office, actor: Actor) -> list[str]:
    with office.acting(actor) as session:
        return [each.draft_ref for each in drafts.begun(session, actor=actor)]


def keys(office: Office) -> list[bool]:
    """Tell of each draft's key whether it can still be opened."""
    query = select(SubjectKey.wrapped).where(SubjectKey.subject_kind == "kept_draft")
    with Session(office.database.engine) as session:
        take_duty(session.connection(), Duty.SERVICE)
        return [wrapped is not None for wrapped in session.exec(query)]


def test_what_was_typed_last_is_found_again(office: Office) -> None:
    worker, name = office.join(REFUGE, "one@example.org"), str(uuid4())
    assert keep(office, worker, name)
    office.wait(hours=1)
    assert keep(office, worker, name, SECOND)
    assert typed_in(office, worker, name) == SECOND
    with office.acting(worker) as session:
        (found,) = drafts.begun(session, actor=worker)
    assert found.changed_at - found.begun_at == timedelta(hours=1)
    assert office.acts().count("draft.begun") == 1


def test_a_colleague_finds_nothing_and_has_one_of_the_same_name(
    office: Office,
) -> None:
    name = str(uuid4())
    worker, other = (
        office.join(REFUGE, f"{each}@example.org") for each in ("one", "other")
    )
    keep(office, worker, name)
    assert typed_in(office, other, name) is None
    assert names(office, other) == []
    keep(office, other, name, SECOND)
    with office.acting(other) as session:
        drafts.forget(session, actor=other, draft_ref=name)
    assert typed_in(office, worker, name) == FIRST


def test_nothing_is_kept_for_a_landlord_or_under_another_kind_of_name(
    office: Office,
) -> None:
    lead = office.join(LANDLORD, "lead@example.org")
    worker = office.join(REFUGE, "one@example.org")
    assert not keep(office, lead, str(uuid4()))
    assert not keep(office, worker, CANARY)
    assert not keep(office, worker, str(uuid4()).upper())
    assert names(office, worker) == names(office, lead) == []


def test_two_clicks_at_once_begin_one_draft(office: Office) -> None:
    worker, name = office.join(REFUGE, "one@example.org"), str(uuid4())
    assert together([partial(keep, office, worker, name)] * 4) == [True] * 4
    assert names(office, worker) == [name]


def test_what_is_forgotten_cannot_be_opened(office: Office) -> None:
    worker, name = office.join(REFUGE, "one@example.org"), str(uuid4())
    keep(office, worker, name)
    assert keys(office) == [True]
    for _ in range(2):
        with office.acting(worker) as session:
            drafts.forget(session, actor=worker, draft_ref=name)
    assert typed_in(office, worker, name) is None
    assert keys(office) == [False]
    assert office.acts().count("draft.forgotten") == 1


@pytest.mark.parametrize(("short_of", "left"), [(1, 1), (0, 0)])
def test_a_draft_goes_thirty_days_after_it_changed_last(
    office: Office, short_of: int, left: int
) -> None:
    worker, name = office.join(REFUGE, "one@example.org"), str(uuid4())
    keep(office, worker, name)
    office.wait(days=20)
    keep(office, worker, name, SECOND)
    office.wait(days=30, seconds=-short_of)
    with office.acting() as session:
        before = office.now() - MONTH
        assert drafts.forget_old(session, before=before) == 1 - left
    assert keys(office) == [bool(left)]
    assert len(names(office, worker)) == left


def test_nothing_typed_lies_open_in_the_table(office: Office) -> None:
    keep(office, office.join(REFUGE, "one@example.org"), str(uuid4()))
    with office.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM kept_draft")).mappings().all()
    assert len(rows) == 1
    assert CANARY not in str([dict(row) for row in rows])
    assert CANARY.encode() not in bytes(rows[0]["typed"])
