"""Starting a case and keeping it true: what a referring worker does."""

from dataclasses import asdict
from datetime import timedelta

from sqlmodel import Session, select

from reciprocal import clock, ids
from reciprocal.access import operations as access
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Forbidden,
    Kind,
    ReciprocalError,
)
from reciprocal.homes import bars
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import REVIEWS, TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.places import parse_postcode
from reciprocal.places.lookup import locate
from reciprocal.requests import checks, going_on, queries, rules, stating, told
from reciprocal.requests.fit import fit_of
from reciprocal.requests.household import as_plain
from reciprocal.requests.lifecycle import CheckState, RequestEvent, RequestState, after
from reciprocal.requests.options import TenancyNotHeld
from reciprocal.requests.rules import (
    ConsentPurpose,
    HomeLeft,
    Referral,
)
from reciprocal.requests.tables import Consent, PropertyRequest
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed
from reciprocal.webhooks import outbox

_AMENDABLE = frozenset(
    {
        RequestState.DRAFT,
        RequestState.AWAITING_APPROVAL,
        RequestState.IN_POT,
        RequestState.PAUSED,
        RequestState.PROPOSED,
        RequestState.OFFERED,
        RequestState.ACCEPTED,
    }
)


class ConsentMissing(ReciprocalError):
    code = "consent_missing"
    kind = Kind.CONFLICT
    sentence = "Record the household's consent first, for each purpose that is named."

    def __init__(self, missing: frozenset[ConsentPurpose]) -> None:
        faults = (
            FieldFault("consents", f"Record the consent for {purpose}.")
            for purpose in sorted(missing)
        )
        super().__init__(faults=tuple(faults))


class ServiceClosing(ReciprocalError):
    code = "service_closing"
    kind = Kind.CONFLICT
    sentence = (
        "Your service is closing and takes nobody on; send them to another service of "
        "the scheme."
    )


class ConsentGivenAlready(ReciprocalError):
    code = "consent_given_already"
    kind = Kind.CONFLICT
    sentence = "This consent is recorded and stands."


def refer(
    session: Session,
    *,
    actor: Actor,
    referral: Referral,
    goes_on_from: PropertyRequest | None = None,
) -> PropertyRequest:
    """Begin a case as a draft and assign it to the worker who refers.

    Args:
        goes_on_from: The case of theirs that the household, or a part of it, goes on
            from with the date it has waited since. A service that is closing takes
            nobody on, and lets nobody down: it refers them, and hands them on.

    Raises:
        ServiceClosing: Once the coordinator has marked the service as closing.
        TenancyNotHeld: When nobody of the household is the tenant; nothing is kept.
        FieldsInvalid: With every field at fault.
        PostcodeUnknown: And its kin, from places.
    """
    policy.require(actor, "cases.refer")
    service = organisations.referring_service(session, actor.organisation_id, lock=True)
    if service is None:
        raise Forbidden
    closing = service.closing_since is not None
    if closing and goes_on_from is None:
        raise ServiceClosing
    if not referral.holds_tenancy:
        raise TenancyNotHeld(field="holds_tenancy")
    _, scheme_rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    found = rules.faults(
        referral,
        today=clock.today(),
        areas_of_choice_min=scheme_rules.areas_of_choice_min,
    )
    if found:
        raise FieldsInvalid(faults=found)
    request = _store(session, actor, referral, scheme_rules)
    if goes_on_from is not None:
        request.waiting_since = goes_on_from.waiting_since
        session.add(request)
        going_on.keep_apart_likewise(
            session, actor=actor, earlier=goes_on_from, request=request
        )
    if closing:
        ask_where_to(session, request)
    access.assign(session, actor=actor, person_id=actor.id, request_id=request.id)
    audit.record(session, actor, "case.referred", subject=("request", request.id))
    outbox.case_changed(session, request)
    return request


def ask_where_to(session: Session, request: PropertyRequest) -> None:
    """Ask a closing service who is to take a case of it that is in hand."""
    notices.add_task(
        session,
        organisation_id=request.service_id,
        kind=TaskKind.SERVICE_CLOSING,
        subject_id=request.id,
        subject_ref=request.case_ref,
        case_id=request.id,
    )


