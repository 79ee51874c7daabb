"""The game T1 played with files and a system: posted, amended and left out by file.

As in `test_games`, two schemes differ only in where a household would live. The player
also has a webhook, of whose messages everything counts but the order within a minute.
"""

import json
from typing import Any

from sqlmodel import col, func, select

from fixtures.scenarios import AREAS, CAMDEN, HACKNEY, ISLINGTON, LAMBETH, SOUTHWARK
from reciprocal.access.actor import service
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.proposals.tables import Proposal
from reciprocal.webhooks.terms import About
from tests.api.test_games import Player, Scheme, first_difference, household_for
from tests.journeys.walking import Walk
from tests.reciprocal.homes.imports.sheets import Row, as_json, row
from tests.reciprocal.webhooks.desk import deliver, register
from tests.reciprocal.webhooks.receiver import Receiver, receiving
from tests.support.tags import keyed
from tests.support.world import World, bearer

IMPORT = "/v1/imports/homes"
STAGES = ("reserved", "in_pot", "withdrawn")


class Sender(Player):
    """A player who sends files, has a system, and is told by a webhook."""

    def send(self, given: list[Row], **asked: str) -> Any:  # noqa: ANN401 - an httpx response
        """Send a file; of homes that went at once the order is by reference."""
        headers = bearer(self.world.token(self.code)) | keyed()
        answer = self.world.http.post(
            IMPORT,
            content=as_json(given),
            params=asked,
            headers=headers | {"Content-Type": "application/json"},
        )
        said = answer.json()
        for name in ("withdrawn_references", "kept_references"):
            if name in said:
                said[name] = sorted(self.told.numbers[ref] for ref in said[name])
        self.say(f"{IMPORT} {asked}", answer.status_code, json.dumps(said))
        return answer

    def say(self, *told: object) -> None:
        """Write down what was told beside an answer."""
        self.told.note("\n".join(map(str, told)))

    def look_as_system(self) -> None:
        """Read as a person by stage and by page, and all as the system."""
        for stage in STAGES:
            self.ask("GET", f"/v1/homes?stage={stage}")
        pages = self.ask("GET", "/v1/homes?limit=7")
        self.say(len(pages.json()["next"]))
        for path in ("/v1/homes", "/v1/homes?stage=reserved", "/v1/offers", "/v1/me"):
            answer = self.world.machine_call(self.code, "GET", path)
            self.told.write(f"system {path}", answer)

    def hear(self, receiver: Receiver) -> None:
        """Write down what the webhook has told, in one order within each minute."""
        deliver(self.world)
        heard = []
        for call in receiver.calls:
            said = json.loads(call.body)
            number = self.told.numbers[said["data"]["reference"]]
            heard.append((said["timestamp"], said["type"], number, len(call.body)))
        receiver.calls.clear()
        self.say("webhook", *sorted(heard))


def state_counts(world: World) -> dict[str, int]:
    """Count the homes really at each stage."""
    with world.acting(service(world.loaded.scheme_id)) as session:
        counted = session.exec(
            select(Home.state, func.count(col(Home.id))).group_by(col(Home.state))
        ).all()
        return {str(state): count for state, count in counted}


def end_codes(world: World) -> list[EndCode | None]:
    """Return how each step that was proposed ended."""
    with world.acting(service(world.loaded.scheme_id)) as session:
        return [row.end_code for row in session.exec(select(Proposal)).all()]


def probe(world: World, receiver: Receiver) -> list[str]:
    """Post ten voids by file, let rounds draw one, amend, leave all but one out."""
    player = Sender(world, ISLINGTON)
    register(world, ISLINGTON, About.HOMES, url=receiver.url)
    areas = (CAMDEN, ISLINGTON, LAMBETH, SOUTHWARK, HACKNEY) * 2
    given = [row(n, postcode=AREAS[area]) for n, area in enumerate(areas)]
    player.ask("POST", "/v1/stock", {"uprns": [each["UPRN"] for each in given]})
    posted = []
    for each in given:
        # Apart in time, so that the order of a list is not that of its references.
        world.wait(seconds=1)
        made = player.send([each]).json()
        posted.append(made["homes"][0]["reference"])
    released = {"references": posted}
    player.ask("POST", "/v1/homes/release", released, who="deputy")
    player.hear(receiver)

    Walk(world, new=ISLINGTON).run_round()
    assert state_counts(world)[HomeState.RESERVED] == 1, "a home was drawn"
    player.look("/v1/homes")
    player.look_as_system()
    player.hear(receiver)

    dearer = [each | {"Weekly rent": "119.75"} for each in given]
    for asked in ({"dry_run": "true"}, {}):
        player.send(dearer, mode="snapshot", **asked)
    player.send(dearer)
    player.hear(receiver)
    # The step ended, since it promised a lower rent; the next round draws it anew.
    assert HomeState.RESERVED not in state_counts(world)
    Walk(world, new=ISLINGTON).run_round()
    assert state_counts(world)[HomeState.RESERVED] == 1, "a home was drawn again"
    player.look("/v1/homes")
    player.hear(receiver)
    for asked in (
        {},
        {"withdraw": "8"},
        {"withdraw": "9", "dry_run": "true"},
        {"withdraw": "9"},
    ):
        player.send(dearer[-1:], mode="snapshot", **asked)
    player.send(dearer, mode="snapshot")
    player.look("/v1/homes")
    player.look_as_system()
    player.hear(receiver)
    return player.told.lines


def test_files_tell_nothing_of_where_a_household_would_live(scheme: Scheme) -> None:
    """T1 by file: which void a round drew shows in no count, tag, page or message."""
    told = []
    for area in (CAMDEN, SOUTHWARK):
        with (
            scheme(household_for(area)) as world,
            receiving() as receiver,
        ):
            told.append(probe(world, receiver))
            assert sorted(map(str, end_codes(world))) == [
                EndCode.LANDLORD_WITHDREW,
                EndCode.PROMISE_CHANGED,
            ]
            assert HomeState.RESERVED not in state_counts(world)
    assert first_difference(*told) is None
