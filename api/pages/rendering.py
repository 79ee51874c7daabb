"""Templates: plain values in, a page out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from starlette.responses import HTMLResponse

from api.pages.areas import name_of
from api.pages.navigation import NAVIGATION
from api.pages.said import day, moment, pounds
from api.pages.words import SAID, words

_HERE = Path(__file__).parent


def _environment() -> Environment:
    macros = PackageLoader("govuk_frontend_jinja")
    made = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(_HERE / "templates"),
                PrefixLoader({"govuk_frontend_jinja": macros}),
            ]
        ),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "area": name_of,
        "day": day,
        "moment": moment,
        "pounds": pounds,
        "words": words,
        "json": json.dumps,
    }
    made.globals |= {"NAVIGATION": NAVIGATION, "SAID": SAID}
    return made


_TEMPLATES = _environment()


def fill(template: str, values: Mapping[str, Any]) -> str:
    """Return a template's text, filled."""
    return _TEMPLATES.get_template(template).render(values)


def render(
    template: str, values: Mapping[str, Any], *, status: int = 200
) -> HTMLResponse:
    """Return a page."""
    return HTMLResponse(fill(template, values), status_code=status)
