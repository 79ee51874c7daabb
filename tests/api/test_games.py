"""Games an insider plays against the API, and what they learn: nothing.

The player is somebody with a real sign-in at a landlord or a service. Two schemes
differ only in what the player would like to know; everything the player is told in
either must be the same to the byte, once its own random references are numbered in
the order they came. Where nothing differs no statistics are needed: the best guess is
the guess without playing. Each game also shows that it can be lost: what the player
may rightly learn later, it sees.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from fixtures.load import COORDINATOR
from fixtures.rows import Rows
from fixtures.scenarios import (
    AREAS,
    CAMDEN,
    HACKNEY,
    ISLINGTON,
    LAMBETH,
    SOUTHWARK,
    chain_from_a_void,
)
from reciprocal.access.actor import service
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations.rules import SchemeRules
from reciprocal.rounds import run
from tests.journeys.walking import Walk
from tests.support.world import DAY, Fill, World, opened, solve_here

# A tag, a reference, a code: a tag that is the same again gets its number again.
_OWN = re.compile(
    r"[0-9a-f]{40}|[0-9a-f]{32}|[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"
)
# How long until a request counts no more: the machine's own clock, and not a test's.
_COUNTDOWN = re.compile(r"(?<=;t=)[0-9]+")
# Sealed anew each time; only that there is one, and how long, can tell anything.
_CURSOR = re.compile(r'(?<="next":")[A-Za-z0-9_-]+')
_UNTOLD_HEADERS = frozenset({"content-length"})
PROBES_AN_AREA = 4
BEXLEY = "E09000004"
LISTS = ("/v1/homes", "/v1/offers", "/v1/departures", "/v1/tasks")
OTHER_SERVICE = "Harbour Survivors' Network"


@dataclass
class Transcript:
    """Everything a player was told, with its references numbered as they came."""

    lines: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def write(self, asked: str, answer: Any) -> None:  # noqa: ANN401 - an httpx response
        headers = sorted(
            f"{name}: {value}"
            for name, value in answer.headers.items()
            if name not in _UNTOLD_HEADERS
        )
        self.note("\n".join((asked, str(answer.status_code), *headers, answer.text)))

    def note(self, told: str) -> None:
        """Write down what was told in another way than by an answer."""
        for chance in (_COUNTDOWN, _CURSOR):
            told = chance.sub("", told)
        self.lines.append(_OWN.sub(self._number, told))

    def _number(self, found: re.Match[str]) -> str:
        return f"#{self.numbers.setdefault(found.group(), len(self.numbers))}"


@dataclass
class Player:
    """Somebody who posts, reads, amends and withdraws, and writes down every answer."""

    world: World
    code: str
    told: Transcript = field(default_factory=Transcript)

    def ask(
        self, method: str, path: str, body: object | None = None, who: str = "lead"
    ) -> Any:  # noqa: ANN401 - an httpx response
        answer = self.world.call(self.code, method, path, body, who=who)
        self.told.write(f"{method} {path}", answer)
        return answer

    def post(self, number: int, postcode: str, uprn: str | None = None) -> Any:  # noqa: ANN401 - likewise
        # Apart in time, so that the order of a list is not the order of its references.
        self.world.wait(seconds=1)
        today = self.world.hands.now().date()
        return self.ask(
            "POST",
            "/v1/homes",
            {
                "uprn": uprn or probe_uprn(number),
                "address": f"Flat {number}, 9 Lantern Example Street",
                "postcode": postcode,
                "bedrooms": 2,
                "persons_max": 4,
                "kind": "flat",
                "floor": 1,
                "lift": True,
                "access": "general",
                "rent_basis": "social",
                "weekly_rent_pence": 12000,
                "tenancy_offered": "secure_lifetime",
                "letting_route": "council_direct",
                "supply": "void",
                "void_date": (today - timedelta(days=3)).isoformat(),
                "ready_date": (today + timedelta(days=1)).isoformat(),
            },
        )

    def look(self, *paths: str) -> None:
        """Read everything there is to read."""
        for path in paths or LISTS:
            for row in self.ask("GET", path).json()["items"]:
                if path != "/v1/tasks":
                    self.ask("GET", f"{path}/{row['reference']}")
        self.ask("GET", "/v1/board/homes")
        self.ask("GET", "/v1/unused-homes")


def probe_uprn(number: int) -> str:
    return f"9992{number:08}"


def household_for(*areas: str, uprn: str | None = None) -> Rows:
    """Return a scheme with a household that can live in one area, and its player's."""
    found = chain_from_a_void(DAY)
    mine, theirs = (
        next(row for row in found.requests if row.provider_code == code)
        for code in (HACKNEY, LAMBETH)
    )
    outer = tuple(code for code in mine.areas_of_choice if code not in AREAS)
    changes: dict[str, object] = {"areas_of_choice": (*areas, *outer)}
    if uprn is not None:
        changes["home_uprn"] = uprn
    other = {
        "referring_service": OTHER_SERVICE,
        "areas_of_choice": (*outer, BEXLEY),
    }
    requests = (mine.model_copy(update=changes), theirs.model_copy(update=other))
    return replace(found, homes=(), requests=requests)


@pytest.fixture
def scheme(
    database_kind: str, filled: Fill, tmp_path: Path
) -> Callable[[Rows], AbstractContextManager[World]]:
    """Open one scheme after another, each with its own clock."""
    folders = iter(range(10))

    def begin(rows: Rows) -> AbstractContextManager[World]:
        folder = tmp_path / str(next(folders))
        folder.mkdir()
        return opened(filled(database_kind, rows, SchemeRules()), folder)

    return begin


Scheme = Callable[[Rows], AbstractContextManager[World]]


