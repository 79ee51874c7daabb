"""A million small rounds in the soak, and a sample of them in CI, without a fault."""

import json
import os
from pathlib import Path

import pytest

from matching.terms import RefusalCode
from tests.matching import rounds
from tests.support.minutes import SOAKING, examples, sampling_seed

BLOCKS = 40
_ROUNDS_A_BLOCK = examples(in_ci=8, in_soak=25_000)
# Beyond what any earlier sample began with, so that two samples share no round.
_APART = 10**9


@pytest.mark.soak
@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_small_round_endangers_anybody(block: int, first_seed: int) -> None:
    start = first_seed + block * _ROUNDS_A_BLOCK
    tally = rounds.run(range(start, start + _ROUNDS_A_BLOCK))
    assert tally.wrong == []
    assert tally.rounds == _ROUNDS_A_BLOCK
    _write_down(block, tally)


def test_a_sample_moves_people_and_meets_every_rule() -> None:
    """A million rounds in which nothing happens would prove nothing."""
    tally = rounds.run(range(400))
    assert tally.wrong == []
    assert set(tally.refused) == set(RefusalCode)
    assert tally.moves > tally.rounds / 2


@pytest.fixture(scope="module")
def first_seed() -> int:
    """The seed of the first round; another each time, and printed."""
    return sampling_seed() * _APART


def _write_down(block: int, tally: rounds.Tally) -> None:
    """Keep what a soak counted, for `scripts.soak` to add up."""
    folder = os.environ.get("SOAK_COUNTS")
    if SOAKING and folder:
        counts = {"rounds": tally.rounds, "moves": tally.moves, "pairs": tally.pairs}
        Path(folder, f"rounds-{block}.json").write_text(json.dumps(counts))
