"""What the laboratory has published, laid out for a template to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.desk import Desk, Pages, Shown

PAGES = Pages("coordinator", "auditor")
WIDTH_PX = 720
_NAMES_PX = 250
_ROW_PX = 26
_BAR_PX = 9
_VALUES_PX = 60
_PLAIN = {"blind": "looking away", "rule": "the rule"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bars of one policy, in pixels: the most owed above, structural debt below."""

    name: str
    y: int
    owed: float
    owed_px: int
    structural: float
    structural_px: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """A picture's worth of them."""

    pairs: tuple[Pair, ...]
    height: int
    width: int = WIDTH_PX
    names: int = _NAMES_PX
    bar: int = _BAR_PX


@PAGES.page("/laboratory")
async def tried(desk: Desk) -> Shown:
    """Show what policies came to on made-up schemes, each experiment with a picture."""
    told = await desk.inside.read("/v1/laboratory")
    experiments = [
        {**each, "picture": pairs(each["rows"])} for each in told["experiments"]
    ]
    return Shown("laboratory.html", {"experiments": experiments})


def pairs(rows: Sequence[Mapping[str, Any]]) -> Pairs:
    """Lay out two bars for each row, both in homes and to one scale."""
    most = max((max(row["owed_most"], row["structural"]) for row in rows), default=0)
    wide = WIDTH_PX - _NAMES_PX - _VALUES_PX

    def px(homes: float) -> int:
        return round(homes / (most or 1) * wide)

    drawn = tuple(
        Pair(
            name=name_of(row),
            y=number * _ROW_PX + 4,
            owed=row["owed_most"],
            owed_px=px(row["owed_most"]),
            structural=row["structural"],
            structural_px=px(row["structural"]),
        )
        for number, row in enumerate(rows)
    )
    return Pairs(drawn, len(rows) * _ROW_PX + 6)


def name_of(row: Mapping[str, Any]) -> str:
    """Return a row's scheme, rhythm and policy as a picture names them."""
    policy = _PLAIN.get(row["policy"], row["policy"])
    return f"{row['regime']} {row['rhythm']}, {policy}"
