"""Templates: plain values in, a page out."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from starlette.responses import HTMLResponse

from api.pages.navigation import NAVIGATION
from api.pages.words import SAID, words

_HERE = Path(__file__).parent
_UK = ZoneInfo("Europe/London")
_NOON = 12


def day(value: str | date | None) -> str:
    """Return a day as people in the UK write it: 3 March 2026."""
    if not value:
        return ""
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{found.day} {found:%B %Y}"


def moment(value: str | datetime | None) -> str:
    """Return a moment in UK time: 3 March 2026 at 2:05pm."""
    if not value:
        return ""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    found = found.astimezone(_UK)
    hour = found.hour % _NOON or _NOON
    half = "am" if found.hour < _NOON else "pm"
    return f"{day(found.date())} at {hour}:{found:%M}{half}"


def pounds(pence: int | None) -> str:
    """Return an amount of pence in pounds."""
    return "" if pence is None else f"£{pence / 100:,.2f}"


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
