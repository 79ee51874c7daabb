"""What a landlord is shown of an offer by its home: that it is reserved, or nothing."""

from sqlmodel import Session, select

from reciprocal.homes import asked, seen
from reciprocal.homes.tables import Home
from reciprocal.webhooks import outbox


def show(session: Session, *, home_id: str, hidden: bool) -> None:
    """Let a landlord see, from now on, that its home is reserved.

    Args:
        hidden: A change in risk was told already: its people see it, and no system.
    """
    home = session.exec(select(Home).where(Home.id == home_id).with_for_update()).one()
    home.offer_shown = True
    home.hidden = hidden
    session.add(home)
    if not hidden:
        outbox.home_changed(session, home)


def hide(session: Session, *, home_id: str, known_to_id: str | None) -> None:
    """Hide from a landlord what its home is promised for, but from one person.

    Where nobody of it has been shown the offer there is nothing to hide.

    Args:
        known_to_id: None while no one person answers for it.
    """
    home = session.exec(select(Home).where(Home.id == home_id).with_for_update()).one()
    if not home.offer_shown:
        return
    shown = seen.landlord_stage(home)
    home.hidden = True
    home.known_to_id = known_to_id
    session.add(home)
    asked.leave_to_one(session, home)
    if seen.landlord_stage(home) is not shown:
        outbox.home_changed(session, home)
