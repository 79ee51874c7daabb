"""What the rules leave to a person: asked once, decided by name, honoured, taken back.

The rows of the question are put by hand here; `rounds` finds out which there are.
"""

from collections.abc import Iterable

import pytest
from sqlmodel import select

from matching.pool import TenancyDecided
from matching.tenure import TenureCase
from reciprocal.access.actor import Actor, service
from reciprocal.access.tables import Person
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.homes import markers
from reciprocal.ids import new_id
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from reciprocal.requests import decided, deciding, pooling
from reciprocal.requests.deciding import Answer, HomeAsked, TenancyAsked
from reciprocal.requests.lifecycle import QuestionAbout, QuestionState
from reciprocal.requests.rules import (
    TOLD_OF_QUESTIONS,
    DecisionReason,
    reason_faults,
)
from reciprocal.requests.tables import PersonDecision, PersonQuestion, PropertyRequest
from reciprocal.sealing import operations as sealing
from tests.matching.builders import a_tenure_case
from tests.reciprocal.homes.test_markers import CLEARED, clear, mark
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

CASE = a_tenure_case(gap=True)
YES = Answer(allowed=True, reason=DecisionReason.ADVICE_TAKEN, note="As they asked.")
SAFE = Answer(allowed=True, reason=DecisionReason.SAFE_FOR_THEM)
NO = Answer(allowed=False, reason=DecisionReason.NOT_ENOUGH_KNOWN)


def of_tenancy(journey: Journey, case: TenureCase = CASE) -> TenancyAsked:
    return TenancyAsked(journey.request_id, journey.void.provider_id, case)


def put(journey: Journey, *asked: TenancyAsked | HomeAsked) -> int:
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        return deciding.put(session, actor=alone, asked=asked)


def questions(journey: Journey) -> list[PersonQuestion]:
    with journey.reading() as session:
        found = session.exec(select(PersonQuestion)).all()
    return sorted(found, key=lambda row: row.asked_at)


def decide(
    journey: Journey, row: PersonQuestion, answer: Answer, *, by: Actor | None = None
) -> QuestionState:
    actor = by or journey.world.coordinator
    with journey.world.acting(actor) as session:
        return deciding.decide(
            session, actor=actor, question_ref=row.board_ref, answer=answer
        ).state


def take_back(journey: Journey, row: PersonQuestion) -> QuestionState:
    actor = journey.world.coordinator
    with journey.world.acting(actor) as session:
        return deciding.take_back(
            session, actor=actor, question_ref=row.board_ref
        ).state


def honoured(journey: Journey) -> tuple[Iterable[TenancyDecided], Iterable[str]]:
    """Return what the rules are told that people decided."""
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        request = session.get_one(PropertyRequest, journey.request_id)
        row = pooling.pooled(session, alone, request, homes_refused=frozenset())
    return set(row.tenancies_decided), set(row.markers_decided)


