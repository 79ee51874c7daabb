"""A home that a household moved to, once nobody here needs to know where it is."""

from sqlmodel import Session

from reciprocal.homes.tables import Home
from reciprocal.sealing import operations as sealing


def forget_where(session: Session, home_id: str) -> None:
    """Erase where a let home is: its address goes with its key.

    What its landlord said of its size and rent stays. The digests by which the dwelling
    is found again are overwritten; whom it is barred to stays, under a digest and a key
    of its own.
    """
    home = session.get_one(Home, home_id)
    sealing.destroy_key(session, home.key_id)
    home.uprn_blind = home.uprn_clash = home.id
    session.add(home)


def is_forgotten(home: Home) -> bool:
    """Tell whether nothing here opens any more where a home is."""
    return home.uprn_clash == home.id