def record_consent(
    session: Session, *, actor: Actor, case_ref: str, purpose: ConsentPurpose
) -> Consent:
    """Record that the household agreed to one purpose.

    Raises:
        ConsentGivenAlready: When it stands.
    """
    policy.require(actor, "cases.consent")
    request = queries.own_case(session, actor, case_ref, lock=True)
    if purpose in queries.live_consents(session, actor, request.id):
        raise ConsentGivenAlready
    row = Consent(
        id=ids.new_id(),
        request_id=request.id,
        purpose=purpose,
        recorded_by=actor.id,
        given_at=clock.now(),
    )
    session.add(row)
    audit.record(
        session,
        actor,
        "consent.given",
        subject=("request", request.id),
        code=purpose,
    )
    return row


def revoke_consent(
    session: Session, *, actor: Actor, request: PropertyRequest, purpose: ConsentPurpose
) -> None:
    """Take a consent back; `proposals` stops whatever hung on it in the same act.

    Raises:
        ConsentMissing: When it does not stand.
    """
    row = session.exec(
        select(Consent).where(
            Consent.request_id == request.id,
            Consent.purpose == purpose,
            Consent.revoked_at == None,  # noqa: E711 - SQL's own IS NULL
        )
    ).first()
    if row is None:
        raise ConsentMissing(frozenset({purpose}))
    row.revoked_at = clock.now()
    session.add(row)
    audit.record(
        session,
        actor,
        "consent.revoked",
        subject=("request", request.id),
        code=purpose,
    )
    if purpose is ConsentPurpose.MATCHING:
        told.forget(session, request)


def submit(session: Session, *, actor: Actor, case_ref: str) -> PropertyRequest:
    """Ask the household's landlord to confirm the tenancy.

    Raises:
        ConsentMissing: Unless matching and the tenancy check are agreed to.
    """
    policy.require(actor, "cases.amend")
    request = queries.own_case(session, actor, case_ref, lock=True)
    given = queries.live_consents(session, actor, request.id)
    missing = rules.CONSENTS_TO_SUBMIT - given
    if missing:
        raise ConsentMissing(missing)
    request.state = after(request.state, RequestEvent.SUBMIT)
    session.add(request)
    checks.ask(session, request=request)
    checks.tell_of_clash(session, request)
    audit.record(session, actor, "case.submitted", subject=("request", request.id))
    outbox.case_changed(session, request)
    return request


def confirm(session: Session, *, actor: Actor, case_ref: str) -> PropertyRequest:
    """Record that the move is still wanted, the areas right and contact safe."""
    policy.require(actor, "cases.amend")
    request = queries.own_case(session, actor, case_ref, lock=True)
    request.confirmed_at = clock.now()
    session.add(request)
    audit.record(session, actor, "case.confirmed", subject=("request", request.id))
    return request


def resume(session: Session, *, actor: Actor, case_ref: str) -> PropertyRequest:
    """Bring a paused case back with its waiting date as it was.

    Raises:
        ConsentMissing: Unless matching and the tenancy check are agreed to again.
    """
    policy.require(actor, "cases.amend")
    request = queries.own_case(session, actor, case_ref, lock=True)
    given = queries.live_consents(session, actor, request.id)
    missing = rules.CONSENTS_TO_SUBMIT - given
    if missing:
        raise ConsentMissing(missing)
    change_state(session, actor=actor, request=request, event=RequestEvent.RESUME)
    check = queries.check_of(session, actor, request.id)
    if check is not None and check.state is not CheckState.ASKED:
        change_state(session, actor=actor, request=request, event=RequestEvent.APPROVE)
    return request


