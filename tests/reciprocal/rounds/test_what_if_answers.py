"""What a coordinator is told of several things tried out, and what is only counted."""

from dataclasses import replace

from fixtures.scenarios import chain_from_a_void
from matching.plan import Plan
from matching.pool import Policy, Pool
from reciprocal.homes.tables import Home
from reciprocal.proposals import operations as proposals
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds.what_if import (
    WISHES_LEFT_OUT,
    Tried,
    show_answer,
    what_if,
)
from tests.reciprocal.rounds.test_rounds import row_of
from tests.reciprocal.rounds.test_what_if import ask, chain, plan_here, refs
from tests.support.world import DAY, MakeWorld


def test_an_answer_says_who_moves_no_longer_and_no_home(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    (request,) = refs(world, PropertyRequest, requests[1:2])
    (home,) = refs(world, Home, homes[1:2])
    coordinator = world.coordinator
    answer = ask(world, round_id, coordinator, Tried(forbid_moves=[(request, home)]))
    said = show_answer(coordinator, answer).opened()
    assert said["reference"] == row_of(world, round_id).board_ref
    assert (said["no_longer"], said["instead"]) == (2, 0)
    assert (said["asked"], said["kept"], said["kept_at_most"]) == (0, 0, 0)
    tenths = [said["expected_without"], said["expected_with"]]
    assert tenths == [
        {"tenths": 19, "step_completes_percent": 80, "assumed": True},
        {"tenths": 8, "step_completes_percent": 80, "assumed": True},
    ]
    assert said["requests_no_longer"] == sorted(
        refs(world, PropertyRequest, requests[1:])
    )
    assert said["requests_instead"] == []
    first = refs(world, PropertyRequest, requests[:1])
    all_refs = {*requests, *homes, *first, *refs(world, Home, homes)}
    assert not any(each in str(said) for each in all_refs)
    assert show_answer(world.worker(), answer).opened() == {}


def test_several_that_no_plan_keeps_together_are_an_answer(
    make_world: MakeWorld,
) -> None:
    """The first household waits, and so the home that the second goes to stays full."""
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    request = refs(world, PropertyRequest, requests)
    home = refs(world, Home, homes)
    steps = list(zip(request, home, strict=True))
    tried = Tried(force_moves=steps[1:], forbid_requests=request[:1])
    answer = ask(world, round_id, world.coordinator, tried)
    assert (answer.cost.asked, answer.cost.kept, answer.cost.kept_at_most) == (2, 0, 0)
    assert answer.sentences[0] == (
        "No plan does all of these: of 2 to be kept, 0 can be at most."
    )
    assert answer.no_longer == tuple(sorted(request))
    against = Tried(force_moves=steps[:1], forbid_homes=home[:1])
    assert ask(world, round_id, world.coordinator, against).at_odds == (
        "No plan does all of these: what one of them asks for, another rules out."
    )
    alone = ask(world, round_id, world.coordinator, Tried(force_moves=steps[:1]))
    assert alone.sentences == (*alone.cost.sentences, WISHES_LEFT_OUT)
    every = ask(world, round_id, world.coordinator, Tried(force_moves=steps))
    assert (every.cost.kept, every.at_odds, every.no_longer) == (3, None, ())


def test_what_closes_while_it_is_solved_is_counted_and_not_named(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    (home,) = refs(world, Home, homes[1:2])
    (second,) = refs(world, PropertyRequest, requests[1:2])
    worker = world.worker()
    solves: list[Plan] = []

    def withdrawing(pool: Pool, policy: Policy, seed: int) -> Plan:
        if not solves:
            with world.acting(worker) as session:
                proposals.withdraw_consent(
                    session,
                    actor=worker,
                    case_ref=session.get_one(PropertyRequest, requests[2]).case_ref,
                    purpose=ConsentPurpose.MATCHING,
                )
        solves.append(plan_here(pool, policy, seed))
        return solves[-1]

    answer = what_if(
        world.working.database,
        actor=world.coordinator,
        round_ref=row_of(world, round_id).board_ref,
        tried=Tried(forbid_homes=[home]),
        solve=withdrawing,
    )
    assert answer.cost.no_longer == tuple(sorted(requests[1:]))
    assert answer.no_longer == (second,)


def test_who_moves_beside_a_closed_case_is_counted_and_not_named(
    make_world: MakeWorld,
) -> None:
    """Were they named, they would be in the exchange that is closed."""
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    requests, homes = chain(world, round_id)
    (home,) = refs(world, Home, homes[:1])
    closed = replace(world.coordinator, blocked=frozenset(requests[2:]))
    answer = ask(world, round_id, closed, Tried(forbid_homes=[home]))
    assert (len(answer.cost.no_longer), answer.no_longer) == (3, ())
    everyone = ask(world, round_id, world.coordinator, Tried(forbid_homes=[home]))
    assert everyone.no_longer == tuple(sorted(refs(world, PropertyRequest, requests)))
