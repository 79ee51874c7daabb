from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, not_, or_
from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.actor import Actor, ActorKind
from reciprocal.access.closed import in_scheme, open_to, theirs
from reciprocal.audit import operations as audit
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import NotFound
from reciprocal.homes import marked
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.moves.tables import Move
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import hidden, promises, rents_shown, seen
from reciprocal.proposals.lifecycle import LIVE, OVER, Party, ProposalState
from reciprocal.proposals.rows import (
    board_row,
    case_step_row,
    home_row,
    offer_row,
    possession_row,
    reserved_row,
)
from reciprocal.proposals.sentences import next_step
from reciprocal.proposals.tables import Decision, Proposal
from reciprocal.requests import queries as requests
from reciprocal.requests import told
from reciprocal.requests.fit import needed_at
from reciprocal.requests.household import from_plain
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from reciprocal.sealing.column import Sealed


def case_of(session: Session, actor: Actor, case_ref: str) -> PropertyRequest:
    """Return the worker's own case, locked."""
    return requests.own_case(session, actor, case_ref, lock=True)


def live_proposal(session: Session, actor: Actor, request_id: str) -> Proposal | None:
    """Return the one live step of a request, locked."""
    del actor  # the caller has shown that the case is theirs, or is the service
    return session.exec(
        select(Proposal)
        .where(Proposal.request_id == request_id, col(Proposal.state).in_(LIVE))
        .with_for_update()
    ).first()


def at_the_keys(session: Session, actor: Actor, request_id: str) -> Proposal | None:
    """Return the step that gave a request's household its keys, locked."""
    del actor  # the caller has shown that the case is theirs
    return session.exec(
        select(Proposal)
        .where(
            Proposal.request_id == request_id,
            Proposal.state == ProposalState.COMPLETED,
        )
        .with_for_update()
    ).first()


def case_steps(
    session: Session, actor: Actor, request: PropertyRequest, wanted: Wanted = WHOLE
) -> Page:
    """Return every step a case has had, the newest first, and what became of each."""
    return read(
        session,
        actor,
        "case_step",
        wanted,
        select(Proposal).where(
            *theirs(actor, Proposal.service_id, case=Proposal.request_id),
            Proposal.request_id == request.id,
        ),
        (By(Proposal.proposed_at, falls=True), By(Proposal.case_ref)),
        lambda row: (row.state, case_step_row(row)),
        stage=Proposal.state,
    )


def show_case_proposal(
    session: Session, actor: Actor, request: PropertyRequest
) -> Shown:
    """Return the home proposed to a case, with its address, for its worker alone.

    Raises:
        NotFound: When nothing is proposed to it now, or the case is closed: where they
            live is told in the case that goes on from there, if one does.
    """
    proposal = session.exec(
        select(Proposal).where(
            Proposal.request_id == request.id,
            col(Proposal.state).not_in(OVER),
        )
    ).first()
    if proposal is None or request.state is RequestState.CLOSED:
        raise NotFound
    home = session.get_one(Home, proposal.home_id)

    def closed(column: str, sealed: Sealed) -> audit.Unopened:
        return audit.unopened(
            session,
            actor,
            sealed,
            f"home.{column}",
            subject=("request", request.id),
            row_id=home.id,
        )

    landlord = organisations.organisation(session, proposal.new_provider_id)
    promised = promises.promise_of(session, actor, proposal)
    move = session.exec(select(Move).where(Move.proposal_id == proposal.id)).first()
    viewing = seen.of_proposal(session, actor, proposal)
    of_move = possession_row(move)
    row = (
        home_row(home)
        | seen.row(viewing)
        | {
            "reference": proposal.case_ref,
            "code": short_code(proposal.case_ref),
            "stage": proposal.state,
            "next_step": next_step(
                proposal.state,
                viewed=viewing.recorded,
                lead_gone=hidden.has_no_lead(session, proposal),
            ),
            "answer_by": proposal.due_at,
            "landlord": landlord.name,
            "landlord_on_call": landlord.on_call_number,
            "address": closed("address", home.address),
            "postcode": closed("postcode", home.postcode),
            "promise": promises.promise_row(promised),
            "rents": rents_shown.unopened(
                session, actor, request, home, promised, move
            ),
            "warned_of_final_offer": seen.was_warned(session, actor, proposal),
            "home_warning": marked.warning(session, actor, home),
            "why_this_home": told.why_this_home(
                session, actor, request, proposal.round_id
            ),
            "hidden": proposal.hidden_at is not None,
            "interim_home": proposal.interim,
            "old_home_possession": of_move["possession"],
            "old_home_possession_on": of_move["possession_on"],
        }
    )
    return show(actor, "case_proposal", proposal.state, row)


