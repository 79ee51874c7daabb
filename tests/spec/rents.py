"""What a worker is shown about rent, and on whose authority."""

from collections.abc import Iterator
from dataclasses import dataclass

from matching.terms import RentBasis
from reciprocal.proposals.rents import FACTS, RentCase, RentFact
from reciprocal.requests.rent import HelpWithRent, RentStated

CHAPTER = "Rent: facts that are shown"
HB, UC = HelpWithRent.HOUSING_BENEFIT, HelpWithRent.UNIVERSAL_CREDIT
NEITHER, NOT_SAID = HelpWithRent.NEITHER, HelpWithRent.NOT_SAID
REG_7 = "Housing Benefit Regulations 2006 reg. 7(6)(a)"
OVERLAP = "Housing Benefit Regulations 2006 reg. 7(6)(d)"
SCH_3 = "Universal Credit Regulations 2013 sch.3 para.6"
B13 = "Housing Benefit Regulations 2006 reg. B13"
SCH_4 = "Universal Credit Regulations 2013 sch.4 para.36"
SCHEME = "the scheme's own rule"
F = RentFact

HEAD = """Shown to the referring worker beside a proposal, before the household answers.
None of it refuses a home.
The rent is 120.00 a week in every line.
*Both rents* says for how many days benefit may cover the old rent and the new one, and
*left over* how many days of the overlap it does not cover.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what was said of a home at 120.00 a week, and what is shown."""

    says: str
    case: RentCase
    facts: tuple[RentFact, ...]
    covered_days: int | None
    uncovered_days: int | None
    reduction_pence: int
    authority: str


def said(
    help_with_rent: HelpWithRent,
    *,
    back: bool | None = None,
    pension_age: bool | None = False,
    pays: int | None = 12_000,
    spare: int = 0,
    overlap: int | None = 14,
    basis: RentBasis = RentBasis.SOCIAL,
) -> RentCase:
    """Return a case; what is left out is plain: nothing spare, 14 days, affordable."""
    return RentCase(
        stated=RentStated(
            help_with_rent=help_with_rent,
            intends_to_return=back,
            pension_age=pension_age,
            affordable_weekly_pence=pays,
        ),
        weekly_rent_pence=12_000,
        rent_basis=basis,
        spare_bedrooms=spare,
        overlap_days=overlap,
    )


_PAYS = (F.RENT_WITHIN,)
_HB_BACK = (F.TWO_RENTS_52_WEEKS, *_PAYS)

