"""What is typed when somebody asks what is held, and the files that it writes."""

import json
import stat
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from fixtures.load import COORDINATOR
from fixtures.people import sign_in_name
from reciprocal.rights.answer import NOTHING
from reciprocal.rights.listed import held
from tests.journeys.walking import SERVICE
from tests.reciprocal.journey import Journey, one_move
from tests.support.typed import Type, typed
from tests.support.world import MakeWorld

__all__ = ["typed"]


@pytest.fixture
def journey(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> Journey:
    journey = Journey(make_world(one_move()))
    settings = journey.world.working.settings
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", str(settings.key_file))
    return journey


def test_all_who_ask_are_told_the_same_on_screen_and_its_worker_more_in_the_file(
    journey: Journey, typed: Type, tmp_path: Path
) -> None:
    case = journey.request.case_ref
    texts = []
    for number, who in enumerate(
        (
            ("--as", sign_in_name(SERVICE, "lead")),
            ("--as", sign_in_name(SERVICE, "deputy")),
            ("--as", "nobody@example.org"),
            (),
        )
    ):
        file = tmp_path / f"{number}.md"
        said = typed("rights", "answer", case, *who, "--to", str(file))
        assert (said.code, said.out, said.err) == (0, "It is written.\n", "")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        texts.append(file.read_text())
    assert texts[0].startswith("# What the scheme holds on this case\n")
    assert texts[1:] == [NOTHING, NOTHING, NOTHING]


def test_two_coordinators_write_the_file_for_a_court(
    journey: Journey, typed: Type, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    names = [sign_in_name(COORDINATOR, who) for who in ("lead", "deputy")]

    def type_(name: str) -> tuple[object, str]:
        case = journey.request.board_ref
        done = typed("rights", "court-file", case, "--as", name, "--to", str(file))
        return done.code, done.out

    asked = (0, "Another coordinator must say so too, within a week.\n")
    assert type_(names[0]) == asked
    assert type_(names[0]) == (1, "")
    assert not file.exists()
    assert type_(names[1]) == (0, "It is written.\n")
    assert list(json.loads(file.read_text())) == list(held())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # And a file that is there is never written over: no word is used up.
    assert type_(names[1])[0] == 1
    file.unlink()
    assert type_(names[1]) == asked
    file.touch()
    assert type_(names[0])[0] == 1
    file.unlink()
    assert type_(names[0]) == (0, "It is written.\n")


def test_a_file_is_filled_once_it_is_on_record(
    journey: Journey, typed: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that failed left a file of which there was no record (2026-11-24)."""
    file = tmp_path / "case.md"

    def answered(session: Session, **_: object) -> str:
        session.info["before_commit"] = (lose_the_database,)
        return "all that is held"

    def lose_the_database(_: Session) -> None:
        raise OperationalError("", None, OSError())

    monkeypatch.setattr("reciprocal.rights.answer.answer", answered)
    case, who = journey.request.case_ref, sign_in_name(SERVICE, "lead")
    said = typed("rights", "answer", case, "--as", who, "--to", str(file))
    assert said.code == 1
    assert "The database cannot be used" in said.err
    assert not file.exists()
