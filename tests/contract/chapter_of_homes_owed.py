"""The chapter in which a landlord is asked for homes that it owes."""

from sqlmodel import col, select

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN
from matching.terms import Access
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.homes_owed import operations as homes_owed
from reciprocal.ledger.terms import SizeClass
from reciprocal.organisations import queries as organisations
from reciprocal.rounds.tables import MatchRound
from tests.contract.chapter_of_the_book import Act, a_debt_stands
from tests.journeys.walking import home_body, items
from tests.support.world import World

OWN = "/v1/homes-owed"
BOARD = "/v1/board/homes-owed"


def homes_are_asked_for(world: World, code: str, homes: int) -> None:
    """Let a landlord owe homes that Camden let, and be asked for them after a round."""
    # What the story's own moves repaid is owed once more.
    for _ in range(homes + 2):
        a_debt_stands(world, owing=code, owed=CAMDEN)
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        newest = select(MatchRound.id).order_by(col(MatchRound.frozen_at).desc())
        _, rules = organisations.rules_on(session, alone.scheme_id, clock.today())
        asked = homes_owed.ask(
            session,
            actor=alone,
            round_id=session.exec(newest.limit(1)).one(),
            wanted=[
                homes_owed.HomesToAsk(
                    world.loaded.members[code].id,
                    SizeClass.BED2,
                    Access.GENERAL,
                    homes,
                )
            ],
            scheme_rules=rules,
            promised={},
        )
    assert len(asked) == homes, "what is owed may be asked for"


def homes_are_given(world: World, act: Act, by_system: Act, code: str) -> None:
    """A person and a system give a home; one is declined, and one withdrawn."""
    homes_are_asked_for(world, code, 4)
    for each, uprn in ((act, "557000001"), (by_system, "557000002")):
        act(code, "POST", "/v1/stock", {"uprns": [uprn]})
        body = home_body(world, code, uprn, supply="letting")
        home = each(code, "POST", "/v1/homes", body)["reference"]
        path = f"{OWN}/{_open(world, code)}"
        each(code, "GET", OWN)
        each(code, "GET", path)
        assert (
            each(code, "POST", f"{path}/answer", {"letting": home})["letting"] == home
        )
    declined = f"{OWN}/{_open(world, code)}/decline"
    act(code, "POST", declined, {"reason": "nothing_empty"})
    board = act(COORDINATOR, "GET", BOARD)["items"]
    last = next(row["reference"] for row in board if row["stage"] == "asked")
    act(COORDINATOR, "POST", f"{BOARD}/{last}/withdraw")


def _open(world: World, code: str) -> str:
    rows = items(world, code, OWN)
    return str(next(row["reference"] for row in rows if row["stage"] == "asked"))
