"""The lodge: several processes count once, and one works for all of them."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import cycle
from pathlib import Path
from stat import S_IMODE
from threading import Event

import pytest

from api.counts import Budget
from api.lodge import Lodge, NotAnswered, Window
from api.serving import Beside
from reciprocal.composition import Service
from reciprocal.errors import ReciprocalError
from reciprocal.settings import Settings

PATIENCE_SECONDS = 60
TWENTY = Budget("person", 20, 600)


class Worked(Service):
    """A service that writes down what it was asked to work; it may refuse."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.rounds: list[str] = []
        self.taken_up = Event()
        self._working = True

    def run_round(self, round_id: str) -> None:
        if round_id == "refused":
            raise ReciprocalError
        self.rounds.append(round_id)

    def ask_landlords(self, round_id: str) -> None:
        self.rounds.append(f"{round_id} is decided")

    def take_up(self) -> None:
        self.taken_up.set()

    def close(self) -> None:
        self._working = False
        super().close()


@pytest.fixture
def settings(sqlite_template: Path, tmp_path: Path) -> Settings:
    file = tmp_path / "reciprocal.db"
    file.write_bytes(sqlite_template.read_bytes())
    return Settings(database_url=f"sqlite:///{file}", key_file=tmp_path / "root.json")


@pytest.fixture
def worked(settings: Settings) -> Iterator[Worked]:
    with closing(Worked(settings)) as service:
        yield service


@pytest.fixture
def lodge(worked: Worked) -> Iterator[Lodge]:
    with Lodge(worked) as lodge:
        yield lodge


def test_fifty_at_once_through_three_windows_spend_one_budget(lodge: Lodge) -> None:
    windows = [Window(lodge.address) for _ in range(3)]
    turns = [window for _, window in zip(range(50), cycle(windows), strict=False)]
    with ThreadPoolExecutor(12) as several:
        found = list(several.map(lambda each: each.spend(TWENTY, "someone"), turns))
    allowed = [each for each in found if each.allowed]
    assert min(each.left for each in allowed) == 0
    assert len(allowed) == TWENTY.requests
    assert all(each.left == 0 for each in found if not each.allowed)
    assert all(time.time() < each.reset_at <= time.time() + 601 for each in found)
    assert windows[0].spend(TWENTY, "another").left == TWENTY.requests - 1
    assert len({window.salt for window in windows}) == 1
    for window in windows:
        window.close()


def test_two_lodges_digest_a_name_differently(worked: Worked, lodge: Lodge) -> None:
    with Lodge(worked) as other:
        assert Window(lodge.address).salt != Window(other.address).salt


def test_the_socket_is_its_own_users_alone_and_goes_with_the_lodge(
    worked: Worked,
) -> None:
    with Lodge(worked) as lodge:
        folder = Path(lodge.address).parent
        assert S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_who_serves_has_rounds_worked_by_the_worker(
    settings: Settings, worked: Worked, lodge: Lodge
) -> None:
    with closing(Beside(settings, Window(lodge.address))) as beside:
        beside.run_round("a-round")
        beside.ask_landlords("a-round")
        assert worked.rounds == ["a-round", "a-round is decided"]
        assert beside.is_ready()
        worked._working = False
        assert not beside.is_ready()


def test_what_the_worker_cannot_do_is_said_and_the_window_stays(
    worked: Worked, lodge: Lodge
) -> None:
    window = Window(lodge.address)
    with pytest.raises(NotAnswered):
        window.run_round("refused")
    window.run_round("the next")
    assert worked.rounds == ["the next"]


def test_rounds_are_looked_for_when_a_process_is_gone(
    worked: Worked, lodge: Lodge
) -> None:
    window = Window(lodge.address)
    assert not worked.taken_up.is_set()
    window.close()
    assert worked.taken_up.wait(PATIENCE_SECONDS)


def test_nobody_is_counted_or_let_in_once_the_lodge_is_gone(worked: Worked) -> None:
    with Lodge(worked) as lodge:
        address = lodge.address
    with pytest.raises(OSError, match="No such file"):
        Window(address)
