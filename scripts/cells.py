"""Count the cells of the table of tenancies against the committed counts.

`make check` prints them and `tests/spec` holds them: a cell that changed its answer is
seen in both, and there by its name.
"""

from collections.abc import Mapping

from matching.tenure import TenureVerdict
from tests.spec.tenancy_cells import EXPECTED_CELLS, count_cells


def as_expected() -> bool:
    """Print the cells by verdict, and tell whether each count is the committed one."""
    found = count_cells()
    print("\n".join(cell_rows(found, EXPECTED_CELLS)))
    return found == dict(EXPECTED_CELLS)


def cell_rows(
    found: Mapping[TenureVerdict, int], expected: Mapping[TenureVerdict, int]
) -> list[str]:
    """Say for each verdict how many cells there are and how many there should be."""
    rows = [f"{'tenancies':12} {'cells':>6} {'expected':>9}"]
    for verdict in TenureVerdict:
        differs = "" if found[verdict] == expected[verdict] else "  <- differs"
        rows.append(f"{verdict:12} {found[verdict]:6} {expected[verdict]:9}{differs}")
    return rows
