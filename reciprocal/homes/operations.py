"""Putting homes in the pot, releasing and withdrawing them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import insert
from sqlmodel import Session, select

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor, ActorKind
from reciprocal.audit import operations as audit
from reciprocal.disclosure import may_see
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    NotFound,
    ReciprocalError,
)
from reciprocal.homes import (
    asked,
    bars,
    clashes,
    nominations,
    queries,
    questions,
    rows,
    rules,
    seen,
    staying,
)
from reciprocal.homes.lifecycle import HomeEvent, HomeState, after
from reciprocal.homes.tables import Home, StockEntry
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.tables import Provider
from reciprocal.places import locate, parse_postcode
from reciprocal.sealing import operations as sealing
from reciprocal.webhooks import outbox


class NotInStock(ReciprocalError):
    code = "uprn_not_in_stock"
    kind = Kind.CONFLICT
    sentence = "Register this UPRN in your stock list first, then post the home."


class HomePostedAlready(ReciprocalError):
    code = "home_posted_already"
    kind = Kind.CONFLICT
    sentence = "You have this home in the pot already; amend or withdraw that one."


class HomeCoolingOff(ReciprocalError):
    code = "home_cooling_off"
    kind = Kind.CONFLICT
    sentence = "You withdrew this home lately; it can be posted again later."


class HomeNotNow(ReciprocalError):
    code = "home_not_now"
    kind = Kind.CONFLICT
    sentence = "This home cannot be posted now; ask your named lead."


class NoStockHeld(ReciprocalError):
    code = "no_stock_held"
    kind = Kind.FORBIDDEN
    sentence = "Your organisation holds no homes, so it cannot post one."


class SecondPersonNeeded(ReciprocalError):
    code = "second_person_needed"
    kind = Kind.FORBIDDEN
    sentence = "A second person of your organisation must do this, not the first."


_FREEING = frozenset({HomeEvent.FREE, HomeEvent.COME_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """Which dwelling a home is: sealed as soon as it is stored."""

    uprn: str
    address: str
    postcode: str


def register_stock(session: Session, *, actor: Actor, uprns: list[str]) -> int:
    """Add dwellings to the landlord's stock list; return how many were new."""
    policy.require(actor, "stock.register")
    _provider(session, actor)
    marks = new_to_stock(session, actor=actor, uprns=uprns)
    if marks:
        session.execute(
            insert(StockEntry),
            [
                {
                    "id": ids.new_id(),
                    "provider_id": actor.organisation_id,
                    "uprn_blind": mark,
                    "registered_by": actor.id,
                    "registered_at": clock.now(),
                }
                for mark in marks
            ],
        )
    audit.record(
        session,
        actor,
        "stock.registered",
        subject=("organisation", actor.organisation_id),
        code=str(len(marks)),
    )
    return len(marks)


def new_to_stock(session: Session, *, actor: Actor, uprns: Sequence[str]) -> list[str]:
    """Return the marks of the dwellings that are not on the landlord's list yet."""
    known = set(
        session.exec(
            select(StockEntry.uprn_blind).where(
                StockEntry.provider_id == actor.organisation_id
            )
        )
    )
    marks = bars.uprn_marks(session, actor.organisation_id, list(dict.fromkeys(uprns)))
    return [mark for mark in dict.fromkeys(marks) if mark not in known]


def post_home(
    session: Session, *, actor: Actor, dwelling: Dwelling, facts: rules.HomeFacts
) -> Home:
    """Post a void or a home on notice; it waits for a second person's release.

    Raises:
        NoStockHeld, NotInStock, HomePostedAlready, HomeCoolingOff, HomeNotNow: As
            they say.
        FieldsInvalid: With every field at fault.
        PostcodeUnknown: And its kin, from places.
    """
    policy.require(actor, "homes.post")
    provider = _provider(session, actor)
    if not provider.holds_stock:
        raise NoStockHeld
    if facts.supply is rules.Supply.VACATING:
        sentence = (
            "Post a void, pre-void or letting; homes left come with a tenancy check."
        )
        raise FieldsInvalid(faults=(FieldFault("supply", sentence),))
    _check_facts(provider, facts)
    _check_dwelling(session, actor, dwelling)
    home = _store(session, actor, dwelling, facts, HomeState.AWAITING_RELEASE)
    bars.keep_closed(session, home)
    audit.record(session, actor, "home.posted", subject=("home", home.id))
    questions.ask(session, [home])
    outbox.home_changed(session, home)
    clashes.tell_where_claimed(session, home)
    return home


