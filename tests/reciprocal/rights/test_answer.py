"""Who asks what is held: its own worker is told, anybody else hears a sentence."""

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from fixtures.load import COORDINATOR
from reciprocal.access.actor import NOBODY, Actor, service
from reciprocal.audit.tables import AuditEntry
from reciprocal.rights.answer import ABOUT_OTHERS, NOTHING, answer
from reciprocal.sealing import operations as sealing
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

NOWHERE = "0" * 32


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move()))


def ask(journey: Journey, actor: Actor, case_ref: str | None = None) -> str:
    with journey.world.acting(actor) as session:
        wanted = case_ref or journey.request.case_ref
        return answer(session, actor=actor, case_ref=wanted)


def strangers(journey: Journey) -> list[Actor]:
    desks = journey.world.loaded.staff.desks
    service_code = next(iter(journey.world.loaded.services.values()))
    return [
        NOBODY,
        journey.landlord,
        journey.old_landlord,
        desks[COORDINATOR].first,
        desks[service_code].second,
    ]


def test_its_worker_is_told_all_that_is_held(journey: Journey) -> None:
    journey.completed()
    text = ask(journey, journey.worker)
    with journey.world.acting(service()) as session:
        request, void = journey.request, journey.void
        left = sealing.unseal(
            session, request.home, "property_request.home", request.id
        )
        address = sealing.unseal(session, void.address, "home.address", void.id)
    assert isinstance(left, dict)
    assert str(left["address"]) in text
    assert str(address) in text
    for heading in ("Case", "Case proposal", "Case step", "Case support"):
        assert f"## {heading}\n" in text
    assert "household: adults: " in text


def test_what_is_about_somebody_else_is_left_out(journey: Journey) -> None:
    journey.completed()
    text = ask(journey, journey.worker)
    fields = {line.split(":")[0].strip() for line in text.splitlines() if ":" in line}
    assert not fields & ABOUT_OTHERS
    nested = {part.strip().split(":")[0] for part in text.split(";")}
    assert not nested & ABOUT_OTHERS
    assert "@" not in text


def test_anybody_else_is_told_that_nothing_is_held_whatever_they_name(
    journey: Journey,
) -> None:
    journey.completed()
    step, request = journey.proposal, journey.request
    named = (
        request.case_ref,
        request.board_ref,
        step.case_ref,
        step.offer_ref,
        step.departure_ref,
        NOWHERE,
    )
    for actor in strangers(journey):
        for reference in named:
            assert ask(journey, actor, reference) == NOTHING
    assert ask(journey, journey.worker, NOWHERE) == NOTHING


def test_a_case_costs_a_stranger_what_nothing_does(journey: Journey) -> None:
    said: list[str] = []
    event.listen(
        journey.world.working.database.engine,
        "before_cursor_execute",
        lambda *given: said.append(str(given[2])),
    )
    for actor in strangers(journey):
        statements = []
        for reference in (journey.request.case_ref, NOWHERE):
            with journey.world.acting(actor) as session:
                said.clear()
                answer(session, actor=actor, case_ref=reference)
            statements.append(list(said))
        assert len(statements[0]) > 1
        assert statements[0] == statements[1]


def test_each_answer_is_written_down_and_tells_of_a_case_only_if_it_was_told(
    journey: Journey,
) -> None:
    ask(journey, journey.worker)
    ask(journey, journey.old_landlord)
    with journey.world.acting(service()) as session:
        rows = session.exec(
            select(AuditEntry)
            .where(AuditEntry.action == "rights.answered")
            .order_by(col(AuditEntry.sequence))
        ).all()
    assert [(row.subject_kind, row.subject_id) for row in rows] == [
        ("request", journey.request_id),
        ("rights", ""),
    ]
