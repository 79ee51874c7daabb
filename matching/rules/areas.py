"""Rules of place."""

from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.terms import AreaOfChoice, RefusalCode

_PRACTICE = "Scheme practice: areas are stated by the household with its worker"


def _place_unknown(columns: Columns) -> Mask:
    unknown = columns.across_flag(
        lambda home: home.authority is None or home.sector is None
    )
    return unknown & columns.everybody()


def _authority_known(columns: Columns) -> Mask:
    return columns.across_flag(lambda home: home.authority is not None)


def _authority_not_chosen(columns: Columns) -> Mask:
    lists = columns.down_flag(lambda row: row.area_of_choice is AreaOfChoice.LISTED)
    chosen = columns.holds("authorities_of_choice", "authority")
    return lists & ~chosen & _authority_known(columns)


def _authority_avoided(columns: Columns) -> Mask:
    return columns.holds("authorities_to_avoid", "authority")


def _own_authority(columns: Columns) -> Mask:
    own = columns.same(lambda row: row.current_authority, lambda home: home.authority)
    unsure = columns.down_flag(lambda row: row.current_authority is None)
    return own | (unsure & _authority_known(columns))


def _sector_avoided(columns: Columns) -> Mask:
    return columns.holds("sectors_to_avoid", "sector")


def _out_of_reach(columns: Columns) -> Mask:
    bound = columns.down_flag(lambda row: row.sectors_within_reach is not None)
    known = columns.across_flag(lambda home: home.sector is not None)
    return bound & known & ~columns.holds("sectors_within_reach", "sector")


AREAS = (
    Rule(
        code=RefusalCode.PLACE_UNKNOWN,
        authority="Scheme practice: an unknown place counts as unsafe",
        in_force="scheme",
        sentence="It is not known in which area the home stands, so nobody is sent.",
        refused=_place_unknown,
    ),
    Rule(
        code=RefusalCode.AUTHORITY_NOT_CHOSEN,
        authority=_PRACTICE,
        in_force="scheme",
        sentence="The home is outside the areas the household can live in.",
        refused=_authority_not_chosen,
    ),
    Rule(
        code=RefusalCode.AUTHORITY_AVOIDED,
        authority=_PRACTICE,
        in_force="scheme",
        sentence="The home stands in an authority to avoid.",
        refused=_authority_avoided,
    ),
    Rule(
        code=RefusalCode.OWN_AUTHORITY,
        authority="Scheme practice: the authority fled from is never a destination",
        in_force="scheme",
        sentence=(
            "The home stands in the authority the household lives in now, "
            "or that authority is not known."
        ),
        refused=_own_authority,
    ),
    Rule(
        code=RefusalCode.SECTOR_AVOIDED,
        authority=_PRACTICE,
        in_force="scheme",
        sentence="The home stands in a postcode sector to avoid.",
        refused=_sector_avoided,
    ),
    Rule(
        code=RefusalCode.OUT_OF_REACH,
        authority=_PRACTICE,
        in_force="scheme",
        sentence="The home is too far from a place the household must stay near.",
        refused=_out_of_reach,
    ),
)
