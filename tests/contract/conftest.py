"""A scheme in the middle of its work, for requests that are drawn."""

from collections.abc import Iterator

import pytest

from reciprocal import clock, ids
from reciprocal.access.tables import Passkey
from reciprocal.organisations.rules import SchemeRules
from tests.api.standing import PERSONS, Standing, standing
from tests.contract.story import Story, rows
from tests.support.world import Fill, World, opened

__all__ = ["standing"]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def busy(
    request: pytest.FixtureRequest,
    filled: Fill,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Standing]:
    """One of everything that has a reference, on each database, once a module."""
    found = filled(request.param, rows(), SchemeRules())
    with opened(found, tmp_path_factory.mktemp("busy")) as world:
        Story(world).half_way()
        everybody_has_a_passkey(world)
        yield Standing(world)


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
