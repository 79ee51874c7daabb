"""The pictures are those that the script draws, and each is shown and told in words."""

import re
from xml.etree import ElementTree as ET

import pytest

from scripts.draw_matching import FOLDER, PICTURES, svg
from scripts.tree import ROOT

_SHOWN = re.compile(r"!\[([^\]]+)\]\(pictures/(\w+)\.svg\)")


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_is_as_it_would_be_drawn_anew(name: str) -> None:
    """Renew them with `python -m scripts.draw_matching`."""
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == svg(PICTURES[name])


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_stays_inside_its_frame(name: str) -> None:
    width, height = PICTURES[name].size
    root = ET.fromstring(svg(PICTURES[name]))  # noqa: S314 - our own text
    placed = [part for part in root.iter() if "x" in part.attrib]
    assert placed
    for part in placed:
        across = int(part.attrib["x"]) + int(part.attrib.get("width", "0"))
        assert 0 < across <= width
        assert 0 < int(part.attrib["y"]) + int(part.attrib.get("height", "0")) <= height


def test_every_picture_is_shown_once_with_words_for_whoever_cannot_see_it() -> None:
    page = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
    shown = [name for _words, name in _SHOWN.findall(page)]
    assert sorted(shown) == sorted(PICTURES)
    assert sorted(file.stem for file in FOLDER.iterdir()) == sorted(PICTURES)
