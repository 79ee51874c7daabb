"""A scheme in the middle of its work, for requests that are drawn."""

from collections.abc import Iterator

import pytest

from reciprocal.organisations.rules import SchemeRules
from tests.api.standing import Standing, standing
from tests.contract.story import Story, rows
from tests.support.passkeys import everybody_has_a_passkey
from tests.support.world import Fill, opened

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
