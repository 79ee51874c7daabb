"""The closed lists of what may be said of a round's plan, and in which words.

The main reasons are for the coordinator. The household's own service is told of its
household alone: codes that speak of another are never told, and counts only in bands.
"""

from enum import StrEnum

from matching.terms import RefusalCode


class MainReason(StrEnum):
    """The first thing that stands in the way; earlier reasons hide later ones.

    For the coordinator; `ToldReason` is for the household's own service.
    """

    NO_SUITABLE_HOME = "no_suitable_home"
    NONE_COMES_FREE = "none_comes_free"
    OVER_THE_CAPS = "over_the_caps"
    NEEDED_BY_OTHERS = "needed_by_others"


SENTENCES = {
    MainReason.NO_SUITABLE_HOME: "No home in this round suits the household.",
    MainReason.NONE_COMES_FREE: (
        "Homes suit, but each is lived in by a household that cannot move first."
    ),
    MainReason.OVER_THE_CAPS: (
        "A suitable home would come free only in a chain or cycle that is longer "
        "than the scheme allows, or that would show a team both ends of a move."
    ),
    MainReason.NEEDED_BY_OTHERS: (
        "Homes suit, and this round needs them all for other households."
    ),
}
assert set(SENTENCES) == set(MainReason), "every reason has its sentence"


class ToldReason(StrEnum):
    """The main reason without what other households do."""

    NO_SUITABLE_HOME = "no_suitable_home"
    NOT_THIS_ROUND = "not_this_round"


TOLD_SENTENCES = {
    ToldReason.NO_SUITABLE_HOME: SENTENCES[MainReason.NO_SUITABLE_HOME],
    ToldReason.NOT_THIS_ROUND: "Homes suit, and none came to the household this time.",
}
assert set(TOLD_SENTENCES) == set(ToldReason), "every reason has its sentence"


class Band(StrEnum):
    """How many homes, told so roughly that no single home is told of."""

    NONE = "none"
    FEW = "one_to_four"
    SOME = "five_to_nineteen"
    MANY = "twenty_or_more"


_LEAST = {Band.MANY: 20, Band.SOME: 5, Band.FEW: 1, Band.NONE: 0}
WIDEST_FIRST = tuple(_LEAST)
assert set(_LEAST) == set(Band), "every band has its least number"


def band(homes: int) -> Band:
    """Return the band of a number of homes."""
    return next(found for found, least in _LEAST.items() if homes >= least)


def in_words(homes: Band) -> str:
    """Return a band as words that begin a sentence."""
    return f"{homes.value.replace('_', ' ').capitalize()} homes"


# Told to the household's own service: all of these speak of the household and the home.
TOLD_CODES = frozenset(
    {
        RefusalCode.PLACE_UNKNOWN,
        RefusalCode.AUTHORITY_NOT_CHOSEN,
        RefusalCode.AUTHORITY_AVOIDED,
        RefusalCode.OWN_AUTHORITY,
        RefusalCode.SECTOR_AVOIDED,
        RefusalCode.OUT_OF_REACH,
        RefusalCode.BEDROOMS_TOO_FEW,
        RefusalCode.BEDROOMS_TOO_MANY,
        RefusalCode.PERSONS_TOO_MANY,
        RefusalCode.ACCESS_BELOW_NEED,
        RefusalCode.FLOOR_TOO_HIGH,
        RefusalCode.GROUND_FLOOR_UNSAFE,
        RefusalCode.AGE_BELOW_DESIGNATION,
        RefusalCode.PET_NOT_ALLOWED,
        RefusalCode.RENT_NOT_ACCEPTED,
        RefusalCode.TENANCY_NOT_GRANTABLE,
        RefusalCode.TENANCY_NOT_HELD,
        RefusalCode.TENANCY_WORSE,
        RefusalCode.TENANCY_NEEDS_DECISION,
        RefusalCode.LANDLORD_AVOIDED,
        RefusalCode.SAME_LANDLORD,
        RefusalCode.LOCAL_CLAUSE_STANDS,
        RefusalCode.OWN_HOME,
        RefusalCode.HOME_REFUSED,
    }
)
# Told, but never as a near miss: what keeps a household safe is not in its way.
SAFETY_CODES = frozenset(
    {
        RefusalCode.PLACE_UNKNOWN,
        RefusalCode.AUTHORITY_AVOIDED,
        RefusalCode.OWN_AUTHORITY,
        RefusalCode.SECTOR_AVOIDED,
        RefusalCode.LANDLORD_AVOIDED,
    }
)
# Never told: each would say where another household went, or what befell one. A code
# in neither set is not told either, and a test asks for it to be put in one.
SILENT_CODES = frozenset(
    {
        RefusalCode.TEAM_BARRED,
        RefusalCode.MARKER_UNCLEARED,
        RefusalCode.MARKER_NEEDS_DECISION,
        RefusalCode.LINKED_CASE,
    }
)