def change_state(
    session: Session, *, actor: Actor, request: PropertyRequest, event: RequestEvent
) -> None:
    """Move a request along its lifecycle for an act that has decided why."""
    request.state = after(request.state, event)
    request.ended_at = None
    if request.state not in _AMENDABLE:
        request.ended_at = clock.now()
        for kind in REVIEWS:
            notices.finish_tasks(session, subject_id=request.id, kind=kind)
    session.add(request)
    audit.record(session, actor, f"case.{event}", subject=("request", request.id))
    if event is RequestEvent.CLOSE:
        checks.end_unanswered(session, actor=actor, request_id=request.id)
    outbox.case_changed(session, request)


def _store(
    session: Session, actor: Actor, referral: Referral, scheme_rules: SchemeRules
) -> PropertyRequest:
    landlord = organisations.organisation_coded(
        session, actor.scheme_id, referral.landlord_code
    )
    if landlord is None or organisations.provider(session, landlord.id) is None:
        fault = FieldFault("landlord_code", "Name a landlord that is in the scheme.")
        raise FieldsInvalid(faults=(fault,))
    request_id = ids.new_id()
    key_id = sealing.create_key(
        session,
        subject_kind="request",
        subject_id=request_id,
        organisation_id=actor.organisation_id,
    )

    def sealed(column: str, value: object) -> Sealed:
        return sealing.seal(
            session, key_id, f"property_request.{column}", request_id, value
        )

    fit = fit_of(referral.household, scheme_rules, clock.today())
    request = PropertyRequest(
        id=request_id,
        case_ref=ids.new_id(),
        board_ref=ids.new_id(),
        scheme_id=actor.scheme_id,
        service_id=actor.organisation_id,
        provider_id=landlord.id,
        key_id=key_id,
        state=RequestState.DRAFT,
        household=sealed("household", as_plain(referral.household)),
        areas=sealed("areas", {}),
        home=sealed("home", _home(referral.home)),
        tenancy_reference=sealed("tenancy_reference", referral.tenancy_reference),
        home_clash=bars.uprn_mark(session, actor.scheme_id, referral.home.uprn),
        tenancy_held=referral.tenancy_held,
        tenancy_start=referral.tenancy_start,
        joint=referral.joint,
        **asdict(fit),
        persons=referral.household.persons,
        access_need=referral.access_need,
        access_needed_by=referral.access_needed_by,
        animal=referral.animal,
        floor_max_without_lift=referral.floor_max_without_lift,
        ground_floor_unsafe=referral.ground_floor_unsafe,
        affordable_rent_accepted=referral.affordable_rent_accepted,
        area_of_choice=referral.areas.choice,
        areas_of_choice_count=0,
        geography_version="",
        risk_kind=referral.risk_kind,
        urgency=int(referral.urgency),
        trigger_kind=referral.trigger_kind,
        trigger_date=referral.trigger_date,
        dash_score=referral.dash_score,
        referred_by=actor.id,
        waiting_since=clock.today(),
        confirmed_at=clock.now(),
    )
    stating.state(
        session,
        actor=actor,
        request=request,
        areas=referral.areas,
        scheme_rules=scheme_rules,
    )
    return request


def _home(home: HomeLeft) -> dict[str, object]:
    place = locate(parse_postcode(home.postcode, field="home_postcode"))
    return {
        "uprn": home.uprn,
        "address": home.address,
        "postcode": str(place.postcode),
        "authority": place.authority_code,
        "marker": home.marker,
    }


def ask_unconfirmed(session: Session, *, actor: Actor, days: int) -> int:
    """Ask about cases not confirmed for so many days; they stay in the round."""
    since = clock.now() - timedelta(days=days)
    rows = session.exec(
        select(PropertyRequest).where(
            PropertyRequest.scheme_id == actor.scheme_id,
            PropertyRequest.state == RequestState.IN_POT,
            PropertyRequest.confirmed_at < since,
        )
    ).all()
    for request in rows:
        notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.CONFIRM_CASE)
        notices.add_task(
            session,
            organisation_id=request.service_id,
            kind=TaskKind.CONFIRM_CASE,
            subject_id=request.id,
            subject_ref=request.case_ref,
            case_id=request.id,
        )
    return len(rows)
