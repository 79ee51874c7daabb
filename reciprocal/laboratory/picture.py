"""The comparison as a picture: one small chart for each thing that is counted."""

import math
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from pathlib import Path
from statistics import mean

from reciprocal.laboratory import tables

PICTURE = "picture.svg"
ROUNDS = "rounds.csv"

_WIDE, _HIGH, _PAD, _LEGEND = 300, 170, 46, 26
_ACROSS = 3
_FEW = 10
_COLOURS = (
    "#1b6ca8", "#b5462f", "#3d7a3a", "#7a4fa0", "#8a6d1a", "#2b7f83", "#9a3b6a",
    "#555555",
)  # fmt: skip
_DASHES = ("", "6 3", "2 3", "8 3 2 3")

_CHARTS = (
    ("Worst balance, either way (homes)", "worst", False),
    ("Most owed to one landlord (homes)", "owed_most", False),
    ("Structural debt: owed beyond ten (homes)", "structural", False),
    ("Households moved so far", "moves", True),
    ("Households waiting", "waiting", False),
    ("Lettings listed for what is owed so far", "asked", True),
    ("Of those, moved into so far", "used", True),
    ("Wait of the most urgent who moved (rounds)", "wait_most_urgent", False),
    ("Wait of the urgent who moved (rounds)", "wait_urgent", False),
    ("Wait of the least urgent who moved (rounds)", "wait_soon", False),
)

Line = list[float]


def draw(folder: Path) -> None:
    """Write the picture of a folder's tables, the mean over seeds of each round."""
    rows = tables.read(folder / ROUNDS, tables.ROUND_COLUMNS)
    (folder / PICTURE).write_text(svg(rows), encoding="utf-8")


def svg(rows: Sequence[dict[str, str]]) -> str:
    """Return rounds as a picture; the same facts are in `rounds.csv`."""
    schemes = sorted({(row["regime"], row["rhythm"]) for row in rows})
    policies = sorted({row["policy"] for row in rows})
    blocks, top = [], 0
    block_high = 24 + math.ceil(len(_CHARTS) / _ACROSS) * (_HIGH + _PAD)
    for regime, rhythm in schemes:
        of_scheme = [r for r in rows if (r["regime"], r["rhythm"]) == (regime, rhythm)]
        blocks.append(_text(10, top + 16, f"{regime}, {rhythm} rounds", bold=True))
        for at, (title, column, summed) in enumerate(_CHARTS):
            lines = {p: _line(of_scheme, p, column, summed=summed) for p in policies}
            x = _PAD + at % _ACROSS * (_WIDE + _PAD)
            y = top + 44 + at // _ACROSS * (_HIGH + _PAD)
            blocks.append(_chart(x, y, title, lines))
        top += block_high
    blocks.append(_legend(top, policies))
    wide, high = _PAD + _ACROSS * (_WIDE + _PAD), top + _LEGEND * (1 + len(policies))
    body = "\n".join(blocks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        'font-family="sans-serif" font-size="12">\n'
        "<title>Policies side by side, round by round, the mean over seeds</title>\n"
        f'<rect width="{wide}" height="{high}" fill="white"/>\n{body}\n</svg>\n'
    )


def _line(
    rows: Sequence[dict[str, str]], policy: str, column: str, *, summed: bool
) -> Line:
    by_round: dict[int, list[float]] = {}
    for row in rows:
        if row["policy"] == policy:
            by_round.setdefault(int(row["round"]), []).append(float(row[column]))
    found = [mean(by_round[number]) for number in sorted(by_round)]
    return list(accumulate(found)) if summed else found


def _chart(x: int, y: int, title: str, lines: dict[str, Line]) -> str:
    most = max((value for line in lines.values() for value in line), default=0) or 1
    longest = max((len(line) for line in lines.values()), default=1)
    parts = [
        _text(x, y - 6, title),
        f'<path d="M{x} {y}V{y + _HIGH}H{x + _WIDE}" fill="none" stroke="#888"/>',
        _text(x - 6, y + 10, f"{most:.{int(most < _FEW)}f}", end=True),
        _text(x - 6, y + _HIGH, "0", end=True),
        _text(x + _WIDE, y + _HIGH + 15, f"round {longest}", end=True),
    ]
    for at, line in enumerate(lines.values()):
        across = _WIDE / max(1, longest - 1)
        points = " ".join(
            f"{x + across * n:.1f},{y + _HIGH * (1 - value / most):.1f}"
            for n, value in enumerate(line)
        )
        parts.append(f'<polyline points="{points}" fill="none" {_stroke(at)}/>')
    return "\n".join(parts)


def _legend(top: int, policies: Sequence[str]) -> str:
    parts = []
    for at, policy in enumerate(policies):
        y = top + _LEGEND * (at + 1) - 10
        parts.append(f'<path d="M10 {y}H50" {_stroke(at)}/>')
        parts.append(_text(58, y + 4, policy))
    return "\n".join(parts)


def _stroke(at: int) -> str:
    dash = _DASHES[at // len(_COLOURS) % len(_DASHES)]
    colour = _COLOURS[at % len(_COLOURS)]
    return f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'


def _text(x: int, y: int, words: str, *, end: bool = False, bold: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}"{anchor}{weight}>{escape(words)}</text>'
