"""kill -9 between commit and reply, and just before: asked again, it is done once."""

from pathlib import Path

import pytest

from fixtures.scenarios import CAMDEN, unsafe_ring
from tests.crash.replies import dying_server
from tests.crash.worker import Worker
from tests.journeys.walking import home_body, items
from tests.support.world import DAY, MakeWorld, bearer, keyed

UPRN = "555000888"


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "not yet"])
def test_an_act_whose_reply_was_lost_is_answered_and_done_once(
    make_world: MakeWorld, tmp_path: Path, *, committed: bool
) -> None:
    world = make_world(unsafe_ring(DAY))
    world.call(CAMDEN, "POST", "/v1/stock", {"uprns": [UPRN]})
    before = len(items(world, CAMDEN, "/v1/homes"))
    act = {
        "path": "/v1/homes",
        "body": home_body(world, CAMDEN, UPRN),
        "headers": bearer(world.token(CAMDEN)) | keyed(),
    }
    killed = Worker(
        dying_server,
        url=world.copy.url,
        key_file=tmp_path / "root.json",
        moment=world.hands.moment,
        committed=committed,
        **act,
    )
    assert killed.said() == []
    assert len(items(world, CAMDEN, "/v1/homes")) == before + committed

    again, more = (
        world.http.post(act["path"], json=act["body"], headers=act["headers"])
        for _ in range(2)
    )

    assert (again.status_code, again.content) == (201, more.content)
    assert ("idempotent-replayed" in again.headers) is committed
    assert more.headers["idempotent-replayed"] == "true"
    homes = [row["reference"] for row in items(world, CAMDEN, "/v1/homes")]
    assert len(homes) == before + 1
    assert again.json()["reference"] in homes
