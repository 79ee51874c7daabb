"""What is told of a home's stage, and to whom: to its landlord, its people, the board.

Whoever a case is closed to is told of its homes what they would be told without it. So
is, once a change in risk hides where a household goes, everybody of the landlord but
the one who goes on with it.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    false,
    not_,
    or_,
    true,
    type_coerce,
)
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import col

from reciprocal.access.actor import Actor, ActorKind
from reciprocal.access.closed import open_to
from reciprocal.homes.lifecycle import LIVE, HomeState, as_its_landlord_sees
from reciprocal.homes.rules import HomeFacts
from reciprocal.homes.tables import Home

_FACTS = TypeAdapter(HomeFacts)


def hides_from(actor: Actor, home: Home) -> bool:
    """Tell whether a change in risk hides from somebody what a home is promised for.

    The service knows; so does the one person it was left to, and while there is none,
    each of the landlord's people. Its system never does.
    """
    may_be_the_one = home.known_to_id in (None, actor.id)
    knows = actor.kind is ActorKind.PERSON and may_be_the_one
    return home.hidden and not (knows or actor.kind is ActorKind.SERVICE)


def hidden_from(actor: Actor) -> ColumnElement[bool]:
    """Return the same in SQL."""
    if actor.kind is ActorKind.SERVICE:
        return false()
    known_to = col(Home.known_to_id)
    another = and_(known_to.is_not(None), known_to != actor.id)
    person = actor.kind is ActorKind.PERSON
    return and_(col(Home.hidden).is_(True), another if person else true())


def facts_for(actor: Actor, home: Home) -> HomeFacts:
    """Return the facts of a home as one of its landlord's is told them.

    To those from whom it is hidden they are what they asked for.
    """
    return facts_as_asked(home) if hides_from(actor, home) else _stated(home)


def facts_as_asked(home: Home) -> HomeFacts:
    """Return the facts of a home with what was asked of it while it was hidden."""
    kept = asdict(_stated(home)) | (home.amendment_asked or {})
    return _FACTS.validate_python(kept)


def asked_plainly(facts: HomeFacts, names: Iterable[str]) -> dict[str, object]:
    """Return some of a home's facts as they are kept until they are amended."""
    plain = _FACTS.dump_python(facts, mode="json")
    return {name: plain[name] for name in names}


def landlord_stage(home: Home) -> HomeState:
    """Return the stage of a home as its own landlord's system is told it."""
    if home.hidden:
        return _unknowing(home)
    return _shown(home)


def _stated(home: Home) -> HomeFacts:
    names = HomeFacts.__dataclass_fields__
    return HomeFacts(**{name: getattr(home, name) for name in names})


def _unknowing(home: Home) -> HomeState:
    asked = home.withdrawal_asked_at is not None
    return HomeState.WITHDRAWN if asked else _without_its_step(home)


def _without_its_step(home: Home) -> HomeState:
    went_back = home.stay_ended_at is not None
    return HomeState.WITHDRAWN if went_back else HomeState.IN_POT


def _shown(home: Home) -> HomeState:
    told = as_its_landlord_sees(home.state, offer_shown=home.offer_shown)
    return _without_its_step(home) if told is HomeState.IN_POT else told


def stage_for(actor: Actor, home: Home) -> HomeState:
    """Return the stage of a home as one of its landlord's people is told it.

    A home that is promised or let to a case that is closed to them stays in the pot as
    far as they can tell: an offer that is hidden would show by its home. It goes back
    to its landlord with the homes that have stayed there as long.
    """
    if hides_from(actor, home):
        return _unknowing(home)
    if home.reserved_for_request_id in actor.blocked:
        return _without_its_step(home)
    return _shown(home)


