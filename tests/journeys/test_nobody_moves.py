"""Two schemes in which nobody can move, and what is said of it."""

import pytest

from fixtures.load import COORDINATOR
from fixtures.rows import Rows
from fixtures.scenarios import no_direct_swap, unsafe_ring
from tests.journeys.walking import Walk, items, steps
from tests.support.world import DAY, MakeWorld

NOBODY_MOVES = {
    # Homes suit both, and only a swap of two would set them free: no cycle is that.
    "no_direct_swap": (no_direct_swap(DAY), {"over_the_caps": 2}),
    # The third finds no home, so the homes of the other two never come free.
    "unsafe_ring": (
        unsafe_ring(DAY),
        {"none_comes_free": 2, "no_suitable_home": 1},
    ),
}


@pytest.mark.parametrize("name", NOBODY_MOVES)
def test_nobody_moves_and_the_coordinator_reads_why(
    make_world: MakeWorld, name: str
) -> None:
    rows, expected = NOBODY_MOVES[name]
    assert isinstance(rows, Rows)
    world = make_world(rows)
    reference = Walk(world).run_round()
    assert steps(world, reference) == []
    said = items(world, COORDINATOR, f"/v1/rounds/{reference}/no-home-yet")
    counted = {
        reason: sum(row["main_reason"] == reason for row in said)
        for reason in {row["main_reason"] for row in said}
    }
    assert counted == expected
    assert items(world, COORDINATOR, "/v1/board/proposals") == []
    stages = {row["stage"] for row in items(world, "SERVICE1", "/v1/cases")}
    assert stages == {"in_pot"}
    for row in said:
        assert row["sentence"].endswith(".")
        assert set(row) == {
            "request",
            "request_code",
            "main_reason",
            "sentence",
            "suitable",
        }
        found_none = row["main_reason"] == "no_suitable_home"
        assert (row["suitable"] == "none") is found_none
    # And every home is unused, by one code and no word of whose it is
    unused = items(world, COORDINATOR, f"/v1/rounds/{reference}/unused-homes")
    board = items(world, COORDINATOR, "/v1/board/homes")
    assert sorted(row.pop("home") for row in unused) == sorted(
        row["reference"] for row in board
    )
    for row in unused:
        assert row.pop("home_code")
    assert [dict(t) for t in {tuple(row.items()) for row in unused}] == [
        {
            "reason": "not_placed",
            "sentence": "This round placed nobody in the home; it stays in the pot.",
        }
    ]
