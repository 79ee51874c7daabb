"""Who lets the home. Plain: the household rents from a, team a; b lets the home."""

from matching.terms import LocalClause, RefusalCode
from tests.spec.case import Case

CHAPTER = "Landlords and teams"
CASES = (
    Case(
        says="A landlord to avoid is refused.",
        household={"landlords_to_avoid": frozenset({"b"})},
        refused=(RefusalCode.LANDLORD_AVOIDED,),
    ),
    Case(
        says="A move within one landlord's stock is not the scheme's.",
        household={"landlord_id": "b"},
        refused=(RefusalCode.SAME_LANDLORD,),
    ),
    Case(
        says="A home kept for local people is refused while that stands.",
        home={"local_clause": LocalClause.STANDS},
        refused=(RefusalCode.LOCAL_CLAUSE_STANDS,),
    ),
    Case(
        says="It suits once that is waived in writing.",
        home={"local_clause": LocalClause.WAIVED},
    ),
    Case(
        says="A household of a barred team is refused.",
        home={"teams_barred": frozenset({"a"})},
        refused=(RefusalCode.TEAM_BARRED,),
    ),
    Case(
        says="Another team of a landlord may enter where one is barred.",
        household={"team": "a-east"},
        home={"teams_barred": frozenset({"a"})},
    ),
)
