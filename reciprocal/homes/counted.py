"""Whether the pot has homes enough somewhere: a yes or a no, and never a number."""

from collections.abc import Collection

from sqlmodel import Session, and_, col, or_, select

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
