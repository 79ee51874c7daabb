"""The chapter in which lines of statements are disputed, heard and appealed against."""

from typing import Any

from sqlmodel import select

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON
from reciprocal.access.actor import service
from reciprocal.ledger.lifecycle import AskedState
from reciprocal.ledger.tables import AdjustmentAsked
from reciprocal.organisations import queries as organisations
from tests.contract.chapter_of_the_book import (
    OWN,
    Act,
    a_debt_stands,
    statements_go_out,
)
from tests.journeys.walking import items
from tests.support.world import World

DISPUTES = "/v1/disputes"
SIZE = "BED4P"


def told_by_line(world: World) -> None:
    """Post as many moves of one size as a statement tells by line, and send it."""
    for origin, receiver in (
        (HACKNEY, CAMDEN),
        (ISLINGTON, HACKNEY),
        (CAMDEN, ISLINGTON),
    ):
        a_debt_stands(world, origin, receiver, SIZE)
    statements_go_out(world)


def lines_are_disputed(world: World, act: Act) -> None:
    """One landlord takes its dispute back; another's is rejected, and appealed."""
    own = raised(world, act, CAMDEN)
    act(CAMDEN, "POST", f"{DISPUTES}/{own}/withdraw")
    own = raised(world, act, HACKNEY)
    for approved in (False, True):
        for code in asked(world):
            (row,) = [one for one in items(world, code, OWN) if one["stage"] == "asked"]
            path = f"{OWN}/{row['reference']}/answer"
            act(code, "POST", path, {"approved": approved})
        if not approved:
            assert act(HACKNEY, "GET", f"{DISPUTES}/{own}")["stage"] == "rejected"
            act(HACKNEY, "POST", f"{DISPUTES}/{own}/appeal")
    stages = [row["stage"] for row in act(HACKNEY, "GET", DISPUTES)["items"]]
    assert sorted(stages) == ["rejected", "upheld"]
    assert len(act(COORDINATOR, "GET", "/v1/board/disputes")["items"]) == 3


def raised(world: World, act: Act, code: str) -> str:
    """Dispute the line by which a landlord owes a home of the size."""
    statement = items(world, code, "/v1/statements")[-1]
    (line,) = [
        each["reference"]
        for each in statement["lines"]
        if (each["size_class"], each["homes"]) == (SIZE, -1)
    ]
    body: dict[str, Any] = {
        "statement": statement["reference"],
        "line": line,
        "ground": "wrong_size",
        "to_size_class": "BED3",
    }
    return str(act(code, "POST", DISPUTES, body)["reference"])


def asked(world: World) -> list[str]:
    """Return the codes of the landlords that are asked about something."""
    with world.acting(service(world.loaded.scheme_id)) as session:
        rows = session.exec(
            select(AdjustmentAsked.organisation_id).where(
                AdjustmentAsked.state == AskedState.ASKED
            )
        )
        return [organisations.organisation(session, row).code for row in rows]
