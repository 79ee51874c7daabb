"""A case's support from the referral to the keys, told as its parties live it."""

import json
from typing import Any

import pytest

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from tests.journeys.walking import SERVICE, YES, Walk, items, talked_through
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases


def record(world: World, code: str, path: str, *facts: str) -> Any:  # noqa: ANN401 - a response
    """Write facts down, each said as `item outcome [topic [pence]]`."""
    today = world.hands.now().date().isoformat()
    names = ("item", "outcome", "topic", "amount_pence")
    stated = [
        dict(zip(names, fact.split(), strict=False)) | {"happened_on": today}
        for fact in facts
    ]
    for fact in stated:
        if "amount_pence" in fact:
            fact |= {"amount_pence": int(fact["amount_pence"])}  # type: ignore[dict-item]
    return world.call(code, "POST", f"{path}/support", {"facts": stated})


def states(answer: Any) -> dict[str, str]:  # noqa: ANN401 - a response
    assert answer.status_code == 200, answer.json()
    return {row["item"]: row["state"] for row in answer.json()["support"]}


def late(world: World) -> list[dict[str, Any]]:
    return items(world, COORDINATOR, "/v1/board/first-contacts-overdue")


def test_support_goes_with_a_household_from_its_referral_to_its_yes(
    make_world: MakeWorld,
) -> None:
    # Given three households that nobody has spoken with
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world)
    assert late(world) == []
    # When two working days pass, the coordinator finds them by reference
    world.wait(hours=52)
    assert len(late(world)) == 3
    # And one is proposed a home; its worker speaks with it, and it is late no more
    walk.to_next("proposed")
    case = f"/v1/cases/{walk.case}"
    spoken = record(
        world,
        SERVICE,
        case,
        "first_contact made",
        "action_plan agreed",
        "safe_contact confirmed_safe telephone_no_messages",
        "interpreter not_needed",
        "sanctuary offered order_in_force",
        "sanctuary declined order_in_force",
        "options_talked_through not_wanted refuge",
        "court_orders_on_children no_address_asked",
        "rent_arrears plan_agreed",
        "incident reported",
    )
    found = states(spoken)
    assert len(late(world)) == 2
    for item in ("first_contact", "safe_contact", "sanctuary", "rent_arrears"):
        assert found[item] == "settled", item
    # And after the incident the urgency is judged anew
    assert found["urgency_assessed"] == "open"
    judged = {
        "urgency": 1,
        "trigger_kind": "none",
        "trigger_date": None,
        "dash_band": "band_high",
        "assessed_on": world.hands.now().date().isoformat(),
    }
    answer = world.call(SERVICE, "PUT", f"{case}/urgency", judged)
    assert (answer.status_code, answer.json()["urgency"]) == (200, 1), answer.json()
    read = world.call(SERVICE, "GET", f"{case}/support")
    assert states(read)["urgency_assessed"] == "settled"
    assert [row["dash_band"] for row in read.json()["assessments"]] == ["band_high"]
    # When both landlords agree, no yes is taken until the move is talked through
    walk.look()
    walk.agree()
    walk.depart()
    walk.view()
    early = walk.as_worker("POST", "/proposal/answer", YES)
    assert (early.status_code, early.json()["code"]) == (409, "support_outstanding")
    assert walk.stage() == "agreed"
    through = talked_through(world.hands.now().date())
    assert world.call(SERVICE, "POST", f"{case}/support", through).is_success
    assert walk.as_worker("POST", "/proposal/answer", YES).is_success


def test_support_goes_with_a_household_from_its_yes_into_its_new_home(
    make_world: MakeWorld,
) -> None:
    # Given a household that said yes, having found a safe way to be reached
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("accepted")
    case = f"/v1/cases/{walk.case}"
    record(world, SERVICE, case, "safe_contact confirmed_safe in_person")
    # When each side does its part of the move
    offer, departure = f"/v1/offers/{walk.offer}", f"/v1/departures/{walk.departure}"
    worker_did = record(
        world,
        SERVICE,
        case,
        "marac_transfer transferred",
        "police_flag_old_home placed",
        "police_flag_new_home asked_for",
        "flexible_fund paid removals 24000",
        "two_rents claimed",
    )
    new_did = record(world, CAMDEN, offer, "target_hardening done locks")
    old_did = record(world, HACKNEY, departure, "damage_not_recharged not_recharged")
    assert states(worker_did)["police_flag_new_home"] == "open"
    assert states(worker_did)["police_flag_old_home"] == "settled"
    assert states(new_did)["target_hardening"] == "settled"
    assert states(old_did) == {"damage_not_recharged": "settled"}
    # And the worker reads both without their papers, and neither reads the worker's
    read = world.call(SERVICE, "GET", f"{case}/support")
    assert states(read)["target_hardening"] == "settled"
    assert states(read)["damage_not_recharged"] == "settled"
    assert set(states(new_did)) & set(states(old_did)) == set()
    assert "flexible_fund" not in json.dumps([new_did.json(), old_did.json()])
    # And no code or reference of one party is another's
    own = [_strings(answer.json()) for answer in (read, new_did, old_did)]
    for one in own:
        for other in own:
            assert one is other or one & other == set()
    # When the household has its keys, its support goes on
    walk.to_next("signed")
    walk.to_next("completed")
    found = states(
        record(world, SERVICE, case, "contact_after_the_move made", "pets not_needed")
    )
    assert found["contact_after_the_move"] == "settled"
    assert found["general_practice"] == "open"
    # And what was said to be safe goes stale
    world.wait(hours=24 * 31)
    read = world.call(SERVICE, "GET", f"{case}/support")
    assert states(read)["safe_contact"] == "stale"
    assert states(read)["general_practice"] == "overdue"


def _strings(told: dict[str, Any]) -> set[str]:
    """Return the references and codes that an answer tells."""
    filed = {
        fact["filed_under"]
        for row in told["support"]
        for fact in row["facts"]
        if fact["filed_under"]
    }
    return filed | {told["reference"], told["code"]}