def record_vacating_home(
    session: Session,
    *,
    actor: Actor,
    request_id: str,
    dwelling: Dwelling,
    facts: rules.HomeFacts,
    possession_recorded: bool,
) -> Home:
    """Store the home a household will leave, as its landlord states it.

    It is forecast supply while the household lives there, and none at all until
    possession is recorded where somebody else is still in occupation.
    """
    provider = _provider(session, actor)
    _check_facts(provider, facts)
    _check_not_live(session, actor, dwelling)
    home = _store(session, actor, dwelling, facts, HomeState.OCCUPIED, request_id)
    home.possession_recorded = possession_recorded
    session.add(home)
    audit.record(session, actor, "home.expected", subject=("home", home.id))
    clashes.tell_where_claimed(session, home)
    return home


def release_home(session: Session, *, actor: Actor, home_ref: str) -> Home:
    """Let a second person of the landlord put the home in the pot.

    Raises:
        SecondPersonNeeded: When the one who posted it asks.
    """
    policy.require(actor, "homes.release")
    home = queries.own_home(session, actor, home_ref, lock=True)
    if home.posted_by == actor.id:
        raise SecondPersonNeeded
    home.state = after(home.state, HomeEvent.RELEASE)
    home.released_by = actor.id
    home.released_at = home.in_pot_since = clock.now()
    _begin_stay(session, home)
    session.add(home)
    notices.finish_tasks(session, subject_id=home.id, kind=TaskKind.HOME_COMES_BACK)
    audit.record(session, actor, "home.released", subject=("home", home.id))
    outbox.home_changed(session, home)
    return home


def withdraw_home(session: Session, *, actor: Actor, home_ref: str) -> Home:
    """Take a home out of the pot; one on offer is not the landlord's to take.

    One that a round has drawn is, until its landlord knows: `proposals.withdraw_home`
    ends that step first. Of one whose offer is hidden from them it is kept and put
    before the one who knows.
    """
    policy.require(actor, "homes.withdraw")
    home = queries.own_home(session, actor, home_ref, lock=True)
    if seen.hides_from(actor, home):
        asked.withdraw(session, actor=actor, home=home)
        return home
    home.state = after(home.state, HomeEvent.WITHDRAW)
    home.ended_at = clock.now()
    session.add(home)
    questions.close(session, home)
    notices.finish_tasks(session, subject_id=home.id, kind=TaskKind.HOME_COMES_BACK)
    audit.record(session, actor, "home.withdrawn", subject=("home", home.id))
    outbox.home_changed(session, home)
    return home


def change_state(
    session: Session,
    *,
    actor: Actor,
    home_id: str,
    event: HomeEvent,
    request_id: str | None = None,
) -> Home:
    """Move a home along its lifecycle for another room; `request_id` is for whom."""
    assert (event is HomeEvent.RESERVE) is (request_id is not None), "reserved for one"
    home = session.exec(select(Home).where(Home.id == home_id).with_for_update()).one()
    shown = seen.landlord_stage(home)
    home.state = after(home.state, event)
    home.offer_shown = home.offer_shown and event not in _FREEING
    if event is HomeEvent.RESERVE or event in _FREEING:
        home.reserved_for_request_id = request_id
    audit.record(session, actor, f"home.{event}", subject=("home", home.id))
    if event in _FREEING:
        asked.settle(session, actor=actor, home=home)
    if home.state is HomeState.LET:
        home.ended_at = clock.now()
        questions.close(session, home)
    session.add(home)
    if seen.landlord_stage(home) is not shown:
        outbox.home_changed(session, home)
    return home


def record_possession(session: Session, *, home: Home, recorded: bool) -> None:
    """Make a home that is lived in supply again, or none while possession is sought.

    While it is sought its landlord is not asked for the home.
    """
    home.possession_recorded = recorded
    session.add(home)
    notices.finish_tasks(session, subject_id=home.id, kind=TaskKind.HOME_NOT_BACK)


