"""What a worker tells of a household that changes: each by its line of one table.

A birth, a death, a parting, a home found by other means: what hangs on the case is
freed or counted anew in the one transaction, and nobody else is told which it was.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import blocks, policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import FieldFault, FieldsInvalid, StateConflict
from reciprocal.homes import returning
from reciprocal.homes.tables import Home
from reciprocal.idempotency import operations as idempotency
from reciprocal.moves import operations as moves
from reciprocal.notices import operations as notices
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import failing, leads, operations, queries, recheck, transfers
from reciprocal.proposals.change_lifecycle import (
    COUNTED_ANEW,
    END_CODES,
    GO_ON_ANEW,
    TRANSITIONS,
    CaseStanding,
    ChangeTold,
    after,
)
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import HouseholdChanged, Proposal
from reciprocal.requests import going_on, linking, needs
from reciprocal.requests import operations as requests
from reciprocal.requests import queries as request_queries
from reciprocal.requests.household import Composition, faults
from reciprocal.requests.lifecycle import RequestEvent, RequestState
from reciprocal.requests.rules import Referral
from reciprocal.requests.tables import PropertyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A change as the case's worker tells it.

    Attributes:
        happened_on: England's day; today at the latest.
        household: Who lives there now, where the household goes on in its case.
    """

    change: ChangeTold
    happened_on: date
    household: Composition | None


def record(
    session: Session, *, actor: Actor, case_ref: str, told: Told
) -> PropertyRequest:
    """Record a change, with all that the table says becomes of it.

    Raises:
        StateConflict: When it cannot happen where the case stands; and of a move that
            is settled, while its tenancy could still be taken back.
        FieldsInvalid: With every field at fault; nothing is recorded.
        OnlyTenancyLeft: When a signed step would end although the end of the old
            tenancy is recorded, unless nobody is left who holds either.
    """
    policy.require(actor, "cases.amend")
    request = queries.case_of(session, actor, case_ref)
    proposal = queries.live_proposal(session, actor, request.id)
    following = _following(_standing(session, request, proposal), told.change)
    found = _faults(told)
    if found:
        raise FieldsInvalid(faults=found)
    _keep(session, actor, request, told)
    if following is CaseStanding.CLOSED:
        _end(session, actor, request, proposal, told.change)
        _close(session, actor, request)
    else:
        assert told.household is not None, "nothing was at fault"
        _count_anew(session, actor, request, proposal, told.household)
    return request


def changes(
    session: Session, actor: Actor, request: PropertyRequest
) -> list[HouseholdChanged]:
    """Return what was told of a household, in that order."""
    del actor  # the caller has found the case to be theirs
    return list(
        session.exec(
            select(HouseholdChanged)
            .where(HouseholdChanged.request_id == request.id)
            .order_by(col(HouseholdChanged.number))
        )
    )


def changes_told(
    session: Session, actor: Actor, request: PropertyRequest, wanted: Wanted = WHOLE
) -> Page:
    """Return them as the case's worker reads them."""
    return read(
        session,
        actor,
        "household_change",
        wanted,
        select(HouseholdChanged).where(HouseholdChanged.request_id == request.id),
        (By(HouseholdChanged.number),),
        lambda row: (
            "told",
            {
                "number": row.number,
                "change": row.change,
                "happened_on": row.happened_on,
                "goes_on": row.goes_on_as is not None,
            },
        ),
    )


def refer_again(
    session: Session, *, actor: Actor, case_ref: str, referral: Referral
) -> PropertyRequest:
    """Refer a household, or a part of it, anew with the date it has waited since.

    Who succeeded to the tenancy of somebody who died, or holds one jointly after a
    parting, names the landlord that the earlier case named. Who moved, and whose
    tenancy did not last, names the one they moved to, also while another part of the
    household has yet to be referred. The two parts of a household are linked: neither
    enters a home that the other leaves.

    Raises:
        FieldsInvalid: When another landlord is named.
        StateConflict: When nothing of the case leads to another, or it has already.
        WindowOver: As of a tenancy that failed.
    """
    policy.require(actor, "cases.refer")
    earlier = queries.case_of(session, actor, case_ref)
    told = [row for row in changes(session, actor, earlier) if _leads_on(row)]
    landlord = organisations.organisation(session, earlier.provider_id)
    of_the_old = referral.landlord_code == landlord.code
    if not told or (earlier.state is RequestState.MOVED and not of_the_old):
        return failing.refer_again(
            session, actor=actor, case_ref=case_ref, referral=referral
        )
    if not of_the_old:
        sentence = "Name the landlord of the tenancy that they hold now."
        raise FieldsInvalid(faults=(FieldFault("landlord_code", sentence),))
    request = requests.refer(
        session, actor=actor, referral=referral, goes_on_from=earlier
    )
    blocks.leave_likewise(session, earlier_id=earlier.id, request_id=request.id)
    leads.ask(session, actor, request)
    told[0].goes_on_as = request.id
    session.add(told[0])
    if told[0].change is ChangeTold.SPLIT_BOTH_HOLD:
        for part in (earlier, *going_on.those_from(session, actor, earlier)):
            linking.link_parted(session, actor=actor, cases=(part, request))
    audit.record(session, actor, "case.goes_on", subject=("request", request.id))
    return request


