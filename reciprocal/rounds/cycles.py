"""Carrying a cycle out from an interim home: somebody goes first, and is never without.

The household that goes first takes the interim home on a tenancy that the referee
finds no worse than the one it holds, so that the home it leaves can be made ready and
let. A licence would not do: its own tenancy would have to go on, so that its home could
be let to nobody, or be parted with, which ends its security for good (Housing Act 1985
s.93(2)). Each step is proposed once the home it enters is empty, and asks everybody as
any other step does.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlmodel import Session, select

from matching.plan import Exchange
from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor, service
from reciprocal.audit import operations as audit
from reciprocal.errors import Kind, NotFound, ReciprocalError, StateConflict
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import operations as proposals
from reciprocal.proposals.lifecycle import OVER, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.lifecycle import RequestState
from reciprocal.rounds import cycle_queries, queries
from reciprocal.rounds.cycle_lifecycle import CycleEvent, CycleState, after
from reciprocal.rounds.cycle_rules import may_go_first, round_from
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import opened_plan
from reciprocal.rounds.tables import CarriedCycle, MatchRound
from reciprocal.rounds.what_if import StepHidden


class CycleDatesMissing(ReciprocalError):
    code = "cycle_dates_missing"
    kind = Kind.CONFLICT
    sentence = (
        "Each home of the cycle needs a date that is to come, in the order of the "
        "moves; ask each landlord by when its home could be let again."
    )


class InterimHomeUnsuitable(ReciprocalError):
    code = "interim_home_unsuitable"
    kind = Kind.CONFLICT
    sentence = (
        "This home is not free, or suits none of those who could go first; name "
        "another, of a landlord that has no other part in the cycle."
    )


def name_interim_home(
    session: Session, *, actor: Actor, round_ref: str, number: int, home_ref: str
) -> CarriedCycle:
    """Begin to carry a cycle out: its first household is proposed the interim home.

    Who goes first is not the coordinator's to choose: the first in the plan whom the
    home suits, so that a refusal speaks of no one household.

    Args:
        number: Of the cycle among the round's exchanges.
        home_ref: The coordinator's reference of a home in the pot.

    Raises:
        NotFound: When there is no such round, cycle or home, or it is closed to them.
        StepHidden: Once a change in risk hides where a step of the round leads.
        StateConflict: Before the round is published, while the cycle is carried out,
            or once somebody of it has moved or has a home proposed.
        CycleDatesMissing, InterimHomeUnsuitable: As they say.
    """
    policy.require(actor, "rounds.run")
    row = _published(session, actor, round_ref)
    exchange = _cycle(session, actor, row, number)
    interim = cycle_queries.home_in_scheme(session, actor, home_ref)
    if interim is None:
        raise NotFound
    earlier = cycle_queries.carried(session, row.id, number)
    if any(each.state is CycleState.UNDER_WAY for each in earlier):
        raise StateConflict
    homes = _homes_lived_in(session, actor, exchange)
    if cycle_queries.dates_missing(session, actor, exchange):
        raise CycleDatesMissing
    cycle = _begun(session, row, exchange, number, len(earlier) + 1, homes)
    cycle.named_by = actor.id
    if not _is_apart(interim, homes) or not _first_goes(
        session, cycle, exchange, interim, homes
    ):
        raise InterimHomeUnsuitable
    session.add(cycle)
    session.flush()
    audit.record(session, actor, "cycle.begun", subject=("cycle", cycle.id))
    return cycle


def go_on(session: Session, *, actor: Actor) -> int:
    """Propose each step whose home has come empty, before a round draws it.

    Returns how many were proposed. A cycle of which a step has ended, whose time is
    over, or whose first household has the keys of its own home, is ended first. What a
    round did for one of its households in between stands: nobody was bound.
    """
    made = 0
    for cycle in cycle_queries.under_way(session, actor):
        event = _over(session, actor, cycle)
        if event is None:
            made += _propose_ready(session, actor, cycle)
            continue
        cycle.state = after(cycle.state, event)
        cycle.ended_at = clock.now()
        session.add(cycle)
        audit.record(session, actor, f"cycle.{event}", subject=("cycle", cycle.id))
    return made


def _published(session: Session, actor: Actor, round_ref: str) -> MatchRound:
    found = queries.own_round(session, actor, round_ref)
    # Two people who name a home for one cycle wait for each other here.
    row = session.exec(
        select(MatchRound).where(MatchRound.id == found.id).with_for_update()
    ).one()
    if row.state is not RoundState.PUBLISHED:
        raise StateConflict
    if queries.hides_a_step(session, actor, row):
        raise StepHidden
    return row


def _cycle(session: Session, actor: Actor, row: MatchRound, number: int) -> Exchange:
    exchanges = opened_plan(session, actor, row).exchanges
    if not 1 <= number <= len(exchanges):
        raise NotFound
    exchange = exchanges[number - 1]
    known = (
        cycle_queries.homes_of(session, actor, exchange),
        cycle_queries.requests_of(session, actor, exchange),
    )
    closed = any(len(found) < len(exchange.steps) for found in known)
    if exchange.kind != cycle_queries.CYCLE or closed:
        raise NotFound
    return exchange


def _homes_lived_in(session: Session, actor: Actor, exchange: Exchange) -> list[Home]:
    """Return a cycle's homes in the order of its steps, while all is as planned."""
    rows = {home.id: home for home in cycle_queries.homes_of(session, actor, exchange)}
    requests = cycle_queries.requests_of(session, actor, exchange)
    homes = [rows[step.home_id] for step in exchange.steps]
    lived_in = all(home.state is HomeState.OCCUPIED for home in homes)
    if not lived_in or any(row.state is not RequestState.IN_POT for row in requests):
        raise StateConflict
    return homes


