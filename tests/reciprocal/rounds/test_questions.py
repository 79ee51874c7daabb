"""Which questions a round raises: where a person alone stands in the way, and once."""

from dataclasses import replace

from hypothesis import given

from matching.plan import Plan
from matching.pool import Pool, TenancyDecided
from matching.referee import refusals
from matching.rules import evaluate
from matching.terms import Marker
from reciprocal.requests.deciding import HomeAsked, TenancyAsked
from reciprocal.rounds.questions import LEFT_TO_A_PERSON, raised
from tests.matching.builders import POLICY, a_home, a_household, a_pool, solved
from tests.matching.effort import effort
from tests.matching.strategies import odd_pools

_GAP = {"gap_days": 1}


def empty() -> Plan:
    return solved(Pool((), (), ()))


def test_homes_of_one_landlord_and_case_are_one_question() -> None:
    pool = a_pool(
        [a_household("p", "a", **_GAP)],
        [a_home("v1", "b"), a_home("v2", "b"), a_home("v3", "c")],
    )
    found = raised(empty(), pool, POLICY)
    assert {(row.request_id, type(row)) for row in found} == {("p", TenancyAsked)}
    assert [row.landlord_id for row in found if isinstance(row, TenancyAsked)] == [
        "b",
        "c",
    ]


def test_a_home_that_another_rule_keeps_away_raises_nothing() -> None:
    household = a_household("p", "a", **_GAP, authorities_to_avoid=frozenset({"E01"}))
    marked = {"marker": Marker.CLEARED}
    pool = a_pool([household], [a_home("v", "b", **marked)])
    assert raised(empty(), pool, POLICY) == ()
    uncleared = a_pool(
        [a_household("p", "a", **_GAP)], [a_home("v", "b", marker=Marker.UNCLEARED)]
    )
    assert raised(empty(), uncleared, POLICY) == ()


def test_a_marked_home_after_a_gap_raises_both() -> None:
    pool = a_pool(
        [a_household("p", "a", **_GAP)], [a_home("v", "b", marker=Marker.CLEARED)]
    )
    first, second = raised(empty(), pool, POLICY)
    assert isinstance(first, TenancyAsked)
    assert second == HomeAsked("p", "v")


def test_who_moves_at_once_needs_no_answer_and_a_forecast_still_does() -> None:
    marked = a_home("m", "d", marker=Marker.CLEARED)
    pool = a_pool([a_household("p", "a")], [a_home("v", "b"), marked])
    assert raised(solved(pool), pool, POLICY) == ()
    assert raised(empty(), pool, POLICY) == (HomeAsked("p", "m"),)
    chain = a_pool(
        [
            a_household("p1", "a", homes_refused=frozenset({"m"})),
            a_household("p2", "c", homes_refused=frozenset({"v"})),
        ],
        [
            a_home("v", "b"),
            a_home("h1", "a", occupant_id="p1"),
            a_home("m", "d", marker=Marker.CLEARED),
        ],
    )
    plan = solved(chain)
    assert [len(exchange.steps) for exchange in plan.exchanges] == [2]
    assert raised(plan, chain, POLICY) == (HomeAsked("p2", "m"),)


@effort(30, soak=1_000)
@given(odd_pools())
def test_yes_to_every_question_opens_what_waited_and_nothing_else(pool: Pool) -> None:
    """The questions raised are exactly those that a yes to all would make homes of."""
    asked = raised(empty(), pool, POLICY)
    tenancies = {
        row.id: row.tenancies_decided
        | {
            TenancyDecided(each.landlord_id, each.case)
            for each in asked
            if isinstance(each, TenancyAsked) and each.request_id == row.id
        }
        for row in pool.households
    }
    homes = {
        row.id: row.markers_decided
        | {
            each.home_id
            for each in asked
            if isinstance(each, HomeAsked) and each.request_id == row.id
        }
        for row in pool.households
    }
    answered = replace(
        pool,
        households=tuple(
            replace(
                row, tenancies_decided=tenancies[row.id], markers_decided=homes[row.id]
            )
            for row in pool.households
        ),
    )
    lets = {landlord.id: landlord for landlord in pool.landlords}
    before, after = evaluate(pool, POLICY), evaluate(answered, POLICY)
    for i, row in enumerate(answered.households):
        for j, home in enumerate(pool.homes):
            waited = set(before.codes(i, j)) <= LEFT_TO_A_PERSON
            assert after.allows(i, j) is waited
            said = refusals(row, home, POLICY, landlord=lets[home.landlord_id])
            assert (not said) is waited
