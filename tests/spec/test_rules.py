"""Every line of the specification, put to both readings of the rules."""

from pathlib import Path

import pytest

from matching.pool import Pool
from matching.referee import refusals
from matching.rules import evaluate
from scripts.cells import rule_rows
from tests.matching.builders import a_household, a_landlord
from tests.spec.case import Case
from tests.spec.chapters import CHAPTERS
from tests.spec.counted import EXPECTED_RULES, count_rules
from tests.spec.print_rules import rules_page, uncovered

_CASES = [
    pytest.param(case, id=f"{name}: {case.says}")
    for name, cases in CHAPTERS
    for case in cases
]


@pytest.mark.parametrize("case", _CASES)
def test_the_referee_reads_the_line_so(case: Case) -> None:
    household, home, landlord = case.build()
    found = refusals(household, home, case.policy, landlord=landlord)
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
    assert evaluate(pool, case.policy).codes(1, 0) == case.refused


def test_every_rule_has_a_line_that_refuses() -> None:
    assert uncovered() == set()


def test_the_rule_book_is_the_committed_one() -> None:
    page = Path(__file__).parents[2] / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules_page()


def test_there_are_as_many_rules_as_were_counted() -> None:
    assert count_rules() == dict(EXPECTED_RULES)


def test_a_rule_that_is_lost_is_named() -> None:
    expected = dict(EXPECTED_RULES)
    found = expected | {"rules of whole plans": 1}
    named = [row for row in rule_rows(found, expected) if "differs" in row]
    assert [row.startswith("rules of whole plans") for row in named] == [True]