def own_offer(
    session: Session, actor: Actor, offer_ref: str, *, lock: bool = False
) -> Proposal:
    """Return the landlord's own offer, once its worker found the home safe."""
    query = select(Proposal).where(
        Proposal.offer_ref == offer_ref,
        *theirs(actor, Proposal.new_provider_id, case=Proposal.request_id),
        col(Proposal.departure_visible_at).is_not(None),
        left_to(actor),
    )
    row = session.exec(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound
    return row


def left_to(actor: Actor) -> ColumnElement[bool]:
    """Choose the offers that no change in risk hides from one of the landlord's.

    Until a lead has agreed, any of them may still be the one who does; a system never.
    """
    lead = col(Proposal.lead_id)
    named = and_(
        col(Proposal.hidden_from_lead).is_(False),
        or_(lead.is_(None), lead == actor.id),
    )
    person = actor.kind is ActorKind.PERSON
    return or_(col(Proposal.hidden_at).is_(None), named if person else false())


def own_offers(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the landlord's offers, the newest first."""
    return read(
        session,
        actor,
        "offer_in_list",
        wanted,
        select(Proposal, Home, Decision, Move)
        .join(Home, col(Home.id) == Proposal.home_id)
        .join(Decision, _found_safe())
        .outerjoin(Move, col(Move.proposal_id) == Proposal.id)
        .where(
            *theirs(actor, Proposal.new_provider_id, case=Proposal.request_id),
            col(Proposal.departure_visible_at).is_not(None),
            left_to(actor),
        ),
        (By(Proposal.proposed_at, falls=True), By(Proposal.offer_ref)),
        lambda row, home, safe, move: (
            row.state,
            offer_row(row, home) | reserved_row(row, home, safe.decided_at, move),
        ),
        stage=Proposal.state,
    )


def _found_safe() -> ColumnElement[bool]:
    """Join a step to its worker's word, from which on its landlord knows of it."""
    return and_(
        col(Decision.proposal_id) == Proposal.id, col(Decision.party) == Party.WORKER
    )


def _shown_at(session: Session, proposal: Proposal) -> datetime:
    return session.exec(
        select(Decision.decided_at).where(
            Decision.proposal_id == proposal.id, Decision.party == Party.WORKER
        )
    ).one()


def show_offer(session: Session, actor: Actor, proposal: Proposal) -> Shown:
    """Return one offer: need in bands, and the household only after acceptance."""
    home = session.get_one(Home, proposal.home_id)
    request = session.get_one(PropertyRequest, proposal.request_id)
    service = organisations.organisation(session, request.service_id)
    landlord = organisations.provider(session, proposal.new_provider_id)
    assert landlord is not None, "an offer is a landlord's"
    consented = ConsentPurpose.OFFER in requests.live_consents(
        session, actor, request.id
    )

    household = requests.unopened(
        session, actor, request, "household", request.household if consented else None
    )

    check = requests.check_of(session, actor, request.id)
    assert check is not None, "an offer follows a countersigned attestation"
    promised = promises.promise_of(session, actor, proposal)
    viewing = seen.row(seen.of_proposal(session, actor, proposal))
    move = session.exec(select(Move).where(Move.proposal_id == proposal.id)).first()
    reserved = reserved_row(proposal, home, _shown_at(session, proposal), move)
    row = (
        offer_row(proposal, home)
        | viewing
        | reserved
        | {
            "bedrooms_needed": needed_at(request, landlord.bedroom_standard),
            "access_need": request.access_need,
            "tenancy_to_grant": promised.tenancy,
            "rent_basis": promised.rent_basis,
            "weekly_rent_pence": promised.weekly_rent_pence,
            "tenancy_attested": check.tenancy_kind,
            "tenancy_attested_start": check.tenancy_start,
            "tenancy_joint": check.joint,
            "possession_proceedings": check.possession_proceedings,
            "account_balance_pence": check.account_balance_pence,
            "referring_service": service.name,
            "referring_service_on_call": service.on_call_number,
            "adults": audit.Unopened(household.sealed, lambda: _adults(household())),
            "children_ages": audit.Unopened(
                household.sealed, lambda: _ages(household())
            ),
        }
    )
    return show(actor, "offer", proposal.state, row)


def _adults(household: object) -> object:
    return from_plain(household).adults_on(clock.today()) if household else None


def _ages(household: object) -> object:
    return from_plain(household).minors_on(clock.today()) if household else None


def board_proposals(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the scheme's steps as its coordinator may see them."""
    return read(
        session,
        actor,
        "board_proposal",
        wanted,
        select(Proposal, PropertyRequest, Home)
        .join(PropertyRequest, col(PropertyRequest.id) == Proposal.request_id)
        .join(Home, col(Home.id) == Proposal.home_id)
        .where(*in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id)),
        (By(Proposal.proposed_at, falls=True), By(Proposal.board_ref)),
        lambda row, request, home: (row.state, board_row(row, request, home)),
        stage=Proposal.state,
    )


_UNSIGNED = tuple(state for state in LIVE if state is not ProposalState.SIGNED)


def unknown_to(session: Session, actor: Actor, home_id: str) -> Proposal | None:
    """Return the step that a home is drawn for and of which the actor knows nothing.

    Their landlord has not been shown it, or its case is closed to them and nothing is
    signed.
    """
    unsigned = col(Proposal.state).in_(_UNSIGNED)
    return session.exec(
        select(Proposal)
        .where(
            Proposal.home_id == home_id,
            or_(
                col(Proposal.state) == ProposalState.PROPOSED,
                and_(unsigned, not_(open_to(actor, Proposal.request_id))),
            ),
        )
        .with_for_update()
    ).first()


def references_of(
    session: Session, actor: Actor, request: PropertyRequest
) -> list[str]:
    """Return by what every party knows a case: its checks, its steps, and itself.

    For the service's own use: no party may hear another's.
    """
    del actor  # the caller has found the case to be theirs
    steps = session.exec(
        select(Proposal).where(Proposal.request_id == request.id)
    ).all()
    checks = session.exec(
        select(TenancyCheck).where(TenancyCheck.request_id == request.id)
    ).all()
    return [
        request.case_ref,
        request.board_ref,
        *(ref for check in checks for ref in (check.landlord_ref, check.board_ref)),
        *(step.offer_ref for step in steps),
        *(step.departure_ref for step in steps),
    ]
