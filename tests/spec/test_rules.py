"""Every line of the specification, put to both readings of the rules."""

from pathlib import Path

import pytest

from matching.pool import Pool
from matching.referee import refusals
from matching.rules import evaluate
from matching.tenure_table import TENURE, TenureCase, TenureVerdict
from matching.terms import LandlordKind, TenancyKind
from tests.matching.builders import POLICY, a_household, a_landlord
from tests.spec.case import Case
from tests.spec.chapters import CHAPTERS
from tests.spec.print_rules import rules_page, uncovered

_CASES = [
    pytest.param(case, id=f"{name}: {case.says}")
    for name, cases in CHAPTERS
    for case in cases
]


@pytest.mark.parametrize("case", _CASES)
def test_the_referee_reads_the_line_so(case: Case) -> None:
    household, home, landlord = case.build()
    found = refusals(household, home, POLICY, landlord=landlord)
    assert tuple(refusal.code for refusal in found) == case.refused


@pytest.mark.parametrize("case", _CASES)
def test_the_columns_read_the_line_so(case: Case) -> None:
    household, home, landlord = case.build()
    # The case stands second, among others that must not disturb it.
    other = a_household("o", "c")
    neighbour = a_household("q", "c")
    pool = Pool(
        (other, household, neighbour),
        (home,),
        (a_landlord("a"), landlord, a_landlord("c")),
    )
    assert evaluate(pool).codes(1, 0) == case.refused


def test_every_rule_has_a_line_that_refuses() -> None:
    assert uncovered() == set()


def test_the_rule_book_is_the_committed_one() -> None:
    page = Path(__file__).parents[2] / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules_page()


def test_every_cell_of_the_tenure_table_exists() -> None:
    cells = {
        TenureCase(held, held_from, new, offered)
        for held in TenancyKind
        for held_from in LandlordKind
        for new in LandlordKind
        for offered in TenancyKind
    }
    assert set(TENURE) == cells


def test_only_lifetime_tenancies_are_ever_accepted() -> None:
    lifetime = {
        LandlordKind.COUNCIL: TenancyKind.SECURE_LIFETIME,
        LandlordKind.HOUSING_ASSOCIATION: TenancyKind.ASSURED_LIFETIME,
    }
    accepted = {TenureVerdict.PRESERVES, TenureVerdict.IMPROVES}
    for case, verdict in TENURE.items():
        if verdict in accepted:
            assert case.offered is lifetime[case.new_landlord]


def test_no_landlord_grants_what_it_cannot() -> None:
    council_only = {
        TenancyKind.SECURE_LIFETIME,
        TenancyKind.SECURE_FLEXIBLE,
        TenancyKind.INTRODUCTORY,
    }
    association_only = {
        TenancyKind.ASSURED_LIFETIME,
        TenancyKind.ASSURED_FIXED,
        TenancyKind.STARTER,
    }
    for case, verdict in TENURE.items():
        council = case.new_landlord is LandlordKind.COUNCIL
        beyond = association_only if council else council_only
        assert (verdict is TenureVerdict.NOT_GRANTABLE) == (case.offered in beyond)