def _leads_on(row: HouseholdChanged) -> bool:
    return row.change in GO_ON_ANEW and row.goes_on_as is None


def _following(standing: CaseStanding, change: ChangeTold) -> CaseStanding:
    """Return where a change leaves a case, and say why a last tenancy stands."""
    alone = standing is CaseStanding.SIGNED_ALONE
    if alone and change in END_CODES and (standing, change) not in TRANSITIONS:
        raise moves.OnlyTenancyLeft
    return after(standing, change)


def _standing(
    session: Session, request: PropertyRequest, proposal: Proposal | None
) -> CaseStanding:
    if request.state is RequestState.CLOSED:
        return CaseStanding.CLOSED
    if request.state is RequestState.MOVED:
        return CaseStanding.MOVED
    if proposal is None:
        return CaseStanding.NO_STEP
    if proposal.state is not ProposalState.SIGNED:
        return CaseStanding.UNSIGNED_STEP
    move = moves.of_proposal(session, proposal.id)
    assert move is not None, "who signs has accepted"
    alone = move.old_tenancy_end is not None
    return CaseStanding.SIGNED_ALONE if alone else CaseStanding.SIGNED_STEP


def _faults(told: Told) -> tuple[FieldFault, ...]:
    found = []
    if told.happened_on > clock.today():
        found.append(FieldFault("happened_on", "Give today, or a day before it."))
    counted = told.change in COUNTED_ANEW
    if counted and told.household is None:
        found.append(FieldFault("household", "State who lives together now."))
    if counted and told.household is not None:
        found += [
            FieldFault(f"household.{each.field}", each.fault)
            for each in faults(told.household, clock.today())
        ]
    if not counted and told.household is not None:
        found.append(FieldFault("household", "Leave this out: the case is closed."))
    return tuple(found)


def _keep(session: Session, actor: Actor, request: PropertyRequest, told: Told) -> None:
    """Write a change down; the audit reads what became of it, and not what it was."""
    session.add(
        HouseholdChanged(
            id=ids.new_id(),
            request_id=request.id,
            number=len(changes(session, actor, request)) + 1,
            change=told.change,
            happened_on=told.happened_on,
            recorded_by=actor.id,
            recorded_at=clock.now(),
        )
    )
    session.flush()
    audit.record(
        session,
        actor,
        "case.household_changed",
        subject=("request", request.id),
        code="counted_anew" if told.change in COUNTED_ANEW else "closed",
    )


def _count_anew(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    proposal: Proposal | None,
    household: Composition,
) -> None:
    """State the household anew; a step ends if its home does not suit who is left.

    A tenancy that is signed stands: whether its home still suits is for its landlord
    and the household to settle, and never a reason to be left with none.
    """
    needs.restate(session, actor=actor, case_ref=request.case_ref, household=household)
    if proposal is None or proposal.state is ProposalState.SIGNED:
        return
    home = session.get_one(Home, proposal.home_id)
    if not recheck.pair(session, actor, request, home).suits:
        code = EndCode.HOUSEHOLD_CHANGED
        operations.end(session, actor=actor, proposal=proposal, code=code)


def _end(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    proposal: Proposal | None,
    change: ChangeTold,
) -> None:
    """End what hangs on a case that is to be closed."""
    if change is ChangeTold.SETTLED:
        _require_settled(session, actor, request)
    if proposal is None:
        return
    alone = _standing(session, request, proposal) is CaseStanding.SIGNED_ALONE
    operations.end(
        session,
        actor=actor,
        proposal=proposal,
        code=END_CODES[change],
        nobody_holds=alone,
    )
    if alone:
        # The tenancy that was signed stands in law until its landlord ends it.
        returning.give_back(
            session, actor=actor, home_id=proposal.home_id, case_id=request.id
        )


def _require_settled(session: Session, actor: Actor, request: PropertyRequest) -> None:
    proposal = queries.at_the_keys(session, actor, request.id)
    assert proposal is not None, "who moved has the keys"
    move = moves.of_proposal(session, proposal.id)
    assert move is not None, "and a move"
    window_over = failing.is_window_over(session, proposal, move)
    if move.old_tenancy_end is None or not window_over:
        raise StateConflict


def _close(session: Session, actor: Actor, request: PropertyRequest) -> None:
    """Close a case: its consents end with it, and nobody waits for anything of it."""
    for purpose in sorted(request_queries.live_consents(session, actor, request.id)):
        requests.revoke_consent(session, actor=actor, request=request, purpose=purpose)
    transfers.withdraw_offered(session, actor=actor, request=request)
    idempotency.forget_about(session, queries.references_of(session, actor, request))
    requests.change_state(
        session, actor=actor, request=request, event=RequestEvent.CLOSE
    )
    notices.finish_tasks_of_case(session, case_id=request.id)
