"""kill -9 at every commit of accept, sign-up and post; the same key asks again.

Each attempt gets as far as it may and dies at the next commit, before it and then
after it, until one is answered. Whatever died, the step, the book and the audit say
one thing, and the act is done once.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, func, select

from fixtures.scenarios import CAMDEN, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.tables import Transaction
from reciprocal.moves.tables import Move, MoveStep
from reciprocal.proposals.tables import Conversation, Decision, Proposal
from tests.crash.boundaries import ANSWERED, dying_at_a_commit
from tests.crash.worker import Worker
from tests.journeys.walking import SERVICE, YES, Walk
from tests.support.world import DAY, MakeWorld, World, bearer, keyed

BOUNDARIES_MAX = 8
STAGES = ("agreed", "accepted", "signed", "completed")
BOOK = {
    "agreed": [],
    "accepted": ["HOLD"],
    "signed": ["HOLD"],
    "completed": ["HOLD", "POST"],
}


@dataclass(frozen=True, slots=True)
class Act:
    """One POST, by whom, and where it leads."""

    code: str
    path: str
    body: object
    to: str


def act_after(walk: Walk, stage: str) -> Act:
    """Return what follows a stage: accept, sign-up or post."""
    offer = f"/v1/offers/{walk.offer}"
    tenancy = {
        "tenancy_granted": "secure_lifetime",
        "rent_basis": "social",
        "tenancy_start": walk.today().isoformat(),
    }
    acts = {
        "agreed": (SERVICE, f"/v1/cases/{walk.case}/proposal/answer", YES),
        "accepted": (CAMDEN, f"{offer}/sign-up", tenancy),
        "signed": (CAMDEN, f"{offer}/tenancy-started", None),
    }
    return Act(*acts[stage], STAGES[STAGES.index(stage) + 1])


def count(session: Session, table: type[Any]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def facts(world: World) -> dict[str, object]:
    """Return what the tables say, once the book and the audit have been proved."""
    with world.acting(service(world.loaded.scheme_id)) as session:
        assert ledger.check(session) == ()
        assert audit.first_broken_link(session) is None
        book = session.exec(select(Transaction)).all()
        move = session.exec(select(Move)).one_or_none()
        return {
            "stage": session.exec(select(Proposal.state)).one(),
            "move": move and move.state,
            "book": [row.kind for row in sorted(book, key=lambda row: row.sequence)],
            "decisions": count(session, Decision),
            "conversations": count(session, Conversation),
            "move_steps": count(session, MoveStep),
            "audited": count(session, AuditEntry),
        }


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_an_act_killed_at_each_commit_is_done_once(
    make_world: MakeWorld, tmp_path: Path, stage: str
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to(stage)
    act = act_after(walk, stage)
    headers = bearer(world.token(act.code)) | keyed()
    seen = [facts(world)]
    assert (seen[0]["stage"], seen[0]["book"]) == (stage, BOOK[stage])
    died = 0
    for number, committed in (
        (number, committed)
        for number in range(1, BOUNDARIES_MAX)
        for committed in (False, True)
    ):
        attempt = Worker(
            dying_at_a_commit,
            url=world.copy.url,
            key_file=tmp_path / "root.json",
            moment=world.hands.moment,
            path=act.path,
            body=act.body,
            headers=headers,
            number=number,
            committed=committed,
        )
        heard = attempt.said()
        seen.append(facts(world))
        if heard:
            break
        died += 1
    assert heard == [f"{ANSWERED} 200"]
    assert died >= 2
    # What is read of the step changed at one commit, whole, and not again.
    told = [{k: v for k, v in each.items() if k != "audited"} for each in seen]
    changes = [one != other for one, other in pairwise(told)]
    assert changes.count(True) == 1
    assert told[-1]["stage"] == act.to
    replayed = world.http.post(act.path, json=act.body, headers=headers)
    assert (replayed.status_code, replayed.headers["idempotent-replayed"]) == (
        200,
        "true",
    )
    assert facts(world) | {"audited": 0} == seen[-1] | {"audited": 0}
    assert seen[-1]["book"] == BOOK[act.to]
