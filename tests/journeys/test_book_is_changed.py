"""A debt is given up, or an entry corrected, when two others approve, blind."""

from typing import Any

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, LAMBETH, chain_from_a_void
from reciprocal.access.actor import service
from reciprocal.ledger import queries as ledger
from reciprocal.moves.lifecycle import MoveState
from reciprocal.organisations.rules import SchemeRules
from reciprocal.reports import facts
from tests.journeys.walking import Walk, items
from tests.support.world import DAY, MakeWorld, World

BOARD = "/v1/board/adjustments"
OWN = "/v1/adjustments"
APPROVERS = [ISLINGTON, LAMBETH]


def with_a_debt(make_world: MakeWorld) -> World:
    """Hackney's tenant has the keys of Camden's home."""
    world = make_world(chain_from_a_void(DAY))
    Walk(world).to("completed")
    return world


def the_debt(world: World, who: str = COORDINATOR) -> Any:  # noqa: ANN401 - JSON
    (debt,) = items(world, who, "/v1/debts")
    return debt


def proposed(world: World, **changes: object) -> Any:  # noqa: ANN401 - JSON
    """Propose to write Hackney's debt off, or something else of it."""
    asked = {
        "kind": "WRITE_OFF",
        "reason": "cannot_be_repaid",
        "approvers": APPROVERS,
        "debt": the_debt(world)["reference"],
    }
    answer = world.call(COORDINATOR, "POST", BOARD, asked | changes)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def answered(world: World, code: str, *, approved: bool) -> Any:  # noqa: ANN401 - JSON
    (asked,) = [row for row in items(world, code, OWN) if row["stage"] == "asked"]
    path = f"{OWN}/{asked['reference']}/answer"
    answer = world.call(code, "POST", path, {"approved": approved})
    assert answer.status_code == 200, answer.json()
    return answer.json()


def tasks(world: World, code: str) -> list[Any]:
    rows = items(world, code, "/v1/tasks")
    return [row for row in rows if row["kind"] == "adjustment"]


def stage(world: World, row: Any) -> Any:  # noqa: ANN401 - JSON
    path = f"{BOARD}/{row['reference']}"
    return world.call(COORDINATOR, "GET", path).json()["stage"]


def proved(world: World) -> list[str]:
    """Every law that is broken of the book with its moves, steps and rules."""
    with world.acting(service(world.loaded.scheme_id)) as session:
        found = ledger.prove(session, facts.of_the_book(session))
        assert len(found) == 16
        return [v.fault for law in found for v in law.violations]


def faults(answer: Any) -> list[str]:  # noqa: ANN401 - an httpx response
    return [fault["field"] for fault in answer.json()["faults"]]


def test_a_debt_is_given_up_when_two_others_approve(make_world: MakeWorld) -> None:
    # Given a debt, known to coordinator and auditor by references of their own
    world = with_a_debt(make_world)
    debt = the_debt(world)
    assert (debt["landlord_code"], debt["homes"], debt["stage"]) == (HACKNEY, 1, "open")
    assert debt["age"] == "under_3_months"
    assert the_debt(world, AUDITOR)["reference"] != debt["reference"]
    # When the coordinator proposes to give it up
    row = proposed(world)
    assert (row["stage"], row["landlord_code"]) == ("proposed", HACKNEY)
    assert sorted(one["landlord_code"] for one in row["approvals"]) == sorted(APPROVERS)
    # Then two landlords are asked, and neither is told whose it is
    for code in APPROVERS:
        (task,) = tasks(world, code)
        seen = world.call(code, "GET", f"{OWN}/{task['about']}").json()
        assert seen["reference"] not in {row["reference"], debt["reference"]}
        assert HACKNEY not in str(seen)
        assert CAMDEN not in str(seen)
    assert items(world, CAMDEN, OWN) == items(world, HACKNEY, OWN) == []
    # And the first approval changes nothing, which the second one settles
    assert answered(world, ISLINGTON, approved=True)["stage"] == "approved"
    assert stage(world, row) == "proposed"
    assert the_debt(world) == debt
    assert answered(world, LAMBETH, approved=True)["stage"] == "approved"
    assert stage(world, row) == "entered"
    assert items(world, COORDINATOR, "/v1/debts") == []
    rows = items(world, COORDINATOR, "/v1/balances")
    assert {row["landlord_code"]: row["posted"] for row in rows} == {CAMDEN: 1}
    assert tasks(world, LAMBETH) == []
    assert proved(world) == []


def test_neither_hears_of_the_others_no(make_world: MakeWorld) -> None:
    world = with_a_debt(make_world)
    row = proposed(world)
    assert answered(world, ISLINGTON, approved=False)["stage"] == "declined"
    # The other's desk is as it was, and its answer is taken
    (asked,) = items(world, LAMBETH, OWN)
    assert asked["stage"] == "asked"
    assert answered(world, LAMBETH, approved=True)["stage"] == "approved"
    assert stage(world, row) == "declined"
    assert the_debt(world)["homes"] == 1
    # And nobody answers twice
    path = f"{OWN}/{asked['reference']}/answer"
    again = world.call(LAMBETH, "POST", path, {"approved": False})
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")
    assert proved(world) == []


