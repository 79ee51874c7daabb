"""Where homes stand, by sector alone, for the rounds that look for who could move."""

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.homes.tables import Home


def where_let(
    session: Session, actor: Actor, provider_id: str
) -> tuple[tuple[str, str], ...]:
    """Return where a landlord is known to let homes: one sector of each authority.

    Of its newest home there, whatever became of it. For rounds alone.
    """
    rows = session.exec(
        select(Home)
        .where(
            Home.scheme_id == actor.scheme_id,
            Home.provider_id == provider_id,
            Home.uprn_clash != Home.id,  # where it is, is not forgotten
        )
        .order_by(col(Home.posted_at), Home.id)
    )
    newest = {home.authority_code: home for home in rows}
    return tuple(
        (code, sector_of(session, actor, newest[code])) for code in sorted(newest)
    )


def sector_of(session: Session, actor: Actor, home: Home) -> str:
    """Open the postcode sector that a home stands in."""
    place = audit.reveal(
        session,
        actor,
        home.place,
        "home.place",
        subject=("home", home.id),
        row_id=home.id,
    )
    assert isinstance(place, dict)
    return str(place["sector"])