def probe(world: World) -> tuple[list[str], list[str]]:
    """Post twenty voids over five areas and watch; return before and after an offer."""
    player = Player(world, ISLINGTON)
    areas = (CAMDEN, ISLINGTON, LAMBETH, SOUTHWARK, HACKNEY)
    postcodes = [AREAS[area] for area in areas] * PROBES_AN_AREA
    uprns = [probe_uprn(number) for number in range(len(postcodes))]
    player.ask("POST", "/v1/stock", {"uprns": uprns})
    posted = [
        player.post(n, place).json()["reference"] for n, place in enumerate(postcodes)
    ]
    for reference in posted:
        player.ask("POST", f"/v1/homes/{reference}/release", who="deputy")
    player.look()
    player.ask("POST", f"/v1/homes/{posted[-1]}/withdraw")
    player.post(len(postcodes) - 1, postcodes[-1])
    player.post(0, postcodes[0])

    held: list[str] = []
    world.working.run_round = held.append  # type: ignore[method-assign,assignment]
    walk = Walk(world, new=ISLINGTON)
    walk.run_round()
    player.look()
    run.solve_round(world.working.database, held[0], lambda _: None, solve=solve_here)
    player.look()
    world.working.agree(held[0])
    player.look()
    player.post(0, postcodes[0])
    before = list(player.told.lines)

    walk.case = walk.only_case("proposed")
    assert walk.look().status_code == 200
    player.look()
    return before, player.told.lines


def test_probe_voids_tell_nothing_of_where_a_household_would_live(
    scheme: Scheme,
) -> None:
    """T1: twenty invented voids in five areas, watched until a worker has looked."""
    told = []
    for area in (CAMDEN, SOUTHWARK):
        with scheme(household_for(area)) as world:
            told.append(probe(world))
    (before, after), (other_before, other_after) = told
    assert first_difference(before, other_before) is None
    # An offer is for a home, and the player sees for which: that it may.
    assert first_difference(after, other_after) is not None


def test_a_dwelling_that_another_landlord_has_posted_is_answered_like_any(
    scheme: Scheme,
) -> None:
    """T11: only the coordinator learns that two claim one dwelling."""
    told, clashes = [], []
    for posted_before in (probe_uprn(77), probe_uprn(78)):
        with scheme(household_for(CAMDEN)) as world:
            first = Player(world, CAMDEN)
            first.ask("POST", "/v1/stock", {"uprns": [posted_before]})
            assert first.post(1, AREAS[CAMDEN], posted_before).status_code == 201
            player = Player(world, ISLINGTON)
            player.ask("POST", "/v1/stock", {"uprns": [probe_uprn(77)]})
            made = player.post(2, AREAS[ISLINGTON], probe_uprn(77))
            assert made.status_code == 201
            player.look()
            told.append(player.told.lines)
            clashes.append(tasks(world, TaskKind.HOME_CLASH))
    assert first_difference(*told) is None
    assert clashes == [[COORDINATOR], []]


def test_a_copy_of_a_case_is_answered_like_any(scheme: Scheme) -> None:
    """T2: only the coordinator learns that a household has a case already."""
    told, clashes = [], []
    for uprn in (probe_uprn(55), probe_uprn(56)):
        with scheme(household_for(CAMDEN, uprn=uprn)) as world:
            # A day apart, so that a list is not in the order of its references.
            world.wait(days=1)
            player = Player(world, "SERVICE2")
            made = player.ask("POST", "/v1/cases", copied_case(world))
            assert made.status_code == 201, made.json()
            case = f"/v1/cases/{made.json()['reference']}"
            for purpose in ("matching", "tenancy_check"):
                player.ask("POST", f"{case}/consents", {"purpose": purpose})
            assert player.ask("POST", f"{case}/submit").status_code == 200
            player.look("/v1/cases", "/v1/tasks")
            told.append(player.told.lines)
            clashes.append(tasks(world, TaskKind.CASE_CLASH))
    assert first_difference(*told) is None
    assert clashes == [[COORDINATOR], []]


def copied_case(world: World) -> dict[str, object]:
    """Return the case of a household in the home of UPRN 55."""
    today = world.hands.now().date()
    return {
        "area_of_choice": "listed",
        "areas_of_choice": [*AREAS],
        "areas_to_avoid": [],
        "landlord_code": HACKNEY,
        "tenancy_reference": "HACKNEY-COPY",
        "tenancy_held": "secure_lifetime",
        "tenancy_start": (today - timedelta(days=900)).isoformat(),
        "joint": False,
        "adults": 1,
        "children": [],
        "expected_children": 0,
        "access_need": "general",
        "floor_max_without_lift": None,
        "ground_floor_unsafe": False,
        "affordable_rent_accepted": False,
        "risk_kind": "stalking",
        "urgency": 2,
        "trigger_kind": "none",
        "trigger_date": None,
        "dash_score": None,
        "home": {
            "uprn": probe_uprn(55),
            "address": "Flat 55, 9 Lantern Example Street",
            "postcode": AREAS[HACKNEY],
        },
    }


def tasks(world: World, kind: TaskKind) -> list[str]:
    """Name the members that have an open task of a kind."""
    by_id = {member.id: code for code, member in world.loaded.members.items()}
    with world.acting(service(world.loaded.scheme_id)) as session:
        found = session.exec(select(Task).where(Task.kind == kind)).all()
        return [by_id[task.organisation_id] for task in found]


def first_difference(one: list[str], other: list[str]) -> tuple[str, str] | None:
    """Return the first answers that differ; None where the player heard the same."""
    for mine, theirs in zip_longest(one, other, fillvalue=""):
        if mine != theirs:
            return mine, theirs
    return None
