"""A stranger's systems work over a bad line: 500 homes once, and a case to the keys.

The programs are those of docs/integrating.md. They speak TCP to a served process
through a proxy that cuts the upload, once before its body arrived and once when the
homes were posted and the answer was on its way.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import AREAS, CAMDEN, chain_from_a_void
from reciprocal import clock
from reciprocal.client import (
    XLSX,
    Client,
    Patience,
    PersonSignIn,
    SystemClient,
    Unreachable,
    every,
    key_from_file,
    new_key_file,
    systems,
)
from reciprocal.homes.tables import Home
from tests.journeys.test_sixty_four_at_once import served
from tests.journeys.walking import SERVICE, Walk
from tests.reciprocal.homes.imports.sheets import as_csv, as_xlsx, grid, row
from tests.support.cutting import Cut, CuttingProxy
from tests.support.examples import EXAMPLES, Run, load, run
from tests.support.world import COORDINATOR, DAY, MakeWorld, World

HOMES = 500
STREET = "Zyzzyva9417 Road"
UPLOAD = b"POST /v1/imports/homes?mode=snapshot "


@dataclass(slots=True)
class Line:
    """The way from a stranger's systems to the service.

    Attributes:
        proxy: What the systems speak through; it is the service's public address.
        direct: What people speak to.
    """

    world: World
    proxy: CuttingProxy
    direct: str
    folder: Path
    run: Run

    def system(self, code: str) -> dict[str, str]:
        """Make a key and register a system with it; return its settings."""
        path = self.folder / f"{code}.pem"
        public = self.folder / f"{code}.json"
        public.write_text(json.dumps(new_key_file(path)))
        email = sign_in_name(code, "lead")
        ended, printed = self.run(
            "register_system.py", email, "voids", public, SERVICE=self.direct
        )
        assert ended is None, printed
        return {
            "SERVICE": self.proxy.url,
            "CLIENT_ID": printed.strip(),
            "KEY_FILE": str(path),
        }

    def person(self, code: str, who: str = "lead") -> Client:
        signed = PersonSignIn(sign_in_name(code, who), PASSWORD)
        return Client(self.direct, signed)

    def machine(self, settings: dict[str, str], **patience: Any) -> Client:  # noqa: ANN401 - figures
        key = key_from_file(settings["KEY_FILE"])
        return Client(
            settings["SERVICE"],
            SystemClient(settings["CLIENT_ID"], key),
            patience=Patience(first_wait_s=0.01, **patience),
        )


@contextmanager
def line(world: World, folder: Path, run: Run, *cuts: Cut) -> Iterator[Line]:
    """Serve a world behind a proxy that makes these cuts in the uploads."""
    with served(world) as direct, CuttingProxy(direct, UPLOAD, cuts) as proxy:
        told = {"public_url": proxy.url}
        world.working.settings = world.working.settings.model_copy(update=told)
        yield Line(world, proxy, direct, folder, run)


@pytest.fixture(autouse=True)
def one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The world's clock is its own, and the systems' signatures say the time."""
    monkeypatch.setattr(systems, "now_s", lambda: clock.now().timestamp())


def spreadsheet(folder: Path, homes: int = HOMES, **change: Any) -> Path:  # noqa: ANN401 - any cell
    """Write a landlord's voids as its own system exports them."""
    rows = [row(each, address=f"{each} {STREET}") for each in range(homes)]
    rows[-1] |= row(homes - 1, address=f"{homes} {STREET}", **change)
    path = folder / "voids.xlsx"
    path.write_bytes(as_xlsx(("Voids", grid(rows))))
    return path


def register_stock(line: Line, file: Path) -> None:
    with line.person(CAMDEN) as lead:
        told = lead.import_stock(
            file.read_bytes(),
            content_type=XLSX,
        )
        assert told.body["added"] == told.body["rows"]


def posted(world: World) -> int:
    """Return how many homes of the spreadsheet stand in the database."""
    with world.acting(world.coordinator) as session:
        return session.exec(
            select(func.count(col(Home.id))).where(
                col(Home.weekly_rent_pence) == 11_875
            )
        ).one()


