"""Reading requests for homes owed: a landlord its own, the coordinator all of them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from matching import pool
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import NotFound
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.rules import Supply
from reciprocal.homes.tables import Home
from reciprocal.homes_owed import rules
from reciprocal.homes_owed.lifecycle import HomeOwedState
from reciprocal.homes_owed.tables import HomeOwedRequest
from reciprocal.ids import short_code
from reciprocal.ledger.book import HomeAskedRow
from reciprocal.ledger.terms import SizeClass
from reciprocal.organisations.tables import Organisation

Size = tuple[str, SizeClass]
"""A landlord, and a size class."""


def own(
    session: Session, actor: Actor, request_ref: str, *, lock: bool = False
) -> HomeOwedRequest:
    """Return the landlord's own request of that reference, or raise NotFound."""
    query = select(HomeOwedRequest).where(
        HomeOwedRequest.landlord_ref == request_ref,
        HomeOwedRequest.provider_id == actor.organisation_id,
    )
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound
    return found


def on_board(
    session: Session, actor: Actor, request_ref: str, *, lock: bool = False
) -> HomeOwedRequest:
    """Return the scheme's request of the coordinator's reference, or raise NotFound."""
    query = select(HomeOwedRequest).where(
        HomeOwedRequest.board_ref == request_ref,
        HomeOwedRequest.scheme_id == actor.scheme_id,
    )
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound
    return found


