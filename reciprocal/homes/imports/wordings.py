"""What landlords write in a cell, and what it means here: one table, with its source.

CORE is the social housing lettings log of the Ministry of Housing, Communities and
Local Government, by its codes for 2026/27. A code that does not say enough for a
household's safety or rights (a periodic tenancy, a shared house) is left out, and is
refused: the landlord then says which.
"""

from typing import NamedTuple

from matching.terms import (
    Access,
    AgeOf,
    HomeKind,
    LettingRoute,
    LocalClause,
    PetRule,
    RentBasis,
    TenancyKind,
)
from reciprocal.homes.rules import Supply, Works

CORE_TENANCY = "CORE 2026/27, tenancy type"
CORE_RENT = "CORE 2026/27, rent type"
CORE_UNIT = "CORE 2026/27, unit type (general needs)"
CORE_WHEELCHAIR = "CORE 2026/27, wheelchair standard"
AHR = "London Accessible Housing Register"
BUILDING = "Building Regulations 2010, Approved Document M, volume 1"
HA1985 = "Housing Act 1985"
HA1988 = "Housing Act 1988"
HA1996 = "Housing Act 1996"
RENT_STANDARD = "Policy statement on rents for social housing, 2022"
USAGE = "landlords' usage"
OURS = "this service's own word"


class Wording(NamedTuple):
    """One word for one value of one column."""

    column: str
    word: str
    value: str
    source: str


def _rows(column: str, value: str, source: str, *words: str) -> tuple[Wording, ...]:
    return tuple(Wording(column, word, value, source) for word in words)


ADAPTED = (Access.STEP_FREE, Access.WHEELCHAIR_ESSENTIAL, Access.WHEELCHAIR_FULL)
"""What an adaptation can come to."""

_OWN = tuple(
    Wording(column, value, value, OURS)
    for column, kind in (
        ("supply", (Supply.VOID, Supply.PRE_VOID, Supply.LETTING)),
        ("kind", HomeKind),
        ("access", Access),
        ("rent_basis", RentBasis),
        ("tenancy_offered", TenancyKind),
        ("letting_route", LettingRoute),
        ("works", Works),
        ("age_of", AgeOf),
        ("pets", PetRule),
        ("local_clause", LocalClause),
        ("adapted_access", ADAPTED),
    )
    for value in kind
)

