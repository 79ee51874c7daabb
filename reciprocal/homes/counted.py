"""How many homes there are somewhere: a yes or a no, or for a band to be told."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, and_, col, func, or_, select

from reciprocal.access.actor import Actor
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home


def pot_has(
    session: Session, actor: Actor, authorities: Collection[str], fewest: int
) -> bool:
    """Tell whether the pot holds so many homes in some authorities.

    Nothing sealed is opened, so homes are counted by authority and not by sector:
    it may say yes of an authority whose homes all stand in sectors to avoid. A home
    whose promise a change in risk hides counts as it did in the pot.
    """
    asked_at = col(Home.withdrawal_asked_at)
    stays = and_(asked_at.is_(None), col(Home.stay_ended_at).is_(None))
    unseen = and_(col(Home.hidden).is_(True), stays)
    rows = session.exec(
        select(Home.id)
        .where(
            Home.scheme_id == actor.scheme_id,
            or_(col(Home.state).in_((HomeState.IN_POT, HomeState.OCCUPIED)), unseen),
            col(Home.authority_code).in_(authorities),
        )
        .limit(fewest)
    ).all()
    return len(rows) >= fewest


def came_since(
    session: Session, actor: Actor, authorities: Collection[str], since: datetime
) -> int:
    """Count the homes that came to the pot since a moment, whatever became of them."""
    return session.exec(
        select(func.count())
        .select_from(Home)
        .where(
            Home.scheme_id == actor.scheme_id,
            col(Home.in_pot_since) >= since,
            col(Home.authority_code).in_(authorities),
        )
    ).one()
