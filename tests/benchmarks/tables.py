"""The tables of `docs/benchmarks.md`: one a row of the bench, between its markers."""

from collections.abc import Sequence

from tests.benchmarks.answers import Standing
from tests.benchmarks.records import SPREAD, Record, as_table, middle, spread
from tests.benchmarks.steady import Runs

NOT_RUN = "Not run."


def of_row(row: int, records: Sequence[Record]) -> str:
    """Return a row's table; a sentence where it was not run."""
    if not records:
        return NOT_RUN
    if row == 4:
        return _public(records)
    if row == 5:
        return _rival(records)
    return _generated(records)


def _generated(records: Sequence[Record]) -> str:
    rows = [[group, *spread(each)] for group, each in _grouped(records)]
    return as_table(("rounds of", *SPREAD), [*rows, ["all", *spread(records)]])


def _grouped(records: Sequence[Record]) -> list[tuple[str, list[Record]]]:
    """Return the rounds of each group, in the order the groups first come."""
    groups: dict[str, list[Record]] = {}
    for each in records:
        groups.setdefault(each.group, []).append(each)
    return list(groups.items())


def _public(records: Sequence[Record]) -> str:
    heading = ("instance", "transplants", "known", "status", "seconds")
    rows = [
        (
            each.label,
            str(each.moves),
            "not known" if each.known is None else str(each.known),
            str(each.standing),
            f"{each.seconds:.3f}",
        )
        for each in records
    ]
    return as_table(heading, rows)


def _rival(records: Sequence[Record]) -> str:
    heading = ("round", "seed", "moves", "seconds", "kep-solver", "seconds", "ratio")
    rows = [
        [
            each.label,
            str(each.seed),
            str(each.moves),
            f"{each.seconds:.3f}",
            "none" if each.rival_moves is None else str(each.rival_moves),
            f"{each.rival_seconds or 0:.3f}",
            _ratio(each),
        ]
        for each in records
    ]
    summary = [[group, *_against(each)] for group, each in _grouped(records)]
    return "\n\n".join(
        (
            as_table(("rounds of", "rounds", "lost", "median ratio"), summary),
            as_table(heading, rows),
        )
    )


def _against(records: Sequence[Record]) -> list[str]:
    ratios = [ratio(each) for each in records]
    none = sum(each.rival_moves is None for each in records)
    more = "> " if none * 2 > len(records) else ""
    lost = sum(each < 1 for each in ratios)
    return [str(len(records)), str(lost), f"{more}{middle(ratios):.1f}"]


def ratio(each: Record) -> float:
    """Return how many times as long the rival took; where it failed, at least so."""
    assert each.rival_seconds is not None
    return each.rival_seconds / each.seconds


def _ratio(each: Record) -> str:
    more = "> " if each.rival_moves is None else ""
    return f"{more}{ratio(each):.1f}"


def of_runs(runs: Sequence[Runs]) -> str:
    """Return the table of row 7."""
    every = {digest for each in runs for digest in each.digests}
    rows = [
        [
            f"{each.label}, {each.manner}",
            str(len(each.digests)),
            str(len(set(each.digests))),
        ]
        for each in runs
    ]
    rows.append(
        ["all together", str(sum(len(r.digests) for r in runs)), str(len(every))]
    )
    return as_table(("round and manner", "runs", "different plans"), rows)


def of_certificates(records: Sequence[Record]) -> str:
    """Return the table of row 8, from the rounds of row 1."""
    if not records:
        return NOT_RUN
    exact = sum(each.standing is Standing.OPTIMAL for each in records)
    by_gap: dict[str, int] = {}
    for each in records:
        if each.standing is not Standing.OPTIMAL:
            gap = each.certified_gap
            told = "nothing shown" if gap is None else f"{gap:+d} moves left open"
            name = f"{each.standing}, {told}"
            by_gap[name] = by_gap.get(name, 0) + 1
    counted = [("certified exactly", exact), *sorted(by_gap.items())]
    rows = [
        [name, f"{count:,}", f"{100 * count / len(records):.2f} %"]
        for name, count in counted
    ]
    return as_table(("rounds of row 1", "rounds", "share"), rows)


def placed(page: str, name: str, text: str) -> str:
    """Return a page with a text between the markers of a name."""
    begin, end = f"<!-- {name} begins -->", f"<!-- {name} ends -->"
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    assert found, f"the page has no place for {name}"
    assert ended, f"the place for {name} has no end"
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"
