"""What the ideas for landlords that cannot repay do, each by itself."""

from collections import Counter

import pytest

from reciprocal.laboratory import lettings
from reciprocal.laboratory.policies import POLICIES, Requests, Tried
from reciprocal.laboratory.pooling import InPot, Owed
from reciprocal.laboratory.scheme import Scheme
from reciprocal.laboratory.world import HomeComes
from tests.reciprocal.laboratory.runs import ROUNDS, world

RULE = POLICIES["rule"]
WORLD = world()
DEBTOR = WORLD.members[0].id
OTHER = WORLD.members[1].id


def _letting(name: str, landlord_id: str = DEBTOR, bedrooms: int = 2) -> InPot:
    home = HomeComes(name, landlord_id, "area-00", bedrooms, step_free=False)
    return InPot(home, until=0, given=True, letting=True)


def _asked(tried: Tried, homes: list[InPot], owed: Owed, **expected: int) -> list[str]:
    ahead: Owed = Counter({(DEBTOR, size): n for size, n in expected.items()})
    return [e.home.id for e in lettings.asked(WORLD, tried, homes, owed, ahead)]


def test_all_lettings_of_the_size_are_listed_and_capped_by_the_debt() -> None:
    homes = [_letting("a"), _letting("b"), _letting("c", bedrooms=3)]
    owed: Owed = Counter({(DEBTOR, "BED2"): -1})
    found = lettings.asked(WORLD, RULE, homes, owed, Counter())
    assert [each.home.id for each in found] == ["a", "b"]
    assert all(each.capped for each in found)
    assert _asked(POLICIES["first-listed"], homes, owed) == ["a"]
    assert _asked(RULE, homes, Counter({(OTHER, "BED2"): -1})) == []
    assert _asked(POLICIES["no-requests"], homes, owed) == []


def test_a_debt_may_be_repaid_in_other_sizes_by_their_worth() -> None:
    """A home of three bedrooms is worth one of two, not two of them."""
    homes = [_letting(name, bedrooms=2) for name in "abc"]
    owed: Owed = Counter({(DEBTOR, "BED3"): -1})
    assert _asked(POLICIES["conversion"], homes, owed) == ["a"]
    assert _asked(RULE, homes, owed) == []


def test_what_was_repaid_in_other_sizes_is_converted_when_it_is_enough() -> None:
    scheme = Scheme(WORLD, POLICIES["conversion"])
    scheme.owed.update({(DEBTOR, "BED3"): -1, (DEBTOR, "BED2"): 1})
    scheme._convert()
    assert scheme.owed == {(DEBTOR, "BED3"): -1, (DEBTOR, "BED2"): 1}
    scheme.owed[DEBTOR, "BED2"] = 2
    scheme._convert()
    assert +scheme.owed == -scheme.owed == Counter()


def test_neighbours_repay_only_for_a_landlord_beyond_the_structural_debt() -> None:
    tried = POLICIES["neighbours"]
    near, far = WORLD.nearest(DEBTOR)[0], WORLD.nearest(DEBTOR)[-1]
    homes = [_letting("near", near), _letting("far", far)]
    owed: Owed = Counter({(DEBTOR, "BED2"): -11})
    (found,) = lettings.asked(WORLD, tried, homes, owed, Counter())
    assert (found.home.id, found.counts_for, found.capped) == ("near", DEBTOR, True)
    assert _asked(tried, homes, Counter({(DEBTOR, "BED2"): -10})) == []


def test_landlords_are_asked_ahead_for_what_they_are_expected_to_owe() -> None:
    homes = [_letting(name) for name in "abc"]
    assert _asked(POLICIES["ahead"], homes, Counter(), BED2=1) == ["a", "b"]
    assert _asked(RULE, homes, Counter(), BED2=1) == []


def test_a_landlord_that_cannot_repay_gives_a_new_home_every_other_month() -> None:
    scheme = Scheme(WORLD, POLICIES["pledges"])
    scheme.waiting = {case.id: case for case in WORLD.cases(0)}
    scheme.owed[DEBTOR, "BED3"] = -11
    for number in range(6):
        scheme._pledge(number)
    given = [each.home for each in scheme.homes.values()]
    assert len(given) == 3
    wanted = Counter(a for c in scheme.waiting.values() for a in c.areas_of_choice)
    for home in given:
        assert (home.landlord_id, home.bedrooms) == (DEBTOR, 3)
        assert wanted[home.area] == max(wanted.values())


def test_homes_of_some_sizes_stay_longer() -> None:
    tried = POLICIES["stay-by-size"]
    scheme = Scheme(WORLD, tried)
    for bedrooms, stays in ((2, 4), (3, 8)):
        home = _letting(f"left-{bedrooms}", bedrooms=bedrooms).home
        scheme._leave(home, OTHER, 0)
        free, in_pot = scheme.coming[-1]
        assert in_pot.until - free + 1 == stays


def test_what_a_neighbour_lets_for_another_repays_that_other_s_debt() -> None:
    scheme = Scheme(WORLD, POLICIES["neighbours"])
    came = [case for number in range(9) for case in WORLD.cases(number)]
    (case, *_) = [each for each in came if each.home.landlord_id == DEBTOR]
    scheme.waiting[case.id] = case
    letting = _letting("near", OTHER)
    counted = InPot(letting.home, 0, given=True, letting=True, counts_for=DEBTOR)
    scheme.homes["near"] = counted
    scheme.owed[DEBTOR, "BED2"] = -1
    moved = scheme._step(case.id, "near", 0)
    assert moved is not None
    assert +scheme.owed == Counter(), "its own tenant went to what it now owes nearby"
    assert Requests.OWED is scheme.tried.requests


def test_what_would_be_too_much_is_not_asked_for_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a second plan used more than is owed then, the round goes by the first."""
    looks: list[set[lettings.Row]] = []

    def too_much(
        _scheme: Scheme, _plan: object, more: list[InPot]
    ) -> set[lettings.Row]:
        looks.append({lettings.row_of(each) for each in more})
        return looks[-1]

    monkeypatch.setattr(Scheme, "_beyond", too_much)
    asked = Scheme(WORLD, POLICIES["at-once"]).run(ROUNDS)
    assert looks
    assert asked == Scheme(WORLD, RULE).run(ROUNDS)
