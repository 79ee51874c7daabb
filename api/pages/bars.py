"""Bars either side of nought, laid out for a template to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH_PX = 720
_NAMES_PX = 300
_ROW_PX = 26
_BAR_PX = 16
_HALF_PX = (WIDTH_PX - _NAMES_PX) // 2 - 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in pixels from the picture's top left corner."""

    name: str
    value: int
    x: int
    y: int
    width: int
    value_x: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture's worth of them."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    nought_x: int
    names_px: int
    bar_px: int


def bars(rows: Sequence[tuple[str, int]]) -> Bars:
    """Lay out a bar for each row: to the right what it is owed, left what it owes."""
    most = max((abs(value) for _, value in rows), default=0) or 1
    nought = _NAMES_PX + _HALF_PX + 12
    found = []
    for number, (name, value) in enumerate(rows):
        width = round(abs(value) / most * _HALF_PX)
        x = nought if value >= 0 else nought - width
        found.append(
            Bar(
                name=name,
                value=value,
                x=x,
                y=number * _ROW_PX + 5,
                width=width,
                value_x=x + width + 5 if value >= 0 else x - 5,
                anchor="start" if value >= 0 else "end",
            )
        )
    height = len(rows) * _ROW_PX + 6
    return Bars(tuple(found), WIDTH_PX, height, nought, _NAMES_PX, _BAR_PX)