def test_a_question_is_put_once_and_lapses_when_no_round_raises_it(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    assert put(journey, of_tenancy(journey), of_tenancy(journey)) == 1
    assert put(journey, of_tenancy(journey)) == 0
    (task,) = journey.open_tasks(TaskKind.PERSON_DECISION)
    (row,) = questions(journey)
    assert (row.about, row.state) == (QuestionAbout.TENANCY, QuestionState.OPEN)
    assert task.subject_ref == row.board_ref
    # Another fact is another question; the one about the old facts lapses.
    other = of_tenancy(journey, CASE._replace(possession_sought=True))
    assert put(journey, other) == 1
    assert [row.state for row in questions(journey)] == [
        QuestionState.LAPSED,
        QuestionState.OPEN,
    ]
    assert len(journey.open_tasks(TaskKind.PERSON_DECISION)) == 1
    with pytest.raises(StateConflict):
        decide(journey, row, YES)
    # Raised again it is open again, under the same reference.
    assert put(journey, of_tenancy(journey), other) == 0
    assert {row.state for row in questions(journey)} == {QuestionState.OPEN}
    assert len(questions(journey)) == 2


def test_a_decision_is_a_persons_by_name_with_a_reason_and_a_sealed_note(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    put(journey, of_tenancy(journey))
    (row,) = questions(journey)
    assert honoured(journey) == (set(), set())
    assert decide(journey, row, YES) is QuestionState.ALLOWED
    assert honoured(journey) == (
        {TenancyDecided(journey.void.provider_id, CASE)},
        set(),
    )
    assert journey.open_tasks(TaskKind.PERSON_DECISION) == []
    who = journey.world.coordinator
    with journey.world.acting(who) as session:
        decision = session.exec(select(PersonDecision)).one()
        assert decision.decided_by == who.id
        assert decision.reason is DecisionReason.ADVICE_TAKEN
        assert decision.note is not None
        assert b"asked" not in decision.note.box
        column = "person_decision.note"
        assert sealing.unseal(session, decision.note, column, decision.id) == YES.note
        acts = {entry.action: entry.code for entry in session.exec(select(AuditEntry))}
        shown = decided.show_question(
            session, who, session.get_one(PersonQuestion, row.id)
        ).opened()
        person = session.get_one(Person, who.id)
    assert acts["question.allow"] == "advice_taken"
    assert acts["question.ask"] == ""
    assert shown["decided_by"] == person.public_ref
    assert YES.note not in str(shown)
    # A round that no longer raises what is decided leaves the decision alone.
    put(journey)
    assert honoured(journey)[0]
    with pytest.raises(StateConflict):
        decide(journey, row, NO)


def test_a_decision_taken_back_is_kept_and_another_may_be_taken(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    put(journey, of_tenancy(journey))
    (row,) = questions(journey)
    with pytest.raises(StateConflict):
        take_back(journey, row)
    decide(journey, row, YES)
    assert take_back(journey, row) is QuestionState.OPEN
    assert honoured(journey) == (set(), set())
    assert len(journey.open_tasks(TaskKind.PERSON_DECISION)) == 1
    assert decide(journey, row, NO) is QuestionState.NOT_ALLOWED
    assert honoured(journey) == (set(), set())
    with journey.reading() as session:
        kept = session.exec(select(PersonDecision)).all()
    assert sorted((each.allowed, each.taken_back_at is None) for each in kept) == [
        (False, True),
        (True, False),
    ]


def test_a_home_is_decided_about_until_its_marker_is_set_anew(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    home = HomeAsked(journey.request_id, journey.void.id)
    # Nothing is asked of a home that is not marked, or not cleared yet.
    assert put(journey, home) == 0
    mark(journey)
    assert put(journey, home) == 0
    clear(journey)
    assert put(journey, home) == 1
    (row,) = questions(journey)
    assert row.about is QuestionAbout.HOME
    assert decide(journey, row, SAFE) is QuestionState.ALLOWED
    assert honoured(journey) == (set(), {journey.void.id})
    mark(journey)
    assert honoured(journey) == (set(), set())
    clear(journey)
    assert honoured(journey) == (set(), set())
    assert put(journey, home) == 1


def test_a_home_decided_about_is_proposed_and_withheld_when_it_is_marked_again(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    mark(journey)
    clear(journey)
    journey.world.run_round()
    assert journey.proposals == []
    (row,) = questions(journey)
    decide(journey, row, SAFE)
    journey.proposed()
    take_back(journey, row)
    assert journey.look().end_code == "rule_no_longer_met"
    lead, ref = journey.landlord, journey.void.landlord_ref
    with journey.world.acting(lead) as session, pytest.raises(StateConflict):
        markers.clear_marker(session, actor=lead, home_ref=ref, facts=CLEARED)


def test_only_a_coordinators_person_decides_and_only_of_their_scheme(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    put(journey, of_tenancy(journey))
    (row,) = questions(journey)
    for actor in (journey.worker, journey.landlord, service(journey.request.scheme_id)):
        with pytest.raises(Forbidden):
            decide(journey, row, YES, by=actor)
    row.board_ref = new_id()
    with pytest.raises(NotFound):
        decide(journey, row, YES)


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        (YES, True),
        (NO, True),
        (SAFE, False),
        (Answer(allowed=True, reason=DecisionReason.LESS_SECURE), False),
        (Answer(allowed=False, reason=DecisionReason.ADVICE_TAKEN), False),
        (Answer(allowed=False, reason=DecisionReason.NOT_SAFE_FOR_THEM), False),
    ],
)
def test_a_reason_is_one_for_this_question_and_this_answer(
    answer: Answer, *, fits: bool
) -> None:
    about = QuestionAbout.TENANCY
    found = reason_faults(about, answer.reason, allowed=answer.allowed)
    assert [fault.field for fault in found] == ([] if fits else ["reason"])


def test_a_wrong_reason_decides_nothing(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    put(journey, of_tenancy(journey))
    (row,) = questions(journey)
    with pytest.raises(FieldsInvalid):
        decide(journey, row, SAFE)
    assert [each.state for each in questions(journey)] == [QuestionState.OPEN]


def test_a_worker_reads_of_each_question_in_a_sentence_that_names_no_one(
    make_world: MakeWorld,
) -> None:
    assert set(TOLD_OF_QUESTIONS) == {
        (about, state)
        for about in QuestionAbout
        for state in QuestionState
        if state is not QuestionState.LAPSED
    }
    assert all(said.endswith(".") for said in TOLD_OF_QUESTIONS.values())
    assert not any("marker" in said for said in TOLD_OF_QUESTIONS.values())
    journey = Journey(make_world(one_move()))
    mark(journey)
    clear(journey)
    put(journey, of_tenancy(journey), HomeAsked(journey.request_id, journey.void.id))
    worker = journey.worker
    with journey.world.acting(worker) as session:
        told = decided.told(session, worker, journey.request_id)
        tasks = session.exec(select(Task).where(Task.kind == TaskKind.CASE_CHANGED))
        assert len(tasks.all()) == 2
    assert {(row["about"], row["tenancy_offered"]) for row in told} == {
        ("tenancy", CASE.offered),
        ("home", None),
    }
    assert journey.void.provider_id not in str(told)
    put(journey)
    with journey.world.acting(worker) as session:
        assert decided.told(session, worker, journey.request_id) == []
