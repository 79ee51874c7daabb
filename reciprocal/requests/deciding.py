"""Asking a person what the rules leave to one, and recording what they decide.

Only two refusals wait for a person: a case of tenancies that the table does not
settle, and a home whose safety marker is cleared. No decision touches another rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session, col, select

from matching.codec import case_to_text
from matching.tenure import TenureCase
from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldsInvalid
from reciprocal.homes import marked
from reciprocal.homes.clashes import coordinators
from reciprocal.homes.tables import Home
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.requests import decided, rules
from reciprocal.requests.lifecycle import (
    QuestionAbout,
    QuestionEvent,
    QuestionState,
    question_after,
)
from reciprocal.requests.rules import DecisionReason
from reciprocal.requests.tables import PersonDecision, PersonQuestion, PropertyRequest
from reciprocal.sealing import operations as sealing
from reciprocal.webhooks import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person decides, and why.

    Attributes:
        note: In their own words; sealed with the case.
    """

    allowed: bool
    reason: DecisionReason
    note: str | None = None


class TenancyAsked(NamedTuple):
    """May this case of tenancies go ahead at this landlord, for this request?"""

    request_id: str
    landlord_id: str
    case: TenureCase


class HomeAsked(NamedTuple):
    """May this request's household enter this home, whose marker is cleared?"""

    request_id: str
    home_id: str


class _Key(NamedTuple):
    request_id: str
    provider_id: str | None
    tenancies: str | None
    marker_id: str | None


def put(
    session: Session, *, actor: Actor, asked: Iterable[TenancyAsked | HomeAsked]
) -> int:
    """Put what a round left to a person, each question once; return how many are new.

    An open question that this round did not raise lapses: its facts have changed, or
    no home asks it any more. It is open again when a later round raises it.
    """
    wanted = dict.fromkeys(
        key for each in asked if (key := _key(session, actor, each)) is not None
    )
    for row in _of_scheme(session, actor):
        key = _Key(row.request_id, row.provider_id, row.tenancies, row.marker_id)
        if key in wanted:
            del wanted[key]
            if row.state is QuestionState.LAPSED:
                _follow(session, actor, row, QuestionEvent.ASK)
                _ask(session, actor, row)
        elif row.state is QuestionState.OPEN:
            _follow(session, actor, row, QuestionEvent.LAPSE)
            _finish(session, row)
    for key in wanted:
        row = _question(key)
        session.add(row)
        session.flush()
        _record(session, actor, row, QuestionEvent.ASK)
        _ask(session, actor, row)
    return len(wanted)


def decide(
    session: Session, *, actor: Actor, question_ref: str, answer: Answer
) -> PersonQuestion:
    """Record a person's decision under their own name; every later look honours it.

    Raises:
        StateConflict: When it is decided, or lapsed.
        FieldsInvalid: When the reason is for another question or answer.
    """
    policy.require(actor, "board.decide")
    row = decided.board_question(session, actor, question_ref, lock=True)
    found = rules.reason_faults(row.about, answer.reason, allowed=answer.allowed)
    if found:
        raise FieldsInvalid(faults=found)
    request = session.get_one(PropertyRequest, row.request_id)
    event = QuestionEvent.ALLOW if answer.allowed else QuestionEvent.NOT_ALLOW
    _follow(session, actor, row, event, code=answer.reason)
    decision = PersonDecision(
        id=ids.new_id(),
        question_id=row.id,
        allowed=answer.allowed,
        reason=answer.reason,
        decided_by=actor.id,
        decided_at=clock.now(),
    )
    if answer.note is not None:
        decision.note = sealing.seal(
            session,
            request.key_id,
            "person_decision.note",
            decision.id,
            answer.note,
        )
    session.add(decision)
    _finish(session, row)
    _tell_worker(session, request)
    return row


def take_back(session: Session, *, actor: Actor, question_ref: str) -> PersonQuestion:
    """Take a decision back; the question is open again.

    A step that rested on it ends at its next act, as with an area stated since.

    Raises:
        StateConflict: When no decision stands.
    """
    policy.require(actor, "board.decide")
    row = decided.board_question(session, actor, question_ref, lock=True)
    _follow(session, actor, row, QuestionEvent.TAKE_BACK)
    decision = decided.decision_of(session, actor, row.id)
    assert decision is not None, "a decided question has its decision"
    decision.taken_back_by = actor.id
    decision.taken_back_at = clock.now()
    session.add(decision)
    session.flush()
    _ask(session, actor, row)
    return row


def _key(session: Session, actor: Actor, each: TenancyAsked | HomeAsked) -> _Key | None:
    if isinstance(each, TenancyAsked):
        return _Key(each.request_id, each.landlord_id, case_to_text(each.case), None)
    home = session.get_one(Home, each.home_id)
    marker = marked.of_dwelling(session, actor, home.uprn_clash)
    if marker is None or marker.cleared_at is None:
        return None  # It was marked anew while the round was solved.
    return _Key(each.request_id, None, None, marker.id)


def _question(key: _Key) -> PersonQuestion:
    about = QuestionAbout.TENANCY if key.marker_id is None else QuestionAbout.HOME
    return PersonQuestion(
        id=ids.new_id(),
        board_ref=ids.new_id(),
        about=about,
        state=QuestionState.OPEN,
        asked_at=clock.now(),
        **key._asdict(),
    )


def _of_scheme(session: Session, actor: Actor) -> list[PersonQuestion]:
    rows = session.exec(
        select(PersonQuestion)
        .join(PropertyRequest, col(PropertyRequest.id) == PersonQuestion.request_id)
        .where(*in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id))
        .order_by(PersonQuestion.id)
        .with_for_update(of=PersonQuestion)
    )
    return list(rows)


def _follow(
    session: Session,
    actor: Actor,
    row: PersonQuestion,
    event: QuestionEvent,
    *,
    code: str = "",
) -> None:
    row.state = question_after(row.state, event)
    session.add(row)
    _record(session, actor, row, event, code=code)


def _record(
    session: Session,
    actor: Actor,
    row: PersonQuestion,
    event: QuestionEvent,
    *,
    code: str = "",
) -> None:
    subject = ("person_question", row.id)
    audit.record(session, actor, f"question.{event}", subject=subject, code=code)


def _ask(session: Session, actor: Actor, row: PersonQuestion) -> None:
    """Give the coordinators the question to answer, and let the case say so."""
    for agency in coordinators(session, actor.scheme_id):
        notices.add_task(
            session,
            organisation_id=agency.id,
            kind=TaskKind.PERSON_DECISION,
            subject_id=row.id,
            subject_ref=row.board_ref,
            case_id=row.request_id,
        )
    _tell_worker(session, session.get_one(PropertyRequest, row.request_id))


def _finish(session: Session, row: PersonQuestion) -> None:
    notices.finish_tasks(session, subject_id=row.id, kind=TaskKind.PERSON_DECISION)


def _tell_worker(session: Session, request: PropertyRequest) -> None:
    outbox.case_changed(session, request)
    notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.CASE_CHANGED)
    notices.add_task(
        session,
        organisation_id=request.service_id,
        kind=TaskKind.CASE_CHANGED,
        subject_id=request.id,
        subject_ref=request.case_ref,
        case_id=request.id,
    )
