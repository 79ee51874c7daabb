"""Dwellings closed to a team: nobody enters a survivor's old home from where they went.

The bar is on the dwelling and not on a posting of it, so that a landlord that names
no returning home, posts it as a void, or posts it anew, opens nothing.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.db import Duty, on_duty
from reciprocal.homes import queries
from reciprocal.homes.lifecycle import LIVE
from reciprocal.homes.tables import DwellingBar, Home
from reciprocal.sealing import operations as sealing


def close_dwelling(session: Session, *, actor: Actor, uprn: str, team: str) -> None:
    """Close a dwelling to the team its household went to, posted or not."""
    bar_id = ids.new_id()
    key_id = sealing.create_key(
        session,
        subject_kind="dwelling_bar",
        subject_id=bar_id,
        organisation_id=actor.scheme_id,
    )
    mark = uprn_mark(session, actor.scheme_id, uprn)
    session.add(
        DwellingBar(
            id=bar_id,
            uprn_clash=mark,
            key_id=key_id,
            team=sealing.seal(session, key_id, "dwelling_bar.team", bar_id, team),
            since=clock.now(),
        )
    )
    session.flush()
    audit.record(session, actor, "dwelling.closed", subject=("dwelling_bar", bar_id))
    with on_duty(session, Duty.CLOSING_DWELLINGS):
        for home in session.exec(
            select(Home).where(Home.uprn_clash == mark, col(Home.state).in_(LIVE))
        ).all():
            keep_closed(session, home)


def keep_closed(session: Session, home: Home) -> None:
    """Write on a posting the teams its dwelling is closed to."""
    teams = queries.teams_barred_before(session, home)
    if teams:
        home.teams_barred = sealing.seal(
            session, home.key_id, "home.teams_barred", home.id, sorted(teams)
        )
        session.add(home)


def uprn_mark(session: Session, organisation_id: str, uprn: str) -> str:
    """Return the digest under which an organisation finds a dwelling again."""
    return uprn_marks(session, organisation_id, [uprn])[0]


def uprn_marks(
    session: Session, organisation_id: str, uprns: Sequence[str]
) -> list[str]:
    """Return the digests of several dwellings, in their order."""
    return sealing.blind_indexes(
        session,
        organisation_id=organisation_id,
        column="home.uprn",
        values=[uprn.lstrip("0") for uprn in uprns],
    )
