"""What pages look like is what was fetched, and nothing in it is GOV.UK's own."""

import hashlib
import re
from pathlib import Path

import pytest

from api.pages import hung
from scripts.vendor_assets import ASSETS, CHECKERS, patched

_GOVUKS_OWN = re.compile(r"GDS Transport|crest|__crown|@font-face|url\(", re.IGNORECASE)


@pytest.mark.parametrize("folder", [ASSETS, CHECKERS])
def test_each_vendored_file_is_as_it_was_written(folder: Path) -> None:
    lines = (folder / "vendored.txt").read_text().splitlines()
    assert lines
    for line in lines:
        digest, name, _ = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_nothing_is_govuks_own_and_nothing_is_fetched() -> None:
    for file in ASSETS.iterdir():
        assert not _GOVUKS_OWN.search(file.read_text()), file.name
    assert not [f for f in ASSETS.iterdir() if f.suffix in (".woff", ".woff2", ".png")]


def test_what_is_cut_out_is_cut_out() -> None:
    css = (
        "/*! use of the typeface is not allowed */"
        "@font-face{font-family:GDS Transport;src:url(x.woff2)}"
        'a{font-family:GDS Transport,arial}b{font-family:"GDS Transport",arial}'
        ".govuk-footer__crown{margin:0}.govuk-footer__copyright-logo:before{x:url(y)}"
        "c{d:e}\n/*# sourceMappingURL=x.css.map */"
    )
    assert patched("x.css", css) == "a{font-family:arial}b{font-family:arial}c{d:e}\n"


def test_no_page_names_what_this_is_not() -> None:
    templates = Path(hung.__file__).parent / "templates"
    for file in templates.rglob("*.html"):
        assert "GOV.UK" not in file.read_text(), file.name