WORDINGS = (
    *_OWN,
    *_rows("supply", Supply.VOID, USAGE, "empty", "vacant", "current void"),
    *_rows(
        "supply", Supply.PRE_VOID, USAGE, "notice", "on notice", "notice given", "NTQ"
    ),
    *_rows("supply", Supply.LETTING, USAGE, "ordinary letting", "letting for a debt"),
    *_rows("kind", HomeKind.FLAT, CORE_UNIT, "1"),
    *_rows("kind", HomeKind.BEDSIT, CORE_UNIT, "2"),
    *_rows("kind", HomeKind.HOUSE, CORE_UNIT, "7"),
    *_rows("kind", HomeKind.BUNGALOW, CORE_UNIT, "8"),
    *_rows("kind", HomeKind.FLAT, USAGE, "apartment", "studio flat"),
    *_rows("kind", HomeKind.BEDSIT, USAGE, "studio", "bed sit", "bedsitter"),
    *_rows("kind", HomeKind.MAISONETTE, USAGE, "mais", "duplex"),
    *_rows(
        "kind",
        HomeKind.HOUSE,
        USAGE,
        *("terraced house", "mid terrace house", "end terrace house"),
        *("semi detached house", "detached house", "town house"),
    ),
    *_rows("access", Access.WHEELCHAIR_FULL, AHR, "A", "category A", "AHR A"),
    *_rows("access", Access.WHEELCHAIR_ESSENTIAL, AHR, "B", "category B", "AHR B"),
    *_rows("access", Access.STEP_FREE, AHR, "C", "category C", "AHR C"),
    *_rows("access", Access.STEP_FREE, AHR, "D", "category D", "AHR D"),
    *_rows("access", Access.STEP_FREE, AHR, "E", "category E", "AHR E", "E+"),
    *_rows("access", Access.GENERAL, AHR, "F", "category F", "AHR F"),
    *_rows("access", Access.UNKNOWN, AHR, "G", "category G", "AHR G"),
    *_rows("access", Access.GENERAL, BUILDING, "M4(1)"),
    *_rows("access", Access.STEP_FREE, BUILDING, "M4(2)", "M4(3)(2)(a)", "M4(3)(a)"),
    *_rows("access", Access.WHEELCHAIR_FULL, BUILDING, "M4(3)(2)(b)", "M4(3)(b)"),
    *_rows("access", Access.WHEELCHAIR_ESSENTIAL, CORE_WHEELCHAIR, "1", "yes"),
    *_rows("access", Access.GENERAL, CORE_WHEELCHAIR, "2", "no"),
    *_rows("access", Access.GENERAL, USAGE, "general needs"),
    *_rows("access", Access.STEP_FREE, USAGE, "level access"),
    *_rows("access", Access.UNKNOWN, USAGE, "not known", "not assessed"),
    *_rows("rent_basis", RentBasis.SOCIAL, CORE_RENT, "1"),
    *_rows("rent_basis", RentBasis.AFFORDABLE, CORE_RENT, "2"),
    *_rows("rent_basis", RentBasis.AFFORDABLE, CORE_RENT, "3"),
    *_rows(
        "rent_basis", RentBasis.SOCIAL, RENT_STANDARD, "social rent", "formula rent"
    ),
    *_rows(
        "rent_basis",
        RentBasis.AFFORDABLE,
        RENT_STANDARD,
        *("affordable rent", "London affordable rent"),
    ),
    *_rows("rent_basis", RentBasis.SOCIAL, USAGE, "target rent"),
    *_rows("tenancy_offered", TenancyKind.SECURE_LIFETIME, CORE_TENANCY, "7"),
    *_rows("tenancy_offered", TenancyKind.SECURE_FLEXIBLE, CORE_TENANCY, "6"),
    *_rows("tenancy_offered", TenancyKind.ASSURED_LIFETIME, CORE_TENANCY, "2"),
    *_rows("tenancy_offered", TenancyKind.ASSURED_FIXED, CORE_TENANCY, "4"),
    *_rows("tenancy_offered", TenancyKind.LICENCE, CORE_TENANCY, "5"),
    *_rows(
        "tenancy_offered",
        TenancyKind.SECURE_LIFETIME,
        HA1985,
        *("secure", "secure tenancy", "lifetime secure", "secure lifetime tenancy"),
    ),
    *_rows(
        "tenancy_offered",
        TenancyKind.SECURE_FLEXIBLE,
        HA1985,
        *("flexible", "flexible tenancy", "secure fixed term"),
    ),
    *_rows(
        "tenancy_offered",
        TenancyKind.ASSURED_LIFETIME,
        HA1988,
        *("assured", "assured tenancy", "lifetime assured", "assured non shorthold"),
    ),
    *_rows(
        "tenancy_offered",
        TenancyKind.ASSURED_FIXED,
        HA1988,
        *("fixed term AST", "assured shorthold fixed term", "assured fixed term"),
    ),
    *_rows("tenancy_offered", TenancyKind.STARTER, HA1988, "starter tenancy"),
    *_rows("tenancy_offered", TenancyKind.INTRODUCTORY, HA1996, "introductory tenancy"),
    *_rows(
        "letting_route",
        LettingRoute.COUNCIL_DIRECT,
        HA1996,
        *("part 6", "part VI", "council let", "council allocation"),
    ),
    *_rows(
        "letting_route",
        LettingRoute.COUNCIL_MANAGEMENT_MOVE,
        USAGE,
        *("management move", "management transfer"),
    ),
    *_rows(
        "letting_route",
        LettingRoute.ASSOCIATION_OWN_SHARE,
        USAGE,
        *("own share", "own quota", "landlord share", "association let"),
    ),
    *_rows(
        "letting_route",
        LettingRoute.ASSOCIATION_NOMINATION,
        USAGE,
        *("nomination", "council nomination", "LA nomination"),
    ),
    *_rows(
        "works",
        Works.NONE,
        USAGE,
        *("no works", "nil", "ready", "no"),
    ),
    *_rows(
        "age_of", AgeOf.TENANT, USAGE, "lead tenant", "main tenant", "main applicant"
    ),
    *_rows("age_of", AgeOf.EVERY_ADULT, USAGE, "all adults", "all tenants", "everyone"),
    *_rows("pets", PetRule.ALLOWED, USAGE, "yes", "pets allowed"),
    *_rows("pets", PetRule.NONE, USAGE, "no", "no pets", "not allowed"),
    *_rows("pets", PetRule.UNKNOWN, USAGE, "not known"),
    *_rows("local_clause", LocalClause.NONE, USAGE, "no", "not applicable"),
    *_rows("local_clause", LocalClause.STANDS, USAGE, "yes", "applies"),
    *_rows("works", Works.MINOR, USAGE, "minor works", "minor void", "routine"),
    *_rows("works", Works.MAJOR, USAGE, "major works", "major void", "major repairs"),
)

NO_AGE = frozenset({"none", "no", "n/a", "0", "general needs", "any age"})
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
BEDSIT = frozenset({"bedsit", "studio"})
FLOORS = {
    "lower ground": -1,
    "basement": -1,
    "g": 0,
    "gf": 0,
    "ground": 0,
    "ground floor": 0,
    "first": 1,
    "first floor": 1,
    "1st": 1,
    "second": 2,
    "second floor": 2,
    "2nd": 2,
    "third": 3,
    "third floor": 3,
    "3rd": 3,
}


def folded(text: str) -> str:
    """Return a word as it is looked up: without case, hyphens and double spaces."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


MEANINGS = {(row.column, folded(row.word)): row.value for row in WORDINGS}
"""The value of a word of a column; a test holds that no word has two."""
