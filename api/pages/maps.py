"""Areas as spots on a picture, about where they lie: to see, and not to measure."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.areas import AREAS

WIDTH_PX = 640
_MARGIN_PX = 46
_SMALLEST_PX, _LARGEST_PX = 3, 20
_WIDEST_KM = 20.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One area: where it stands on the picture, and how much of something it has."""

    name: str
    x: int
    y: int
    radius: int
    number: int


@dataclass(frozen=True, slots=True)
class Map:
    """A picture's worth of them."""

    spots: tuple[Spot, ...]
    width: int
    height: int


def spots(numbers: Mapping[str, int]) -> Map:
    """Lay out the areas that have something, and their whole regions around them.

    Args:
        numbers: By an area's code.
    """
    known = {code: number for code, number in numbers.items() if code in AREAS}
    regions = {AREAS[code].region for code in known}
    areas = [area for area in AREAS.values() if area.region in regions]
    if not areas:
        return Map((), WIDTH_PX, 0)
    west, east = (f(a.east_km for a in areas) for f in (min, max))
    south, north = (f(a.north_km for a in areas) for f in (min, max))
    scale = (WIDTH_PX - 2 * _MARGIN_PX) / max(east - west, _WIDEST_KM)
    most = max(known.values())
    found = tuple(
        Spot(
            name=area.name,
            x=round(_MARGIN_PX + (area.east_km - west) * scale),
            y=round(_MARGIN_PX + (north - area.north_km) * scale),
            radius=_radius(known.get(area.code, 0), most),
            number=known.get(area.code, 0),
        )
        for area in areas
    )
    return Map(found, WIDTH_PX, round(2 * _MARGIN_PX + (north - south) * scale))


def _radius(number: int, most: int) -> int:
    """Return a radius whose circle's area grows with the number."""
    if number == 0:
        return _SMALLEST_PX
    share = float((number / most) ** 0.5)
    return round(_SMALLEST_PX + 4 + share * (_LARGEST_PX - _SMALLEST_PX - 4))
