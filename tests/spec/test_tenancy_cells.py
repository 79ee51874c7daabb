"""Every cell of the table of tenancies, held to a second statement of the law."""

from collections.abc import Iterator
from itertools import islice

import pytest

from matching.tenure import TENURE_RULES, TenureCase, TenureVerdict, tenure
from matching.tenure.grid import (
    BY_A_COUNCIL,
    BY_AN_ASSOCIATION,
    PLAIN_MOVES,
    read_grid,
)
from matching.terms import LandlordKind, TenancyKind, TenancyStanding
from scripts.cells import cell_rows
from tests.spec.tenancy_cells import (
    EXPECTED_CELLS,
    count_cells,
    every_cell,
    every_detail,
    name_of,
)
from tests.spec.tenancy_law import derive

_NAMED_AT_MOST = 20
_MAY_GO_ON = (TenureVerdict.PRESERVES, TenureVerdict.IMPROVES)


def differing(cases: Iterator[TenureCase]) -> list[str]:
    """Name the cells that say something else than the law stated a second time."""
    found = (
        f"{name_of(case)}: the table says {tenure(case)}, the law {derive(case)}"
        for case in cases
        if tenure(case) != derive(case)
    )
    return list(islice(found, _NAMED_AT_MOST))


def test_every_cell_says_what_the_rules_say_one_by_one() -> None:
    assert differing(every_cell()) == []


def test_every_detail_of_term_rent_and_2012_says_so_too() -> None:
    assert differing(every_detail()) == []


def test_as_many_cells_say_each_as_the_committed_counts() -> None:
    assert count_cells() == dict(EXPECTED_CELLS)


def test_the_grids_are_read_as_they_are_written() -> None:
    """Read anew, since the table was made when the module was first loaded."""
    council = read_grid(BY_A_COUNCIL, LandlordKind.COUNCIL)
    association = read_grid(BY_AN_ASSOCIATION, LandlordKind.HOUSING_ASSOCIATION)
    assert council | association == dict(PLAIN_MOVES)
    assert not set(council) & set(association)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("gain ", "     "),
        ("gain ", "gain gain "),
        ("gain ", "gains "),
        ("starter  ", "startled "),
        ("council  ", "counsel  "),
    ],
)
def test_a_slip_in_a_grid_is_no_table(before: str, after: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        read_grid(BY_A_COUNCIL.replace(before, after, 1), LandlordKind.COUNCIL)


def test_every_cell_rests_on_a_rule() -> None:
    for case in every_cell():
        rules = tenure(case).rules
        assert rules, name_of(case)
        assert all(rule in TENURE_RULES for rule in rules)


@pytest.mark.parametrize(
    "worse",
    [
        {"gap": True},
        {"possession_sought": True},
        {"introductory_scheme": True},
        {"shortholds_abolished": True},
        {"standing": TenancyStanding.NOT_THE_TENANT},
    ],
    ids=lambda worse: next(iter(worse)),
)
def test_no_circumstance_makes_an_answer_milder(worse: dict[str, object]) -> None:
    """And so what is not known, read as though it held, never opens a home."""
    for case in every_cell():
        after = tenure(case._replace(**worse))  # type: ignore[arg-type]
        if after.verdict is TenureVerdict.PRESERVES:
            assert tenure(case).verdict in _MAY_GO_ON, name_of(case)
        else:
            before = tenure(case).verdict.strictness
            assert after.verdict.strictness >= before, name_of(case)


def test_a_lifetime_is_never_given_up_for_anything_less() -> None:
    lifetime = (TenancyKind.SECURE_LIFETIME, TenancyKind.ASSURED_LIFETIME)
    for case in every_detail():
        if case.held in lifetime and tenure(case).verdict in _MAY_GO_ON:
            assert case.offered in lifetime, name_of(case)


def test_nothing_goes_on_after_a_gap_or_against_proceedings_without_a_person() -> None:
    for case in every_cell():
        if case.gap or case.possession_sought:
            assert tenure(case).verdict not in _MAY_GO_ON, name_of(case)


def test_a_councils_own_way_of_letting_means_nothing_at_an_association() -> None:
    for case in every_cell():
        if case.new_landlord is LandlordKind.HOUSING_ASSOCIATION:
            assert tenure(case._replace(introductory_scheme=True)) == tenure(case)


def test_only_a_conditional_answer_has_a_condition() -> None:
    for case in every_cell():
        cell = tenure(case)
        conditional = cell.verdict is TenureVerdict.CONDITIONAL
        assert (cell.condition is not None) == conditional, name_of(case)


def test_make_check_points_at_a_count_that_differs() -> None:
    expected = dict(EXPECTED_CELLS)
    assert not any("differs" in row for row in cell_rows(expected, expected))
    one_more = {**expected, TenureVerdict.PRESERVES: 105}
    (row,) = [r for r in cell_rows(one_more, expected) if "differs" in r]
    assert row.split()[:3] == ["preserves", "105", "104"]