class Choice(StrEnum):
    """What a household alone may choose otherwise; never an area to avoid."""

    MORE_AREAS = "more_areas"
    AFFORDABLE_RENT = "affordable_rent"
    ONE_BEDROOM_OVER = "one_bedroom_over"
    GROUND_FLOOR = "ground_floor"


CHOICE_SENTENCES = {
    Choice.MORE_AREAS: (
        "{homes} would suit as well if the household chose every area that is not one "
        "to avoid."
    ),
    Choice.AFFORDABLE_RENT: (
        "{homes} would suit as well if the household chose to take Affordable Rent too."
    ),
    Choice.ONE_BEDROOM_OVER: (
        "{homes} would suit as well if the household chose to take one bedroom more "
        "than it needs."
    ),
    Choice.GROUND_FLOOR: (
        "{homes} would suit as well if a ground floor were safe for the household."
    ),
}
assert set(CHOICE_SENTENCES) == set(Choice), "every choice has its sentence"


class HomeReason(StrEnum):
    """Why a home is not used: one code for every home and every landlord."""

    NOT_PLACED = "not_placed"


class MatchReason(StrEnum):
    """Why a home is proposed: facts of this household and this home alone."""

    AREA_CHOSEN = "area_chosen"
    AREAS_AVOIDED = "areas_avoided"
    SIZE_NEEDED = "size_needed"
    SIZE_ACCEPTED = "size_accepted"
    ACCESS_NEEDED = "access_needed"
    ACCESS_IN_TIME = "access_in_time"
    OFF_THE_GROUND = "off_the_ground"
    AGE_REACHED = "age_reached"
    PET_ALLOWED = "pet_allowed"
    RENT_ACCEPTED = "rent_accepted"
    SECURITY_KEPT = "security_kept"
    SECURITY_DECIDED = "security_decided"


MATCH_SENTENCES = {
    MatchReason.AREA_CHOSEN: "It stands in an area that the household chose.",
    MatchReason.AREAS_AVOIDED: "It stands outside all that the household must avoid.",
    MatchReason.SIZE_NEEDED: "It has the bedrooms that the household needs.",
    MatchReason.SIZE_ACCEPTED: (
        "It has more bedrooms than the household needs, as the household accepted."
    ),
    MatchReason.ACCESS_NEEDED: "It is as accessible as the household needs.",
    MatchReason.ACCESS_IN_TIME: (
        "Its landlord will have made it as accessible as the household needs in time."
    ),
    MatchReason.OFF_THE_GROUND: "It is not on the ground floor, which would be unsafe.",
    MatchReason.AGE_REACHED: (
        "It is kept for people of an age that the household has reached."
    ),
    MatchReason.PET_ALLOWED: "The household's pet may live there.",
    MatchReason.RENT_ACCEPTED: (
        "It is let at Affordable Rent, which the household accepted."
    ),
    MatchReason.SECURITY_KEPT: "The tenancy offered is as secure as the one held.",
    MatchReason.SECURITY_DECIDED: (
        "A named person decided that the tenancy offered may take the place of the "
        "one held."
    ),
}
assert set(MATCH_SENTENCES) == set(MatchReason), "every reason has its sentence"