def record_empty(
    session: Session,
    *,
    actor: Actor,
    home: Home,
    void_date: date,
    ready_date: date,
    team_barred: str,
) -> Home:
    """Put the home a household has left in the pot, closed to the team it went to.

    Raises:
        FieldsInvalid: When it would be ready before it is void.
    """
    if ready_date < void_date:
        fault = FieldFault("ready_date", rules.DATES_IN_ORDER)
        raise FieldsInvalid(faults=(fault,))
    home = change_state(session, actor=actor, home_id=home.id, event=HomeEvent.EMPTY)
    home.in_pot_since = clock.now()
    _begin_stay(session, home)
    home.void_date = void_date
    home.ready_date = ready_date
    home.possession_recorded = True
    notices.finish_tasks(session, subject_id=home.id, kind=TaskKind.HOME_NOT_BACK)
    teams = queries.teams_barred_before(session, home) | {team_barred}
    home.teams_barred = sealing.seal(
        session, home.key_id, "home.teams_barred", home.id, sorted(teams)
    )
    session.add(home)
    questions.ask(session, [home])
    return home


def _begin_stay(session: Session, home: Home) -> None:
    _, scheme_rules = organisations.rules_on(session, home.scheme_id, clock.today())
    staying.begin(home, scheme_rules)


def _store(
    session: Session,
    actor: Actor,
    dwelling: Dwelling,
    facts: rules.HomeFacts,
    state: HomeState,
    vacated_by_request_id: str | None = None,
) -> Home:
    home_id = ids.new_id()
    key_id = sealing.create_key(
        session,
        subject_kind="home",
        subject_id=home_id,
        organisation_id=actor.organisation_id,
    )
    values = rows.home_values(
        session,
        actor=actor,
        home_id=home_id,
        key_id=key_id,
        address=dwelling.address,
        uprn=dwelling.uprn,
        place=locate(parse_postcode(dwelling.postcode)),
        facts=facts,
        state=state,
        uprn_blind=bars.uprn_mark(session, actor.organisation_id, dwelling.uprn),
        uprn_clash=bars.uprn_mark(session, actor.scheme_id, dwelling.uprn),
    )
    home = Home(**values | {"vacated_by_request_id": vacated_by_request_id})
    session.add(home)
    session.flush()
    if home.nomination is rules.NominationState.ASKED:
        nominations.ask_council(session, home)
    return home


def _check_facts(provider: Provider, facts: rules.HomeFacts) -> None:
    found = rules.faults(
        facts, landlord=provider.kind, grants=frozenset(provider.grants)
    )
    if found:
        raise FieldsInvalid(faults=found)


def _check_dwelling(session: Session, actor: Actor, dwelling: Dwelling) -> None:
    mark = bars.uprn_mark(session, actor.organisation_id, dwelling.uprn)
    if not queries.in_stock(session, actor, mark):
        raise NotInStock(field="uprn")
    live = queries.live_with_uprn(session, actor, mark)
    _, scheme_rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    since = clock.now() - timedelta(days=scheme_rules.cool_off_days)
    lately = queries.withdrawn_since(session, actor, mark, since)
    found = barrier(actor, live, lately=lately)
    if found is not None:
        raise found(field="uprn")


def barrier(
    actor: Actor, live: HomeState | None, *, lately: bool
) -> type[ReciprocalError] | None:
    """Return why a dwelling cannot be posted, in words its sender may hear.

    A machine hears one sentence of a home that a case lives in and of one that was
    withdrawn lately, so that it cannot tell the first by it.

    Args:
        live: The stage of the landlord's live home there.
        lately: Whether the landlord withdrew that dwelling too lately.
    """
    if live is not None and may_see(actor, "home", live):
        return HomePostedAlready
    if live is None and not lately:
        return None
    return HomeCoolingOff if actor.kind is ActorKind.PERSON else HomeNotNow


def _check_not_live(session: Session, actor: Actor, dwelling: Dwelling) -> None:
    mark = bars.uprn_mark(session, actor.organisation_id, dwelling.uprn)
    # Two live homes in one dwelling cannot be, whatever is closed to whoever asks.
    anybody = replace(actor, kind=ActorKind.SERVICE, blocked=frozenset())
    if queries.live_with_uprn(session, anybody, mark):
        raise HomePostedAlready(field="uprn")


def _provider(session: Session, actor: Actor) -> Provider:
    provider = organisations.provider(session, actor.organisation_id)
    if provider is None:
        raise NotFound
    return provider
