"""What the rules leave to a person waits for one, and lasts as long as the facts."""

from dataclasses import replace
from typing import Any

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY
from matching.terms import TenancyKind
from tests.journeys.walking import (
    ATTESTED,
    SERVICE,
    Walk,
    case_body,
    countersign,
    decide,
    home_body,
    items,
    open_check,
    open_questions,
    post_home,
    refer,
    tasks,
)
from tests.reciprocal.journey import one_move
from tests.support.world import MakeWorld, World

_TERM = "secure_flexible"


def a_term_of_unknown_length(make_world: MakeWorld) -> Walk:
    """Given a tenant for a term, and the one home that suits, let for a term too."""
    plain = one_move()
    grants = {"grants": (TenancyKind.SECURE_LIFETIME, TenancyKind.SECURE_FLEXIBLE)}
    landlords = tuple(row.model_copy(update=grants) for row in plain.providers)
    world = make_world(replace(plain, providers=landlords, homes=()))
    post_for_a_term(world, "555000444")
    case = refer(world, case_body(HACKNEY, CAMDEN, tenancy_held=_TERM))
    # The landlord is silent, and nobody waits for it.
    open_check(world, HACKNEY)
    world.wait(days=9)
    return Walk(world, case=case)


def post_for_a_term(world: World, uprn: str) -> None:
    post_home(world, CAMDEN, home_body(world, CAMDEN, uprn, tenancy_offered=_TERM))


def the_question(world: World) -> dict[str, Any]:
    (asked,) = open_questions(world)
    return asked


def test_a_term_of_unknown_length_waits_for_a_person_and_then_for_the_facts(
    make_world: MakeWorld,
) -> None:
    walk = a_term_of_unknown_length(make_world)
    world = walk.world
    # When rounds are run
    walk.run_round()
    asked = the_question(world)
    walk.run_round()
    # Then nobody moves, and a person is asked once
    assert walk.case_stage() == "in_pot"
    assert the_question(world) == asked
    assert "person_decision" in tasks(world, COORDINATOR)
    held, offered = asked["tenancy_held"], asked["tenancy_offered"]
    assert (asked["about"], held, offered) == ("tenancy", _TERM, _TERM)
    assert (asked["verdict"], asked["condition"]) == ("conditional", "term_covers")
    assert asked["landlord"].startswith("Camden")
    assert asked["tenure_rules"]
    assert asked["marker"] is None
    # And the worker reads that the question stands
    (told,) = walk.as_worker("GET").json()["left_to_a_person"]
    assert (told["stage"], told["tenancy_offered"]) == ("open", _TERM)
    assert "Camden" not in str(told)
    # When the coordinator's person decides
    made = decide(world, asked["reference"], "term_is_long_enough")
    people = {row["reference"] for row in items(world, COORDINATOR, "/v1/people")}
    assert (made["stage"], made["reason"]) == ("allowed", "term_is_long_enough")
    assert made["decided_by"] in people
    assert "note" not in made
    assert "case_changed" in tasks(world, SERVICE)
    assert "person_decision" not in tasks(world, COORDINATOR)
    # Then the next round proposes the home
    walk.run_round()
    assert walk.case_stage() == "proposed"
    # When the old landlord attests that the tenancy is joint, which nobody knew
    path = f"/v1/tenancy-checks/{open_check(world, HACKNEY)}/attest"
    joint = ATTESTED | {"tenancy_kind": _TERM, "joint": True}
    assert world.call(HACKNEY, "POST", path, joint).status_code == 200
    countersign(world)
    # Then the step ends at its next act, since nobody decided about that
    assert walk.look().json()["stage"] == "in_pot"
    assert (walk.stage(), walk.end_code()) == ("ended", "rule_no_longer_met")
    # And another such home is asked about anew
    post_for_a_term(world, "555000445")
    walk.run_round()
    assert walk.case_stage() == "in_pot"
    assert the_question(world)["reference"] != asked["reference"]


def test_a_decision_taken_back_ends_the_step_that_rested_on_it(
    make_world: MakeWorld,
) -> None:
    # Given a home proposed because a person decided
    walk = a_term_of_unknown_length(make_world)
    walk.run_round()
    asked = the_question(walk.world)
    decide(walk.world, asked["reference"], "landlord_promised")
    walk.run_round()
    assert walk.case_stage() == "proposed"
    # Of which, while a change in risk hides where it leads, no landlord is named
    hidden = {"stop": False, "hide_from_lead": False}
    assert walk.as_worker("POST", "/change-in-risk", hidden).status_code == 200
    (listed,) = items(walk.world, COORDINATOR, "/v1/board/questions")
    assert listed["landlord"] is None
    path = f"/v1/board/questions/{asked['reference']}"
    read = walk.world.call(COORDINATOR, "GET", path).json()
    assert (read["landlord"], read["stage"]) == (None, "allowed")
    path = f"/v1/tenancy-checks/{open_check(walk.world, HACKNEY)}/attest"
    term = ATTESTED | {"tenancy_kind": _TERM}
    assert walk.world.call(HACKNEY, "POST", path, term).status_code == 200
    countersign(walk.world)
    # When the decision is taken back
    path = f"/v1/board/questions/{asked['reference']}/take-back"
    again = walk.world.call(COORDINATOR, "POST", path)
    assert (again.json()["stage"], again.json()["landlord"]) == ("open", None)
    # Then the worker's next look ends the step, and the question stands again
    assert walk.look().json()["stage"] == "in_pot"
    assert (walk.stage(), walk.end_code()) == ("ended", "rule_no_longer_met")
    (listed,) = open_questions(walk.world)
    assert listed["landlord"] is None
    # And a no keeps every such home of that landlord away
    post_for_a_term(walk.world, "555000445")
    no = decide(walk.world, asked["reference"], "less_secure", allowed=False)
    assert no["stage"] == "not_allowed"
    walk.run_round()
    assert walk.case_stage() == "in_pot"
    assert open_questions(walk.world) == []