LINES = (
    Line(
        "Housing benefit, and they intend to return; 364 days of two tenancies.",
        said(HB, back=True, overlap=364),
        _HB_BACK,
        364,
        0,
        0,
        REG_7,
    ),
    Line(
        "The same; a day more.",
        said(HB, back=True, overlap=365),
        (F.TWO_RENTS_52_WEEKS, F.OVERLAP_NOT_COVERED, *_PAYS),
        364,
        1,
        0,
        REG_7,
    ),
    Line(
        "Housing benefit, and they do not intend to return; 28 days.",
        said(HB, back=False, overlap=28),
        (F.TWO_RENTS_4_WEEKS, *_PAYS),
        28,
        0,
        0,
        OVERLAP,
    ),
    Line(
        "The same; a day more.",
        said(HB, back=False, overlap=29),
        (F.TWO_RENTS_4_WEEKS, F.OVERLAP_NOT_COVERED, *_PAYS),
        28,
        1,
        0,
        OVERLAP,
    ),
    Line(
        "Housing benefit; nobody said whether they intend to return.",
        said(HB),
        (F.TWO_RENTS_4_WEEKS, F.RETURN_NOT_SAID, *_PAYS),
        28,
        0,
        0,
        f"{OVERLAP}; {SCHEME}: the shorter time",
    ),
    Line(
        "Universal credit, and they intend to return; 365 days.",
        said(UC, back=True, overlap=365),
        (F.TWO_RENTS_12_MONTHS, *_PAYS),
        365,
        0,
        0,
        SCH_3,
    ),
    Line(
        "The same; a day more.",
        said(UC, back=True, overlap=366),
        (F.TWO_RENTS_12_MONTHS, F.OVERLAP_NOT_COVERED, *_PAYS),
        365,
        1,
        0,
        SCH_3,
    ),
    Line(
        "Universal credit, and they do not intend to return.",
        said(UC, back=False),
        (F.NEW_RENT_ONLY, F.OVERLAP_NOT_COVERED, *_PAYS),
        0,
        14,
        0,
        SCH_3,
    ),
    Line(
        "Universal credit; nobody said whether they intend to return.",
        said(UC),
        (F.NEW_RENT_ONLY, F.RETURN_NOT_SAID, F.OVERLAP_NOT_COVERED, *_PAYS),
        0,
        14,
        0,
        f"{SCH_3}; {SCHEME}: the shorter time",
    ),
    Line(
        "Neither helps.",
        said(NEITHER, back=True),
        (F.NO_HELP_WITH_RENT, F.OVERLAP_NOT_COVERED, *_PAYS),
        0,
        14,
        0,
        SCHEME,
    ),
    Line(
        "Neither helps, and the tenancies do not overlap.",
        said(NEITHER, overlap=0),
        (F.NO_HELP_WITH_RENT, *_PAYS),
        0,
        0,
        0,
        SCHEME,
    ),
    Line(
        "Nothing is said at all, and the dates are not known.",
        said(NOT_SAID, pension_age=None, pays=None, overlap=None),
        (F.HELP_NOT_SAID, F.OVERLAP_NOT_KNOWN, F.AFFORDABLE_NOT_STATED),
        None,
        None,
        0,
        SCHEME,
    ),
    Line(
        "Nobody said what helps; the dates are known.",
        said(NOT_SAID),
        (F.HELP_NOT_SAID, *_PAYS),
        None,
        None,
        0,
        SCHEME,
    ),
    Line(
        "Housing benefit; the dates are not known.",
        said(HB, back=True, overlap=None),
        (F.TWO_RENTS_52_WEEKS, F.OVERLAP_NOT_KNOWN, *_PAYS),
        364,
        None,
        0,
        "Protection from Eviction Act 1977 s.5",
    ),
    Line(
        "One bedroom over, housing benefit.",
        said(HB, back=True, spare=1),
        (F.TWO_RENTS_52_WEEKS, F.SPARE_ROOM_14, *_PAYS),
        364,
        0,
        1_680,
        B13,
    ),
    Line(
        "One bedroom over, universal credit.",
        said(UC, back=True, spare=1),
        (F.TWO_RENTS_12_MONTHS, F.SPARE_ROOM_14, *_PAYS),
        365,
        0,
        1_680,
        SCH_4,
    ),
    Line(
        "Two bedrooms over.",
        said(HB, back=True, spare=2),
        (F.TWO_RENTS_52_WEEKS, F.SPARE_ROOM_25, *_PAYS),
        364,
        0,
        3_000,
        B13,
    ),
    Line(
        "Three bedrooms over.",
        said(UC, back=True, spare=3),
        (F.TWO_RENTS_12_MONTHS, F.SPARE_ROOM_25, *_PAYS),
        365,
        0,
        3_000,
        SCH_4,
    ),
    Line(
        "One bedroom over, housing benefit, all of pension age.",
        said(HB, back=True, pension_age=True, spare=1),
        (F.TWO_RENTS_52_WEEKS, F.SPARE_ROOM_PENSION_AGE, *_PAYS),
        364,
        0,
        0,
        "Housing Benefit (Persons who have attained the qualifying age for state "
        "pension credit) Regulations 2006",
    ),
    Line(
        "One bedroom over, universal credit, of pension age: a couple, one younger.",
        said(UC, back=True, pension_age=True, spare=1),
        (F.TWO_RENTS_12_MONTHS, F.SPARE_ROOM_14, *_PAYS),
        365,
        0,
        1_680,
        SCH_4,
    ),
    Line(
        "One bedroom over; nobody said how old they are.",
        said(HB, back=True, pension_age=None, spare=1),
        (F.TWO_RENTS_52_WEEKS, F.SPARE_ROOM_14, F.AGE_NOT_SAID, *_PAYS),
        364,
        0,
        1_680,
        f"{B13}; {SCHEME}: as though below pension age",
    ),
    Line(
        "One bedroom over; nobody said what helps, nor how old they are.",
        said(NOT_SAID, pension_age=None, spare=1),
        (F.HELP_NOT_SAID, F.SPARE_ROOM_14, F.AGE_NOT_SAID, *_PAYS),
        None,
        None,
        1_680,
        f"{B13}; {SCHEME}: as though below pension age",
    ),
    Line(
        "One bedroom over, and no help to reduce.",
        said(NEITHER, spare=1, overlap=0),
        (F.NO_HELP_WITH_RENT, *_PAYS),
        0,
        0,
        0,
        B13,
    ),
    Line(
        "One bedroom fewer than benefit counts.",
        said(HB, back=True, spare=-1),
        _HB_BACK,
        364,
        0,
        0,
        B13,
    ),
    Line(
        "They can pay 119.99.",
        said(HB, back=True, pays=11_999),
        (F.TWO_RENTS_52_WEEKS, F.RENT_ABOVE),
        364,
        0,
        0,
        SCHEME,
    ),
    Line(
        "They did not state what they can pay.",
        said(HB, back=True, pays=None),
        (F.TWO_RENTS_52_WEEKS, F.AFFORDABLE_NOT_STATED),
        364,
        0,
        0,
        SCHEME,
    ),
    Line(
        "The home is let at Affordable Rent.",
        said(HB, back=True, basis=RentBasis.AFFORDABLE),
        (F.TWO_RENTS_52_WEEKS, F.RENT_WITHIN, F.AFFORDABLE_RENT),
        364,
        0,
        0,
        "Regulator of Social Housing, Rent Standard",
    ),
)


def chapter() -> Iterator[str]:
    """Yield the chapter's lines for the rule book."""
    yield f"## {CHAPTER}\n"
    yield HEAD
    yield (
        "| what is said | both rents | left over | reduction | what is shown "
        "| authority |"
    )
    yield "| --- | ---: | ---: | ---: | --- | --- |"
    for line in LINES:
        shown = ", ".join(f"`{fact}`" for fact in line.facts)
        days = (line.covered_days, line.uncovered_days)
        known = " | ".join("not known" if day is None else str(day) for day in days)
        reduction = f"{line.reduction_pence / 100:.2f}"
        yield f"| {line.says} | {known} | {reduction} | {shown} | {line.authority} |"
    yield ""
    yield "| code | what is told | authority |\n| --- | --- | --- |"
    for fact, told in FACTS.items():
        yield f"| `{fact}` | {told.sentence} | {told.authority} |"
    yield ""
