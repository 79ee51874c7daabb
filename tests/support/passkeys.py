"""A passkey of everybody's, so that there is one to be read and removed."""

from reciprocal import clock, ids
from reciprocal.access.tables import Passkey
from tests.api.standing import PERSONS
from tests.support.world import World


def everybody_has_a_passkey(world: World) -> None:
    """Keep a passkey for one person of each role, whose key opens nothing."""
    for code in PERSONS.values():
        owner = world.person(code)
        with world.acting(owner) as session:
            row = Passkey(
                id=ids.new_id(),
                public_ref=ids.new_id(),
                person_id=owner.id,
                credential_id=ids.new_id(),
                public_key="none",
                sign_count=0,
                added_at=clock.now(),
            )
            session.add(row)
            session.commit()
