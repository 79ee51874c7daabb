"""The closed vocabularies of homes and requests, shared by every room.

Each value is stored and sent as it is written here, so a value is added, never
renamed.
"""

from enum import IntEnum, StrEnum


class TenancyKind(StrEnum):
    """A tenancy as the law names it (domain of England)."""

    SECURE_LIFETIME = "secure_lifetime"  # Housing Act 1985 part 4
    SECURE_FLEXIBLE = "secure_flexible"  # Housing Act 1985 s.107A
    INTRODUCTORY = "introductory"  # Housing Act 1996 s.124
    ASSURED_LIFETIME = "assured_lifetime"  # Housing Act 1988
    ASSURED_FIXED = "assured_fixed"  # Housing Act 1988, fixed-term shorthold
    STARTER = "starter"  # Housing Act 1988, shorthold trial
    DEMOTED = "demoted"
    LICENCE = "licence"
    NON_SECURE = "non_secure"
    FULLY_MUTUAL = "fully_mutual"
    PROTECTED = "protected"  # Rent Act 1977


class TenancyStanding(StrEnum):
    """Whether the household that moves holds the tenancy it would leave."""

    SOLE = "sole"
    JOINT = "joint"
    NOT_THE_TENANT = "not_the_tenant"


class LandlordKind(StrEnum):
    """Decides which tenancies a landlord can grant."""

    COUNCIL = "council"
    HOUSING_ASSOCIATION = "housing_association"


class RentBasis(StrEnum):
    """How the rent is set; Affordable Rent may reach 80 % of the market."""

    SOCIAL = "social"
    AFFORDABLE = "affordable"


class HomeKind(StrEnum):
    """What the home looks like from the street."""

    BEDSIT = "bedsit"
    FLAT = "flat"
    MAISONETTE = "maisonette"
    HOUSE = "house"
    BUNGALOW = "bungalow"


class Access(StrEnum):
    """How far a wheelchair or a walking frame gets in a home, or is needed to.

    Ordered by `ACCESS_RANK`. `UNKNOWN` describes a home only, and satisfies no
    need but `GENERAL`: unknown accessibility is not accessible.
    """

    UNKNOWN = "unknown"
    GENERAL = "general"
    STEP_FREE = "step_free"
    WHEELCHAIR_ESSENTIAL = "wheelchair_essential"
    WHEELCHAIR_FULL = "wheelchair_full"


ACCESS_RANK = {
    Access.UNKNOWN: 0,
    Access.GENERAL: 0,
    Access.STEP_FREE: 1,
    Access.WHEELCHAIR_ESSENTIAL: 2,
    Access.WHEELCHAIR_FULL: 3,
}


class AgeOf(StrEnum):
    """Who must have reached the age that a home is designated for."""

    TENANT = "tenant"  # the lead tenant alone
    EVERY_ADULT = "every_adult"


# The ages that homes are designated for. A household's age leaves its service only as
# the highest of these that it has reached, or 0.
AGES_DESIGNATED = (50, 55, 60, 65)
AGES_REACHED = (0, *AGES_DESIGNATED)


class PetRule(StrEnum):
    """Whether pets may live in a home; it never speaks of an assistance dog.

    `UNKNOWN` lets in no pet that must come: an unknown rule is no permission.
    """

    UNKNOWN = "unknown"
    ALLOWED = "allowed"
    NONE = "none"


class Animal(StrEnum):
    """What a household brings.

    An assistance dog beside a pet that must come is stated as the pet: nothing is ever
    refused for the dog (Equality Act 2010 s.20, s.34 to s.36).
    """

    NONE = "none"
    PET = "pet"  # the household can part with it
    PET_MUST_COME = "pet_must_come"
    ASSISTANCE_DOG = "assistance_dog"


class LocalClause(StrEnum):
    """Whether a planning obligation or covenant keeps a home for local people.

    Source: Town and Country Planning Act 1990 s.106; a council's local lettings plan
    (Housing Act 1996 s.166A(6)(b)).
    """

    NONE = "none"
    WAIVED = "waived"  # in writing, by whoever it binds the landlord to
    STANDS = "stands"


class BedroomStandard(StrEnum):
    """What a household's bedrooms are counted by.

    Attributes:
        SIZE_CRITERIA: Of housing benefit in social homes: an own room from 16.
        BEDROOM_STANDARD: Of the allocation guidance: an own room from 21.
    """

    SIZE_CRITERIA = "size_criteria"
    BEDROOM_STANDARD = "bedroom_standard"


class LettingRoute(StrEnum):
    """Under which power a home is let (Housing Act 1996 part 6 and around it)."""

    COUNCIL_DIRECT = "council_direct"
    COUNCIL_MANAGEMENT_MOVE = "council_management_move"
    ASSOCIATION_OWN_SHARE = "association_own_share"
    ASSOCIATION_NOMINATION = "association_nomination"


class Urgency(IntEnum):
    """The referring service's professional judgement; 1 is the most urgent."""

    MOST_URGENT = 1
    URGENT = 2
    SOON = 3
    PLANNED = 4


class AreaOfChoice(StrEnum):
    """How the areas a household can live in are stated."""

    LISTED = "listed"  # only the authorities listed
    ANYWHERE_ELSE = "anywhere_else"  # every authority not avoided (youth violence)


class Marker(StrEnum):
    """A home's safety marker: somebody whom a household fled knows the home."""

    NONE = "none"
    UNCLEARED = "uncleared"
    CLEARED = "cleared"


class RefusalCode(StrEnum):
    """Why a household may not be offered a home; `rules.RULES` says each in full."""

    PLACE_UNKNOWN = "place_unknown"
    AUTHORITY_NOT_CHOSEN = "authority_not_chosen"
    AUTHORITY_AVOIDED = "authority_avoided"
    OWN_AUTHORITY = "own_authority"
    SECTOR_AVOIDED = "sector_avoided"
    OUT_OF_REACH = "out_of_reach"
    BEDROOMS_TOO_FEW = "bedrooms_too_few"
    BEDROOMS_TOO_MANY = "bedrooms_too_many"
    PERSONS_TOO_MANY = "persons_too_many"
    ACCESS_BELOW_NEED = "access_below_need"
    FLOOR_TOO_HIGH = "floor_too_high"
    GROUND_FLOOR_UNSAFE = "ground_floor_unsafe"
    AGE_BELOW_DESIGNATION = "age_below_designation"
    PET_NOT_ALLOWED = "pet_not_allowed"
    RENT_NOT_ACCEPTED = "rent_not_accepted"
    TENANCY_NOT_GRANTABLE = "tenancy_not_grantable"
    TENANCY_NOT_HELD = "tenancy_not_held"
    TENANCY_WORSE = "tenancy_worse"
    TENANCY_NEEDS_DECISION = "tenancy_needs_decision"
    LANDLORD_AVOIDED = "landlord_avoided"
    SAME_LANDLORD = "same_landlord"
    LOCAL_CLAUSE_STANDS = "local_clause_stands"
    TEAM_BARRED = "team_barred"
    OWN_HOME = "own_home"
    HOME_REFUSED = "home_refused"
    MARKER_UNCLEARED = "marker_uncleared"
    MARKER_NEEDS_DECISION = "marker_needs_decision"
    LINKED_CASE = "linked_case"
