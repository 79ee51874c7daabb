"""A round's plan: drawn, proved, explained, and tried otherwise."""

from typing import Any
from uuid import uuid4

from api.pages.coordinator.drawing import BOX_PX, drawings
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.inside import Refused

_ROUND = "/desk/rounds/{reference}"
_BOTH = ("GET", "POST")

_REASONS = (
    ("facts_changed", "Something changed since the round was frozen"),
    ("safety_doubt", "There is a doubt about safety"),
    ("home_not_ready", "The home is not ready"),
    ("household_not_ready", "The household is not ready"),
    ("asked_by_service", "Its service asked to wait"),
    ("another_way_found", "Another way was found"),
)

ASKED_MAX = 120
"""A page asks by itself for ten minutes: one that nobody sits at signs itself out."""


def open_pages(pages: Pages) -> None:
    """Register the pages of a plan."""
    pages.add("/rounds/{reference}", plan)
    pages.add("/rounds/{reference}/decide", decide, methods=_BOTH)
    pages.add("/rounds/{reference}/no-home-yet", no_home_yet)
    pages.add("/rounds/{reference}/what-if", what_if, methods=_BOTH)
    pages.add("/rounds/{reference}/interim-home", interim_home, methods=_BOTH)
    pages.add("/rounds/{reference}/beside", beside)


async def plan(desk: Desk) -> Shown:
    """Show a round: how it stands, its chains and cycles, and how it was proved."""
    path = f"/v1/rounds/{desk.path['reference']}"
    found = await desk.inside.read(path)
    given = desk.query.get("asked", "0")
    asked = int(given) if given.isdigit() and len(given) < len("1000") else ASKED_MAX
    done = found["stage"] in ("published", "solved")
    waits = found["stage"] == "solved" and found["ready_steps"] > 0
    steps = await desk.inside.every(f"{path}/steps") if done else []
    others = await desk.inside.every("/v1/rounds")
    values = {
        "round": found,
        "working": found["stage"] in ("frozen", "solved") and not waits,
        "waits": waits,
        "left": done and not waits and any(map(_undecided, steps)),
        "asked": asked,
        "ready": [each for each in steps if each["kind"] == "ready"],
        "forecasts": [each for each in steps if each["kind"] != "ready"],
        "drawings": drawings(steps),
        "box": BOX_PX,
        "others": [e for e in others if e["reference"] != desk.path["reference"]][:5],
        "back": "/desk/rounds",
    }
    return Shown("coordinator/plan.html", values)


async def decide(desk: Desk) -> Shown | Moved:
    """Ask of each move whether it may be proposed; what is agreed to is, at once."""
    path = f"/v1/rounds/{desk.path['reference']}"
    found = await desk.inside.read(path)
    steps = await desk.inside.every(f"{path}/steps")
    waits = [
        each
        for each in drawings(steps)
        if any(_undecided(s) for s in steps if s["exchange_number"] == each.number)
    ]
    values: dict[str, Any] = {
        "round": found,
        "waits": waits,
        "steps": steps,
        "box": BOX_PX,
        "reasons": _REASONS,
        "chosen": {name: desk.typed(name) for name in desk.form},
        "faults": {},
        "back": _ROUND.format(**desk.path),
        "key": str(uuid4()),
    }
    if desk.request.method == "POST":
        said, values["faults"] = _answers(desk, [each.number for each in waits])
        if not values["faults"]:
            try:
                await desk.inside.ask(
                    "POST",
                    f"{path}/decide",
                    body={"decisions": said},
                    key=desk.typed("key"),
                )
            except Refused as refused:
                values["faults"] = {"": _said(refused)}
            else:
                return Moved(_ROUND.format(**desk.path), "decided")
    return Shown("coordinator/decide.html", values)


def _undecided(step: dict[str, Any]) -> bool:
    return step["kind"] == "ready" and step["decided"] is None


