"""Setting a safety marker on a dwelling, and recording that it is cleared."""

from sqlmodel import Session

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import FieldsInvalid, StateConflict
from reciprocal.homes import bars, marked, queries, seen
from reciprocal.homes.lifecycle import LIVE, HomeState
from reciprocal.homes.tables import DwellingMarker, Home


def set_marker(session: Session, *, actor: Actor, home_ref: str) -> Home:
    """Put a safety marker on the landlord's own home; set again, it is uncleared.

    Raises:
        StateConflict: When the home is not in the pot any more.
    """
    policy.require(actor, "homes.mark")
    home = _own(session, actor, home_ref)
    _mark(session, actor, home.uprn_clash)
    return home


def clear_marker(
    session: Session, *, actor: Actor, home_ref: str, facts: marked.Clearance
) -> Home:
    """Record what was done before the home is let, and that its marker is cleared.

    Raises:
        StateConflict: When no uncleared marker stands, or while somebody lives there.
        FieldsInvalid: With every field at fault.
    """
    policy.require(actor, "homes.mark")
    home = _own(session, actor, home_ref)
    marker = marked.of_dwelling(session, actor, home.uprn_clash, lock=True)
    if (
        marker is None
        or marker.cleared_at is not None
        or home.state is HomeState.OCCUPIED
    ):
        raise StateConflict
    found = marked.clearance_faults(facts, today=clock.today())
    if found:
        raise FieldsInvalid(faults=found)
    marker.fit_decided_on = facts.fit_decided_on
    marker.measures = sorted(facts.measures)
    marker.measures_done_on = facts.measures_done_on
    marker.police_marker = facts.police_marker
    marker.cleared_by = actor.id
    marker.cleared_at = clock.now()
    session.add(marker)
    _record(session, actor, marked.MarkerEvent.CLEARED, marker)
    return home


def mark_dwelling(session: Session, *, actor: Actor, uprn: str) -> None:
    """Put a safety marker on a dwelling that was left, posted or not."""
    _mark(session, actor, bars.uprn_mark(session, actor.scheme_id, uprn))


def mark_home(session: Session, *, actor: Actor, home: Home) -> None:
    """Put a safety marker on a posted home's dwelling, for another room."""
    _mark(session, actor, home.uprn_clash)


def _own(session: Session, actor: Actor, home_ref: str) -> Home:
    home = queries.own_home(session, actor, home_ref, lock=True)
    if seen.stage_for(actor, home) not in LIVE:
        raise StateConflict
    return home


def _mark(session: Session, actor: Actor, uprn_clash: str) -> None:
    standing = marked.of_dwelling(session, actor, uprn_clash, lock=True)
    if standing is not None and standing.cleared_at is None:
        return
    if standing is not None:
        # A person's decision was about the old marker, and goes with it.
        standing.ended_at = clock.now()
        session.add(standing)
        session.flush()
    marker = DwellingMarker(
        id=ids.new_id(), uprn_clash=uprn_clash, set_by=actor.id, set_at=clock.now()
    )
    session.add(marker)
    session.flush()
    _record(session, actor, marked.MarkerEvent.SET, marker)


def _record(
    session: Session, actor: Actor, event: marked.MarkerEvent, marker: DwellingMarker
) -> None:
    audit.record(session, actor, event, subject=("dwelling_marker", marker.id))
