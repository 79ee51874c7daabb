from dataclasses import replace

from hypothesis import given

from matching import Pool
from matching.explain import SENTENCES, MainReason, explain
from matching.terms import Access, RefusalCode, Urgency
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    solved,
)
from tests.matching.effort import effort
from tests.matching.strategies import AUTHORITIES, SECTORS, odd_pools


def test_who_moves_needs_no_explanation() -> None:
    pool = chain_of_three()
    explanation = explain(solved(pool), pool, POLICY)
    assert explanation.households == ()
    assert explanation.main_reason("p1") is None


def test_nothing_suits_but_one_home_would_but_for_access() -> None:
    pool = a_pool(
        [a_household("p", "a", access_need=Access.STEP_FREE)],
        [a_home("v", "b"), a_home("w", "b", bedrooms=4)],
    )
    why = explain(solved(pool), pool, POLICY).of("p")
    assert why is not None
    assert why.reason is MainReason.NO_SUITABLE_HOME
    assert why.sentence == SENTENCES[MainReason.NO_SUITABLE_HOME]
    assert dict(why.refused) == {
        RefusalCode.BEDROOMS_TOO_MANY: 1,
        RefusalCode.ACCESS_BELOW_NEED: 2,
    }
    assert why.but_for == ((RefusalCode.ACCESS_BELOW_NEED, 1),)
    assert why.but_for_sentences == (
        "One home would suit but for this: access below need.",
    )


def test_the_change_that_opens_most_comes_first() -> None:
    pool = a_pool(
        [a_household("p", "a")],
        [
            a_home("v", "b", bedrooms=1),
            a_home("w", "b", marker_uncleared=True),
            a_home("x", "b", marker_uncleared=True),
        ],
    )
    why = explain(solved(pool), pool, POLICY).of("p")
    assert why is not None
    assert why.but_for_sentences == (
        "2 homes would suit but for this: marker uncleared.",
        "One home would suit but for this: bedrooms too few.",
    )


def test_a_home_whose_household_cannot_move_comes_never_free() -> None:
    people = [a_household("p1", "a"), a_household("p2", "b", bedrooms_max=9)]
    stuck = replace(people[1], bedrooms_min=9)
    pool = a_pool([people[0], stuck], [a_home("h2", "b", occupant_id="p2")])
    explanation = explain(solved(pool), pool, POLICY)
    assert explanation.main_reason("p1") is MainReason.NONE_COMES_FREE
    assert explanation.main_reason("p2") is MainReason.NO_SUITABLE_HOME


def test_a_chain_over_the_cap_is_the_reason() -> None:
    pool = chain_of_three()
    policy = replace(POLICY, chain_moves_max=2)
    explanation = explain(solved(pool, policy), pool, policy)
    assert explanation.main_reason("p3") is MainReason.OVER_THE_CAPS


def test_homes_that_others_need_more_are_the_reason() -> None:
    people = [
        a_household("p1", "a", urgency=Urgency.MOST_URGENT),
        a_household("p2", "b"),
    ]
    pool = a_pool(people, [a_home("v", "c")])
    explanation = explain(solved(pool), pool, POLICY)
    assert explanation.main_reason("p2") is MainReason.NEEDED_BY_OTHERS
    why = explanation.of("p2")
    assert why is not None
    assert (why.suitable, why.refused, why.but_for) == (1, (), ())


@effort(60, soak=2_000)
@given(odd_pools())
def test_everybody_is_moved_or_explained_and_no_place_is_named(pool: Pool) -> None:
    plan = solved(pool)
    explanation = explain(plan, pool, POLICY)
    moved = {step.household_id for e in plan.exchanges for step in e.steps}
    explained = {why.household_id for why in explanation.households}
    assert moved | explained == {row.id for row in pool.households}
    assert not moved & explained
    for why in explanation.households:
        text = " ".join((why.sentence, *why.but_for_sentences))
        assert not any(place in text for place in (*AUTHORITIES, *SECTORS))
