"""Draws the pictures of docs/matching.md: homes as boxes, moves as arrows.

Run `python -m scripts.draw_matching` from the root. A test fails when a picture and
this file differ. Distances are in pixels from the upper left corner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from scripts.tree import ROOT

FOLDER = ROOT / "docs" / "pictures"

_BOX = (120, 56)
_INK, _READY, _FORECAST, _NEVER = "#1d2430", "#0b6e4f", "#5b6676", "#a4161a"
_STYLE = f"""<style>
  text {{ font: 15px sans-serif; fill: {_INK}; text-anchor: middle }}
  .small {{ font-size: 13px; fill: {_FORECAST} }}
  .home {{ fill: #eef2f6; stroke: {_INK}; stroke-width: 1.5 }}
  .void {{ fill: #ffffff; stroke-dasharray: 6 4 }}
  .ready {{ stroke: {_READY}; stroke-width: 3; fill: none }}
  .forecast {{ stroke: {_FORECAST}; stroke-width: 2; stroke-dasharray: 7 5 }}
  .forecast {{ fill: none }}
  .never {{ stroke: {_NEVER}; stroke-width: 3; fill: none }}
</style>"""
_HEADS = "".join(
    f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" '
    f'markerHeight="11" markerUnits="userSpaceOnUse" orient="auto">'
    f'<path d="M0 0 L10 5 L0 10 z" fill="{colour}"/></marker>'
    for name, colour in (
        ("ready", _READY),
        ("forecast", _FORECAST),
        ("never", _NEVER),
    )
)


@dataclass(frozen=True, slots=True)
class Box:
    """A home, by its middle, with a line of text in it and one under it."""

    x: int
    y: int
    name: str
    under: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A move, bent upward by so much, with its words above the bend."""

    start: tuple[int, int]
    end: tuple[int, int]
    kind: str
    words: str = ""
    bend: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text by its middle."""

    x: int
    y: int
    text: str
    small: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line of one kind of arrow, without its head."""

    start: tuple[int, int]
    end: tuple[int, int]
    kind: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, and what is said of it to whoever cannot see it."""

    size: tuple[int, int]
    says: str
    parts: tuple[Box | Arrow | Words | Line, ...]


PICTURES = {
    "chain": Picture(
        (760, 220),
        "A chain: household A moves into an empty home, B into the home that A "
        "leaves, C into the home that B leaves. Only the move of A is an offer.",
        (
            Box(90, 130, "void", "ready, week 2", void=True),
            Box(280, 130, "A lives here", "week 6"),
            Box(470, 130, "B lives here", "week 10"),
            Box(660, 130, "C lives here", "stays in the pot"),
            Arrow((280, 100), (90, 100), "ready", "A: an offer", 50),
            Arrow((470, 100), (280, 100), "forecast", "B: a forecast", 50),
            Arrow((660, 100), (470, 100), "forecast", "C: a forecast", 50),
        ),
    ),
    "cycle": Picture(
        (520, 330),
        "A cycle of three: A moves into the home of B, B into the home of C and C "
        "into the home of A. No home is empty, so every move is a forecast.",
        (
            Box(260, 60, "A lives here"),
            Box(420, 260, "B lives here"),
            Box(100, 260, "C lives here"),
            Arrow((300, 90), (400, 230), "forecast", "", -20),
            Arrow((358, 270), (162, 270), "forecast", "", -30),
            Arrow((120, 230), (220, 90), "forecast", "", -20),
            Words(385, 145, "A"),
            Words(260, 308, "B"),
            Words(135, 145, "C"),
        ),
    ),
    "swap": Picture(
        (520, 200),
        "A direct swap, which is never proposed: A and B move into each other's "
        "homes, so that each knows the new address of the other.",
        (
            Box(110, 100, "A lives here"),
            Box(410, 100, "B lives here"),
            Arrow((172, 88), (348, 88), "never", "A would know", 40),
            Arrow((348, 112), (172, 112), "never", "", -40),
            Words(260, 172, "and so would B"),
            Line((240, 80), (280, 120), "never"),
            Line((280, 80), (240, 120), "never"),
        ),
    ),
    "teams": Picture(
        (620, 210),
        "The lettings team that A goes to also holds the tenancy of B. B may not "
        "enter the home that A leaves: staff of that team would see both addresses.",
        (
            Box(90, 120, "void", "let by team T", void=True),
            Box(310, 120, "A lives here"),
            Box(530, 120, "B lives here", "tenant of team T"),
            Arrow((310, 90), (90, 90), "ready", "A goes to team T", 40),
            Arrow((530, 90), (310, 90), "never", "", 40),
            Words(420, 36, "B may not follow"),
            Line((405, 58), (435, 82), "never"),
            Line((435, 58), (405, 82), "never"),
        ),
    ),
    "owed": Picture(
        (620, 230),
        "A landlord that owes one home offers two lettings of that size. A moves into "
        "one of them, which repays the debt, so that B may not move into the other.",
        (
            Box(80, 150, "letting", "offered for a debt", void=True),
            Box(230, 150, "letting", "offered for a debt", void=True),
            Box(400, 150, "A lives here"),
            Box(545, 150, "B lives here"),
            Arrow((400, 120), (80, 120), "ready", "", 60),
            Arrow((545, 120), (230, 120), "never", "", 60),
            Words(155, 218, "one landlord, which owes one home of this size"),
            Words(195, 70, "A repays it"),
            Words(470, 62, "B may not"),
            Line((372, 78), (402, 102), "never"),
            Line((402, 78), (372, 102), "never"),
        ),
    ),
    "proof": Picture(
        (640, 130),
        "A line of numbers: the plan found moves 36 households, prices prove that no "
        "plan moves more than 37, and the best plan there is lies between them.",
        (
            Line((40, 60), (600, 60), "forecast"),
            Line((290, 42), (290, 78), "ready"),
            Line((460, 42), (460, 78), "never"),
            Words(160, 45, "plans"),
            Words(375, 45, "the gap"),
            Words(535, 45, "no plan is here"),
            Words(290, 105, "36: the plan found", small=False),
            Words(460, 105, "37: the bound", small=False),
        ),
    ),
}


def svg(picture: Picture) -> str:
    """Return a picture as SVG, which says itself what it shows."""
    width, height = picture.size
    drawn = "\n".join(line for part in picture.parts for line in _part(part))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">\n'
        f"<title>{escape(picture.says)}</title>\n"
        f"{_STYLE}\n<defs>{_HEADS}</defs>\n"
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{drawn}\n</svg>\n'
    )


def _part(part: Box | Arrow | Words | Line) -> Iterator[str]:
    match part:
        case Box(x, y, name, under, void):
            wide, high = _BOX
            kind = "home void" if void else "home"
            yield (
                f'<rect class="{kind}" x="{x - wide // 2}" y="{y - high // 2}" '
                f'width="{wide}" height="{high}" rx="6"/>'
            )
            yield _text(x, y + 5, name)
            if under:
                yield _text(x, y + high // 2 + 22, under, small=True)
        case Arrow(start, end, kind, words, bend):
            (x1, y1), (x2, y2) = start, end
            # The middle of a quadratic curve is half way to its control point.
            x, y = (x1 + x2) // 2, (y1 + y2) // 2 - bend
            yield (
                f'<path class="{kind}" d="M{x1} {y1} Q{x} {y} {x2} {y2}" '
                f'marker-end="url(#{kind})"/>'
            )
            if words:
                yield _text(x, (y1 + y2) // 2 - bend // 2 - 9, words, small=True)
        case Words(x, y, text, small):
            yield _text(x, y, text, small=small)
        case Line((x1, y1), (x2, y2), kind):
            yield f'<path class="{kind}" d="M{x1} {y1} L{x2} {y2}"/>'


def _text(x: int, y: int, text: str, *, small: bool = False) -> str:
    kind = ' class="small"' if small else ""
    return f'<text{kind} x="{x}" y="{y}">{escape(text)}</text>'


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(svg(picture), encoding="utf-8")
