"""What the bench writes down, adds up and refuses to pass."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import public, tables
from tests.benchmarks.answers import Answer, Standing
from tests.benchmarks.records import Record, at_share, load, middle, save
from tests.benchmarks.steady import Runs

PLAIN = Record(
    label="ordinary 30+3 K3 L3",
    group="ordinary 30+3",
    seed=1,
    moves=20,
    bound=20,
    standing=Standing.OPTIMAL,
    certified_gap=0,
    seconds=0.25,
    checking_seconds=0.05,
    method="by hand",
    home_types=7,
    plan_digest="d",
)
AGAINST = replace(PLAIN, rival="PICEF", rival_moves=20, rival_seconds=5.0)
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("closed", "certified", "standing"),
    [
        (True, True, Standing.OPTIMAL),
        (True, False, Standing.PROVEN_BY_SOLVER),
        (False, False, Standing.GAP),
        (False, True, Standing.GAP),
    ],
)
def test_how_far_a_number_is_settled(
    closed: bool,  # noqa: FBT001
    certified: bool,  # noqa: FBT001
    standing: Standing,
) -> None:
    answer = Answer(
        moves=3,
        bound=4,
        certified_bound=5,
        closed=closed,
        certified=certified,
        seconds=1.0,
        checking_seconds=0.5,
        method="by hand",
        home_types=7,
        plan_digest="d",
    )
    assert answer.standing is standing
    assert answer.certified_gap == 2
    assert replace(answer, certified_bound=None).certified_gap is None


@pytest.mark.parametrize(
    "good",
    [
        PLAIN,
        AGAINST,
        replace(PLAIN, known=20),
        replace(AGAINST, rival_moves=None),
        # Short of what is known and called so: a target missed, and published.
        replace(PLAIN, moves=19, standing=Standing.GAP, known=20),
    ],
)
def test_a_round_that_passes(good: Record) -> None:
    assert good.fault is None


@pytest.mark.parametrize(
    "bad",
    [
        replace(PLAIN, bound=19),
        replace(PLAIN, known=21),
        replace(PLAIN, known=19),
        replace(AGAINST, rival_moves=21),
        replace(AGAINST, rival_moves=19),
        replace(PLAIN, standing=Standing.GAP, known=19),
    ],
)
def test_a_round_that_fails_the_bench(bad: Record) -> None:
    assert bad.fault is not None
    assert bad.label in bad.fault


def test_rounds_are_written_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "new" / "row.json"
    save([PLAIN, AGAINST], file)
    assert load(file) == [PLAIN, AGAINST]
    assert load(tmp_path / "none.json") == []


def test_figures_are_of_rounds_that_were() -> None:
    """Nearest rank: no figure stands between two rounds."""
    seconds = [float(second) for second in range(100, 0, -1)]
    assert (middle(seconds), at_share(seconds, 0.95)) == (50.0, 95.0)
    assert (middle([3.0]), at_share([3.0], 0.95)) == (3.0, 3.0)
    assert (middle([1.0, 2.0]), at_share([1.0, 2.0], 0.95)) == (1.0, 2.0)


def test_a_table_counts_what_is_proven_and_certified() -> None:
    unproven = replace(PLAIN, seed=2, standing=Standing.GAP, seconds=9.0)
    told = replace(PLAIN, seed=3, standing=Standing.PROVEN_BY_SOLVER, seconds=1.0)
    table = tables.of_row(1, [PLAIN, unproven, told])
    assert "| ordinary 30+3 | 3 | 2 | 1 | 1.000 | 9.000 | 9.000 |" in table
    assert table.splitlines()[-1].startswith("| all | 3 | 2 | 1 |")


def test_losing_rows_are_told() -> None:
    lost = replace(AGAINST, seed=2, rival_seconds=0.125)
    none = replace(AGAINST, seed=3, rival_moves=None, rival_seconds=100.0)
    table = tables.of_row(5, [AGAINST, lost, none])
    assert "| ordinary 30+3 | 3 | 1 | 20.0 |" in table
    assert "| 2 | 20 | 0.250 | 20 | 0.125 | 0.5 |" in table
    assert "| none | 100.000 | > 400.0 |" in table


def test_a_known_optimum_stands_beside_ours() -> None:
    table = tables.of_row(4, [PLAIN, replace(PLAIN, known=20)])
    assert "| 20 | not known | optimal | 0.250 |" in table
    assert "| 20 | 20 | optimal | 0.250 |" in table


def test_certificates_are_counted_with_what_they_leave_open() -> None:
    short = replace(PLAIN, standing=Standing.PROVEN_BY_SOLVER, certified_gap=1)
    blank = replace(short, certified_gap=None)
    table = tables.of_certificates([PLAIN, PLAIN, short, blank])
    assert "| certified exactly | 2 | 50.00 % |" in table
    assert "| proven_by_solver, +1 moves left open | 1 | 25.00 % |" in table
    assert "| proven_by_solver, nothing shown | 1 | 25.00 % |" in table


def test_different_plans_are_counted() -> None:
    runs = [Runs("round", "one", ("a", "a")), Runs("round", "two", ("a", "b"))]
    table = tables.of_runs(runs)
    assert "| round, one | 2 | 1 |" in table
    assert "| round, two | 2 | 2 |" in table
    assert "| all together | 4 | 2 |" in table


@pytest.mark.parametrize("row", range(1, 7))
def test_a_row_without_rounds_says_so(row: int) -> None:
    assert tables.of_row(row, []) == tables.NOT_RUN
    assert tables.of_certificates([]) == tables.NOT_RUN


def test_the_page_has_a_place_for_every_table() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text()
    for name in ("starting", *(f"row {row}" for row in range(1, 9))):
        once = tables.placed(page, name, f"new {name}")
        assert f"<!-- {name} begins -->\n\nnew {name}\n\n<!-- {name} ends -->" in once
        assert tables.placed(once, name, f"new {name}") == once
    with pytest.raises(AssertionError):
        tables.placed(page, "row 9", "x")


def test_known_optima_are_read_from_the_folder(tmp_path: Path) -> None:
    assert public.known(tmp_path) == {}
    (tmp_path / "SOURCE.md").write_text(
        "# Own\n\n| instance | size | caps | most |\n|---|---|---|---|\n"
        "| ring | 4+1 | 3, 1 | 4 |\n| ring | 4+1 | 4, 2 | 4 |\n"
    )
    assert public.known(tmp_path) == {"ring": {(3, 1): 4, (4, 2): 4}}


def test_each_public_instance_is_solved_at_both_caps(tmp_path: Path) -> None:
    (tmp_path / "SOURCE.md").write_text("| ring | 4+1 | 3, 1 | 4 |\n")
    vertices = "".join(f"{at},Pair {at}\n" for at in range(1, 6))
    (tmp_path / "ring.wmd").write_text(f"5,4\n{vertices}0,1,1\n1,2,1\n2,0,1\n4,3,1\n")
    rows = "".join(f"{at},O,A,0,0.05,1,{int(at == 5)}\n" for at in range(1, 6))
    (tmp_path / "ring.dat").write_text(f"heading\n{rows}")
    told = [
        (each.label, each.moves, each.known)
        for each in public.rounds(tmp_path, small=False, seed=1)
    ]
    assert told == [("ring, K3 L1", 4, 4), ("ring, K4 L4", 4, None)]
