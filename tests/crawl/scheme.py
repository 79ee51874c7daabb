"""A scheme whose every sealed value is a canary.

Four landlords, two referring services, and four households. The one that moves is
*m*: from landlord S's home to landlord D's void, with a worker of service A. *n* of
service B, a tenant of U, can only follow into the home m left. *p*, a tenant of W, is
another case of service A with another worker. *r* is declined. *v* is D's void and *q*
a home that D's own system posts.
"""

from dataclasses import dataclass

from fixtures.rows import HomeRow, ProviderRow, RequestRow, Rows
from fixtures.scenarios import chain_from_a_void
from reciprocal.requests.household import Month, Sex, YoungPerson
from tests.crawl.canaries import Canary
from tests.support.world import DAY


@dataclass(frozen=True)
class Landlord:
    """A landlord with a name, a code and a number like nobody else's."""

    code: str
    name: str
    authority: str
    on_call: str


@dataclass(frozen=True)
class Household:
    """A household, its home and its areas, each with texts of its own."""

    landlord: Landlord
    service: str
    tenancy_reference: str
    adults: int
    children: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    avoid_authority: str
    avoid_sector: str
    uprn: str
    address: str
    postcode: str
    bedrooms: int


D = Landlord("LDX-61", "Quillfeather Homes", "E09000007", "020 7946 0611")
S = Landlord("LSX-62", "Thistlewick Homes", "E09000022", "020 7946 0622")
U = Landlord("LUX-63", "Brambleford Homes", "E09000023", "020 7946 0633")
W = Landlord("LWX-64", "Oxlipmere Homes", "E09000033", "020 7946 0644")
LANDLORDS = {"D": D, "S": S, "U": U, "W": W}

SERVICE_A, SERVICE_B = "Larkspurgate Refuge", "Mallowhithe Outreach"
SERVICES_ON_CALL = "020 7946 0990"

M = Household(
    landlord=S,
    service=SERVICE_A,
    tenancy_reference="TENREF-MZQ-7741",
    adults=3,
    children=(("F", "2023-06"), ("M", "2015-04"), ("F", "2012-07")),
    areas=(D.authority, "E09000003", "E09000009", "E09000016", "E09000021"),
    avoid_authority="E09000017",
    avoid_sector="BN1 1",
    uprn="999162000771",
    address="11 Wrenlatch Example Mews",
    postcode="SW9 8HE",
    bedrooms=4,
)
N = Household(
    landlord=U,
    service=SERVICE_B,
    tenancy_reference="TENREF-NZQ-8852",
    adults=2,
    children=(("F", "2022-05"), ("M", "2014-03")),
    areas=(S.authority, "E09000004", "E09000005", "E09000006", "E09000008"),
    avoid_authority="E09000018",
    avoid_sector="NN1 1",
    uprn="999162000882",
    address="22 Sparrowgarth Example Yard",
    postcode="SE13 6AA",
    bedrooms=2,
)
P = Household(
    landlord=W,
    service=SERVICE_A,
    tenancy_reference="TENREF-PZQ-9963",
    adults=5,
    children=(("M", "2021-08"), ("F", "2013-09"), ("M", "2011-02")),
    areas=("E09000010", "E09000011", "E09000013", "E09000014", "E09000015"),
    avoid_authority="E09000020",
    avoid_sector="OX1 1",
    uprn="999162000993",
    address="33 Plovercote Example Hill",
    postcode="W1D 3QF",
    bedrooms=3,
)
R = Household(
    landlord=W,
    service=SERVICE_B,
    tenancy_reference="TENREF-RZQ-1174",
    adults=4,
    children=(("F", "2020-01"), ("F", "2017-10")),
    areas=("E09000024", "E09000026", "E09000027", "E09000029", "E09000032"),
    avoid_authority="E09000002",
    avoid_sector="GL1 1",
    uprn="999162000114",
    address="44 Dunlinholme Example Gate",
    postcode="W1D 3QJ",
    bedrooms=3,
)
HOUSEHOLDS = {"m": M, "n": N, "p": P, "r": R}
BEDROOMS_OF_M, BEDROOMS_OF_N = 5, 4


@dataclass(frozen=True)
class Place:
    """A home of landlord D's."""

    uprn: str
    address: str
    postcode: str


V = Place("999161000551", "55 Goshawkstow Example Lane", "NW5 2AA")
Q = Place("999161000662", "66 Merlinshaw Example Court", "NW3 2QG")


