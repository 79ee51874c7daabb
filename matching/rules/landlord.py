"""Rules of who lets the home."""

from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.terms import LocalClause, RefusalCode


def _avoided(columns: Columns) -> Mask:
    return columns.holds("landlords_to_avoid", "landlord_id")


def _same(columns: Columns) -> Mask:
    return columns.same(lambda row: row.landlord_id, lambda home: home.landlord_id)


def _local_clause(columns: Columns) -> Mask:
    stands = columns.across_flag(lambda home: home.local_clause is LocalClause.STANDS)
    return columns.everybody() & stands


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
        code=RefusalCode.LOCAL_CLAUSE_STANDS,
        authority=(
            "Town and Country Planning Act 1990 s.106; Housing Act 1996 s.166A(6)(b)"
        ),
        in_force="1991-10-25",
        sentence="The home is kept for local people, and nobody has waived that.",
        refused=_local_clause,
    ),
    Rule(
        code=RefusalCode.TEAM_BARRED,
        authority="Scheme practice: no team may see both ends of a survivor's move",
        in_force="scheme",
        sentence="The household rents from a team barred from the home.",
        refused=_team_barred,
    ),
)
