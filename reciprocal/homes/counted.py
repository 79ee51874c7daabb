"""Whether the pot has homes enough somewhere: a yes or a no, and never a number."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home


def pot_has(
    session: Session, actor: Actor, authorities: Collection[str], fewest: int
) -> bool:
    """Tell whether the pot holds so many homes in some authorities.

    Nothing sealed is opened, so homes are counted by authority and not by sector:
    it may say yes of an authority whose homes all stand in sectors to avoid.
    """
    rows = session.exec(
        select(Home.id)
        .where(
            Home.scheme_id == actor.scheme_id,
            col(Home.state).in_((HomeState.IN_POT, HomeState.OCCUPIED)),
            col(Home.authority_code).in_(authorities),
        )
        .limit(fewest)
    ).all()
    return len(rows) >= fewest
