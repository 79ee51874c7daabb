"""What it would cost a round to hold some things fixed, gathered on one page.

What is gathered is in the form and in no address, so that no list of addresses, such as
a browser's, says what somebody asked about.
"""

from typing import Any, NamedTuple
from uuid import uuid4

from api.pages.desk import Desk, Shown
from api.pages.inside import Refused

LOCKS_MAX = 10
"""As many as the API takes."""

_TAKE_AWAY = "take-away-"
_NOTHING = "Choose a household, a home or both"
_AGAIN = "That is among them already"
_FULL = f"{LOCKS_MAX} things are tried together at most: take one away first"
_NONE = "Add something to try out"


class Held(NamedTuple):
    """One thing held fixed, as the form carries it; what is not named is any."""

    kind: str
    request: str
    home: str

    def __str__(self) -> str:
        return ":".join(self)

    @property
    def body(self) -> dict[str, str]:
        """As the API takes it."""
        return {name: value for name, value in self._asdict().items() if value}


async def what_if(desk: Desk) -> Shown:
    """Gather what is held fixed, and show what all of it costs; nothing changes."""
    path = f"/v1/rounds/{desk.path['reference']}"
    steps = await desk.inside.every(f"{path}/steps")
    others = await desk.inside.every(f"{path}/no-home-yet")
    requests = {s["request"]: s["request_code"] for s in (*steps, *others)}
    homes = {s["home"]: s["home_code"] for s in steps if s["home"]}
    values: dict[str, Any] = {
        "moved": sorted({(s["request"], s["request_code"]) for s in steps}),
        "unmoved": [(each["request"], each["request_code"]) for each in others],
        "homes": sorted(homes.items()),
        "codes": requests | homes,
        "back": f"/desk/rounds/{desk.path['reference']}",
        "most": LOCKS_MAX,
        "chosen": {},
        "held": [],
        "key": str(uuid4()),
    }
    if desk.request.method == "POST":
        held, fault = _gathered(desk)
        values["held"] = held
        if fault:
            values["faults"] = {"": fault}
            values["chosen"] = _chosen(desk)._asdict()
        elif desk.typed("do") == "try":
            body = {"locks": [each.body for each in held]}
            try:
                answer = await desk.inside.ask(
                    "POST", f"{path}/what-if", body=body, key=desk.typed("key")
                )
                values["answer"] = answer.body
            except Refused as refused:
                values["faults"] = {"": said_of(refused)}
    return Shown("coordinator/what_if.html", values)


def said_of(refused: Refused) -> str:
    """Return what the API said of what it refused, in one line."""
    told = [str(each.get("fault", "")) for each in refused.faults]
    return " ".join([refused.title, *told])


def _gathered(desk: Desk) -> tuple[list[Held], str]:
    """Return what is held after this visit, and what was wrong with it, if anything.

    What is chosen and not added yet is added as well when all of it is tried.
    """
    held = [Held(*_three(each)) for each in desk.chosen("lock")]
    do, new = desk.typed("do"), _chosen(desk)
    if do.startswith(_TAKE_AWAY):
        return [each for each in held if str(each) != do.removeprefix(_TAKE_AWAY)], ""
    named = bool(new.request or new.home)
    fault = ""
    if not named and do != "try":
        fault = _NOTHING
    elif named and new in held:
        fault = _AGAIN
    elif named and len(held) >= LOCKS_MAX:
        fault = _FULL
    elif named:
        held.append(new)
    elif not held:
        fault = _NONE
    return held, fault


def _chosen(desk: Desk) -> Held:
    return Held(*(desk.typed(name) for name in Held._fields))


def _three(typed: str) -> tuple[str, str, str]:
    kind, _, rest = typed.partition(":")
    request, _, home = rest.partition(":")
    return kind, request, home
