"""What a cell may hold, column by column: the specification of the reader."""

from datetime import date

import pytest

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
from reciprocal.homes.imports import cells
from reciprocal.homes.imports.cells import READERS, CellRefused
from reciprocal.homes.imports.table import FORMULA, NOT_PLAIN, Cell
from reciprocal.homes.rules import AGE_DESIGNATED, Supply, Works
from reciprocal.places.errors import PostcodeNotEnglish, PostcodeUnreadable

DAY = date(2026, 3, 2)

READ: tuple[tuple[str, Cell, object], ...] = (
    ("uprn", "100023336956", "100023336956"),
    ("uprn", " 000023336956 ", "23336956"),
    ("uprn", 100023336956.0, "100023336956"),
    ("uprn", 100023336956, "100023336956"),
    ("uprn", "100023336956.0", "100023336956"),
    ("address", " Flat 4, Example House ", "Flat 4, Example House"),
    ("address", "Tŷ Example", "Tŷ Example"),
    ("address", 7.0, "7"),
    ("supply", "Void", Supply.VOID),
    ("supply", "On  Notice", Supply.PRE_VOID),
    ("supply", "pre-void", Supply.PRE_VOID),
    ("supply", "Letting", Supply.LETTING),
    ("supply", "ordinary letting", Supply.LETTING),
    ("supply", "letting for a debt", Supply.LETTING),
    ("bedrooms", "2", 2),
    ("bedrooms", "2.0", 2),
    ("bedrooms", 2.0, 2),
    ("bedrooms", "3 Bed", 3),
    ("bedrooms", "Studio", 0),
    ("bedrooms", 12, 12),
    ("persons_max", "4P", 4),
    ("persons_max", 24, 24),
    ("kind", "Mid-terrace house", HomeKind.HOUSE),
    ("kind", 1.0, HomeKind.FLAT),
    ("kind", "7", HomeKind.HOUSE),
    ("floor", "Ground Floor", 0),
    ("floor", "-1", -1),
    ("floor", 3.0, 3),
    ("lift", "Y", True),
    ("lift", False, False),
    ("lift", 1.0, True),
    ("lift", "0", False),
    ("access", "E+", Access.STEP_FREE),
    ("access", "m4(3)(2)(b)", Access.WHEELCHAIR_FULL),
    ("access", "G", Access.UNKNOWN),
    ("access", True, Access.WHEELCHAIR_ESSENTIAL),
    ("rent_basis", "3", RentBasis.AFFORDABLE),
    ("rent_basis", "Social Rent", RentBasis.SOCIAL),
    ("weekly_rent", "£1,118.75", 111_875),
    ("weekly_rent", 118.75, 11_875),
    ("weekly_rent", "118", 11_800),
    ("weekly_rent", 118, 11_800),
    ("weekly_rent_pence", 11_875, 11_875),
    ("tenancy_offered", "7", TenancyKind.SECURE_LIFETIME),
    ("tenancy_offered", 2.0, TenancyKind.ASSURED_LIFETIME),
    ("tenancy_offered", "Secure", TenancyKind.SECURE_LIFETIME),
    ("letting_route", "council direct", LettingRoute.COUNCIL_DIRECT),
    ("void_date", "02/03/2026", DAY),
    ("void_date", "2/3/2026", DAY),
    ("void_date", "02.03.2026", DAY),
    ("void_date", "2026-03-02", DAY),
    ("void_date", "2026-03-02T00:00:00", DAY),
    ("void_date", "2 March 2026", DAY),
    ("void_date", "02-Mar-2026", DAY),
    ("void_date", DAY, DAY),
    ("age_min", "55", 55),
    ("age_min", 55.0, 55),
    ("age_min", "60+", 60),
    ("age_min", "Over 50s", 50),
    ("age_min", "65 and over", 65),
    ("age_min", "None", None),
    ("age_min", 0, None),
    ("age_min", "General needs", None),
    ("age_of", "lead tenant", AgeOf.TENANT),
    ("age_of", "All adults", AgeOf.EVERY_ADULT),
    ("pets", "Yes", PetRule.ALLOWED),
    ("pets", False, PetRule.NONE),
    ("pets", "not known", PetRule.UNKNOWN),
    ("local_clause", "Applies", LocalClause.STANDS),
    ("local_clause", "waived", LocalClause.WAIVED),
    ("local_clause", False, LocalClause.NONE),
    ("adapted_access", "step_free", Access.STEP_FREE),
    ("adapted_on", "02/03/2026", DAY),
    ("works", "No works", Works.NONE),
    ("works", "major void", Works.MAJOR),
)