NOTE = "Quillfeather colleague comes along for the keys"
"""What m's worker writes to the receiving lead: the one text that two parties share."""

BLOCKED = "winterbourne.quoll@example.org"
"""Whom m's worker never lets see the case; nobody has that name, and it is not kept."""


def canaries() -> tuple[Canary, ...]:
    """Return every canary of the scheme."""
    found = []
    for letter, landlord in LANDLORDS.items():
        found += [
            Canary(f"{letter}.name", landlord.name),
            Canary(f"{letter}.code", landlord.code),
            Canary(f"{letter}.authority", landlord.authority),
            Canary(f"{letter}.on_call", landlord.on_call),
        ]
    found += [
        Canary("A.name", SERVICE_A),
        Canary("B.name", SERVICE_B),
        Canary("services.on_call", SERVICES_ON_CALL),
        Canary("m.blocked", BLOCKED),
        Canary("m.note", NOTE),
    ]
    for letter, place in (("v", V), ("q", Q)):
        found += [
            Canary(f"{letter}.uprn", place.uprn),
            Canary(f"{letter}.address", place.address),
            Canary(f"{letter}.postcode", place.postcode),
        ]
    for letter, household in HOUSEHOLDS.items():
        found += _of_household(letter, household)
    return tuple(found)


def _of_household(letter: str, household: Household) -> list[Canary]:
    months = [Month.parse(born) for _, born in household.children]
    ages = ",".join(str(age) for age in sorted(one.age_on(DAY) for one in months))
    people = "},{".join(
        f'"sex":"{sex}","born":"{born}","cannot_share":null'
        for sex, born in household.children
    )
    unsealed = people.replace('"', "'").replace("null", "None")
    return [
        Canary(f"{letter}.tenancy_reference", household.tenancy_reference),
        Canary(f"{letter}.left.uprn", household.uprn),
        Canary(f"{letter}.left.address", household.address),
        Canary(f"{letter}.left.postcode", household.postcode),
        Canary(f"{letter}.areas", household.areas[-1]),
        Canary(f"{letter}.avoid.authority", household.avoid_authority),
        Canary(f"{letter}.avoid.sector", household.avoid_sector),
        Canary(f"{letter}.ages", f"[{ages}]", (f"({ages})",)),
        Canary(f"{letter}.household", people, (unsealed,)),
        Canary(f"{letter}.adults", f'"adults":{household.adults}'),
    ]


def rows() -> Rows:
    """Return what stands in the scheme before the walk: D's void, and n and p."""
    drawn = chain_from_a_void(DAY)
    home, request = drawn.homes[0], drawn.requests[0]
    return Rows(
        providers=tuple(
            _provider(drawn.providers[0], landlord) for landlord in LANDLORDS.values()
        ),
        homes=(void(home),),
        requests=(request_row(request, "p", P), request_row(request, "n", N)),
    )


def rows_of_all() -> Rows:
    """Return the scheme with all its households, for the demonstration's builder."""
    few = rows()
    whole = [request_row(few.requests[0], *item) for item in HOUSEHOLDS.items()]
    return Rows(few.providers, few.homes, tuple(whole))


def void(drawn: HomeRow) -> HomeRow:
    """Return D's void, which is fit for m."""
    return drawn.model_copy(
        update={
            "provider_code": D.code,
            "uprn": V.uprn,
            "address": V.address,
            "postcode": V.postcode,
            "bedrooms": BEDROOMS_OF_M,
            "persons_max": 8,
        }
    )


def request_row(drawn: RequestRow, name: str, household: Household) -> RequestRow:
    """Return a household as a line of requests.csv."""
    return drawn.model_copy(
        update={
            "row_name": name,
            "referring_service": household.service,
            "provider_code": household.landlord.code,
            "tenancy_reference": household.tenancy_reference,
            "adults": household.adults,
            "children": tuple(
                YoungPerson(Sex(sex), Month.parse(born))
                for sex, born in household.children
            ),
            "areas_of_choice": household.areas,
            "areas_to_avoid": (household.avoid_authority, household.avoid_sector),
            "home_uprn": household.uprn,
            "home_address": household.address,
            "home_postcode": household.postcode,
            "home_bedrooms": household.bedrooms,
            "home_persons_max": 8,
        }
    )


def _provider(drawn: ProviderRow, landlord: Landlord) -> ProviderRow:
    return drawn.model_copy(
        update={
            "code": landlord.code,
            "name": landlord.name,
            "authority_code": landlord.authority,
            "on_call_number": landlord.on_call,
        }
    )
