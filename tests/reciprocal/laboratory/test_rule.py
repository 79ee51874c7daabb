"""What the rule promises, round by round: nobody delayed, and no more than is owed."""

from collections import Counter

import pytest

from matching.pool import size_class
from reciprocal.laboratory.figures import figures
from reciprocal.laboratory.policies import BLIND, POLICIES, RULE
from reciprocal.laboratory.scheme import Played, Scheme
from tests.reciprocal.laboratory.runs import ROUNDS, lives, played, weekly, world

Row = tuple[str, str]


def _posted(rounds: tuple[Played, ...]) -> list[dict[Row, int]]:
    """Return the book after each round, from the moves alone."""
    book: Counter[Row] = Counter()
    found = []
    for one in rounds:
        for each in one.moved:
            old, new = each.case.home.landlord_id, each.home.landlord_id
            size = size_class(each.home.bedrooms)
            if old != new:
                book[old, size] -= 1
                book[new, size] += 1
        found.append({row: homes for row, homes in book.items() if homes})
    return found


def test_nobody_is_delayed_by_the_rule() -> None:
    assert all(not one.delayed for one in played("rule", check=True))


def test_weighing_moves_against_balances_delays_somebody_and_it_is_seen() -> None:
    """Here the check has something to find; a check that never finds proves nothing."""
    assert any(one.delayed for one in played("v20+worth=1", check=True))


@pytest.mark.parametrize("policy", ["rule", "blind", "plain", "at-once", "ahead"])
def test_balances_are_the_moves(policy: str) -> None:
    rounds = played(policy)
    assert [one.posted for one in rounds] == _posted(rounds)
    for one in rounds:
        assert sum(one.owed.values()) == sum(one.posted.values()) == 0


@pytest.mark.parametrize("policy", ["rule", "blind", "first-listed", "no-stay"])
def test_no_landlord_lets_more_than_it_owes(policy: str) -> None:
    rounds = played(policy)
    before: dict[Row, int] = {}
    used = 0
    for one in rounds:
        let = Counter(
            (each.home.landlord_id, size_class(each.home.bedrooms))
            for each in one.moved
            if each.letting
        )
        assert all(homes <= -before.get(row, 0) for row, homes in let.items())
        used += let.total()
        before = one.posted
    assert used, "a bound on nothing proves nothing"


def test_asked_at_once_no_landlord_lets_more_than_it_comes_to_owe() -> None:
    before: dict[Row, int] = {}
    more = 0
    for one in played("at-once"):
        let, sent = Counter[Row](), Counter[Row]()
        for each in one.moved:
            size = size_class(each.home.bedrooms)
            sent[each.case.home.landlord_id, size] += 1
            let[each.home.landlord_id, size] += each.letting
        for row, homes in let.items():
            owed = max(0, -before.get(row, 0))
            assert homes <= owed + sent[row]
            more += homes > owed
        before = one.posted
    assert more, "something was asked for at once"


def test_nobody_moves_twice_and_no_home_is_let_twice() -> None:
    moved = [each for one in played("rule") for each in one.moved]
    assert len({each.case.id for each in moved}) == len(moved)
    assert len({each.home.id for each in moved}) == len(moved)


def test_without_requests_and_stay_nobody_is_asked_and_nothing_is_left_over() -> None:
    rounds = played("plain")
    assert sum(one.asked for one in rounds) == 0
    left = {case.home.id for one in rounds for case in one.waiting}
    later = [
        each
        for one in rounds
        for each in one.moved
        if each.home.id.startswith("left-")
        and each.home.id.removeprefix("left-")
        not in {other.case.id for other in one.moved}
    ]
    assert not later, "a home that was left went back at once"
    assert left


def test_a_home_that_was_left_is_let_in_a_later_round_while_it_stays() -> None:
    rounds = played("rule")
    came_free = {each.case.home.id: one.number for one in rounds for each in one.moved}
    waits = [
        one.number - came_free[each.home.id]
        for one in rounds
        for each in one.moved
        if each.home.id in came_free
    ]
    assert max(waits) >= 1
    assert max(waits) <= RULE.stay_rounds


def test_the_rule_keeps_balances_nearer_to_nothing_than_looking_away() -> None:
    rule, blind = figures(played("rule")), figures(played("blind"))
    assert sum(n * n for n in played("rule")[-1].owed.values()) < sum(
        n * n for n in played("blind")[-1].owed.values()
    )
    assert rule.worst <= blind.worst


def test_each_part_of_the_rule_serves_it() -> None:
    moves = {name: figures(played(name)).moves for name in ("rule", "no-stay", "plain")}
    assert moves["rule"] > moves["no-stay"] > moves["plain"]
    assert figures(played("no-requests")).used == 0


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_every_policy_runs_and_says_what_it_is(name: str) -> None:
    rounds = played(name)
    assert sum(len(one.moved) for one in rounds) > 0
    assert POLICIES[name].says.endswith(".")
    assert POLICIES[name].name == name


def test_weekly_rounds_carry_out_ready_steps_alone() -> None:
    """Whoever moves enters a home that stood empty, so none of its own round."""
    _, rounds = weekly()
    for one in rounds:
        left_now = {each.case.home.id for each in one.moved}
        assert not left_now & {each.home.id for each in one.moved}
    assert any(each.home.id.startswith("left-") for o in rounds for each in o.moved)


def test_a_step_that_fell_through_is_not_tried_again() -> None:
    scheme, rounds = weekly()
    assert scheme.refused
    moved = {(each.case.id, each.home.id) for one in rounds for each in one.moved}
    assert not moved & {
        (who, home) for who, homes in scheme.refused.items() for home in homes
    }
    later = {who for who, _ in moved} | set(scheme.waiting)
    assert later & set(scheme.refused), "the household goes on waiting"


def test_a_landlord_that_is_owed_enough_offers_nothing_more() -> None:
    tried = POLICIES["withdrawing"]
    scheme = Scheme(world(), tried)
    creditor = scheme.world.members[0].id
    scheme.owed[creditor, "BED2"] = tried.withdraws_at
    scheme.owed[scheme.world.members[1].id, "BED2"] = -tried.withdraws_at
    offered = [home for n in range(ROUNDS) for home in scheme.world.voids(n)]
    for number in range(ROUNDS):
        scheme.play(number)
        scheme.owed[creditor, "BED2"] = tried.withdraws_at
        assert not any(
            each.given and not each.letting and each.home.landlord_id == creditor
            for each in scheme.homes.values()
        )
    assert any(home.landlord_id == creditor for home in offered)


def test_a_policy_is_blind_up_to_where_it_looks_at_balances() -> None:
    assert RULE.blind() == BLIND.levels
    assert BLIND.blind() == BLIND.levels
    assert lives(BLIND) == played("blind")
