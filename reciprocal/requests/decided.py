"""What the rules leave to a person, and what people decided of it, for who may read."""

from dataclasses import replace

from sqlmodel import Session, col, select

from matching.codec import case_from_text
from matching.pool import Household, TenancyDecided
from matching.tenure import tenure
from matching.terms import Marker
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.access.tables import Person
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import NotFound
from reciprocal.homes import marked
from reciprocal.ids import short_code
from reciprocal.organisations import queries as organisations
from reciprocal.requests.lifecycle import OPEN, QuestionAbout, QuestionState
from reciprocal.requests.rules import TOLD_OF_QUESTIONS
from reciprocal.requests.tables import PersonDecision, PersonQuestion, PropertyRequest


def honoured(session: Session, actor: Actor, household: Household) -> Household:
    """Return a household with what people let go ahead for it and did not take back."""
    allowed = session.exec(
        select(PersonQuestion).where(
            PersonQuestion.request_id == household.id,
            PersonQuestion.state == QuestionState.ALLOWED,
        )
    ).all()
    tenancies: set[TenancyDecided] = set()
    homes: set[str] = set()
    for row in allowed:
        if row.marker_id is not None:
            homes |= marked.homes_under(session, actor, row.marker_id)
        else:
            case = case_from_text(str(row.tenancies))
            tenancies.add(TenancyDecided(str(row.provider_id), case))
    return replace(
        household,
        tenancies_decided=frozenset(tenancies),
        markers_decided=frozenset(homes),
    )


def told(session: Session, actor: Actor, request_id: str) -> list[dict[str, object]]:
    """Return what a case's worker reads of its questions; lapsed ones are left out.

    Neither a landlord nor a home is named.
    """
    del actor  # whoever asks has the case
    rows = session.exec(
        select(PersonQuestion)
        .where(
            PersonQuestion.request_id == request_id,
            PersonQuestion.state != QuestionState.LAPSED,
        )
        .order_by(col(PersonQuestion.asked_at), PersonQuestion.board_ref)
    ).all()
    return [
        {
            "about": row.about,
            "stage": row.state,
            "sentence": TOLD_OF_QUESTIONS[row.about, row.state],
            "tenancy_held": held,
            "tenancy_offered": offered,
            "asked_at": row.asked_at,
        }
        for row in rows
        for held, offered in (_kinds(row),)
    ]


def board_questions(
    session: Session,
    actor: Actor,
    wanted: Wanted = WHOLE,
    *,
    unnamed: frozenset[str] = frozenset(),
) -> Page:
    """Return the scheme's questions of open requests, the longest asked first.

    Args:
        unnamed: Ids of the requests of which no landlord is named.
    """
    return read(
        session,
        actor,
        "board_question_in_list",
        wanted,
        select(PersonQuestion, PropertyRequest)
        .join(PropertyRequest, col(PropertyRequest.id) == PersonQuestion.request_id)
        .where(
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
            col(PropertyRequest.state).in_(OPEN),
        ),
        (By(PersonQuestion.asked_at), By(PersonQuestion.board_ref)),
        lambda row, request: (row.state, _row(session, row, request, unnamed)),
        stage=PersonQuestion.state,
    )


def board_question(
    session: Session, actor: Actor, question_ref: str, *, lock: bool = False
) -> PersonQuestion:
    """Return the scheme's question of that reference, or raise NotFound."""
    query = (
        select(PersonQuestion)
        .join(PropertyRequest, col(PropertyRequest.id) == PersonQuestion.request_id)
        .where(
            PersonQuestion.board_ref == question_ref,
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
        )
    )
    if lock:
        query = query.with_for_update(of=PersonQuestion)
    row = session.exec(query).first()
    if row is None:
        raise NotFound
    return row


def decision_of(
    session: Session, actor: Actor, question_id: str
) -> PersonDecision | None:
    """Return the decision of a question that stands."""
    del actor  # whoever asks has the question
    return session.exec(
        select(PersonDecision).where(
            PersonDecision.question_id == question_id,
            col(PersonDecision.taken_back_at).is_(None),
        )
    ).first()


def show_question(
    session: Session,
    actor: Actor,
    row: PersonQuestion,
    *,
    unnamed: frozenset[str] = frozenset(),
) -> Shown:
    """Return one question with the decision that stands; its note is never shown."""
    request = session.get_one(PropertyRequest, row.request_id)
    decision = decision_of(session, actor, row.id)
    seen = _row(session, row, request, unnamed) | dict.fromkeys(
        ("reason", "decided_at", "decided_by")
    )
    if decision is not None:
        person = session.get_one(Person, decision.decided_by)
        seen |= {
            "reason": decision.reason,
            "decided_at": decision.decided_at,
            "decided_by": person.public_ref,
        }
    return show(actor, "board_question", row.state, seen)


def _kinds(row: PersonQuestion) -> tuple[object, object]:
    if row.tenancies is None:
        return None, None
    case = case_from_text(row.tenancies)
    return case.held, case.offered


def _row(
    session: Session,
    row: PersonQuestion,
    request: PropertyRequest,
    unnamed: frozenset[str],
) -> dict[str, object]:
    """Return a question in board references; of a home, neither place nor landlord."""
    seen: dict[str, object] = {
        "reference": row.board_ref,
        "code": short_code(row.board_ref),
        "stage": row.state,
        "about": row.about,
        "request_code": short_code(request.board_ref),
        "asked_at": row.asked_at,
        "landlord": None,
        "tenancy_held": None,
        "tenancy_offered": None,
        "verdict": None,
        "condition": None,
        "tenure_rules": [],
        "disclosures": [],
        "marker": Marker.CLEARED if row.about is QuestionAbout.HOME else None,
    }
    if row.tenancies is None:
        return seen
    case = case_from_text(row.tenancies)
    cell = tenure(case)
    landlord = organisations.organisation(session, str(row.provider_id))
    return seen | {
        "landlord": None if request.id in unnamed else landlord.name,
        "tenancy_held": case.held,
        "tenancy_offered": case.offered,
        "verdict": cell.verdict,
        "condition": cell.condition,
        "tenure_rules": list(cell.rules),
        "disclosures": list(cell.disclosures),
    }