def secrets() -> tuple[bytes, ...]:
    """Return what no system may read: addresses, postcodes and UPRNs."""
    streets = (STREET, "Lantern Example Street", "Example Road")
    plain = (*streets, *AREAS.values(), "50000004", "50000000")
    return tuple(each.encode() for each in plain)


def test_five_hundred_homes_once_and_a_case_to_the_keys(
    make_world: MakeWorld, tmp_path: Path, run: Run
) -> None:
    world = make_world(chain_from_a_void(DAY))
    cuts = (Cut.IN_BODY, Cut.BEFORE_REPLY)
    with line(world, tmp_path, run, *cuts) as found:
        # Given a landlord's system, and a spreadsheet of 500 of its dwellings
        file = spreadsheet(tmp_path)
        register_stock(found, file)
        voids, cases = found.system(CAMDEN), found.system(SERVICE)
        # When it posts them while its connection is cut twice
        ended, told = run("nightly_voids.py", file, **voids)
        # Then they stand once, sent three times under one key
        assert ended == 0, told
        assert told.startswith(f"{HOMES} rows: {HOMES} posted, 0 amended")
        assert not found.proxy.cuts
        assert (len(found.proxy.keys), len(set(found.proxy.keys))) == (3, 1)
        assert posted(world) == HOMES
        # And when a colleague releases them, and a coordinator runs a round
        with found.machine(voids) as system:
            waiting = every(system.own_homes, stage="awaiting_release", limit=200)
            references = [home["reference"] for home in waiting]
            assert len(set(references)) == len(references) == HOMES
            with found.person(CAMDEN, "deputy") as deputy:
                released = deputy.release_homes({"references": references})
            assert released.body["released"] == HOMES
            email = sign_in_name(COORDINATOR, "lead")
            ended, steps = run("run_round.py", email, SERVICE=found.direct)
            assert ended is None, steps
            assert "published" in steps
            assert "ready" in steps
            # Then the case system follows its case to the keys
            walk = Walk(world)
            walk.case = walk.only_case("proposed")
            stages = to_the_keys(found, walk, cases)
            assert stages == ["proposed", "offered", "accepted", "moved"]
            offers = list(every(system.own_offers))
            assert [offer["stage"] for offer in offers] == ["completed"]
            system.own_home(offers[0]["home"])
        ended, listed = run("follow_case.py", **cases)
        assert ended is None, listed
        assert len(listed.splitlines()) == 3
        ended, last = run("follow_case.py", walk.case, **cases)
        assert (ended, last.partition(":")[0]) == (None, "moved")
    # And whatever a system read was read here too
    assert references[0].encode() in found.proxy.replies
    assert b"moved" in found.proxy.replies
    # And nothing that a system read, or a program printed, says where anybody lives
    printed = (told + steps + listed + last).encode()
    for secret in secrets():
        assert secret not in found.proxy.replies
        assert secret not in printed


def to_the_keys(found: Line, walk: Walk, settings: dict[str, str]) -> list[str]:
    """Walk a case on, and return the stages as its own system was told them."""
    with found.machine(settings) as system:
        told = load("follow_case.py")["follow"](system, walk.case, 0.01)
        stages = [next(told)]
        known = system.own_case(walk.case)
        assert system.own_case(walk.case, known=known) is known
        for act, moves in (
            (walk.look, True),
            (walk.agree, False),
            (walk.depart, False),
            (walk.view, False),
            (walk.accept, True),
            (walk.sign, False),
            (walk.start, True),
        ):
            answer = act()
            assert answer.status_code == 200, answer.json()
            if moves:
                stages.append(next(told))
        assert next(told, None) is None
    return [stage.partition(":")[0] for stage in stages]