def stage_in_list(actor: Actor) -> ColumnElement[str]:
    """Return the same in SQL: a filter by stage must not tell what it does not."""
    asked = and_(hidden_from(actor), col(Home.withdrawal_asked_at).is_not(None))
    unknown = _unknown(actor)
    went_back = and_(unknown, col(Home.stay_ended_at).is_not(None))
    return case(
        (or_(asked, went_back), HomeState.WITHDRAWN.value),
        (unknown, HomeState.IN_POT.value),
        else_=type_coerce(Home.state, String),
    )


def live(actor: Actor) -> ColumnElement[bool]:
    """Choose the homes that live, as far as one of their landlord's can tell.

    One that was let unknown to them lives; one that they withdrew does not.
    """
    hidden = hidden_from(actor)
    asked = and_(hidden, col(Home.withdrawal_asked_at).is_not(None))
    went_back = and_(_unknown(actor), col(Home.stay_ended_at).is_not(None))
    lives = or_(col(Home.state).in_(LIVE), hidden)
    return and_(lives, not_(or_(asked, went_back)))


def _unknown(actor: Actor) -> ColumnElement[bool]:
    """Choose the homes that one of their landlord's is not told are promised or let."""
    unseen = and_(
        col(Home.state) == HomeState.RESERVED, col(Home.offer_shown).is_(False)
    )
    return or_(unseen, promised_unseen(actor), hidden_from(actor))


def promised_unseen(actor: Actor) -> ColumnElement[bool]:
    """Choose the homes of which `stage_for` does not tell that they are promised."""
    return not_(open_to(actor, Home.reserved_for_request_id))


def board_stage(actor: Actor, home: Home, in_pot: frozenset[str]) -> HomeState:
    """Return the stage of a home as a coordinator is told it; likewise.

    Args:
        in_pot: Ids of the homes whose promise a change in risk hides from the board.
    """
    closed = home.reserved_for_request_id in actor.blocked or home.id in in_pot
    return HomeState.IN_POT if closed else home.state


def on_board(actor: Actor, in_pot: frozenset[str]) -> ColumnElement[bool]:
    """Choose the homes that a coordinator reads: those that live, as far as they know.

    One that was let to a case that is closed to them stays where it was. So does one
    of `in_pot`, until others of its landlord withdraw it. Each goes back as its stay
    ends.
    """
    hidden = col(Home.id).in_(sorted(in_pot))
    withdrawn = and_(hidden, col(Home.withdrawal_asked_at).is_not(None))
    unknown = or_(promised_unseen(actor), hidden)
    went_back = and_(unknown, col(Home.stay_ended_at).is_not(None))
    lives = or_(col(Home.state).in_(LIVE), unknown)
    return and_(lives, not_(or_(withdrawn, went_back)))


def board_stage_in_list(actor: Actor, in_pot: frozenset[str]) -> ColumnElement[str]:
    """Return the same in SQL."""
    hidden = col(Home.id).in_(sorted(in_pot))
    return case(
        (or_(promised_unseen(actor), hidden), HomeState.IN_POT.value),
        else_=type_coerce(Home.state, String),
    )


def gone(actor: Actor, since: datetime) -> ColumnElement[bool]:
    """Choose the homes that cannot be posted anew yet.

    They were withdrawn after `since`. The home of a case that is closed to the actor
    reads the same, so that no answer to a posting is about a case; and so does one that
    they withdrew while what it is promised for is hidden from them.
    """
    lately = and_(col(Home.state) == HomeState.WITHDRAWN, col(Home.ended_at) > since)
    closed = not_(open_to(actor, Home.vacated_by_request_id))
    hidden = hidden_from(actor)
    return or_(
        lately,
        and_(closed, col(Home.state).in_(LIVE)),
        and_(hidden, _left_pot(col(Home.withdrawal_asked_at), since)),
        and_(_unknown(actor), _left_pot(col(Home.stay_ended_at), since)),
    )


def _left_pot(
    at: SQLCoreOperations[datetime | None], since: datetime
) -> ColumnElement[bool]:
    """Choose what left the pot lately, or is promised and cannot be posted anew."""
    return and_(at.is_not(None), or_(at > since, col(Home.state).in_(LIVE)))
