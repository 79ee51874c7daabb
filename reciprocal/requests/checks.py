"""The tenancy check: the old landlord confirms facts and accepts a debt.

It cannot refuse for arrears, damage, want of police evidence or its balance; there
are three coded reasons and no others. No answer in time goes to its senior officer,
and the request enters the pot meanwhile: nobody waits for a silent landlord.
"""

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session, col, select

from matching.terms import TenancyKind
from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldFault, FieldsInvalid, StateConflict
from reciprocal.homes import clashes
from reciprocal.homes import operations as homes
from reciprocal.homes.rules import HomeFacts
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import REVIEWS, TaskKind
from reciprocal.notices.timetable import next_run
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.tables import OrganisationKind
from reciprocal.requests import queries
from reciprocal.requests.lifecycle import (
    OPEN,
    CheckState,
    DeclineCode,
    RequestEvent,
    RequestState,
    after,
)
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from reciprocal.webhooks import outbox

_OPEN = (CheckState.ASKED, CheckState.ESCALATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What the old landlord states of the tenancy, for the new one to rely on.

    Attributes:
        account_balance_pence: Negative for arrears; information, never a reason.
    """

    tenancy_kind: TenancyKind
    tenancy_start: date
    joint: bool
    successor: bool
    possession_proceedings: bool
    notice_served: bool
    account_balance_pence: int
    continuous_since_april_2012: bool
    identity_seen: bool
    accepts_debt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeReturning:
    """The home the household will leave, when it can come to the pot.

    Attributes:
        possession_recorded: False while somebody else is still in occupation.
    """

    dwelling: homes.Dwelling
    facts: HomeFacts
    possession_recorded: bool


def ask(session: Session, *, request: PropertyRequest) -> TenancyCheck:
    """Ask the landlord; its task appears at the next fixed run, and its clock then."""
    _, scheme_rules = organisations.rules_on(session, request.scheme_id, clock.today())
    visible_at = next_run(clock.now())
    row = TenancyCheck(
        id=ids.new_id(),
        landlord_ref=ids.new_id(),
        board_ref=ids.new_id(),
        request_id=request.id,
        provider_id=request.provider_id,
        state=CheckState.ASKED,
        asked_at=clock.now(),
        visible_at=visible_at,
        due_at=clock.working_days_after(visible_at, scheme_rules.approval_working_days),
    )
    session.add(row)
    notices.add_task(
        session,
        organisation_id=request.provider_id,
        kind=TaskKind.TENANCY_CHECK,
        subject_id=row.id,
        subject_ref=row.landlord_ref,
        case_id=request.id,
        due_at=row.due_at,
        visible_at=visible_at,
    )
    return row


def attest(
    session: Session,
    *,
    actor: Actor,
    check_ref: str,
    attestation: Attestation,
    home: HomeReturning | None,
) -> TenancyCheck:
    """Confirm the tenancy and accept the debt; state the home that will come back.

    Raises:
        FieldsInvalid: When the debt is not accepted, or the home's facts are off.
        StateConflict: When the check was answered already.
    """
    policy.require(actor, "tenancy_checks.attest")
    check = queries.own_check(session, actor, check_ref, lock=True)
    if check.state not in _OPEN:
        raise StateConflict
    if not attestation.accepts_debt:
        sentence = (
            "Balance is no reason to refuse: accept the debt, or decline by code."
        )
        raise FieldsInvalid(faults=(FieldFault("accepts_debt", sentence),))
    for name, value in asdict(attestation).items():
        setattr(check, name, value)
    check.state = CheckState.ATTESTED
    check.attested_by = actor.id
    check.attested_at = clock.now()
    session.add(check)
    if home is not None:
        homes.record_vacating_home(
            session,
            actor=actor,
            request_id=check.request_id,
            dwelling=home.dwelling,
            facts=home.facts,
            possession_recorded=home.possession_recorded,
        )
    _enter_pot(session, check)
    _finish(session, actor, check, "tenancy.attested", "")
    _ask_countersignature(session, actor, check)
    return check


def decline(
    session: Session,
    *,
    actor: Actor,
    check_ref: str,
    code: DeclineCode,
    own_stock_offer_date: date | None,
) -> TenancyCheck:
    """Decline by one of the three codes.

    Raises:
        FieldsInvalid: When a move in its own stock is claimed without its date.
    """
    policy.require(actor, "tenancy_checks.decline")
    check = queries.own_check(session, actor, check_ref, lock=True)
    if check.state not in _OPEN:
        raise StateConflict
    offered = code is DeclineCode.OWN_STOCK_MOVE_OFFERED
    if offered is (own_stock_offer_date is None):
        sentence = "Give the date of the offer with this reason, and with no other."
        raise FieldsInvalid(faults=(FieldFault("own_stock_offer_date", sentence),))
    check.state = CheckState.DECLINED
    check.decline_code = code
    check.own_stock_offer_date = own_stock_offer_date
    session.add(check)
    request = _locked_request(session, check)
    request.state = after(request.state, RequestEvent.DECLINE)
    session.add(request)
    for kind in REVIEWS:
        notices.finish_tasks(session, subject_id=request.id, kind=kind)
    outbox.case_changed(session, request)
    _finish(session, actor, check, "tenancy.declined", code)
    _tell_service(session, request)
    return check


def end_unanswered(session: Session, *, actor: Actor, request_id: str) -> None:
    """Ask the landlord no longer, because the case has closed.

    It is not told why: its row says that no answer is needed, and it can state no
    home that would come back.
    """
    check = queries.check_of(session, actor, request_id, lock=True)
    if check is None or check.state not in _OPEN:
        return
    check.state = CheckState.NOT_NEEDED
    session.add(check)
    _finish(session, actor, check, "tenancy.not_needed", "")


def countersign(session: Session, *, actor: Actor, check_ref: str) -> TenancyCheck:
    """Let the coordinator put its name to an attestation, for landlords to rely on."""
    policy.require(actor, "board.countersign")
    check = queries.board_check(session, actor, check_ref)
    if check.state is not CheckState.ATTESTED:
        raise StateConflict
    check.state = CheckState.COUNTERSIGNED
    check.countersigned_by = actor.id
    check.countersigned_at = clock.now()
    session.add(check)
    notices.finish_tasks(session, subject_id=check.id, kind=TaskKind.COUNTERSIGN)
    audit.record(
        session, actor, "tenancy.countersigned", subject=("tenancy_check", check.id)
    )
    return check


def escalate_overdue(session: Session, *, actor: Actor) -> int:
    """Send unanswered checks to a senior officer and let their requests be matched.

    Returns how many. No landlord is shown such a request until it is attested.
    """
    rows = session.exec(
        select(TenancyCheck, PropertyRequest)
        .join(PropertyRequest, col(PropertyRequest.id) == TenancyCheck.request_id)
        .where(
            PropertyRequest.scheme_id == actor.scheme_id,
            TenancyCheck.state == CheckState.ASKED,
            TenancyCheck.due_at < clock.now(),
        )
        .order_by(TenancyCheck.id)
        .with_for_update()
    ).all()
    for check, request in rows:
        check.state = CheckState.ESCALATED
        session.add(check)
        if request.state is RequestState.AWAITING_APPROVAL:
            request.state = after(request.state, RequestEvent.APPROVE)
            session.add(request)
            outbox.case_changed(session, request)
        notices.add_task(
            session,
            organisation_id=check.provider_id,
            kind=TaskKind.TENANCY_CHECK_OVERDUE,
            subject_id=check.id,
            subject_ref=check.landlord_ref,
            case_id=check.request_id,
            visible_at=next_run(clock.now()),
        )
        audit.record(
            session, actor, "tenancy.escalated", subject=("tenancy_check", check.id)
        )
    return len(rows)


def _locked_request(session: Session, check: TenancyCheck) -> PropertyRequest:
    """Return the request of a check; its worker may be pausing it just now."""
    return session.exec(
        select(PropertyRequest)
        .where(PropertyRequest.id == check.request_id)
        .with_for_update()
    ).one()


def _enter_pot(session: Session, check: TenancyCheck) -> None:
    request = _locked_request(session, check)
    if request.state is RequestState.AWAITING_APPROVAL:
        request.state = after(request.state, RequestEvent.APPROVE)
        session.add(request)
        outbox.case_changed(session, request)


def _finish(
    session: Session, actor: Actor, check: TenancyCheck, action: str, code: str
) -> None:
    for kind in (TaskKind.TENANCY_CHECK, TaskKind.TENANCY_CHECK_OVERDUE):
        notices.finish_tasks(session, subject_id=check.id, kind=kind)
    audit.record(session, actor, action, subject=("tenancy_check", check.id), code=code)


def _ask_countersignature(session: Session, actor: Actor, check: TenancyCheck) -> None:
    for agency in organisations.members(
        session, actor.scheme_id, OrganisationKind.COORDINATOR
    ):
        notices.add_task(
            session,
            organisation_id=agency.id,
            kind=TaskKind.COUNTERSIGN,
            subject_id=check.id,
            subject_ref=check.board_ref,
            case_id=check.request_id,
        )


def _tell_service(session: Session, request: PropertyRequest) -> None:
    notices.add_task(
        session,
        organisation_id=request.service_id,
        kind=TaskKind.CASE_CHANGED,
        subject_id=request.id,
        subject_ref=request.case_ref,
        case_id=request.id,
    )


def tell_of_clash(session: Session, request: PropertyRequest) -> None:
    """Tell the coordinator, and nobody else, of a household with a case elsewhere.

    Whoever sends a copy of somebody's case to learn whether there is one hears what
    everybody hears.
    """
    if _has_case_elsewhere(session, request):
        for agency in clashes.coordinators(session, request.scheme_id):
            notices.add_task(
                session,
                organisation_id=agency.id,
                kind=TaskKind.CASE_CLASH,
                subject_id=request.id,
                subject_ref=request.board_ref,
                case_id=request.id,
            )


def _has_case_elsewhere(session: Session, request: PropertyRequest) -> bool:
    return (
        session.exec(
            select(PropertyRequest.id).where(
                PropertyRequest.scheme_id == request.scheme_id,
                PropertyRequest.home_clash == request.home_clash,
                PropertyRequest.id != request.id,
                col(PropertyRequest.state).in_(OPEN - {RequestState.DRAFT}),
            )
        ).first()
        is not None
    )