REFUSED: tuple[tuple[str, Cell, str], ...] = (
    ("uprn", "1.00023E+11", cells.UPRN_ROUNDED),
    ("uprn", "1E+11", cells.UPRN_ROUNDED),
    ("uprn", "1234567890123", cells.UPRN),
    ("uprn", "0000", cells.UPRN),
    ("uprn", "-12", cells.UPRN),
    ("uprn", 12.5, cells.UPRN),
    ("uprn", "HX123", cells.UPRN),
    ("uprn", "\uff11\uff12\uff13", cells.UPRN),
    ("uprn", "1٢3", cells.UPRN),
    ("uprn", 10**15, cells.WHOLE),
    ("uprn", float("nan"), cells.UPRN),
    ("uprn", float("inf"), cells.UPRN),
    ("uprn", None, cells.FILL_IN),
    ("address", "  ", cells.FILL_IN),
    ("address", "=1+1", cells.NO_SIGN),
    ("address", "+44", cells.NO_SIGN),
    ("address", "-1 Wren Road", cells.NO_SIGN),
    ("address", "@SUM(A1)", cells.NO_SIGN),
    ("address", "x" * 201, cells.ONE_LINE),
    ("address", "one\ntwo", cells.ONE_LINE),
    ("address", "one\ud800", cells.ONE_LINE),
    ("address", DAY, cells.NOT_A_DAY),
    ("address", FORMULA, FORMULA.sentence),
    ("postcode", "NW1", PostcodeUnreadable.sentence),
    ("postcode", "CF10 1EP", PostcodeNotEnglish.sentence),
    ("supply", "vacating", cells.WORD),
    ("supply", "let", cells.WORD),
    ("bedrooms", 2.5, cells.BEDROOMS),
    ("bedrooms", "13", cells.BEDROOMS),
    ("bedrooms", "-1", cells.BEDROOMS),
    ("bedrooms", "\uff12", cells.BEDROOMS),
    ("bedrooms", "O", cells.BEDROOMS),
    ("bedrooms", True, cells.BEDROOMS),
    ("bedrooms", NOT_PLAIN, NOT_PLAIN.sentence),
    ("persons_max", "0", cells.PERSONS),
    ("persons_max", "25", cells.PERSONS),
    ("kind", "4", cells.WORD),
    ("kind", "shared house", cells.WORD),
    ("kind", "1.5", cells.WORD),
    ("floor", "61", cells.FLOOR),
    ("age_min", "45", AGE_DESIGNATED),
    ("age_min", "18+", AGE_DESIGNATED),
    ("age_min", "sheltered", AGE_DESIGNATED),
    ("age_min", "-55", AGE_DESIGNATED),
    ("age_of", "children", cells.WORD),
    ("pets", "cats", cells.WORD),
    ("adapted_access", "general", cells.WORD),
    ("adapted_access", "unknown", cells.WORD),
    ("lift", "maybe", cells.YES_OR_NO),
    ("access", "H", cells.WORD),
    ("rent_basis", "6", cells.WORD),
    ("weekly_rent", "118.755", cells.POUNDS),
    ("weekly_rent", "0", cells.POUNDS),
    ("weekly_rent", "-5", cells.POUNDS),
    ("weekly_rent", "10000.01", cells.POUNDS),
    ("weekly_rent", "11,87", cells.POUNDS),
    ("weekly_rent", "£", cells.POUNDS),
    ("weekly_rent", 118.755, cells.POUNDS),
    ("weekly_rent_pence", "118.75", cells.PENCE),
    ("weekly_rent_pence", 0, cells.PENCE),
    ("tenancy_offered", "8", cells.WORD),
    ("tenancy_offered", "3", cells.WORD),
    ("void_date", "03/25/2026", cells.DAY),
    ("void_date", "31/02/2026", cells.DAY),
    ("void_date", "02/03/26", cells.DAY),
    ("void_date", "02/03-2026", cells.DAY),
    ("void_date", "2 Marsh 2026", cells.DAY),
    ("void_date", "2026-03-02T10:00:00", cells.DAY),
    ("void_date", "1999-12-31", cells.DAY),
    ("void_date", date(2101, 1, 1), cells.DAY),
    ("void_date", 46083.0, cells.DAY_AS_NUMBER),
    ("works", "", cells.FILL_IN),
)


@pytest.mark.parametrize(("column", "cell", "fact"), READ)
def test_what_is_read(column: str, cell: Cell, fact: object) -> None:
    assert READERS[column](cell) == fact


@pytest.mark.parametrize(("column", "cell", "sentence"), REFUSED)
def test_what_is_refused(column: str, cell: Cell, sentence: str) -> None:
    with pytest.raises(CellRefused) as refusal:
        READERS[column](cell)
    assert str(refusal.value) == sentence


def test_a_postcode_is_read_to_its_place() -> None:
    place = cells.read_place(" nw1  8nh ")
    assert (str(place.postcode), place.authority_code) == ("NW1 8NH", "E09000007")
