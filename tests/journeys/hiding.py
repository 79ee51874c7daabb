"""What an attacker does who looks for a hidden step, and the schemes they do it in."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import select

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, ISLINGTON
from reciprocal.access.actor import service
from reciprocal.homes.tables import Home
from reciprocal.ledger import queries as ledger
from reciprocal.reports import facts
from tests.journeys.walking import (
    SERVICE,
    Walk,
    case_body,
    items,
)
from tests.reciprocal.homes.imports.sheets import as_json, row
from tests.support.world import World

GOES_ON = {"stop": False, "hide_from_lead": False}
RENT_PENCE = 9_900
IMPORT = "/v1/imports/homes"


@dataclass(slots=True)
class Attacker:
    """One of Camden's who is not the named lead, and all that they were answered."""

    world: World
    who: str
    home: str
    told: list[Any] = field(default_factory=list)

    def ask(self, method: str, path: str, body: object | None = None) -> Any:  # noqa: ANN401 - JSON
        """Ask as them, and keep what was answered."""
        if self.who == "system":
            answer = self.world.machine_call(CAMDEN, method, path, body)
        else:
            answer = self.world.call(CAMDEN, method, path, body, who=self.who)
        said = answer.json()
        self.told.append((method, path, answer.status_code, json.dumps(said)))
        return said

    def read(self) -> None:
        """Read every list, and the home by its reference."""
        for stage in ("", "?stage=in_pot", "?stage=reserved", "?stage=withdrawn"):
            self.ask("GET", f"/v1/homes{stage}")
        for path in (f"/v1/homes/{self.home}", "/v1/offers", "/v1/unused-homes"):
            self.ask("GET", path)
        self.ask("GET", "/v1/rent-lost")

    def amend(self) -> None:
        self.ask("PATCH", f"/v1/homes/{self.home}", {"weekly_rent_pence": RENT_PENCE})
        self.read()

    def withdraw(self) -> None:
        """Withdraw the home, and again."""
        for _ in range(2):
            self.ask("POST", f"/v1/homes/{self.home}/withdraw")
        self.read()

    def leave_out(self) -> None:
        """Send the nightly list without the home, and one that has it again."""
        other = json.loads(as_json([row(1)]))
        for dry_run in ("true", "false"):
            path = f"{IMPORT}?mode=snapshot&dry_run={dry_run}"
            if self.who == "system":
                answer = self.world.machine_call(CAMDEN, "POST", path, other)
            else:
                answer = self.world.call(CAMDEN, "POST", path, other, who=self.who)
            said = answer.json()
            assert answer.status_code == 201, said
            self.told.append((said["withdrawn_references"], said["kept_references"]))
        self.ask("GET", f"/v1/homes/{self.home}")


def the_void(world: World) -> Home:
    with world.acting(service(world.loaded.scheme_id)) as session:
        landlord = world.loaded.members[CAMDEN].id
        return session.exec(
            select(Home).where(Home.provider_id == landlord).order_by(Home.posted_at)
        ).all()[0]


def ready(world: World) -> Home:
    """Let the landlord have a system, and another dwelling that it could post."""
    world.machine(CAMDEN)
    body = {"uprns": [row(1)["UPRN"]]}
    assert world.call(CAMDEN, "POST", "/v1/stock", body).status_code == 201
    return the_void(world)


def books(world: World, who: str = COORDINATOR) -> list[Any]:
    """Return what somebody reads of balances and of debts."""
    return [items(world, who, path) for path in ("/v1/balances", "/v1/debts")]


def on_board(world: World) -> list[Any]:
    """Return the homes that the coordinator reads, by every stage."""
    return [
        items(world, COORDINATOR, f"/v1/board/homes{stage}")
        for stage in ("", "?stage=in_pot", "?stage=reserved", "?stage=let")
    ]


def hide(walk: Walk, body: dict[str, bool]) -> None:
    told = walk.as_worker("POST", "/change-in-risk", body)
    assert told.status_code == 200, told.json()


def hides(world: World, stage: str) -> Walk:
    """Walk to a stage, hidden before the household answers."""
    walk = Walk(world).to("agreed")
    hide(walk, GOES_ON)
    for each in ("accepted", "signed", "completed"):
        if walk.stage() != stage:
            walk.to_next(each)
    return walk


def waits(world: World, until: datetime) -> None:
    """Let the worker find the home unsafe, so that the household waits."""
    walk = Walk(world)
    walk.propose()
    assert walk.look(safe=False).status_code == 200
    world.hands.on(until)


def known(lists: list[Any]) -> list[Any]:
    """Return lists of homes without those that were posted under a new reference."""
    return [
        [home for home in some if home["stage"] != "awaiting_release"] for some in lists
    ]


def laws_hold(world: World) -> bool:
    with world.acting(service(world.loaded.scheme_id)) as session:
        found = ledger.prove(session, facts.of_the_book(session))
    return not any(law.violations for law in found)


def refer_again(walk: Walk) -> str:
    """Let the old tenancy end, and the worker refer from the new one; submit it."""
    walk.world.wait(days=1)
    today = walk.today().isoformat()
    ended = walk.as_old("POST", "/tenancy-end", {"tenancy_end": today})
    assert ended.status_code == 200, ended.json()
    body = case_body(CAMDEN, ISLINGTON, tenancy_start=today)
    anew = walk.as_worker("POST", "/refer-again", body)
    assert anew.status_code == 201, anew.json()
    case = str(anew.json()["reference"])
    for purpose in ("matching", "tenancy_check", "offer"):
        path = f"/v1/cases/{case}/consents"
        given = walk.world.call(SERVICE, "POST", path, {"purpose": purpose})
        assert given.status_code == 204, given.json()
    submitted = walk.world.call(SERVICE, "POST", f"/v1/cases/{case}/submit")
    assert submitted.status_code == 200, submitted.json()
    return case
