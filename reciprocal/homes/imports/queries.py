"""Look-ups for many dwellings at once, each in a few statements."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.access.closed import theirs
from reciprocal.homes import seen
from reciprocal.homes.lifecycle import LIVE, HomeState
from reciprocal.homes.tables import DwellingBar, Home, StockEntry

_MARKS_AT_ONCE = 5_000
"""Bound by the fewest parameters that either database takes in a statement."""


def in_stock(session: Session, actor: Actor, marks: Sequence[str]) -> set[str]:
    """Return those of the dwellings that the landlord registered."""
    found: set[str] = set()
    for some in _some(marks):
        found |= set(
            session.exec(
                select(StockEntry.uprn_blind).where(
                    StockEntry.provider_id == actor.organisation_id,
                    col(StockEntry.uprn_blind).in_(some),
                )
            )
        )
    return found


def live_states(
    session: Session, actor: Actor, marks: Sequence[str]
) -> dict[str, HomeState]:
    """Return the stage of those of the dwellings that the landlord has live."""
    found: dict[str, HomeState] = {}
    for some in _some(marks):
        rows = session.exec(
            select(Home.uprn_blind, seen.stage_in_list(actor)).where(
                *theirs(actor, Home.provider_id, case=Home.vacated_by_request_id),
                col(Home.uprn_blind).in_(some),
                seen.live(actor),
            )
        )
        found |= {mark: HomeState(state) for mark, state in rows}
    return found


def live_homes(session: Session, actor: Actor) -> dict[str, Home]:
    """Return all live homes of the landlord by dwelling, held until the end."""
    rows = session.exec(
        select(Home)
        .where(
            Home.provider_id == actor.organisation_id,
            seen.live(actor),
        )
        .order_by(Home.id)
        .with_for_update()
    )
    # Where one was let unknown to them and posted anew by who knows, theirs counts.
    return {home.uprn_blind: home for home in sorted(rows, key=lambda row: row.hidden)}


def withdrawn_since(
    session: Session, actor: Actor, marks: Sequence[str], since: datetime
) -> set[str]:
    """Return those of the dwellings that the landlord withdrew after `since`."""
    found: set[str] = set()
    for some in _some(marks):
        found |= set(
            session.exec(
                select(Home.uprn_blind).where(
                    Home.provider_id == actor.organisation_id,
                    col(Home.uprn_blind).in_(some),
                    seen.gone(actor, since),
                )
            )
        )
    return found


def claimed_by_others(session: Session, actor: Actor, marks: Sequence[str]) -> set[str]:
    """Return those of the dwellings that another landlord has live.

    Only the service asks on the way to the coordinator; the landlord is never told.
    """
    found: set[str] = set()
    for some in _some(marks):
        found |= set(
            session.exec(
                select(Home.uprn_clash).where(
                    Home.scheme_id == actor.scheme_id,
                    Home.provider_id != actor.organisation_id,
                    col(Home.uprn_clash).in_(some),
                    col(Home.state).in_(LIVE),
                )
            )
        )
    return found


def closed_dwellings(session: Session, actor: Actor, marks: Sequence[str]) -> set[str]:
    """Return those of the dwellings that are closed to some team."""
    del actor  # the service asks as it posts, and tells nobody
    found: set[str] = set()
    for some in _some(marks):
        found |= set(
            session.exec(
                select(DwellingBar.uprn_clash).where(
                    col(DwellingBar.uprn_clash).in_(some)
                )
            )
        )
    return found


def by_ids(session: Session, actor: Actor, home_ids: Sequence[str]) -> list[Home]:
    """Return the landlord's homes of these identifiers."""
    found: list[Home] = []
    for some in _some(home_ids):
        found += session.exec(
            select(Home).where(
                Home.provider_id == actor.organisation_id, col(Home.id).in_(some)
            )
        ).all()
    return found


def _some(marks: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(marks), _MARKS_AT_ONCE):
        yield marks[start : start + _MARKS_AT_ONCE]
