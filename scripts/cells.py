"""Count the rules and the cells of the table of tenancies against committed counts.

`make check` prints them and `tests/spec` holds them: a cell that changed its answer is
seen in both, and there by its name.
"""

from collections.abc import Mapping

from matching.tenure import TenureVerdict
from tests.spec.counted import EXPECTED_RULES, count_rules
from tests.spec.tenancy_cells import EXPECTED_CELLS, count_cells


def as_expected() -> bool:
    """Print rules and cells, and tell whether each count is the committed one."""
    rules, cells = count_rules(), count_cells()
    print("\n".join((*rule_rows(rules, EXPECTED_RULES), "")))
    print("\n".join(cell_rows(cells, EXPECTED_CELLS)))
    return rules == dict(EXPECTED_RULES) and cells == dict(EXPECTED_CELLS)


def rule_rows(found: Mapping[str, int], expected: Mapping[str, int]) -> list[str]:
    """Say of each kind of rule how many there are and how many there should be."""
    rows = [f"{'rules':32} {'count':>6} {'expected':>9}"]
    for kind, count in found.items():
        differs = "" if count == expected[kind] else "  <- differs"
        rows.append(f"{kind:32} {count:6} {expected[kind]:9}{differs}")
    return rows


def cell_rows(
    found: Mapping[TenureVerdict, int], expected: Mapping[TenureVerdict, int]
) -> list[str]:
    """Say for each verdict how many cells there are and how many there should be."""
    rows = [f"{'tenancies':12} {'cells':>6} {'expected':>9}"]
    for verdict in TenureVerdict:
        differs = "" if found[verdict] == expected[verdict] else "  <- differs"
        rows.append(f"{verdict:12} {found[verdict]:6} {expected[verdict]:9}{differs}")
    return rows
