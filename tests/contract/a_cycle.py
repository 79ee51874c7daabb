"""The chapter of the story in which a cycle is carried out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fixtures.load import COORDINATOR
from fixtures.scenarios import LAMBETH, LEWISHAM, SOUTHWARK, TOWER_HAMLETS
from tests.journeys.walking import (
    ATTESTED,
    areas_body,
    case_body,
    countersign,
    home_body,
    items,
    open_check,
    post_home,
    refer,
    steps,
)
from tests.support.world import World

_RING = (LEWISHAM, SOUTHWARK, TOWER_HAMLETS)


def a_cycle_begins(world: World, act: Callable[..., Any], uprns: list[str]) -> None:
    """Three households stand in a ring, and an interim home is named for it.

    Args:
        uprns: Of the three homes they live in and of the interim home.
    """
    *left, interim = uprns
    for place, code in enumerate(_RING):
        following = _RING[(place + 1) % len(_RING)]
        _lives_in(world, code, following, left[place])
    world.wait(days=1)
    reference = act(COORDINATOR, "POST", "/v1/rounds")["reference"]
    (number,) = {
        row["exchange_number"]
        for row in steps(world, reference)
        if row["exchange_kind"] == "cycle"
    }
    before = {row["reference"] for row in items(world, COORDINATOR, "/v1/board/homes")}
    post_home(world, LAMBETH, home_body(world, LAMBETH, interim))
    board = items(world, COORDINATOR, "/v1/board/homes")
    (home,) = [row["reference"] for row in board if row["reference"] not in before]
    named = {"exchange_number": number, "home": home}
    act(COORDINATOR, "POST", f"/v1/rounds/{reference}/interim-home", named)


def _lives_in(world: World, code: str, only: str, uprn: str) -> None:
    """Refer a household whose landlord says by when its home could be let again."""
    body = case_body(code, only)
    areas = areas_body(only)
    areas["areas_of_choice"][-1] = LAMBETH
    refer(world, body | areas | {"home": body["home"] | {"uprn": uprn}})
    check = f"/v1/tenancy-checks/{open_check(world, code)}"
    stock = world.call(code, "POST", "/v1/stock", {"uprns": [uprn]})
    assert stock.status_code == 201, stock.json()
    home = home_body(world, code, uprn, possession_recorded=True)
    for unsaid in ("supply", "void_date", "ready_date"):
        home.pop(unsaid)
    attested = world.call(code, "POST", f"{check}/attest", ATTESTED | {"home": home})
    assert attested.status_code == 200, attested.json()
    countersign(world)
    (lived_in,) = [
        row["reference"]
        for row in items(world, code, "/v1/homes")
        if row["stage"] == "occupied"
    ]
    soon = world.hands.now().date() + timedelta(days=28)
    path = f"/v1/homes/{lived_in}"
    dated = world.call(code, "PATCH", path, {"ready_date": soon.isoformat()})
    assert dated.status_code == 200, dated.json()
