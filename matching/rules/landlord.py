"""Rules of who lets the home."""

from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.terms import RefusalCode


def _avoided(columns: Columns) -> Mask:
    return columns.holds("landlords_to_avoid", "landlord_id")


def _same(columns: Columns) -> Mask:
    return columns.same(lambda row: row.landlord_id, lambda home: home.landlord_id)


def _team_barred(columns: Columns) -> Mask:
    return columns.is_held("team", "teams_barred")


LANDLORD = (
    Rule(
        code=RefusalCode.LANDLORD_AVOIDED,
        authority="Scheme practice: a perpetrator may work for or rent from a landlord",
        in_force="scheme",
        sentence="The home's landlord is one the household must avoid.",
        refused=_avoided,
    ),
    Rule(
        code=RefusalCode.SAME_LANDLORD,
        authority="Scheme practice: a landlord moves its own tenants within its stock",
        in_force="scheme",
        sentence="The home belongs to the landlord the household rents from now.",
        refused=_same,
    ),
    Rule(
        code=RefusalCode.TEAM_BARRED,
        authority="Scheme practice: no team may see both ends of a survivor's move",
        in_force="scheme",
        sentence="The household rents from a team barred from the home.",
        refused=_team_barred,
    ),
)