@pytest.mark.parametrize("cut", list(Cut))
def test_a_night_that_was_cut_off_is_sent_again_under_its_key(
    make_world: MakeWorld, tmp_path: Path, run: Run, cut: Cut
) -> None:
    world = make_world(chain_from_a_void(DAY))
    nightly = load("nightly_voids.py")
    with line(world, tmp_path, run, cut) as found:
        file = spreadsheet(tmp_path, homes=20)
        register_stock(found, file)
        settings = found.system(CAMDEN)
        with found.machine(settings, attempts=1) as system:
            with pytest.raises(Unreachable):
                nightly["post_voids"](system, file)
            assert posted(world) == (20 if cut is Cut.BEFORE_REPLY else 0)
            assert nightly["post_voids"](system, file).startswith("20 rows: 20 posted")
            assert len(set(found.proxy.keys)) == 1
            # The night after has a key of its own
            told = nightly["post_voids"](system, file)
        assert "0 posted, 0 amended, 20 unchanged" in told
        assert len(set(found.proxy.keys)) == 2
        assert posted(world) == 20


def test_a_new_file_after_a_night_that_was_cut_off_has_a_new_key(
    tmp_path: Path,
) -> None:
    key_for = load("nightly_voids.py")["key_for"]
    kept = tmp_path / "voids.xlsx.key"
    first = key_for(b"tonight", kept)
    assert key_for(b"tonight", kept) == first
    assert key_for(b"tomorrow", kept) != first


def test_faults_are_told_by_row_and_header_and_nothing_is_posted(
    make_world: MakeWorld, tmp_path: Path, run: Run
) -> None:
    world = make_world(chain_from_a_void(DAY))
    with line(world, tmp_path, run) as found:
        settings = found.system(CAMDEN)
        good = spreadsheet(tmp_path, homes=20)
        register_stock(found, good)
        bad = spreadsheet(tmp_path, homes=20, postcode=STREET, bedrooms="many")
        ended, told = run("nightly_voids.py", bad, **settings)
    assert ended == 1
    assert "rows_invalid" in told
    assert "row 21, Postcode: " in told
    assert "row 21, No of beds: " in told
    assert STREET not in told
    assert posted(world) == 0


def test_a_night_sends_a_file_with_commas_and_says_when_there_is_none(
    make_world: MakeWorld, tmp_path: Path, run: Run
) -> None:
    """A night without an export ended in the program's own lines."""
    world = make_world(chain_from_a_void(DAY))
    with line(world, tmp_path, run) as found:
        register_stock(found, spreadsheet(tmp_path, homes=2))
        file = tmp_path / "voids.csv"
        file.write_bytes(as_csv([row(each) for each in range(2)]))
        settings = found.system(CAMDEN)
        ended, told = run("nightly_voids.py", file, **settings)
        assert (ended, told.startswith("2 rows: 2 posted")) == (0, True)
        missing = tmp_path / "tomorrow.csv"
        ended, told = run("nightly_voids.py", missing, **settings)
    assert (ended, told.strip()) == (1, f"There is no file {missing}.")


def test_the_first_call_of_the_page_is_answered(
    make_world: MakeWorld,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (EXAMPLES.parent / "integrating.md").read_text()
    code = page.partition("## A first call\n\n```python\n")[2].partition("```")[0]
    world = make_world(chain_from_a_void(DAY))
    with line(world, tmp_path, run) as found:
        for name, value in found.system(CAMDEN).items():
            monkeypatch.setenv(name, value)
        exec(code, {})  # noqa: S102 - the page itself
    assert capsys.readouterr().out == "landlord_system\n1\n"


def test_nobody_there_is_to_be_tried_again(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_key_file(tmp_path / "voids.pem")
    settings = {
        "SERVICE": "http://127.0.0.1:9",
        "CLIENT_ID": "m1",
        "KEY_FILE": tmp_path / "voids.pem",
    }
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(Patience, "wait_s", lambda *_: 0.0)
    ended, told = run("nightly_voids.py", spreadsheet(tmp_path, 1), **settings)
    assert (ended, "same key" in told) == (2, True)
    for program in ("follow_case.py", "register_system.py", "run_round.py"):
        given = {"register_system.py": ("e", "n", "f"), "run_round.py": ("e",)}
        ended, _ = run(program, *given.get(program, ()), **settings)
        assert "Nobody answered" in str(ended)
    (tmp_path / "voids.pem").chmod(0o644)
    ended, told = run("nightly_voids.py", tmp_path / "voids.xlsx", **settings)
    assert (ended, "0600" in told) == (2, True)
    assert "0600" in str(run("follow_case.py", **settings)[0])


__all__ = ["run"]