def _answers(
    desk: Desk, numbers: list[int]
) -> tuple[list[dict[str, object]], dict[str, str]]:
    """Return what was said of each exchange, and which of them lack an answer."""
    said: list[dict[str, object]] = []
    faults: dict[str, str] = {}
    for number in numbers:
        answer, reason = desk.typed(f"answer-{number}"), desk.typed(f"reason-{number}")
        each: dict[str, object] = {"exchange_number": number, "answer": answer}
        if answer == "withheld":
            each["reason"] = reason
        if not answer:
            faults[f"answer-{number}"] = f"Choose yes or no for exchange {number}"
        elif answer == "withheld" and not reason:
            faults[f"reason-{number}"] = f"Choose why not for exchange {number}"
        said.append(each)
    return said, faults


async def no_home_yet(desk: Desk) -> Shown:
    """Show who has no home yet and why, and which homes were not used."""
    path = f"/v1/rounds/{desk.path['reference']}"
    values = {
        "requests": await desk.inside.every(f"{path}/no-home-yet"),
        "homes": await desk.inside.every(f"{path}/unused-homes"),
        "back": _ROUND.format(**desk.path),
    }
    return Shown("coordinator/no_home_yet.html", values)


async def what_if(desk: Desk) -> Shown:
    """Hold one thing of a round fixed, and show what it would cost; nothing changes."""
    path = f"/v1/rounds/{desk.path['reference']}"
    steps = await desk.inside.every(f"{path}/steps")
    values: dict[str, Any] = {
        "requests": sorted({(s["request"], s["request_code"]) for s in steps}),
        "homes": sorted({(s["home"], s["home_code"]) for s in steps if s["home"]}),
        "back": _ROUND.format(**desk.path),
        "chosen": {},
        "key": str(uuid4()),
    }
    if desk.request.method == "POST":
        chosen = {name: desk.typed(name) for name in ("kind", "request", "home")}
        values["chosen"] = chosen
        lock = {name: value for name, value in chosen.items() if value}
        try:
            answer = await desk.inside.ask(
                "POST", f"{path}/what-if", body={"locks": [lock]}, key=desk.typed("key")
            )
            values["answer"] = answer.body
        except Refused as refused:
            values["faults"] = {"": _said(refused)}
    return Shown("coordinator/what_if.html", values)


async def interim_home(desk: Desk) -> Shown | Moved:
    """Name the empty home from which a cycle begins."""
    path = f"/v1/rounds/{desk.path['reference']}"
    steps = await desk.inside.every(f"{path}/steps")
    homes = await desk.inside.every("/v1/board/homes", stage="in_pot")
    values: dict[str, Any] = {
        "cycles": sorted(
            {s["exchange_number"] for s in steps if s["exchange_kind"] == "cycle"}
        ),
        "homes": [(each["reference"], each["code"]) for each in homes],
        "back": _ROUND.format(**desk.path),
        "key": str(uuid4()),
    }
    if desk.request.method == "POST":
        number = desk.typed("number")
        body = {
            "exchange_number": int(number) if number.isdigit() else 0,
            "home": desk.typed("home"),
        }
        try:
            await desk.inside.ask(
                "POST", f"{path}/interim-home", body=body, key=desk.typed("key")
            )
        except Refused as refused:
            values["faults"] = {"": _said(refused)}
        else:
            return Moved(_ROUND.format(**desk.path), "saved")
    return Shown("coordinator/interim_home.html", values)


async def beside(desk: Desk) -> Shown:
    """Show two rounds side by side."""
    one = await desk.inside.read(f"/v1/rounds/{desk.path['reference']}")
    rounds = await desk.inside.every("/v1/rounds")
    asked = desk.query.get("other", "")
    others = [each for each in rounds if each["reference"] != one["reference"]]
    other = next((e for e in others if e["reference"] == asked), None)
    values = {
        "one": one,
        "other": other or (others[0] if others else None),
        "others": others,
        "back": _ROUND.format(**desk.path),
    }
    return Shown("coordinator/beside.html", values)


def _said(refused: Refused) -> str:
    told = [str(each.get("fault", "")) for each in refused.faults]
    return " ".join([refused.title, *told])
