"""What a coordinator types to try something out, and what the command says."""

from pathlib import Path

import pytest
from sqlmodel import select

from fixtures.load import COORDINATOR
from fixtures.people import sign_in_name
from fixtures.scenarios import chain_from_a_void
from reciprocal.homes.tables import Home
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds.what_if import WISHES_LEFT_OUT, NothingToTry
from reciprocal.try_out import _NOTHING_SHORT
from tests.reciprocal.rounds.test_rounds import row_of
from tests.reciprocal.rounds.test_what_if import chain
from tests.support.typed import Type, typed
from tests.support.world import DAY, MakeWorld

__all__ = ["typed"]


def test_the_command_prints_what_each_level_loses_and_no_place(
    make_world: MakeWorld,
    typed: Type,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    with world.acting(world.coordinator) as session:
        request = session.get_one(PropertyRequest, requests[2]).board_ref
        home = session.get_one(Home, homes[2])
        last = home.board_ref
        places = {row.authority_code for row in session.exec(select(Home))}
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", world.copy.url)
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", str(tmp_path / "root.json"))
    words = ("round", "what-if", row_of(world, round_id).board_ref)
    person = ("--as", sign_in_name(COORDINATOR, "lead"))
    said = typed(*words, *person, "--forbid-move", f"{request}:{last}")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].startswith("The first level that differs is urgency_bands.")
    assert lines[1] == "Households that move no longer: 1; that move instead: 0."
    assert lines[2] == WISHES_LEFT_OUT
    assert lines[3].split() == ["level", "without", "with", "lost", "proven"]
    rows = {line.split()[0]: line.split()[1:] for line in lines[4:-1]}
    assert rows["households"] == ["3", "2", "1", "yes"]
    assert lines[-1] == (
        "Moves to be expected if 80 steps in 100 are completed (an assumption): "
        "1.9 without, 1.4 with."
    )
    assert not any(str(place) in said.out for place in places)
    assert not any(each in said.out for each in (*requests, *homes, request, last))
    short = ("round", "short-of", words[2])
    said = typed(*short, *person)
    assert (said.code, said.out, said.err) == (0, f"{_NOTHING_SHORT}\n", "")
    said = typed(*words, *person)
    assert (said.code, said.out, said.err) == (1, "", f"{NothingToTry.sentence}\n")
    said = typed(*words, "--as", "nobody@nowhere.example", "--force-request", request)
    assert (said.code, said.err) == (1, "Nobody signs in by that name.\n")
