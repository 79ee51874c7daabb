"""Days, moments and amounts as people in the UK write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

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
