"""What happened before: whose home it is or was, and what was refused."""

from collections.abc import Iterator

from matching.pool import Home, Household
from matching.terms import Marker, RefusalCode


def refusals(household: Household, home: Home) -> Iterator[RefusalCode]:
    """Yield the refusals that come from the home's or the household's past."""
    if household.team in home.teams_barred:
        yield RefusalCode.TEAM_BARRED
    if home.occupant_id == household.id:
        yield RefusalCode.OWN_HOME
    if home.id in household.homes_refused:
        yield RefusalCode.HOME_REFUSED
    if home.marker is Marker.UNCLEARED:
        yield RefusalCode.MARKER_UNCLEARED
    if home.marker is Marker.CLEARED and home.id not in household.markers_decided:
        yield RefusalCode.MARKER_NEEDS_DECISION
    if home.occupant_id in household.linked or household.id in home.households_barred:
        yield RefusalCode.LINKED_CASE
