"""Every operation has answered each role that may ask with a success, as described.

What Schemathesis draws is refused more often than not, since no description can say
which home is whose; so here a story leads to each success, and it is seen that none
is missing.
"""

import pytest

from tests.api.standing import NOBODY
from tests.api.test_routes_guarded import LETS_IN, OPEN_ROUTES, WITHOUT_A_DOOR
from tests.contract.story import Story, rows
from tests.contract.tally import Tally
from tests.support.world import MakeWorld

PERMITTED = {f"{name} by {role}" for name, roles in LETS_IN.items() for role in roles}
OPEN_TO_ALL = {f"{name} by {NOBODY}" for name in OPEN_ROUTES | WITHOUT_A_DOOR}


def test_every_operation_succeeds_for_each_role_that_may(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(rows())
    # Rounds are worked in line here, so the worker counts as there.
    monkeypatch.setattr(world.working, "_working", True)
    tally = Tally(world.http)
    Story(world).whole()
    assert tally.faults == []
    assert sorted((PERMITTED | OPEN_TO_ALL) - tally.reached) == []
    assert sorted(tally.reached - PERMITTED - OPEN_TO_ALL) == []