def _is_apart(interim: Home, homes: list[Home]) -> bool:
    """Tell whether the interim home's landlord has no other part in the cycle.

    Whoever goes first becomes its tenant. Were it the landlord of another, one team
    would see both ends of somebody's move.
    """
    return all(home.provider_id != interim.provider_id for home in homes)


def _begun(
    session: Session,
    row: MatchRound,
    exchange: Exchange,
    exchange_number: int,
    number: int,
    homes: list[Home],
) -> CarriedCycle:
    """Return a cycle to be stored once it is found who goes first."""
    _, rules = organisations.rules_on(session, row.scheme_id, clock.today())
    last = max(_dates(homes)) + timedelta(days=rules.reservation_days_max)
    return CarriedCycle(
        id=ids.new_id(),
        scheme_id=row.scheme_id,
        round_id=row.id,
        exchange_number=exchange_number,
        number=number,
        first_position=0,
        interim_position=len(exchange.steps) + number,
        chain_ref=ids.new_id(),
        state=CycleState.UNDER_WAY,
        until=last,
        named_by="",
        named_at=clock.now(),
    )


def _first_goes(
    session: Session,
    cycle: CarriedCycle,
    exchange: Exchange,
    interim: Home,
    homes: list[Home],
) -> bool:
    """Propose the interim home to the first household whom it suits, if any."""
    alone = service(cycle.scheme_id)
    ready = interim.ready_date or clock.today()
    for first in may_go_first(_dates(homes), ready):
        if homes[first].authority_code == interim.authority_code:
            continue  # from there nobody moves on within the same authority
        row = session.get_one(MatchRound, cycle.round_id)
        step = proposals.ReadyStep(
            round_id=row.id,
            exchange_number=cycle.exchange_number,
            position=cycle.interim_position,
            chain_ref=cycle.chain_ref,
            rule_version=row.rule_version,
            request_id=exchange.steps[first].household_id,
            home_id=interim.id,
            interim=True,
        )
        if proposals.propose(session, actor=alone, step=step) is not None:
            cycle.first_position = first + 1
            return True
    return False


def _over(session: Session, actor: Actor, cycle: CarriedCycle) -> CycleEvent | None:
    steps = cycle_queries.proposed(session, actor, cycle)
    if any(step.state in OVER for step in steps.values()):
        return CycleEvent.BREAK
    last = steps.get(cycle.first_position)
    if last is not None and last.state is ProposalState.COMPLETED:
        return CycleEvent.COMPLETE
    return CycleEvent.LAPSE if clock.today() > cycle.until else None


def _propose_ready(session: Session, actor: Actor, cycle: CarriedCycle) -> int:
    row = session.get_one(MatchRound, cycle.round_id)
    exchange = opened_plan(session, actor, row).exchanges[cycle.exchange_number - 1]
    proposed = cycle_queries.proposed(session, actor, cycle)
    made = 0
    for place in round_from(cycle.first_position - 1, len(exchange.steps)):
        step = exchange.steps[place]
        request_id: str | None = step.household_id
        if place + 1 == cycle.first_position:
            request_id = _goes_on_as(session, actor, cycle, proposed, step.household_id)
        if request_id is None or place + 1 in proposed:
            continue
        ready = proposals.ReadyStep(
            round_id=row.id,
            exchange_number=cycle.exchange_number,
            position=place + 1,
            chain_ref=cycle.chain_ref,
            rule_version=row.rule_version,
            request_id=request_id,
            home_id=step.home_id,
        )
        made += proposals.propose(session, actor=actor, step=ready) is not None
    return made


def _goes_on_as(
    session: Session,
    actor: Actor,
    cycle: CarriedCycle,
    proposed: Mapping[int, Proposal],
    request_id: str,
) -> str | None:
    """Return the case of whoever went first, once it goes on from the interim home.

    Where a change in risk hides that they live there, the cycle joins the two cases no
    more: the new one waits for a round as if it came from anywhere.
    """
    if proposed[cycle.interim_position].hidden_at is not None:
        return None
    anew = cycle_queries.goes_on_as(session, actor, request_id)
    return anew.id if anew else None


def _dates(homes: list[Home]) -> list[date]:
    """Return by when each could be let again, once none of the dates is missing."""
    return [home.ready_date for home in homes if home.ready_date is not None]
