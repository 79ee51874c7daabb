from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import blocks
from reciprocal.access.actor import Actor, Role
from reciprocal.access.closed import in_scheme, theirs
from reciprocal.audit import operations as audit
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import NotFound
from reciprocal.ids import short_code
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.tables import Organisation, ReferringService
from reciprocal.requests import decided, options, standing
from reciprocal.requests.lifecycle import NEXT_STEP, OPEN, CheckState, RequestState
from reciprocal.requests.rows import check_row
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import Consent, PropertyRequest, TenancyCheck
from reciprocal.sealing.column import Sealed


def own_case(
    session: Session, actor: Actor, case_ref: str, *, lock: bool = False
) -> PropertyRequest:
    """Return the case of that reference if it is assigned to this worker.

    A referring service's own system sees every case of its service.

    Raises:
        NotFound: When there is none, or it is not theirs.
    """
    query = select(PropertyRequest).where(
        PropertyRequest.case_ref == case_ref,
        *theirs(actor, PropertyRequest.service_id, case=PropertyRequest.id),
    )
    request = session.exec(query.with_for_update() if lock else query).first()
    if request is None or not _works_on(actor, request):
        raise NotFound
    return request


def own_cases(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the actor's cases, the longest waiting first; nothing is opened."""
    query = select(PropertyRequest).where(
        *theirs(actor, PropertyRequest.service_id, case=PropertyRequest.id)
    )
    if actor.role != Role.REFERRING_SYSTEM:
        query = query.where(col(PropertyRequest.id).in_(sorted(actor.assignments)))
    return read(
        session,
        actor,
        "case_in_list",
        wanted,
        query,
        (By(PropertyRequest.waiting_since), By(PropertyRequest.case_ref)),
        lambda row: (row.state, _case_row(row)),
        stage=PropertyRequest.state,
    )


def show_case(session: Session, actor: Actor, request: PropertyRequest) -> Shown:
    """Return one case, to be opened by its worker."""

    def closed(column: str, sealed: Sealed) -> audit.Unopened:
        return unopened(session, actor, request, column, sealed)

    landlord = organisations.organisation(session, request.provider_id)
    check = check_of(session, actor, request.id)
    row = _case_row(request) | {
        "landlord": landlord.name,
        "tenancy_held": request.tenancy_held,
        "tenancy_start": request.tenancy_start,
        "joint": request.joint,
        "tenancy_reference": closed("tenancy_reference", request.tenancy_reference),
        "household": closed("household", request.household),
        "areas": closed("areas", request.areas),
        "home": closed("home", request.home),
        "bedrooms_needed": request.bedrooms_needed,
        "access_need": request.access_need,
        "risk_kind": request.risk_kind,
        "dash_score": request.dash_score,
        "trigger_kind": request.trigger_kind,
        "trigger_date": request.trigger_date,
        "consents": lambda: sorted(live_consents(session, actor, request.id)),
        **options.check_row(check),
        "confirmed_at": request.confirmed_at,
        "areas_stated": lambda: standing.rows(session, actor, request.id),
        "left_to_a_person": lambda: decided.told(session, actor, request.id),
        "blocked_staff": lambda: standing.blocked_staff(session, actor, request.id),
        "links": lambda: standing.links(session, actor, request.id),
        "homelessness_duty": lambda: standing.homelessness_duty(
            session, actor, request.id
        ),
    }
    return show(actor, "case", request.state, row)


def live_consents(
    session: Session, actor: Actor, request_id: str
) -> frozenset[ConsentPurpose]:
    """Return the purposes the household agrees to now."""
    del actor  # every room asks before it discloses
    rows = session.exec(
        select(Consent).where(
            Consent.request_id == request_id, col(Consent.revoked_at).is_(None)
        )
    )
    return frozenset(row.purpose for row in rows)


def own_check(
    session: Session, actor: Actor, check_ref: str, *, lock: bool = False
) -> TenancyCheck:
    """Return the landlord's own tenancy check once its task has appeared."""
    query = select(TenancyCheck).where(
        TenancyCheck.landlord_ref == check_ref,
        *theirs(actor, TenancyCheck.provider_id, case=TenancyCheck.request_id),
        TenancyCheck.visible_at <= clock.now(),
    )
    row = session.exec(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound
    return row


def own_checks(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the landlord's tenancy checks whose tasks have appeared."""
    return read(
        session,
        actor,
        "tenancy_check_in_list",
        wanted,
        select(TenancyCheck).where(
            *theirs(actor, TenancyCheck.provider_id, case=TenancyCheck.request_id),
            TenancyCheck.visible_at <= clock.now(),
        ),
        (By(TenancyCheck.due_at), By(TenancyCheck.landlord_ref)),
        lambda row: (row.state, check_row(row)),
        stage=TenancyCheck.state,
    )


def show_own_check(session: Session, actor: Actor, check: TenancyCheck) -> Shown:
    """Return one tenancy check with the landlord's own tenancy reference."""
    request = session.get_one(PropertyRequest, check.request_id)
    consented = ConsentPurpose.TENANCY_CHECK in live_consents(
        session, actor, request.id
    )
    reference = unopened(
        session,
        actor,
        request,
        "tenancy_reference",
        request.tenancy_reference if consented else None,
    )
    row = check_row(check) | {"tenancy_reference": reference}
    return show(actor, "tenancy_check", check.state, row)


def board_check(session: Session, actor: Actor, check_ref: str) -> TenancyCheck:
    """Return the tenancy check of the coordinator's reference."""
    row = session.exec(
        select(TenancyCheck)
        .join(PropertyRequest, col(PropertyRequest.id) == TenancyCheck.request_id)
        .where(
            TenancyCheck.board_ref == check_ref,
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
        )
        .with_for_update()
    ).first()
    if row is None:
        raise NotFound
    return row


def check_of(
    session: Session, actor: Actor, request_id: str, *, lock: bool = False
) -> TenancyCheck | None:
    """Return the tenancy check of a request, once one was asked for."""
    del actor  # asked by the rooms that re-check a step
    query = select(TenancyCheck).where(TenancyCheck.request_id == request_id)
    return session.exec(query.with_for_update() if lock else query).first()


def is_countersigned(session: Session, actor: Actor, request_id: str) -> bool:
    """Tell whether a landlord may be shown anything of this request."""
    check = check_of(session, actor, request_id)
    return check is not None and check.state is CheckState.COUNTERSIGNED


def board_requests(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the open requests of the scheme as its coordinator may see them.

    Of one that is left to one person of its landlord, the landlord is not named.
    """
    unnamed = blocks.left_to_one(session)
    return read(
        session,
        actor,
        "board_request",
        wanted,
        select(PropertyRequest, Organisation, TenancyCheck)
        .join(Organisation, col(Organisation.id) == PropertyRequest.provider_id)
        .outerjoin(TenancyCheck, col(TenancyCheck.request_id) == PropertyRequest.id)
        .where(
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
            col(PropertyRequest.state).in_(OPEN - {RequestState.DRAFT}),
        ),
        (
            By(PropertyRequest.urgency),
            By(PropertyRequest.waiting_since),
            By(PropertyRequest.board_ref),
        ),
        lambda request, landlord, check: (
            request.state,
            _board_row(request, None if request.id in unnamed else landlord, check),
        ),
        stage=PropertyRequest.state,
    )


def countersignatures(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the attestations that wait for the coordinator's name; likewise."""
    unnamed = blocks.left_to_one(session)
    return read(
        session,
        actor,
        "attestation",
        wanted,
        select(TenancyCheck, Organisation)
        .join(PropertyRequest, col(PropertyRequest.id) == TenancyCheck.request_id)
        .join(Organisation, col(Organisation.id) == TenancyCheck.provider_id)
        .where(
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
            TenancyCheck.state == CheckState.ATTESTED,
        ),
        (By(TenancyCheck.attested_at), By(TenancyCheck.board_ref)),
        lambda row, landlord: (
            "attested",
            attestation_row(row, None if row.request_id in unnamed else landlord),
        ),
    )


def attestation_row(
    check: TenancyCheck, landlord: Organisation | None
) -> dict[str, object]:
    """Return what an attestation says, under the coordinator's reference."""
    return {
        "reference": check.board_ref,
        "code": short_code(check.board_ref),
        "landlord": landlord.name if landlord else None,
        "tenancy_kind": check.tenancy_kind,
        "tenancy_start": check.tenancy_start,
        "joint": check.joint,
        "successor": check.successor,
        "possession_proceedings": check.possession_proceedings,
        "notice_served": check.notice_served,
        "account_balance_pence": check.account_balance_pence,
        "continuous_since_april_2012": check.continuous_since_april_2012,
        "identity_seen": check.identity_seen,
    }


def waiting(session: Session, actor: Actor) -> list[PropertyRequest]:
    """Return the requests a round may match.

    Left out until it is put right: a case held by its own landlord's team, since an
    independent service must hold it before a proposal is shown.
    """
    rows = session.exec(
        select(PropertyRequest)
        .join(
            ReferringService,
            col(ReferringService.organisation_id) == PropertyRequest.service_id,
        )
        .where(
            PropertyRequest.scheme_id == actor.scheme_id,
            PropertyRequest.state == RequestState.IN_POT,
            col(ReferringService.owner_provider_id).is_distinct_from(
                PropertyRequest.provider_id
            ),
        )
        .order_by(PropertyRequest.id)
    )
    return [
        row
        for row in rows
        if ConsentPurpose.MATCHING in live_consents(session, actor, row.id)
    ]


def reveal(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    column: str,
    sealed: Sealed,
) -> object:
    """Open a sealed field of a request, writing down who looked."""
    return audit.reveal(
        session,
        actor,
        sealed,
        f"property_request.{column}",
        subject=("request", request.id),
        row_id=request.id,
    )


def unopened(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    column: str,
    sealed: Sealed | None,
) -> audit.Unopened:
    """Return a sealed field of a request for somebody to open, or not."""
    return audit.unopened(
        session,
        actor,
        sealed,
        f"property_request.{column}",
        subject=("request", request.id),
        row_id=request.id,
    )


def _works_on(actor: Actor, request: PropertyRequest) -> bool:
    return request.id in actor.assignments or actor.role == Role.REFERRING_SYSTEM


def _case_row(request: PropertyRequest) -> dict[str, object]:
    return {
        "reference": request.case_ref,
        "code": short_code(request.case_ref),
        "stage": request.state,
        "next_step": NEXT_STEP[request.state],
        "urgency": request.urgency,
        "waiting_since": request.waiting_since,
    }


def _board_row(
    request: PropertyRequest, landlord: Organisation | None, check: TenancyCheck | None
) -> dict[str, object]:
    return {
        "reference": request.board_ref,
        "code": short_code(request.board_ref),
        "stage": request.state,
        "landlord": landlord.name if landlord else None,
        "urgency": request.urgency,
        "dash_score": request.dash_score,
        "waiting_since": request.waiting_since,
        "bedrooms_needed": request.bedrooms_needed,
        "access_need": request.access_need,
        "areas_of_choice_count": request.areas_of_choice_count,
        "tenancy_check": check.state if check else None,
    }
