"""The page for integrators is true: its code runs against the service."""

import re

from fixtures.scenarios import CAMDEN, chain_from_a_void
from reciprocal import clock
from scripts.tree import ROOT
from tests.journeys.test_sixty_four_at_once import served
from tests.support.world import DAY, MakeWorld

PAGE = ROOT / "docs" / "machine-clients.md"
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_code_of_the_page_registers_asks_and_calls(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    session = world.token(CAMDEN)
    with served(world) as address:
        told = {"public_url": address}
        world.working.settings = world.working.settings.model_copy(update=told)
        code = "\n".join(_BLOCK.findall(PAGE.read_text()))
        # The page reads the real clock; the world of a test has its own.
        code = code.replace("time.time()", "clock.now().timestamp()")
        found: dict[str, object] = {"BASE": address, "SESSION": session, "clock": clock}
        exec(code, found)  # noqa: S102 - the page itself
    assert found["status"] == 200
    homes = found["homes"]
    assert isinstance(homes, dict)
    assert homes["items"]
