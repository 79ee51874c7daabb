"""Balances over quarters, laid out for a template to draw: a line for each landlord."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.desk import Desk

WIDTH_PX, HEIGHT_PX = 720, 300
_LEFT_PX, _RIGHT_PX, _EDGE_PX = 40, 240, 20
_NAME_MAX = 24
_NAMED = 2
"""So many lines on either side bear their landlord's name: the furthest from nought."""


@dataclass(frozen=True, slots=True)
class Line:
    """One landlord's line.

    Attributes:
        points: As SVG writes them, a point for each quarter.
        told: Its name and last balance, where it bears one.
    """

    points: str
    told: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Lines:
    """A picture's worth of them; named ones come last and are drawn on top."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[int, str], ...]
    levels: tuple[tuple[int, str], ...]
    width: int = WIDTH_PX
    height: int = HEIGHT_PX
    left: int = _LEFT_PX
    right: int = WIDTH_PX - _RIGHT_PX


async def read(desk: Desk) -> dict[str, Any]:
    """Return the quarters, each landlord's balances, and their picture.

    Landlords whose names hold the words that were asked for are drawn alone.
    """
    told = await desk.inside.read("/v1/balances-by-quarter")
    wanted = desk.query.get("landlord", "").strip()
    rows = [
        {"landlord": each["landlord"], "posted": [*each["posted"], each["now"]]}
        for each in told["landlords"]
        if wanted.casefold() in each["landlord"].casefold()
    ]
    ends = [*told["quarters"], "Now"]
    picture = lines(ends, rows) if rows else None
    return {
        "quarters": ends,
        "rows": rows,
        "picture": picture,
        "wanted": wanted,
    }


def lines(quarters: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Lines:
    """Lay out a line for each landlord: above nought it is owed homes, below it owes.

    Of each row the name and a balance for each quarter are read.
    """
    most = max((abs(n) for each in rows for n in each["posted"]), default=0) or 1
    wide = WIDTH_PX - _RIGHT_PX - _LEFT_PX
    apart = wide / max(len(quarters) - 1, 1)
    middle, half = HEIGHT_PX // 2 - 10, HEIGHT_PX // 2 - 10 - _EDGE_PX

    def x(place: int) -> int:
        return _LEFT_PX + round(place * apart)

    def y(homes: int) -> int:
        return middle - round(homes / most * half)

    by_last = sorted(rows, key=lambda each: each["posted"][-1])
    ends = {id(each) for each in (*by_last[:_NAMED], *by_last[-_NAMED:])}
    drawn = []
    for each in sorted(rows, key=lambda row: id(row) in ends):
        last = each["posted"][-1]
        points = " ".join(f"{x(n)},{y(sum_)}" for n, sum_ in enumerate(each["posted"]))
        balance = f"{last:+d}" if last else "0"
        said = f"{_short(each['landlord'])} {balance}" if id(each) in ends else ""
        drawn.append(Line(points, said, x(len(quarters) - 1) + 8, y(last) + 5))
    few = max(1, -(-len(quarters) // 6))
    ticks = tuple((x(n), name) for n, name in enumerate(quarters) if n % few == 0)
    levels = tuple((y(n), f"{n:+d}" if n else "0") for n in (most, 0, -most))
    return Lines(_apart(drawn), ticks, levels)


def _short(name: str) -> str:
    return name if len(name) <= _NAME_MAX else name[: _NAME_MAX - 1] + "…"


def _apart(drawn: Sequence[Line]) -> tuple[Line, ...]:
    """Move names off each other, from the top down."""
    free, placed = 0, {}
    for line in sorted((each for each in drawn if each.told), key=lambda each: each.y):
        free = max(line.y, free + 16)
        placed[id(line)] = free
    return tuple(
        Line(each.points, each.told, each.x, placed.get(id(each), each.y))
        for each in drawn
    )
