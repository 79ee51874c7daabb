from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import false, func, or_
from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.ids import short_code
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.support_items import SupportItem
from reciprocal.requests.lifecycle import OPEN, RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support.items import ITEMS
from reciprocal.support.standing import Fact
from reciprocal.support.tables import SupportFact, UrgencyAssessment

_FIRST = ITEMS[SupportItem.FIRST_CONTACT]


def switched_off(session: Session, scheme_id: str) -> frozenset[SupportItem]:
    """Return the items that a scheme does without today."""
    _, rules = organisations.rules_on(session, scheme_id, clock.today())
    return frozenset(rules.support_off)


def facts_of(
    session: Session, actor: Actor, request_id: str, step_id: str | None
) -> list[SupportFact]:
    """Return what was written down of a case and of one step of it, oldest first."""
    del actor  # the caller has found the case, or its own side of the step
    rows = session.exec(
        select(SupportFact)
        .where(
            SupportFact.request_id == request_id,
            or_(
                col(SupportFact.step_id).is_(None), col(SupportFact.step_id) == step_id
            ),
        )
        .order_by(col(SupportFact.number), col(SupportFact.id))
    )
    return list(rows)


def next_number(session: Session, actor: Actor, request_id: str) -> int:
    """Return the number of the next fact of a case."""
    del actor  # the caller has found the case, or its own side of the step
    last = session.exec(
        select(func.max(SupportFact.number)).where(SupportFact.request_id == request_id)
    ).one()
    return (last or 0) + 1


def facts_by_item(
    session: Session, actor: Actor, request_id: str, step_id: str | None
) -> Mapping[SupportItem, list[Fact]]:
    """Return the same by item, as far as where an item stands depends on them."""
    found = defaultdict[SupportItem, list[Fact]](list)
    for row in facts_of(session, actor, request_id, step_id):
        found[row.item].append(fact_of(row))
    return found


def fact_of(row: SupportFact) -> Fact:
    """Return a fact without who wrote it down."""
    return Fact(
        outcome=row.outcome,
        topic=row.topic,
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
    )


def assessments_of(
    session: Session, actor: Actor, request_id: str
) -> list[dict[str, object]]:
    """Return how urgent a case was judged to be, the oldest first."""
    del actor  # the caller has found the case to be theirs
    rows = session.exec(
        select(UrgencyAssessment)
        .where(UrgencyAssessment.request_id == request_id)
        .order_by(col(UrgencyAssessment.recorded_at), col(UrgencyAssessment.id))
    )
    return [
        {
            "urgency": row.urgency,
            "trigger_kind": row.trigger_kind,
            "trigger_date": row.trigger_date,
            "dash_band": row.dash_band,
            "assessed_on": row.assessed_on,
        }
        for row in rows
    ]


def first_contacts_overdue(
    session: Session, actor: Actor, wanted: Wanted = WHOLE
) -> Page:
    """Return the requests whose first contact is overdue, by reference and date alone.

    A draft is its own service's until it is submitted, and is not among them.
    """
    made = select(SupportFact.request_id).where(
        SupportFact.item == SupportItem.FIRST_CONTACT,
        col(SupportFact.outcome).in_(_FIRST.settled_by),
    )
    is_off = SupportItem.FIRST_CONTACT in switched_off(session, actor.scheme_id)
    late = col(PropertyRequest.waiting_since) <= _last_day_overdue()
    return read(
        session,
        actor,
        "board_first_contact",
        wanted,
        select(PropertyRequest).where(
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
            col(PropertyRequest.state).in_(OPEN - {RequestState.DRAFT}),
            false() if is_off else late,
            col(PropertyRequest.id).not_in(made),
        ),
        (By(PropertyRequest.waiting_since), By(PropertyRequest.board_ref)),
        lambda row: ("overdue", _overdue_row(row)),
    )


def _last_day_overdue() -> date:
    """Return the newest day of referral whose time for a first contact has run out.

    The longest run of days off in England is shorter than the days looked back at.
    """
    day, now = clock.today(), clock.now()
    while (
        clock.working_days_after(clock.end_of_day(day), _FIRST.due_working_days) >= now
    ):
        day -= timedelta(days=1)
    return day


def _overdue_row(request: PropertyRequest) -> dict[str, object]:
    referred = clock.end_of_day(request.waiting_since)
    due_at = clock.working_days_after(referred, _FIRST.due_working_days)
    return {
        "reference": request.board_ref,
        "code": short_code(request.board_ref),
        "due_at": due_at,
        "working_days_over": _working_days_since(due_at.date()),
    }


def _working_days_since(day: date) -> int:
    days = (clock.today() - day).days
    return sum(
        clock.is_working_day(day + timedelta(days=over)) for over in range(1, days + 1)
    )
