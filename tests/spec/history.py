"""What happened before."""

from matching.terms import Marker, RefusalCode
from tests.spec.case import Case

CHAPTER = "What happened before"
CASES = (
    Case(
        says="Nobody is sent to their own home.",
        home={"occupant_id": "p", "ready": False},
        refused=(RefusalCode.OWN_HOME,),
    ),
    Case(
        says="A home lived in by another household suits.",
        home={"occupant_id": "q", "ready": False},
    ),
    Case(
        says="A home refused before is refused.",
        household={"homes_refused": frozenset({"h"})},
        refused=(RefusalCode.HOME_REFUSED,),
    ),
    Case(
        says="Nobody is sent where a safety marker stands.",
        home={"marker": Marker.UNCLEARED},
        refused=(RefusalCode.MARKER_UNCLEARED,),
    ),
    Case(
        says="No decision opens a home whose marker nobody has cleared.",
        household={"markers_decided": frozenset({"h"})},
        home={"marker": Marker.UNCLEARED},
        refused=(RefusalCode.MARKER_UNCLEARED,),
    ),
    Case(
        says="A cleared marker leaves each household to a person's decision.",
        home={"marker": Marker.CLEARED},
        refused=(RefusalCode.MARKER_NEEDS_DECISION,),
    ),
    Case(
        says="A household that a person decided about may enter the marked home.",
        household={"markers_decided": frozenset({"h"})},
        home={"marker": Marker.CLEARED},
    ),
    Case(
        says="A decision about one marked home opens no other.",
        household={"markers_decided": frozenset({"another"})},
        home={"marker": Marker.CLEARED},
        refused=(RefusalCode.MARKER_NEEDS_DECISION,),
    ),
    Case(
        says="A decision about a marked home opens no area to avoid.",
        household={
            "markers_decided": frozenset({"h"}),
            "authorities_to_avoid": frozenset({"E01"}),
        },
        home={"marker": Marker.CLEARED},
        refused=(RefusalCode.AUTHORITY_AVOIDED,),
    ),
    Case(
        says="Nobody is sent to a home that a household they are linked to leaves.",
        household={"linked": frozenset({"q"})},
        home={"occupant_id": "q", "ready": False},
        refused=(RefusalCode.LINKED_CASE,),
    ),
    Case(
        says="A link still counts once the household it names has left.",
        home={"households_barred": frozenset({"p"})},
        refused=(RefusalCode.LINKED_CASE,),
    ),
    Case(
        says="A link to a third household does not count.",
        household={"linked": frozenset({"o"})},
        home={
            "occupant_id": "q",
            "ready": False,
            "households_barred": frozenset({"o"}),
        },
    ),
    Case(
        says="Every reason is given, not the first alone.",
        household={"homes_refused": frozenset({"h"}), "current_authority": "E01"},
        home={"marker": Marker.UNCLEARED, "bedrooms": 1},
        refused=(
            RefusalCode.OWN_AUTHORITY,
            RefusalCode.BEDROOMS_TOO_FEW,
            RefusalCode.HOME_REFUSED,
            RefusalCode.MARKER_UNCLEARED,
        ),
    ),
)