def test_what_is_withdrawn_is_asked_no_more(make_world: MakeWorld) -> None:
    world = with_a_debt(make_world)
    row = proposed(world)
    answered(world, ISLINGTON, approved=True)
    path = f"{BOARD}/{row['reference']}/withdraw"
    assert world.call(COORDINATOR, "POST", path).json()["stage"] == "withdrawn"
    assert [one["stage"] for one in items(world, ISLINGTON, OWN)] == ["approved"]
    assert [one["stage"] for one in items(world, LAMBETH, OWN)] == ["ended"]
    again = world.call(COORDINATOR, "POST", path)
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")
    # And the debt may be proposed anew
    assert proposed(world)["stage"] == "proposed"
    assert the_debt(world)["homes"] == 1


def test_a_wrong_size_is_corrected_and_the_correction_stands_in_the_book(
    make_world: MakeWorld,
) -> None:
    world = with_a_debt(make_world)
    (step,) = [
        row
        for row in items(world, COORDINATOR, "/v1/board/proposals")
        if row["stage"] == "completed"
    ]
    was = the_debt(world)
    other = "BED3" if was["size_class"] != "BED3" else "BED4P"
    proposed(
        world,
        kind="CORRECT",
        reason="wrong_size",
        debt=None,
        step=step["reference"],
        to_size_class=other,
    )
    for code in APPROVERS:
        answered(world, code, approved=True)
    now = the_debt(world)
    assert now["size_class"] == other
    assert (now["opened_on"], now["settle_by"]) == (was["opened_on"], was["settle_by"])
    assert proved(world) == []


def test_where_a_hidden_step_led_is_not_read_off_a_correction(
    make_world: MakeWorld,
) -> None:
    # Given a household with its keys, and a change in risk that hid where it went
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("signed")
    hidden = {"stop": False, "hide_from_lead": False}
    assert walk.as_worker("POST", "/change-in-risk", hidden).status_code == 200
    walk.to_next("completed")
    (step, *_) = items(world, COORDINATOR, "/v1/board/proposals")
    # When the coordinator would correct its entry, whoever is to approve
    body = {"kind": "CORRECT", "reason": "wrong_size", "step": step["reference"]}
    told = [
        world.call(COORDINATOR, "POST", BOARD, body | {"approvers": approvers}).json()
        for approvers in (APPROVERS, [CAMDEN, LAMBETH], [HACKNEY, LAMBETH])
    ]
    # Then one answer is as the other, and names neither landlord
    assert [each["code"] for each in told] == ["nothing_to_correct"] * 3
    assert items(world, COORDINATOR, BOARD) == []


def test_a_step_that_is_not_there_or_moved_nobody_has_nothing_to_correct(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    Walk(world).to("proposed")
    (step, *_) = items(world, COORDINATOR, "/v1/board/proposals")
    body = {"kind": "CORRECT", "reason": "wrong_size", "approvers": APPROVERS}
    for reference, code in (
        (step["reference"], "nothing_to_correct"),
        ("0" * 32, "not_found"),
    ):
        refused = world.call(COORDINATOR, "POST", BOARD, body | {"step": reference})
        assert refused.json()["code"] == code
    assert items(world, COORDINATOR, BOARD) == []


def test_who_is_touched_does_not_approve(make_world: MakeWorld) -> None:
    world = with_a_debt(make_world)
    debt = the_debt(world)["reference"]
    asked = {"kind": "WRITE_OFF", "reason": "cannot_be_repaid", "debt": debt}
    for approvers in (
        [HACKNEY, LAMBETH],
        [LAMBETH, LAMBETH],
        [COORDINATOR, LAMBETH],
        ["nobody", LAMBETH],
    ):
        body = asked | {"approvers": approvers}
        refused = world.call(COORDINATOR, "POST", BOARD, body)
        assert refused.status_code == 422, refused.json()
        assert faults(refused) == ["approvers"]
    taken_over = {"kind": "NOVATE", "reason": "landlord_left", "successor": LAMBETH}
    refused = world.call(
        COORDINATOR, "POST", BOARD, asked | taken_over | {"approvers": APPROVERS}
    )
    assert faults(refused) == ["approvers"]
    assert items(world, COORDINATOR, BOARD) == []


def test_what_is_asked_of_one_landlord_is_there_for_no_other(
    make_world: MakeWorld,
) -> None:
    world = with_a_debt(make_world)
    row = proposed(world)
    (asked,) = items(world, ISLINGTON, OWN)
    for code in (LAMBETH, HACKNEY, CAMDEN):
        for path in (f"{OWN}/{asked['reference']}", f"{OWN}/{row['reference']}"):
            assert world.call(code, "GET", path).status_code == 404
            body = {"approved": True}
            assert world.call(code, "POST", f"{path}/answer", body).status_code == 404
    assert stage(world, row) == "proposed"


def test_the_year_lets_so_many_be_given_up(make_world: MakeWorld) -> None:
    world = make_world(
        chain_from_a_void(DAY), SchemeRules(homes_written_off_a_year_max=0)
    )
    Walk(world).to("completed")
    body = {
        "kind": "WRITE_OFF",
        "reason": "cannot_be_repaid",
        "approvers": APPROVERS,
        "debt": the_debt(world)["reference"],
    }
    refused = world.call(COORDINATOR, "POST", BOARD, body)
    assert refused.json()["code"] == "write_off_cap_reached"


def test_the_book_knows_what_it_has_of_a_move_at_every_stage() -> None:
    assert set(MoveState) <= set(facts.STANDS)
