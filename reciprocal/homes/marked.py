"""The safety marker of a dwelling: somebody whom a household fled knows the place.

It stands on the dwelling and not on a posting of it, so that a landlord that names no
returning home, posts it as a void, or posts it anew, takes no marker off. Nothing is
held of whom, of why or of whose home it was.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from matching.terms import Marker
from reciprocal.access.actor import Actor
from reciprocal.errors import FieldFault
from reciprocal.homes.lifecycle import LIVE
from reciprocal.homes.rules import MarkerMeasure, PoliceMarker
from reciprocal.homes.tables import DwellingMarker, Home

_NOT_AHEAD = "Record what is done; this day lies ahead."
_WARNING = (
    "Somebody dangerous to a household that lived here before may know this home. Its "
    "landlord recorded what was done to make it safe: ask for it, and speak of it with "
    "the household before it answers."
)
_LOCKS = "The locks are changed before anybody else moves in; record that too."


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """What a landlord did before it lets a home that somebody dangerous knows.

    Attributes:
        fit_decided_on: The day on which it decided that the home is fit to let.
        measures, measures_done_on: What was done to the home, and by when.
        police_marker: Of the address, put on with the newcomers' consent.
    """

    fit_decided_on: date
    measures: frozenset[MarkerMeasure]
    measures_done_on: date
    police_marker: PoliceMarker


class MarkerEvent(StrEnum):
    """What is written down of a marker; never a reason."""

    SET = "dwelling.marked"
    CLEARED = "dwelling.marker_cleared"


def clearance_faults(facts: Clearance, *, today: date) -> tuple[FieldFault, ...]:
    """Return every field at fault of what a landlord records."""
    found = [
        FieldFault(name, _NOT_AHEAD)
        for name in ("fit_decided_on", "measures_done_on")
        if getattr(facts, name) > today
    ]
    if MarkerMeasure.LOCKS_CHANGED not in facts.measures:
        found.append(FieldFault("measures", _LOCKS))
    return tuple(found)


def of_dwelling(
    session: Session, actor: Actor, uprn_clash: str, *, lock: bool = False
) -> DwellingMarker | None:
    """Return the marker that stands on a dwelling, cleared or not."""
    del actor  # whoever asks has the home, or is the service
    query = select(DwellingMarker).where(
        DwellingMarker.uprn_clash == uprn_clash,
        col(DwellingMarker.ended_at).is_(None),
    )
    return session.exec(query.with_for_update() if lock else query).first()


def state_of(session: Session, actor: Actor, home: Home) -> Marker:
    """Return how the marker of a home's dwelling stands."""
    marker = of_dwelling(session, actor, home.uprn_clash)
    if marker is None:
        return Marker.NONE
    return Marker.UNCLEARED if marker.cleared_at is None else Marker.CLEARED


def warning(session: Session, actor: Actor, home: Home) -> str | None:
    """Return what whoever may move into a home is told of its marker; None without."""
    found = state_of(session, actor, home)
    return None if found is Marker.NONE else _WARNING


def homes_under(session: Session, actor: Actor, marker_id: str) -> frozenset[str]:
    """Return the live homes (by id) under a marker that stands and is cleared."""
    del actor  # the service asks while it runs a round or a re-check
    return frozenset(
        session.exec(
            select(Home.id)
            .join(
                DwellingMarker, col(DwellingMarker.uprn_clash) == col(Home.uprn_clash)
            )
            .where(
                DwellingMarker.id == marker_id,
                col(DwellingMarker.ended_at).is_(None),
                col(DwellingMarker.cleared_at).is_not(None),
                col(Home.state).in_(LIVE),
            )
        )
    )
