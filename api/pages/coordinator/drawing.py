"""Chains and cycles as boxes and arrows, laid out for a template to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BOX_PX = (148, 58)
GAP_PX = 46
TIP_PX = 15
"""Of an arrow: its line ends so far before the box that it points at."""

_ROW_PX = 86
_MARGIN_PX = 8
_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Box:
    """One step: a household goes into a home.

    Attributes:
        arrow: From the box before, as the points of a path; empty for the first.
    """

    x: int
    y: int
    household: str
    home: str
    ready: bool
    weeks: str
    arrow: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chain or cycle.

    Attributes:
        back: Of a cycle: from the last box to the first.
    """

    number: int
    kind: str
    boxes: tuple[Box, ...]
    back: str
    width: int
    height: int
    sentence: str


def drawings(steps: Sequence[Mapping[str, Any]]) -> tuple[Drawing, ...]:
    """Lay out every chain and cycle of a plan, each by itself."""
    exchanges: dict[int, list[Mapping[str, Any]]] = {}
    for step in steps:
        exchanges.setdefault(step["exchange_number"], []).append(step)
    return tuple(
        _drawing(number, sorted(found, key=lambda step: int(step["position"])))
        for number, found in sorted(exchanges.items())
    )


def _drawing(number: int, steps: Sequence[Mapping[str, Any]]) -> Drawing:
    boxes: list[Box] = []
    wide, high = BOX_PX
    for place, step in enumerate(steps):
        row, column = divmod(place, _A_ROW)
        x = _MARGIN_PX + column * (wide + GAP_PX)
        y = _MARGIN_PX + row * _ROW_PX
        weeks = step["weeks_to_keys"]
        boxes.append(
            Box(
                x=x,
                y=y,
                household=step["request_code"],
                home=step["home_code"] or "not told",
                ready=step["kind"] == "ready",
                weeks=_weeks(weeks),
                arrow=_arrow(boxes[-1], x, y) if boxes else "",
            )
        )
    rows = (len(steps) - 1) // _A_ROW + 1
    columns = min(len(steps), _A_ROW)
    cycle = steps[0]["exchange_kind"] == "cycle"
    first, last = boxes[0], boxes[-1]
    below = last.y + high + 14
    back = (
        f"M {last.x + wide // 2} {last.y + high} V {below} H {first.x + wide // 2} "
        f"V {first.y + high}"
        if cycle
        else ""
    )
    return Drawing(
        number=number,
        kind=steps[0]["exchange_kind"],
        boxes=tuple(boxes),
        back=back,
        width=columns * (wide + GAP_PX) + _MARGIN_PX,
        height=rows * _ROW_PX + (8 if cycle else 0),
        sentence=_sentence(steps, cycle=cycle),
    )


def _weeks(weeks: int | None) -> str:
    if weeks is None:
        return ""
    if weeks == 0:
        return "keys within a week"
    return f"about {weeks} week{'s' if weeks > 1 else ''} to keys"


def _arrow(before: Box, x: int, y: int) -> str:
    wide, high = BOX_PX
    if before.y == y:
        return f"M {before.x + wide} {y + high // 2} H {x - TIP_PX}"
    middle = before.y + high + (y - before.y - high) // 2
    return (
        f"M {before.x + wide // 2} {before.y + high} V {middle} H {x + wide // 2} "
        f"V {y - TIP_PX}"
    )


def _sentence(steps: Sequence[Mapping[str, Any]], *, cycle: bool) -> str:
    moves = ", then ".join(
        f"{step['request_code']} moves into {step['home_code'] or 'a home not told'}"
        for step in steps
    )
    end = "; the last home is the first household's." if cycle else "."
    return moves + end
