"""A round solved again is the round that was recorded, or the command says not."""

from pathlib import Path

import pytest

from fixtures.scenarios import chain_from_a_void
from reciprocal.rounds.tables import MatchRound
from reciprocal.sealing import operations as sealing
from tests.support.typed import Type, typed
from tests.support.world import DAY, MakeWorld

__all__ = ["typed"]


def test_a_replay_is_sound_until_the_record_is_of_another_seed(
    make_world: MakeWorld,
    typed: Type,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", world.copy.url)
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", str(tmp_path / "root.json"))
    said = typed("round", "replay")
    assert (said.code, said.out, said.err) == (0, "The replay is sound.\n", "")
    with world.acting(world.coordinator) as session:
        row = session.get_one(MatchRound, round_id)
        row.seed = sealing.seal(session, row.key_id, "match_round.seed", row.id, 1)
        session.add(row)
    said = typed("round", "replay")
    assert (said.code, said.out) == (1, "")
    assert said.err == "The plan differs: the engine or the record has changed.\n"
