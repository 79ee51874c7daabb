"""Where the home stands. The plain home is in E01, A1 1; the plain household in E02."""

from matching.terms import AreaOfChoice, RefusalCode
from tests.spec.case import Case

CHAPTER = "Areas"
CASES = (
    Case(says="Anywhere else suits when nothing is to be avoided."),
    Case(
        says="A listed area suits.",
        household={
            "area_of_choice": AreaOfChoice.LISTED,
            "authorities_of_choice": frozenset({"E01"}),
        },
    ),
    Case(
        says="An area that is not listed is refused.",
        household={
            "area_of_choice": AreaOfChoice.LISTED,
            "authorities_of_choice": frozenset({"E03"}),
        },
        refused=(RefusalCode.AUTHORITY_NOT_CHOSEN,),
    ),
    Case(
        says="An area listed and to be avoided is refused.",
        household={
            "area_of_choice": AreaOfChoice.LISTED,
            "authorities_of_choice": frozenset({"E01"}),
            "authorities_to_avoid": frozenset({"E01"}),
        },
        refused=(RefusalCode.AUTHORITY_AVOIDED,),
    ),
    Case(
        says="A list means nothing when the household can live anywhere else.",
        household={"authorities_of_choice": frozenset({"E03"})},
    ),
    Case(
        says="The authority lived in now is refused, even when it is listed.",
        household={
            "current_authority": "E01",
            "area_of_choice": AreaOfChoice.LISTED,
            "authorities_of_choice": frozenset({"E01"}),
        },
        refused=(RefusalCode.OWN_AUTHORITY,),
    ),
    Case(
        says="When the authority lived in is not known, no home can be ruled safe.",
        household={"current_authority": None},
        refused=(RefusalCode.OWN_AUTHORITY,),
    ),
    Case(
        says="A sector to avoid is refused.",
        household={"sectors_to_avoid": frozenset({"A1 1"})},
        refused=(RefusalCode.SECTOR_AVOIDED,),
    ),
    Case(
        says="A sector is the whole sector: A1 1 is not A11 1.",
        household={"sectors_to_avoid": frozenset({"A11 1", "A1", "A1 11"})},
    ),
    Case(
        says="A home whose authority is not known is refused to everybody.",
        home={"authority": None},
        refused=(RefusalCode.PLACE_UNKNOWN,),
    ),
    Case(
        says="A home whose sector is not known is refused to everybody.",
        home={"sector": None},
        refused=(RefusalCode.PLACE_UNKNOWN,),
    ),
    Case(
        says="A home near enough to what the household must stay near suits.",
        household={"sectors_within_reach": frozenset({"A1 1", "A2 2"})},
    ),
    Case(
        says="A home beyond the reach of what it must stay near is refused.",
        household={"sectors_within_reach": frozenset({"A2 2"})},
        refused=(RefusalCode.OUT_OF_REACH,),
    ),
    Case(
        says="A reach in which no sector is left refuses every home.",
        household={"sectors_within_reach": frozenset()},
        refused=(RefusalCode.OUT_OF_REACH,),
    ),
    Case(
        says="A sector within reach is the whole sector: A1 1 is not A11 1.",
        household={"sectors_within_reach": frozenset({"A11 1", "A1", "A1 11"})},
        refused=(RefusalCode.OUT_OF_REACH,),
    ),
    Case(
        says="A home within reach and in a sector to avoid is refused.",
        household={
            "sectors_within_reach": frozenset({"A1 1"}),
            "sectors_to_avoid": frozenset({"A1 1"}),
        },
        refused=(RefusalCode.SECTOR_AVOIDED,),
    ),
    Case(
        says="A home whose sector is not known is refused, however far the reach.",
        household={"sectors_within_reach": frozenset({"A1 1"})},
        home={"sector": None},
        refused=(RefusalCode.PLACE_UNKNOWN,),
    ),
    Case(
        says="Somewhere to avoid inside an area of choice stays avoided.",
        household={
            "area_of_choice": AreaOfChoice.LISTED,
            "authorities_of_choice": frozenset({"E01"}),
            "sectors_to_avoid": frozenset({"A1 1"}),
        },
        refused=(RefusalCode.SECTOR_AVOIDED,),
    ),
)
