"""What a request asks, in sections: the same for a new one and a changed one."""

from dataclasses import dataclass

from api.pages.areas import AREAS, REGIONS
from api.pages.questions import Kind, Question

_REASONS = (
    "perpetrator_lives",
    "perpetrator_works",
    "perpetrator_goes",
    "associates",
    "community",
    "group_territory",
    "court_order",
    "other",
)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a request, on a page of its own."""

    name: str
    title: str
    intro: str
    questions: tuple[Question, ...]


def child(row: dict[str, str]) -> dict[str, object]:
    """Return what one row says of a child.

    Raises:
        ValueError: Saying what to fill in.
    """
    month, year = row["month"], row["year"]
    if not (month.isdigit() and year.isdigit() and 1 <= int(month) <= _MONTHS):
        raise ValueError(
            "enter the month and year of birth in numbers, such as 5 2019."
        )
    if not row["sex"]:
        raise ValueError("choose female or male.")
    found: dict[str, object] = {
        "sex": row["sex"],
        "born": f"{int(year):04d}-{int(month):02d}",
    }
    if row.get("cannot_share"):
        found["cannot_share"] = row["cannot_share"]
    return found


def area_to_avoid(row: dict[str, str]) -> dict[str, object]:
    """Return what one row says of an area.

    Raises:
        ValueError: Saying what to fill in.
    """
    kind, place, reason = row["kind"], row["place"], row["reason"]
    if not (kind and place and reason):
        raise ValueError("choose what kind of place it is, say which, and why.")
    found: dict[str, object] = {"kind": kind, "reason": reason}
    if kind in ("within", "route"):
        if not row["metres"].isdigit():
            raise ValueError("say how many metres around it.")
        found["metres"] = int(row["metres"])
    if kind == "route":
        found["postcodes"] = [each.strip() for each in place.split(",")]
    elif kind == "authority":
        found["code"] = _CODES.get(place.casefold(), place)
    elif kind == "landlord":
        found["code"] = place
    elif kind == "within":
        found["postcode"] = place
    else:
        found[kind] = place
    return found


def near(row: dict[str, str]) -> dict[str, object]:
    """Return what one row says must be within reach.

    Raises:
        ValueError: Saying what to fill in.
    """
    return _around(row, "near")


def close(row: dict[str, str]) -> dict[str, object]:
    """Return what one row says they would like to be close to.

    Raises:
        ValueError: Saying what to fill in.
    """
    return _around(row, "close_to")


def _around(row: dict[str, str], kind: str) -> dict[str, object]:
    postcodes = [each.strip() for each in row["postcodes"].split(",") if each.strip()]
    if not (postcodes and row["metres"].isdigit() and row["reason"]):
        raise ValueError("enter a postcode, how many metres from it, and choose why.")
    return {
        "kind": kind,
        "postcodes": postcodes,
        "metres": int(row["metres"]),
        "reason": row["reason"],
    }


def first_choice(row: dict[str, str]) -> str:
    """Return the code of the council area that a row names.

    Raises:
        ValueError: When no council area is called so.
    """
    code = _CODES.get(row["area"].casefold())
    if code is None:
        raise ValueError("write a council area as the list above has it.")
    return code


_CODES = {area.name.casefold(): area.code for area in AREAS.values()}

AREA_COLUMNS = (
    Question(
        "kind",
        "What",
        choices=(
            ("authority", "A council area"),
            ("district", "A postcode district"),
            ("sector", "A postcode sector"),
            ("within", "Around a postcode"),
            ("route", "Along a route"),
            ("landlord", "Every home of a landlord"),
        ),
    ),
    Question("place", "Which (a route: postcodes with commas)", width=20),
    Question("metres", "Metres around", width=5),
    Question("reason", "Why", choices=_REASONS),
)

_BORN_AND_ALONE = (
    Question("month", "Month", width=2),
    Question("year", "Year", width=4),
    Question(
        "cannot_share",
        "Needs a room alone because of",
        choices=("disability", "trauma", "other_professional"),
    ),
)

HOUSEHOLD = (
    Question("adults", "Adults, the tenant among them", width=2),
    Question("couples", "Couples among them", width=2),
    Question(
        "children",
        "Children",
        "Month and year of birth: they decide how many bedrooms there must be.",
        kind=Kind.ROWS,
        rows=14,
        row=child,
        columns=(
            Question("sex", "Girl or boy", choices=(("F", "Girl"), ("M", "Boy"))),
            *_BORN_AND_ALONE,
        ),
    ),
    Question(
        "young_adults",
        "Young adults who are not the tenant",
        "From 16 to 20, or to 21: a room of their own depends on it.",
        kind=Kind.ROWS,
        rows=8,
        row=child,
        columns=(
            Question("sex", "Woman or man", choices=(("F", "Woman"), ("M", "Man"))),
            *_BORN_AND_ALONE,
        ),
    ),
    Question(
        "bedrooms_override",
        "Bedrooms that they need, if not what the standard gives",
        "Leave it empty to have them counted. You say why below.",
        width=2,
    ),
    Question(
        "bedrooms_override_reason",
        "Why do they need more or fewer?",
        kind=Kind.PICK,
    ),
    Question("expected_children", "Children on the way", width=2),
    Question("due_date", "When are they due?"),
    Question("overnight_carer", "Does a carer stay overnight?"),
    Question("tenant_born", "When was the tenant born?", "As 1988-04.", width=7),
    Question("rent.help_with_rent", "Who helps with the rent?"),
    Question("rent.affordable_weekly_pence", "The most they can pay a week", width=10),
    Question("rent.pension_age", "Are they of pension age?"),
    Question(
        "rent.intends_to_return",
        "Do they intend to return to the old home?",
        "Help with two rents depends on it.",
    ),
)

CHOICE = (
    Question(
        "area_of_choice",
        "Where could they live?",
        kind=Kind.ONE,
        choices=(
            ("listed", "In the areas that I tick below"),
            ("anywhere_else", "Anywhere but in their own area"),
        ),
    ),
    *(
        Question(
            f"areas_of_choice:{region}",
            region,
            kind=Kind.MANY,
            optional=True,
            choices=tuple(
                (area.code, area.name)
                for area in AREAS.values()
                if area.region == region
            ),
        )
        for region in REGIONS
    ),
)

AVOID = (
    Question(
        "areas_to_avoid",
        "Where must they never live?",
        "No home there is ever proposed, and no landlord is told of it. Leave a row "
        "empty if you do not need it.",
        kind=Kind.ROWS,
        rows=6,
        row=area_to_avoid,
        columns=AREA_COLUMNS,
    ),
)

_NEEDS = ("school", "care", "treatment", "work", "child_contact", "support")

_AROUND = (
    Question("postcodes", "Postcode (several: with commas)", width=20),
    Question("metres", "Metres from it", width=5),
)

NEAR = (
    Question(
        "within_reach",
        "What must be within reach?",
        "A home further away is never proposed: each row means fewer homes. Up to "
        "20,000 metres. Of several postcodes in a row, one is enough.",
        kind=Kind.ROWS,
        rows=4,
        row=near,
        columns=(
            *_AROUND,
            Question("reason", "Why", choices=(*_NEEDS, "court_order", "other")),
        ),
        optional=True,
    ),
    Question(
        "close_to",
        "What would they like to be close to?",
        "A wish: it keeps no home from them. Up to 5,000 metres.",
        kind=Kind.ROWS,
        rows=3,
        row=close,
        columns=(*_AROUND, Question("reason", "Why", choices=(*_NEEDS, "other"))),
        optional=True,
    ),
    Question(
        "areas_of_first_choice",
        "Where would they like best to live?",
        "A wish among the areas where they could live: it keeps no home from them.",
        kind=Kind.ROWS,
        rows=4,
        row=first_choice,
        columns=(Question("area", "Council area, such as Hackney", width=20),),
        optional=True,
    ),
)

_LEFT = (
    Question(
        "home.uprn", "UPRN", "Its number is in the council's address list.", width=12
    ),
    Question("home.address", "Address"),
    Question("home.postcode", "Postcode", width=10),
    Question("home.marker", "Does somebody dangerous know this home?"),
)

SECTIONS = (
    Section(
        "tenancy",
        "The tenancy that they have",
        "Ask to see the agreement. If you are not sure, say what they tell you: the "
        "landlord is asked.",
        (
            Question("landlord_code", "Landlord's code", width=12),
            Question("tenancy_reference", "Landlord's tenancy reference", width=20),
            Question("tenancy_held", "Which tenancy is it?"),
            Question("tenancy_start", "When did it begin?"),
            Question("joint", "Is it a joint tenancy?"),
        ),
    ),
    Section("home", "The home that they leave", "", _LEFT),
    Section("household", "Who moves", "No names.", HOUSEHOLD),
    Section(
        "needs",
        "What the new home must have",
        "",
        (
            Question("access_need", "How must one get in?"),
            Question("animal", "Is there an animal?"),
            Question(
                "floor_max_without_lift",
                "Highest floor without a lift",
                "Leave it empty if any will do.",
                width=3,
            ),
            Question("ground_floor_unsafe", "Is a ground floor unsafe for them?"),
            Question("affordable_rent_accepted", "Can they pay an affordable rent?"),
        ),
    ),
    Section(
        "risk",
        "The risk, in bands",
        "Nothing of whoever they flee from.",
        (
            Question("risk_kind", "What kind of risk?"),
            Question(
                "urgency",
                "How urgent is it?",
                kind=Kind.ONE,
                choices=(
                    ("1", "1: most urgent"),
                    ("2", "2: urgent"),
                    ("3", "3: soon"),
                    ("4", "4: planned"),
                ),
            ),
            Question("trigger_kind", "Is there a day by which they must have moved?"),
            Question("trigger_date", "Which day?"),
            Question("dash_score", "DASH score", "From 0 to 24.", width=2),
        ),
    ),
    Section(
        "choice",
        "Where they could live",
        "More areas mean more homes. Areas are told to no landlord.",
        CHOICE,
    ),
    Section(
        "near",
        "What should be near",
        "Leave it all empty if nothing has to be. No postcode is stored with the case.",
        NEAR,
    ),
    Section("avoid", "Where they must never live", "", AVOID),
)
