"""The columns of a file of homes, and what landlords' systems call them."""

import re
from dataclasses import dataclass

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        name: What it is called here, and in an explicit mapping.
        fact: The fact of a home it fills; two columns may fill one, not together.
        headers: What landlords call it, whatever the case and punctuation.
        holds: What a cell holds, for a voids officer.
        needed: Whether every file must have it, or one value for all rows.
    """

    name: str
    fact: str
    headers: tuple[str, ...]
    holds: str
    needed: bool = False


COLUMNS = (
    Column(
        name="uprn",
        fact="uprn",
        headers=("UPRN", "Unique property reference number", "NLPG UPRN", "LLPG UPRN"),
        holds="The national number of the dwelling: up to 12 digits. Not your own "
        "property reference.",
        needed=True,
    ),
    Column(
        name="address",
        fact="address",
        headers=("Address", "Full address", "Property address", "Address line"),
        holds="The whole address on one line, without the postcode; up to 200 "
        "characters.",
        needed=True,
    ),
    Column(
        name="postcode",
        fact="postcode",
        headers=("Postcode", "Post code", "Property postcode", "PCode"),
        holds="A whole English postcode.",
        needed=True,
    ),
    Column(
        name="supply",
        fact="supply",
        headers=("Supply", "Void status", "Property status", "Status"),
        holds="Void, on notice, or an ordinary letting for a home that you owe. Left "
        "out: a void where the void date has come, on notice where there is a notice "
        "date and it has not; never a letting.",
    ),
    Column(
        name="bedrooms",
        fact="bedrooms",
        headers=(
            "Bedrooms",
            "No of beds",
            "No of bedrooms",
            "Number of bedrooms",
            "Number of beds",
            "Beds",
            "Bed size",
            "Bedsize",
        ),
        holds="A whole number from 0 to 12; a bedsit is 0.",
        needed=True,
    ),
    Column(
        name="persons_max",
        fact="persons_max",
        headers=(
            "Persons max",
            "Max persons",
            "Maximum persons",
            "Max occupancy",
            "Maximum occupancy",
            "Bed spaces",
            "Bedspaces",
            "No of persons",
            "Persons",
        ),
        holds="The most people the home is let to: a whole number from 1 to 24.",
        needed=True,
    ),
    Column(
        name="kind",
        fact="kind",
        headers=(
            "Kind",
            "Property type",
            "Type of property",
            "Dwelling type",
            "Unit type",
            "Prop type",
        ),
        holds="What the home is; see the words below.",
        needed=True,
    ),
    Column(
        name="floor",
        fact="floor",
        headers=("Floor", "Floor level", "Floor no", "Floor number", "Entrance floor"),
        holds="The floor of the entrance, 0 for the ground. Left out: not known.",
    ),
    Column(
        name="lift",
        fact="lift",
        headers=("Lift", "Has lift", "Lift access", "Lift Y/N"),
        holds="Yes or no. Left out: no.",
    ),
    Column(
        name="access",
        fact="access",
        headers=(
            "Access",
            "Access category",
            "Accessibility",
            "Accessibility category",
            "AHR category",
            "Mobility category",
            "Wheelchair standard",
        ),
        holds="How far a wheelchair gets; see the words below. Left out: not known, "
        "and then no household with a need is offered the home.",
    ),
    Column(
        name="rent_basis",
        fact="rent_basis",
        headers=("Rent basis", "Rent type", "Rent regime", "Type of rent"),
        holds="Social or affordable; see the words below.",
        needed=True,
    ),
    Column(
        name="weekly_rent",
        fact="weekly_rent_pence",
        headers=(
            "Weekly rent",
            "Rent per week",
            "Rent pw",
            "Weekly gross rent",
            "Weekly charge",
            "Total weekly rent",
            "Gross weekly rent",
        ),
        holds="Rent and eligible charges in pounds a week, as 118.75.",
        needed=True,
    ),
    Column(
        name="weekly_rent_pence",
        fact="weekly_rent_pence",
        headers=("weekly_rent_pence", "Weekly rent in pence"),
        holds="The same in whole pence a week; give one of the two columns.",
    ),
    Column(
        name="tenancy_offered",
        fact="tenancy_offered",
        headers=(
            "Tenancy offered",
            "Tenancy type",
            "Type of tenancy",
            "Tenure",
            "Tenure type",
        ),
        holds="The tenancy the new tenant gets; see the words below.",
        needed=True,
    ),
    Column(
        name="letting_route",
        fact="letting_route",
        headers=("Letting route", "Lettings route", "Let via", "Allocation route"),
        holds="Under which power the home is let; see the words below.",
        needed=True,
    ),
    Column(
        name="notice_date",
        fact="notice_date",
        headers=(
            "Notice date",
            "Notice received",
            "Date of notice",
            "Notice received date",
            "NTQ date",
        ),
        holds="The day the tenant gave notice. A home on notice needs it.",
    ),
    Column(
        name="void_date",
        fact="void_date",
        headers=(
            "Void date",
            "Date void",
            "Void start",
            "Void start date",
            "Void from",
            "Vacant date",
            "Date vacant",
        ),
        holds="The day after the last tenancy ended. A void needs it, and a letting.",
    ),
    Column(
        name="ready_date",
        fact="ready_date",
        headers=(
            "Ready date",
            "Ready to let",
            "Ready to let date",
            "RTL date",
            "RTL",
            "Date ready to let",
            "Target ready date",
            "Available from",
            "Date available",
        ),
        holds="The day somebody can have the keys, confirmed by the voids team.",
    ),
    Column(
        name="works",
        fact="works",
        headers=("Works", "Works required", "Void works", "Works type", "Void type"),
        holds="None, minor or major; see the words below. Left out: none.",
    ),
    Column(
        name="age_min",
        fact="age_min",
        headers=(
            "Age min",
            "Minimum age",
            "Age restriction",
            "Age designation",
            "Age banding",
        ),
        holds="The age the home is kept for: 50, 55, 60 or 65. Left out: any age.",
    ),
    Column(
        name="age_of",
        fact="age_of",
        headers=("Age of", "Age applies to"),
        holds="Who must have reached it; see the words below. Left out: every adult.",
    ),
    Column(
        name="pets",
        fact="pets",
        headers=("Pets", "Pets allowed", "Pet policy"),
        holds="Whether pets may live there; see the words below. An assistance dog "
        "always may. Left out: not known, and then nobody with a pet that must come "
        "is offered the home.",
    ),
    Column(
        name="local_clause",
        fact="local_clause",
        headers=("Local clause", "Local connection clause", "S106", "Section 106"),
        holds="Whether a planning obligation, a covenant or a local lettings plan "
        "keeps the home for local people; see the words below. Left out: you say that "
        "none does.",
    ),
    Column(
        name="adapted_access",
        fact="adapted_access",
        headers=("Adapted access", "Access after works", "Adaptable to"),
        holds="How far a wheelchair will get once you have adapted the home, which "
        "you commit to by the day beside it. Left out: no adaptation.",
    ),
    Column(
        name="adapted_on",
        fact="adapted_on",
        headers=("Adapted on", "Adapted by", "Adaptation date", "Adaptations due"),
        holds="The day by which it will be so.",
    ),
)

NOT_KEPT = (
    "Property ref",
    "Property reference",
    "Prop ref",
    "Property code",
    "Asset ID",
    "Void ref",
    "Void reference",
    "Void no",
)
"""Headers that are known and passed over: a landlord's own numbers are not held."""

BY_NAME = {column.name: column for column in COLUMNS}
STOCK_COLUMNS = (BY_NAME["uprn"],)


def plain(header: str) -> str:
    """Return a header without case, spaces and punctuation."""
    return _NOT_ALPHANUMERIC.sub("", header.casefold())


BY_HEADER = {
    plain(header): column
    for column in COLUMNS
    for header in (column.name, *column.headers)
}
PASSED_OVER = frozenset(plain(header) for header in NOT_KEPT)
