"""What is told of a home's stage, and to whom: to its landlord, its people, the board.

Whoever a case is closed to is told of its homes what they would be told without it.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, case, not_, or_, type_coerce
from sqlmodel import col

from reciprocal.access.actor import Actor
from reciprocal.access.closed import open_to
from reciprocal.homes.lifecycle import LIVE, HomeState, as_its_landlord_sees
from reciprocal.homes.tables import Home


def landlord_stage(home: Home) -> HomeState:
    """Return the stage of a home as its own landlord is told it."""
    return as_its_landlord_sees(home.state, offer_shown=home.offer_shown)


def stage_for(actor: Actor, home: Home) -> HomeState:
    """Return the stage of a home as one of its landlord's people is told it.

    A home that is promised or let to a case that is closed to them stays in the pot as
    far as they can tell: an offer that is hidden would show by its home.
    """
    if home.reserved_for_request_id in actor.blocked:
        return HomeState.IN_POT
    return landlord_stage(home)


def stage_in_list(actor: Actor) -> ColumnElement[str]:
    """Return the same in SQL: a filter by stage must not tell what it does not."""
    unseen = and_(
        col(Home.state) == HomeState.RESERVED, col(Home.offer_shown).is_(False)
    )
    return case(
        (or_(unseen, promised_unseen(actor)), HomeState.IN_POT.value),
        else_=type_coerce(Home.state, String),
    )


def promised_unseen(actor: Actor) -> ColumnElement[bool]:
    """Choose the homes of which `stage_for` does not tell that they are promised."""
    return not_(open_to(actor, Home.reserved_for_request_id))


def board_stage(actor: Actor, home: Home) -> HomeState:
    """Return the stage of a home as a coordinator is told it; likewise."""
    closed = home.reserved_for_request_id in actor.blocked
    return HomeState.IN_POT if closed else home.state


def on_board(actor: Actor) -> ColumnElement[bool]:
    """Choose the homes that a coordinator reads: those that live, as far as they know.

    One that was let to a case that is closed to them stays where it was.
    """
    return or_(col(Home.state).in_(LIVE), promised_unseen(actor))


def board_stage_in_list(actor: Actor) -> ColumnElement[str]:
    """Return the same in SQL."""
    return case(
        (promised_unseen(actor), HomeState.IN_POT.value),
        else_=type_coerce(Home.state, String),
    )


def gone(actor: Actor, since: datetime) -> ColumnElement[bool]:
    """Choose the homes that cannot be posted anew yet.

    They were withdrawn after `since`. The home of a case that is closed to the actor
    reads the same, so that no answer to a posting is about a case.
    """
    lately = and_(col(Home.state) == HomeState.WITHDRAWN, col(Home.ended_at) > since)
    closed = not_(open_to(actor, Home.vacated_by_request_id))
    return or_(lately, and_(closed, col(Home.state).in_(LIVE)))
