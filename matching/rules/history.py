"""Rules of what happened before."""

from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.terms import Marker, RefusalCode


def _own_home(columns: Columns) -> Mask:
    return columns.same(lambda row: row.id, lambda home: home.occupant_id)


def _refused_before(columns: Columns) -> Mask:
    return columns.holds("homes_refused", "id")


def _marker(columns: Columns) -> Mask:
    marked = columns.across_flag(lambda home: home.marker is Marker.UNCLEARED)
    return marked & columns.everybody()


def _cleared_marker(columns: Columns) -> Mask:
    cleared = columns.across_flag(lambda home: home.marker is Marker.CLEARED)
    return cleared & ~columns.holds("markers_decided", "id")


def _linked(columns: Columns) -> Mask:
    lives_there = columns.holds("linked", "occupant_id")
    lived_there = columns.is_held("id", "households_barred")
    return lives_there | lived_there


HISTORY = (
    Rule(
        code=RefusalCode.OWN_HOME,
        authority="Scheme practice: a move leaves the home fled from",
        in_force="scheme",
        sentence="The home is the household's own.",
        refused=_own_home,
    ),
    Rule(
        code=RefusalCode.HOME_REFUSED,
        authority="Scheme practice: a refusal needs no second asking",
        in_force="scheme",
        sentence="The home was refused before for this household.",
        refused=_refused_before,
    ),
    Rule(
        code=RefusalCode.MARKER_UNCLEARED,
        authority="Scheme practice: a safety marker is cleared by a person first",
        in_force="scheme",
        sentence="The home carries a safety marker that nobody has cleared.",
        refused=_marker,
    ),
    Rule(
        code=RefusalCode.MARKER_NEEDS_DECISION,
        authority=(
            "Scheme practice: a survivor enters a home that was fled from only when a "
            "person has decided it"
        ),
        in_force="scheme",
        sentence=(
            "The home's safety marker is cleared; a person must decide whether this "
            "household may live there."
        ),
        refused=_cleared_marker,
    ),
    Rule(
        code=RefusalCode.LINKED_CASE,
        authority="Scheme practice: nobody who knows a survivor enters their old home",
        in_force="scheme",
        sentence=(
            "The home is left by a household that knows of this one, or is known to it."
        ),
        refused=_linked,
    ),
)
