"""Asking landlords in debt for homes, and taking their answers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from matching.terms import Access
from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldFault, FieldsInvalid
from reciprocal.homes import queries as homes
from reciprocal.homes import seen
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.rules import Supply
from reciprocal.homes.tables import Home
from reciprocal.homes_owed import queries, rules
from reciprocal.homes_owed.lifecycle import HomeOwedEvent, HomeOwedState, after
from reciprocal.homes_owed.queries import Size
from reciprocal.homes_owed.rules import NoHomeReason
from reciprocal.homes_owed.tables import HomeOwedRequest
from reciprocal.ledger import disputes
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.entries import Balance
from reciprocal.ledger.terms import SizeClass
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.webhooks import outbox

_OPEN = (HomeState.AWAITING_RELEASE, HomeState.IN_POT)


@dataclass(frozen=True, slots=True)
class HomesToAsk:
    """Homes of one size that a plan would use, and one landlord owes.

    Attributes:
        homes: How many. Units: homes.
    """

    provider_id: str
    size_class: SizeClass
    access: Access
    homes: int


def may_ask_for(
    session: Session,
    *,
    actor: Actor,
    scheme_rules: SchemeRules,
    promised: Mapping[tuple[str, str], int],
) -> dict[Size, int]:
    """Return how many homes of each size each landlord may be asked for now.

    A landlord that gave no home of a size is not asked for one of it again for the
    scheme's number of days.

    Args:
        promised: Homes drawn for somebody who has not accepted, by landlord and size.
    """
    since = clock.now() - timedelta(days=scheme_rules.home_owed_again_days)
    lately = queries.given_none_since(session, actor, since)
    offered = queries.lettings_waiting(session, actor)
    asked = queries.outstanding(session, actor)
    told = ledger.balances(session, actor, scheme_id=actor.scheme_id, told=True)
    whole = ledger.balances(session, actor, scheme_id=actor.scheme_id, told=False)
    disputed = _disputed(session, actor)
    found: dict[Size, int] = {}
    for provider in organisations.providers(session, actor.scheme_id):
        landlord = provider.organisation_id
        for size, balance in told.get(landlord, {}).items():
            standing = rules.Standing(
                told=balance,
                whole=whole.get(landlord, {}).get(size, Balance()),
                disputed=disputed[landlord, size],
                promised=promised.get((landlord, str(size)), 0),
                offered=offered[landlord, size],
                asked=asked[landlord, size],
                nominations_percent=provider.nominations_percent,
            )
            most = rules.may_be_asked_for(standing)
            if most and (landlord, size) not in lately:
                found[landlord, size] = most
    return found


def ask(
    session: Session,
    *,
    actor: Actor,
    round_id: str,
    wanted: Iterable[HomesToAsk],
    scheme_rules: SchemeRules,
    promised: Mapping[tuple[str, str], int],
) -> list[HomeOwedRequest]:
    """Ask landlords for what they owe and a plan would use; never for more than owed.

    What came to be owed, drawn or offered since is counted again.
    """
    most = may_ask_for(
        session, actor=actor, scheme_rules=scheme_rules, promised=promised
    )
    through = ledger.last_sequence(session)
    now = clock.now()
    rows = []
    for one in wanted:
        size = one.provider_id, one.size_class
        homes_left = min(one.homes, most.get(size, 0))
        most[size] = most.get(size, 0) - homes_left
        for _ in range(homes_left):
            row = HomeOwedRequest(
                id=ids.new_id(),
                landlord_ref=ids.new_id(),
                board_ref=ids.new_id(),
                scheme_id=actor.scheme_id,
                provider_id=one.provider_id,
                round_id=round_id,
                state=HomeOwedState.ASKED,
                size_class=one.size_class,
                access=one.access,
                through_sequence=through,
                promised=promised.get((one.provider_id, str(one.size_class)), 0),
                asked_at=now,
                respond_by=clock.working_days_after(
                    now, scheme_rules.home_owed_working_days
                ),
            )
            session.add(row)
            _tell(session, actor, row)
            rows.append(row)
    return rows


def answer(
    session: Session, *, actor: Actor, request_ref: str, home_ref: str
) -> HomeOwedRequest:
    """Answer a request with a letting that was posted for it.

    Raises:
        NotFound: For a request that is not the landlord's.
        FieldsInvalid: For a home that does not answer it.
        StateConflict: When it is answered, or over, already.
    """
    policy.require(actor, "homes_owed.answer")
    row = queries.own(session, actor, request_ref, lock=True)
    home = homes.own_home(session, actor, home_ref, lock=True)
    answered = after(row.state, HomeOwedEvent.ANSWER)
    fault = _fault(session, actor, row, home)
    if fault is not None:
        raise FieldsInvalid(faults=(FieldFault("letting", fault),))
    row.state, row.home_id = answered, home.id
    _end(session, actor, row)
    return row


def decline(
    session: Session, *, actor: Actor, request_ref: str, reason: NoHomeReason
) -> HomeOwedRequest:
    """Say that there is no such home to give, and why.

    Raises:
        NotFound: For a request that is not the landlord's.
        StateConflict: When it is answered, or over, already.
    """
    policy.require(actor, "homes_owed.decline")
    row = queries.own(session, actor, request_ref, lock=True)
    row.state = after(row.state, HomeOwedEvent.DECLINE)
    row.no_home_reason = reason
    _end(session, actor, row)
    return row


def withdraw(session: Session, *, actor: Actor, request_ref: str) -> HomeOwedRequest:
    """Take a request back, which counts against nobody.

    Raises:
        NotFound: For a request that is not the scheme's.
        StateConflict: When it is answered, or over, already.
    """
    policy.require(actor, "homes_owed.withdraw")
    row = queries.on_board(session, actor, request_ref, lock=True)
    row.state = after(row.state, HomeOwedEvent.WITHDRAW)
    _end(session, actor, row)
    return row


def lapse_due(session: Session, *, actor: Actor) -> int:
    """Let requests lapse that nobody answered in time; return how many."""
    rows = session.exec(
        select(HomeOwedRequest)
        .where(
            HomeOwedRequest.scheme_id == actor.scheme_id,
            HomeOwedRequest.state == HomeOwedState.ASKED,
            col(HomeOwedRequest.respond_by) <= clock.now(),
        )
        .order_by(HomeOwedRequest.id)
        .with_for_update()
    ).all()
    for row in rows:
        row.state = after(row.state, HomeOwedEvent.LAPSE)
        _end(session, actor, row)
    return len(rows)


def _disputed(session: Session, actor: Actor) -> Counter[Size]:
    """Return the homes that landlords owe and dispute, by size."""
    names = disputes.disputed_lots(session, actor.scheme_id)
    found = Counter[Size]()
    if names:
        for lot in ledger.open_lots(session, actor):
            if (lot.owner, lot.debt.id) in names:
                found[lot.owner, lot.size_class] += lot.homes_open
    return found


def _fault(
    session: Session, actor: Actor, row: HomeOwedRequest, home: Home
) -> str | None:
    """Return why a home does not answer a request, as its landlord may hear it."""
    posted_for_it = home.supply is Supply.LETTING and home.posted_at >= row.asked_at
    if not posted_for_it or queries.answers_one(session, actor, home.id):
        return "Give a letting that you posted after you were asked, and for this."
    if queries.size_of(home) is not row.size_class:
        return "Give a home of the size that you are asked for."
    if not rules.answers(row.access, seen.facts_for(actor, home).access):
        return "Give a home that is as accessible as you are asked for."
    if seen.stage_for(actor, home) not in _OPEN:
        return "Give a home that waits for release or is in the pot."
    return None


def _tell(session: Session, actor: Actor, row: HomeOwedRequest) -> None:
    session.flush()
    notices.add_task(
        session,
        organisation_id=row.provider_id,
        kind=TaskKind.HOME_OWED,
        subject_id=row.id,
        subject_ref=row.landlord_ref,
        case_id=None,
        due_at=row.respond_by,
    )
    audit.record(session, actor, "home_owed.asked", subject=("home_owed", row.id))
    outbox.home_owed_changed(session, row)


def _end(session: Session, actor: Actor, row: HomeOwedRequest) -> None:
    row.ended_at, row.ended_by = _moment(row), actor.id
    session.add(row)
    session.flush()
    notices.finish_tasks(session, subject_id=row.id, kind=TaskKind.HOME_OWED)
    audit.record(
        session, actor, f"home_owed.{row.state}", subject=("home_owed", row.id)
    )
    outbox.home_owed_changed(session, row)


def _moment(row: HomeOwedRequest) -> datetime:
    """Return when it ended: one that lapsed did as its time was over."""
    return row.respond_by if row.state is HomeOwedState.LAPSED else clock.now()
