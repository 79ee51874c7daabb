"""Erasing what is due, a few at a time, and writing down how many."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import second_factor
from reciprocal.access.actor import Actor
from reciprocal.access.tables import Invitation, SignedInSession
from reciprocal.audit import operations as audit
from reciprocal.drafts import operations as drafts
from reciprocal.homes import forgetting as homes
from reciprocal.idempotency import operations as idempotency
from reciprocal.proposals.tables import Proposal
from reciprocal.requests import operations as requests
from reciprocal.requests.lifecycle import RequestEvent, RequestState
from reciprocal.requests.tables import (
    CaseArea,
    CaseTold,
    Consent,
    PropertyRequest,
    TenancyCheck,
)
from reciprocal.retention import codes, queries, rules
from reciprocal.retention.rules import Of
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing import operations as sealing
from reciprocal.support.tables import StepNote

AT_ONCE = 100
"""Cases erased in one transaction."""

_OUTLIVED: dict[Of, type[SignedInSession] | type[Invitation]] = {
    Of.SIGN_IN: SignedInSession,
    Of.INVITATION: Invitation,
}


def due(session: Session, *, actor: Actor, in_days: int = 0) -> dict[Of, int]:
    """Count what is due, or will be so many days from now, by line of the schedule."""
    moment = clock.now() + timedelta(days=in_days)
    found = rules.due(queries.readable(session, actor), moment)
    counted = {of: len(cases) for of, cases in found.items()}
    counted[Of.ROUND] = len(rules.rounds_due(queries.rounds(session, actor), moment))
    for of, kind in _OUTLIVED.items():
        expired = col(kind.expires_at) <= moment - rules.kept_for(of)
        counted[of] = len(session.exec(select(kind.id).where(expired)).all())

    def before(of: Of) -> datetime:
        return moment - rules.kept_for(of)

    counted[Of.UNSAVED] = len(drafts.old(session, before=before(Of.UNSAVED)))
    factors = second_factor.old(session, before=before(Of.SECOND_FACTOR))
    counted[Of.SECOND_FACTOR] = len(factors)
    counted[Of.CODES] = codes.old(session, actor, before=before(Of.CODES))
    return {of: counted[of] for of in Of if counted.get(of)}


def sweep(session: Session, *, actor: Actor) -> dict[Of, int]:
    """Erase what is due, of cases the first hundred; count it by line.

    The audit gets one entry with the counts and the digest of the schedule, and no
    identifier of what was erased. Call it again until it returns nothing.
    """
    found = rules.due(queries.readable(session, actor), clock.now())
    cases = [(of, case) for of, each in found.items() for case in each][:AT_ONCE]
    erased: dict[Of, int] = {}
    for of, case in cases:
        _erase(session, actor, case)
        erased[of] = erased.get(of, 0) + 1
    for round_id in rules.rounds_due(queries.rounds(session, actor), clock.now()):
        sealing.destroy_key(session, session.get_one(MatchRound, round_id).key_id)
        erased[Of.ROUND] = erased.get(Of.ROUND, 0) + 1
    for of, kind in _OUTLIVED.items():
        expired = col(kind.expires_at) <= clock.now() - rules.kept_for(of)
        gone = session.exec(select(kind.id).where(expired)).all()
        session.execute(delete(kind).where(col(kind.id).in_(gone)))
        if gone:
            erased[of] = len(gone)
    erased |= _forget_old(session, actor)
    if erased:
        code = " ".join(f"{of}={number}" for of, number in sorted(erased.items()))
        subject = ("retention_schedule", rules.digest())
        audit.record(session, actor, "retention.swept", subject=subject, code=code)
    return erased


def _forget_old(session: Session, actor: Actor) -> dict[Of, int]:
    """Remove what no case, round or sign-in is; count it by line."""

    def before(of: Of) -> datetime:
        return clock.now() - rules.kept_for(of)

    gone = {
        Of.UNSAVED: drafts.forget_old(session, before=before(Of.UNSAVED)),
        Of.SECOND_FACTOR: second_factor.forget_old(
            session, before=before(Of.SECOND_FACTOR)
        ),
        Of.CODES: codes.forget(session, actor, before=before(Of.CODES)),
    }
    return {of: number for of, number in gone.items() if number}


def _erase(session: Session, actor: Actor, request_id: str) -> None:
    """Close a case, destroy its key, and remove what finds or follows it.

    Without a live consent no other party is shown anything that was sealed.
    """
    request = session.exec(
        select(PropertyRequest)
        .where(PropertyRequest.id == request_id)
        .with_for_update()
    ).one()
    if request.state is not RequestState.CLOSED:
        requests.change_state(
            session, actor=actor, request=request, event=RequestEvent.CLOSE
        )
    sealing.destroy_key(session, request.key_id)
    request.home_clash = request.id
    for column, nothing in rules.FORGOTTEN.items():
        setattr(request, column, nothing)
    request.tenancy_start = request.waiting_since
    session.add(request)
    session.execute(
        update(Consent)
        .where(col(Consent.request_id) == request_id, col(Consent.revoked_at).is_(None))
        .values(revoked_at=clock.now())
    )
    session.execute(
        update(TenancyCheck)
        .where(col(TenancyCheck.request_id) == request_id)
        .values(account_balance_pence=None)
    )
    # Who must never see the case stays: its steps can still be read by landlords.
    for kind in (StepNote, CaseTold, CaseArea):
        session.execute(delete(kind).where(col(kind.request_id) == request_id))
    for home_id in queries.moved_to(session, actor, request_id):
        homes.forget_where(session, home_id)
    idempotency.forget_about(session, _references(session, request))


def _references(session: Session, request: PropertyRequest) -> list[str]:
    """Return every party's reference of a case, of its check and of its steps."""
    steps = session.exec(
        select(Proposal.case_ref, Proposal.offer_ref, Proposal.departure_ref).where(
            Proposal.request_id == request.id
        )
    ).all()
    checks = session.exec(
        select(TenancyCheck.landlord_ref).where(TenancyCheck.request_id == request.id)
    ).all()
    return [request.case_ref, *checks, *(each for step in steps for each in step)]
