"""Where the home stands: areas of choice and areas to avoid."""

from collections.abc import Iterator

from matching.pool import Home, Household
from matching.terms import AreaOfChoice, RefusalCode


def refusals(household: Household, home: Home) -> Iterator[RefusalCode]:
    """Yield the refusals of place; an unknown place is refused to everybody."""
    if home.authority is None or home.sector is None:
        yield RefusalCode.PLACE_UNKNOWN
    if home.authority is not None:
        yield from _authority(household, home.authority)
    if home.sector in household.sectors_to_avoid:
        yield RefusalCode.SECTOR_AVOIDED
    if home.sector is not None and not _near_enough(household, home.sector):
        yield RefusalCode.OUT_OF_REACH


def _near_enough(household: Household, sector: str) -> bool:
    reach = household.sectors_within_reach
    return reach is None or sector in reach


def _authority(household: Household, authority: str) -> Iterator[RefusalCode]:
    listed = household.area_of_choice is AreaOfChoice.LISTED
    if listed and authority not in household.authorities_of_choice:
        yield RefusalCode.AUTHORITY_NOT_CHOSEN
    if authority in household.authorities_to_avoid:
        yield RefusalCode.AUTHORITY_AVOIDED
    # A household whose own authority is unknown could be sent back to it.
    if household.current_authority in (None, authority):
        yield RefusalCode.OWN_AUTHORITY