def own_requests(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what the landlord is, or was, asked for, the newest first."""
    return read(
        session,
        actor,
        "home_owed",
        wanted,
        select(HomeOwedRequest, Home)
        .join(Home, col(Home.id) == HomeOwedRequest.home_id, isouter=True)
        .where(HomeOwedRequest.provider_id == actor.organisation_id),
        (By(HomeOwedRequest.asked_at, falls=True), By(HomeOwedRequest.landlord_ref)),
        lambda row, home: (row.state, _own_row(row, home)),
        stage=HomeOwedRequest.state,
    )


def show_own(session: Session, actor: Actor, row: HomeOwedRequest) -> Shown:
    """Return one of the landlord's requests as it may see it."""
    return show(actor, "home_owed", row.state, _own_row(row, _home(session, row)))


def board_requests(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return every request of the scheme, the newest first.

    Each says how often its landlord lately gave neither a home nor a reason.
    """
    unexplained = unexplained_by(session, actor)
    return read(
        session,
        actor,
        "board_home_owed",
        wanted,
        select(HomeOwedRequest, Organisation, Home)
        .join(Organisation, col(Organisation.id) == HomeOwedRequest.provider_id)
        .join(Home, col(Home.id) == HomeOwedRequest.home_id, isouter=True)
        .where(HomeOwedRequest.scheme_id == actor.scheme_id),
        (By(HomeOwedRequest.asked_at, falls=True), By(HomeOwedRequest.board_ref)),
        lambda row, landlord, home: (
            row.state,
            _board_row(row, landlord, home, unexplained[landlord.id]),
        ),
        stage=HomeOwedRequest.state,
    )


def show_on_board(session: Session, actor: Actor, row: HomeOwedRequest) -> Shown:
    """Return one request as the coordinator may see it."""
    landlord = session.get_one(Organisation, row.provider_id)
    unexplained = unexplained_by(session, actor)[row.provider_id]
    body = _board_row(row, landlord, _home(session, row), unexplained)
    return show(actor, "board_home_owed", row.state, body)


def unexplained_by(session: Session, actor: Actor) -> Counter[str]:
    """Return how often each landlord lately gave neither a home nor a reason."""
    since = clock.now() - rules.UNEXPLAINED_WITHIN
    rows = session.exec(
        select(HomeOwedRequest).where(
            HomeOwedRequest.scheme_id == actor.scheme_id,
            col(HomeOwedRequest.ended_at) > since,
        )
    )
    return Counter(
        row.provider_id
        for row in rows
        if rules.is_unexplained(row.state, row.no_home_reason)
    )


def asked_for(session: Session, actor: Actor, round_id: str) -> bool:
    """Tell whether homes were asked for after this round."""
    query = select(HomeOwedRequest.id).where(
        HomeOwedRequest.scheme_id == actor.scheme_id,
        HomeOwedRequest.round_id == round_id,
    )
    return session.exec(query).first() is not None


def outstanding(session: Session, actor: Actor) -> Counter[Size]:
    """Return what landlords are asked for and have not answered, by size."""
    rows = session.exec(
        select(HomeOwedRequest.provider_id, HomeOwedRequest.size_class).where(
            HomeOwedRequest.scheme_id == actor.scheme_id,
            HomeOwedRequest.state == HomeOwedState.ASKED,
        )
    )
    return Counter((landlord, SizeClass(size)) for landlord, size in rows)


def given_none_since(session: Session, actor: Actor, since: datetime) -> set[Size]:
    """Return the sizes that landlords were asked for lately and gave no home of."""
    rows = session.exec(
        select(HomeOwedRequest.provider_id, HomeOwedRequest.size_class).where(
            HomeOwedRequest.scheme_id == actor.scheme_id,
            col(HomeOwedRequest.state).in_(
                (
                    HomeOwedState.DECLINED,
                    HomeOwedState.LAPSED,
                    HomeOwedState.WITHDRAWN,
                )
            ),
            col(HomeOwedRequest.ended_at) > since,
        )
    )
    return {(landlord, SizeClass(size)) for landlord, size in rows}


def lettings_waiting(session: Session, actor: Actor) -> Counter[Size]:
    """Return the lettings that no round has drawn yet, by landlord and size."""
    rows = session.exec(
        select(Home).where(
            Home.scheme_id == actor.scheme_id,
            Home.supply == Supply.LETTING,
            col(Home.state).in_((HomeState.AWAITING_RELEASE, HomeState.IN_POT)),
            col(Home.stay_over_at).is_(None),
        )
    )
    return Counter((home.provider_id, size_of(home)) for home in rows)


def size_of(home: Home) -> SizeClass:
    """Return the size class that a home repays."""
    return SizeClass(pool.size_class(home.bedrooms))


def answers_one(session: Session, actor: Actor, home_id: str) -> bool:
    """Tell whether a home answers a request already."""
    query = select(HomeOwedRequest.id).where(
        HomeOwedRequest.scheme_id == actor.scheme_id,
        HomeOwedRequest.home_id == home_id,
    )
    return session.exec(query).first() is not None


def ended_between(
    session: Session,
    actor: Actor,
    provider_id: str,
    since: datetime,
    until: datetime,
) -> Counter[HomeOwedState]:
    """Return how a landlord's requests ended from one moment until before another."""
    rows = session.exec(
        select(HomeOwedRequest.state).where(
            HomeOwedRequest.scheme_id == actor.scheme_id,
            HomeOwedRequest.provider_id == provider_id,
            col(HomeOwedRequest.ended_at) >= since,
            col(HomeOwedRequest.ended_at) < until,
        )
    )
    return Counter(HomeOwedState(state) for state in rows)


def for_the_proof(session: Session) -> tuple[HomeAskedRow, ...]:
    """Return what each landlord was asked for of a size as each request was made.

    Counted beside a request are those that were open then, itself among them.
    """
    rows = list(session.exec(select(HomeOwedRequest).order_by(HomeOwedRequest.id)))
    return tuple(
        HomeAskedRow(
            owner=row.provider_id,
            size_class=row.size_class,
            asked=_open_at(row, rows),
            planned=row.promised,
            through=row.through_sequence,
        )
        for row in rows
    )


def _open_at(asked: HomeOwedRequest, rows: Iterable[HomeOwedRequest]) -> int:
    return sum(
        (row.provider_id, row.size_class) == (asked.provider_id, asked.size_class)
        and row.asked_at <= asked.asked_at
        and (row.ended_at is None or row.ended_at > asked.asked_at)
        for row in rows
    )


def _home(session: Session, row: HomeOwedRequest) -> Home | None:
    return None if row.home_id is None else session.get_one(Home, row.home_id)


def _row(row: HomeOwedRequest) -> dict[str, object]:
    return {
        "stage": row.state,
        "size_class": row.size_class,
        "access": row.access,
        "asked_at": row.asked_at,
        "respond_by": row.respond_by,
        "ended_at": row.ended_at,
        "no_home_reason": row.no_home_reason,
    }


def _own_row(row: HomeOwedRequest, home: Home | None) -> dict[str, object]:
    return _row(row) | {
        "reference": row.landlord_ref,
        "code": short_code(row.landlord_ref),
        "letting": None if home is None else home.landlord_ref,
    }


def _board_row(
    row: HomeOwedRequest, landlord: Organisation, home: Home | None, unexplained: int
) -> dict[str, object]:
    return _row(row) | {
        "reference": row.board_ref,
        "code": short_code(row.board_ref),
        "landlord": landlord.name,
        "letting": None if home is None else home.board_ref,
        "unexplained_lately": unexplained,
        "to_speak_with": rules.is_to_be_spoken_with(row.no_home_reason, unexplained),
    }
