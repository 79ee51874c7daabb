"""T6: one published count is subtracted from another, over all that was published.

An attacker has the tables of urgency of two quarters, by landlord and by service, and
knows how they are made: each count is one of five (of three, where ten is told), what
is missing is nine or fewer, and cases only join. Every scheme that fits them all is
looked through by a solver, so that each difference of any of the counts is among them.
What no table tells, a member's cases, those of one urgency or those that joined within
the quarter, must never be known to be one exact number from one to nine.
"""

import random
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import product
from typing import NamedTuple

import pytest
from ortools.sat.python import cp_model

from matching.terms import Urgency
from reciprocal.reports import urgency
from reciprocal.reports.urgency import FEWEST, CasesOf, told
from tests.support.minutes import examples

LANDLORDS = ("a", "b", "c", "d", None)
SERVICES = ("x", "y", "z")
BANDS = [int(band) for band in Urgency]
QUARTERS = (0, 1)
MOST = 80


class Case(NamedTuple):
    """A case: whose, how urgent, and the quarter in which it began."""

    landlord: str | None
    service: str
    band: int
    quarter: int


Fits = Callable[[Case], bool]
"""Whether a case is of a kind that somebody would like to count."""


class Table(NamedTuple):
    """What was published of one quarter, by landlord or by service."""

    by: str
    until: int
    rows: tuple[CasesOf, ...]


def scheme(seed: int) -> list[Case]:
    """Draw cases of which some members have many and others few."""
    drawn = random.Random(seed)  # noqa: S311 - a game must repeat
    cells = list(product(LANDLORDS, SERVICES, BANDS, QUARTERS))
    likely = [drawn.choice((0, 0, 1, 1, 3, 9)) + 0.05 for _ in cells]
    found = drawn.choices(cells, likely, k=drawn.randrange(15, 160))
    return [Case(*cell) for cell in found]


def published(cases: list[Case]) -> list[Table]:
    """Return every table of both quarters, as the service tells them."""
    return [
        Table(
            by,
            until,
            told(
                (getattr(case, by), case.band)
                for case in cases
                if case.quarter <= until
            ),
        )
        for until in QUARTERS
        for by in ("landlord", "service")
    ]


class Attacker:
    """Every scheme that fits what was published."""

    def __init__(self, tables: list[Table]) -> None:
        self.model = cp_model.CpModel()
        self.cells = {
            Case(*cell): self.model.new_int_var(0, MOST, "")
            for cell in product(LANDLORDS, SERVICES, BANDS, QUARTERS)
        }
        for table in tables:
            self._read(table)

    def sum(self, fits: Fits) -> cp_model.LinearExprT:
        """Return how many cases there are of some kind."""
        return cp_model.LinearExpr.sum(
            [count for case, count in self.cells.items() if fits(case)]
        )

    def bounds(self, fits: Fits) -> tuple[int, int]:
        """Return the fewest and the most cases of a kind, over all that fits."""
        return self._end(fits, least=True), self._end(fits, least=False)

    def _end(self, fits: Fits, *, least: bool) -> int:
        wanted = self.sum(fits)
        self.model.minimize(wanted) if least else self.model.maximize(wanted)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(self.model) == cp_model.OPTIMAL
        return round(solver.objective_value)

    def _read(self, table: Table) -> None:
        members = LANDLORDS if table.by == "landlord" else SERVICES
        rows = {row.code: row for row in table.rows}
        others = {member for member in members if member not in rows or member is None}
        for member in members:
            if member in rows and member is not None:
                self._fits(table, {member}, rows[member])
            elif member is not None:
                self.model.add(self._of(table, {member}) < FEWEST)
        if None in rows:
            self._fits(table, others, rows[None])
        else:
            self.model.add(self._of(table, others) < FEWEST)

    def _fits(self, table: Table, members: set[str | None], row: CasesOf) -> None:
        for band, count in zip((None, *BANDS), row.counts, strict=True):
            lowest, highest = meant(count)
            found = self._of(table, members, band)
            self.model.add_linear_constraint(found, lowest, highest)

    def _of(
        self, table: Table, members: set[str | None], band: int | None = None
    ) -> cp_model.LinearExprT:
        return self.sum(
            lambda case: (
                getattr(case, table.by) in members
                and case.quarter <= table.until
                and band in (None, case.band)
            )
        )


def meant(count: int | None) -> tuple[int, int]:
    """Return the fewest and the most that a told count stands for."""
    if count is None:
        return 0, FEWEST - 1
    return (FEWEST if count == FEWEST else count - 2), count + 2


def kinds() -> Iterator[tuple[str, Fits]]:
    """Give what is wished to be known: of a member, of a band of it, of its news."""
    for by, members in (("landlord", LANDLORDS[:-1]), ("service", SERVICES)):
        for member in members:
            yield f"{by} {member}", kind(by, member)
            yield f"{by} {member}, joined", kind(by, member, quarters=(1,))
            for band in BANDS:
                yield f"{by} {member}, band {band}", kind(by, member, bands=(band,))


def kind(
    by: str,
    member: str | None,
    *,
    bands: Container[int] = BANDS,
    quarters: Container[int] = QUARTERS,
) -> Fits:
    """Return whether a case is a member's, of some bands and of some quarters."""

    def fits(case: Case) -> bool:
        of_member = bool(getattr(case, by) == member)
        return of_member and case.band in bands and case.quarter in quarters

    return fits


def pinned(cases: list[Case], tables: Iterable[Table]) -> list[str]:
    """Name what is known to be one exact number from one to nine."""
    attacker = Attacker(list(tables))
    found = []
    for name, fits in kinds():
        if 0 < sum(map(fits, cases)) < FEWEST:
            lowest, highest = attacker.bounds(fits)
            assert lowest <= sum(map(fits, cases)) <= highest
            if lowest == highest:
                found.append(f"{name}: {lowest}")
    return found


@pytest.mark.soak
def test_no_difference_of_published_counts_is_a_small_number() -> None:
    for seed in range(examples(8, 1_000)):
        cases = scheme(seed)
        assert pinned(cases, published(cases)) == [], seed


def test_a_count_to_the_last_case_would_be_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Told exactly, as if ten and five were one, the same tables tell small numbers."""
    monkeypatch.setattr(urgency, "_NEAREST", 1)
    monkeypatch.setattr(f"{__name__}.meant", exactly)
    cases = [case for seed in range(3) for case in scheme(seed)]
    assert pinned(cases, published(cases))


def exactly(count: int | None) -> tuple[int, int]:
    """Return what a count stands for when nothing is rounded."""
    return (0, FEWEST - 1) if count is None else (count, count)
