"""The chapter in which a debt is given up, by people of four members."""

from datetime import UTC, datetime, time
from typing import Any, Protocol

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, ISLINGTON
from reciprocal import clock, ids
from reciprocal.access.actor import service
from reciprocal.ledger import operations as ledger
from reciprocal.statements import operations as statements
from reciprocal.statements.quarters import Quarter
from tests.journeys.walking import SERVICE, items
from tests.support.world import World

BOARD = "/v1/board/adjustments"
OWN = "/v1/adjustments"


class Act(Protocol):
    """Acts as a person with success, and returns what was answered."""

    def __call__(
        self, code: str, method: str, path: str, body: object | None = None
    ) -> Any: ...  # noqa: ANN401 - an answer's JSON


def a_debt_stands(
    world: World,
    owing: str = ISLINGTON,
    owed: str = CAMDEN,
    size_class: str = "BED2",
) -> None:
    """Let Islington owe a home that Camden let, or as is said."""
    alone = service(world.loaded.scheme_id)
    origin, receiver = (world.loaded.members[code].id for code in (owing, owed))
    move, today = ids.new_id(), clock.today()
    with world.acting(alone) as session:
        ledger.hold(
            session,
            actor=alone,
            scheme_id=alone.scheme_id,
            move_ref=move,
            chain_ref=None,
            round_id=None,
            origin_id=origin,
            receiver_id=receiver,
            size_class=size_class,
            hold_until=clock.now(),
            rule_version="1",
            effective_date=today,
        )
        ledger.post(
            session, actor=alone, move_ref=move, effective_date=today, settle_by=today
        )


def proposed(world: World, act: Act, approvers: list[str]) -> str:
    """Propose to give the first debt up; return the board's reference of that."""
    debt = items(world, COORDINATOR, "/v1/debts")[0]["reference"]
    asked = {
        "kind": "WRITE_OFF",
        "reason": "cannot_be_repaid",
        "approvers": approvers,
        "debt": debt,
    }
    return str(act(COORDINATOR, "POST", BOARD, asked)["reference"])


def a_debt_is_given_up(world: World, act: Act, approvers: list[str]) -> None:
    """One proposal is withdrawn, and two landlords approve the next."""
    for code in (COORDINATOR, AUDITOR):
        act(code, "GET", "/v1/debts")
        act(code, "GET", "/v1/balances-by-quarter")
        act(code, "GET", "/v1/laboratory")
    first = proposed(world, act, approvers)
    act(COORDINATOR, "POST", f"{BOARD}/{first}/withdraw")
    second = proposed(world, act, approvers)
    for code in approvers:
        (asked,) = [
            row["reference"]
            for row in items(world, code, OWN)
            if row["stage"] == "asked"
        ]
        act(code, "GET", f"{OWN}/{asked}")
        act(code, "POST", f"{OWN}/{asked}/answer", {"approved": True})
    act(COORDINATOR, "GET", BOARD)
    assert act(COORDINATOR, "GET", f"{BOARD}/{second}")["stage"] == "entered"


def statements_go_out(world: World) -> None:
    """Release the present quarter's statements as on their day."""
    alone = service(world.loaded.scheme_id)
    day = Quarter.of(clock.today()).out_on()
    with (
        clock.source(lambda: datetime.combine(day, time(12), tzinfo=UTC)),
        world.acting(alone) as session,
    ):
        statements.release_due(session, actor=alone)


def statements_are_read(act: Act, by_system: Act, landlord: str) -> None:
    """A landlord and its system read its own, and it says that it holds it."""
    (own,) = act(landlord, "GET", "/v1/statements")["items"]
    path = f"/v1/statements/{own['reference']}"
    act(landlord, "GET", path)
    by_system(landlord, "GET", "/v1/statements")
    by_system(landlord, "GET", path)
    act(landlord, "POST", f"{path}/acknowledge", {"head": own["head"]})
    for one in act(AUDITOR, "GET", "/v1/statements")["items"][:1]:
        act(AUDITOR, "GET", f"/v1/statements/{one['reference']}")
    act(COORDINATOR, "GET", "/v1/board/statements")
    act(AUDITOR, "GET", "/v1/urgency")
    act(AUDITOR, "GET", "/v1/promised-and-granted")
    act(AUDITOR, "GET", "/v1/disclosure?role=named_lead&limit=2")
    for member in (AUDITOR, COORDINATOR, SERVICE, landlord):
        act(member, "GET", "/v1/audit-heads")
    by_system(landlord, "GET", "/v1/audit-heads")
