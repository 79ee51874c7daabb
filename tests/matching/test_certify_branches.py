"""A proof in branches: the right one is accepted, and each that is spoilt is refused.

Three households that leave nothing and three voids. The best plan moves a into y, b
into x and c into z, and comes to 11; with a in x no plan comes to more than 9.
"""

import pytest

from matching.certificate import Branch, Leaf, LevelProof
from matching.certify import Certified, FaultCode, certify_instance
from matching.certify.levels import whole
from matching.instance import NOBODY, Caps, Goal, Instance

PEOPLE, HOMES = ("a", "b", "c"), ("x", "y", "z")
WORTH = {
    ("a", "x"): 5,
    ("a", "y"): 4,
    ("b", "x"): 4,
    ("b", "y"): 1,
    ("c", "x"): 2,
    ("c", "z"): 3,
}
BEST = 11
ROUND = Instance(
    vacates=whole([NOBODY] * 3),
    occupant=whole([NOBODY] * 3),
    household=whole(PEOPLE.index(who) for who, _ in WORTH),
    home=whole(HOMES.index(home) for _, home in WORTH),
    team_of_household=whole([0, 1, 2]),
    team_of_home=whole([3, 4, 5]),
    caps=Caps(cycle_moves_max=3, chain_moves_max=1),
)
GOAL = Goal(whole(WORTH.values()), whole([0, 0]), whole([0] * 4))
Tree = Branch | Leaf


def pays(**prices: int) -> Leaf:
    """Return prices by letter: a, b and c are households, x, y and z voids."""
    return Leaf(
        scale=1,
        multipliers=(),
        slopes=(),
        households=tuple((n, p) for n, p in prices.items() if n in PEOPLE),
        voids=tuple((n, p) for n, p in prices.items() if n in HOMES),
    )


def shown(tree: Tree) -> Certified:
    """Return what a proof shows of the round's one level."""
    proof = LevelProof("worth", tree)
    return certify_instance(ROUND, [GOAL], [BEST], [proof], PEOPLE, HOMES)


def bound(tree: Tree) -> int:
    """Return the bound of a proof that nothing is wrong with."""
    found = shown(tree)
    assert found.faults == ()
    assert found.levels[0].bound is not None
    return found.levels[0].bound


def codes(tree: Tree) -> set[FaultCode]:
    """Return what is wrong with a proof, which then shows nothing."""
    found = shown(tree)
    assert found.levels[0].bound is None
    assert not found.closed
    return {fault.code for fault in found.faults}


ENOUGH = pays(a=5, b=4, c=3)
"""Each pays the most that it can bring: right in any part, and close in none."""
LEFT_OUT = pays(a=4, b=4, c=3)
"""Right where a is not in x, and only there."""


@pytest.mark.parametrize(
    "fixed",
    [
        # b into x would be worth 4, and c into x 2: who else may enter x is gone.
        pays(a=5, b=1, c=3),
        # a into y would be worth 4: where else a may go is gone.
        pays(x=5, b=1, c=3),
        # a moves in every plan of this part, so it may be paid to.
        pays(a=-7, x=12, b=1, c=3),
    ],
)
def test_a_fixed_move_leaves_no_rival_and_the_other_part_is_without_it(
    fixed: Leaf,
) -> None:
    assert bound(Branch("a", "x", fixed, LEFT_OUT)) == BEST
    # The bound is of the worse part, whichever that is.
    assert bound(Branch("a", "x", fixed, ENOUGH)) == 12


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        # The move that is fixed is left itself, and what has nothing to do with it.
        (Branch("a", "x", pays(b=1, c=3), LEFT_OUT), FaultCode.PRICE_TOO_LOW),
        (Branch("a", "x", pays(a=4, b=1, c=3), LEFT_OUT), FaultCode.PRICE_TOO_LOW),
        (Branch("a", "x", pays(a=5, c=3), LEFT_OUT), FaultCode.PRICE_TOO_LOW),
        (Branch("a", "x", pays(a=5, b=1), LEFT_OUT), FaultCode.PRICE_TOO_LOW),
        # In the other part only that one arc is gone: not a's other, nor x's others.
        (Branch("a", "x", ENOUGH, pays(a=3, b=4, c=3)), FaultCode.PRICE_TOO_LOW),
        (Branch("a", "x", ENOUGH, pays(a=4, b=3, c=3)), FaultCode.PRICE_TOO_LOW),
        (Branch("a", "x", ENOUGH, pays(a=4, b=4, c=1)), FaultCode.PRICE_TOO_LOW),
        # The two parts are not each other.
        (Branch("a", "x", LEFT_OUT, pays(a=5, b=1, c=3)), FaultCode.PRICE_TOO_LOW),
        # Nobody but a moves in every plan of the part, and a only in the one.
        (Branch("a", "x", pays(a=5, b=-1, y=2, c=3), ENOUGH), FaultCode.PRICE_NEGATIVE),
        (Branch("b", "y", pays(a=-1, x=6, b=1, c=3), ENOUGH), FaultCode.PRICE_NEGATIVE),
        (Branch("a", "x", ENOUGH, pays(a=-1, y=5, b=4, c=3)), FaultCode.PRICE_NEGATIVE),
        # Both ends are there, but the pair is not.
        (Branch("c", "y", ENOUGH, ENOUGH), FaultCode.BRANCH_UNKNOWN),
        (Branch("gone", "x", ENOUGH, ENOUGH), FaultCode.BRANCH_UNKNOWN),
        (Branch("a", "gone", ENOUGH, ENOUGH), FaultCode.BRANCH_UNKNOWN),
        (Branch("x", "a", ENOUGH, ENOUGH), FaultCode.BRANCH_UNKNOWN),
    ],
)
def test_a_spoilt_branch_is_refused(tree: Branch, code: FaultCode) -> None:
    assert codes(tree) == {code}


def nested(**changed: Tree) -> Branch:
    """Return the right proof that splits each half again, with parts changed."""
    parts: dict[str, Tree] = {
        "both": pays(a=5, b=1, c=3),
        "one": pays(a=5, c=3),
        "other": LEFT_OUT,
        "neither": pays(a=4, b=1, c=3),
    } | changed
    return Branch(
        "a",
        "x",
        fixed=Branch("b", "y", parts["both"], parts["one"]),
        left_out=Branch("b", "x", parts["other"], parts["neither"]),
    )


@pytest.mark.parametrize(
    "changed",
    [
        {},
        # Both moves are fixed: neither's household nor home has any other.
        {"both": pays(x=5, y=1, z=3)},
        {"both": pays(a=-1, x=6, b=-1, y=2, c=3)},
        # a is fixed still where b is not, and x and y have nobody else.
        {"one": pays(a=-1, x=6, c=3)},
        {"one": pays(x=5, z=3)},
        # b is fixed where a was left out, and alone of the two.
        {"other": pays(a=4, b=-2, x=6, c=3)},
    ],
)
def test_what_is_gone_and_fixed_above_is_so_below(changed: dict[str, Leaf]) -> None:
    assert bound(nested(**changed)) == BEST


@pytest.mark.parametrize("part", ["both", "one", "other", "neither"])
def test_the_bound_is_of_the_worst_part_of_all(part: str) -> None:
    assert bound(nested(**{part: pays(a=5, b=20, c=20)})) == 45


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        (nested(both=pays(a=5, c=3)), FaultCode.PRICE_TOO_LOW),
        (nested(one=pays(c=3)), FaultCode.PRICE_TOO_LOW),
        (nested(other=pays(b=4, c=3)), FaultCode.PRICE_TOO_LOW),
        (nested(other=pays(a=4, c=3)), FaultCode.PRICE_TOO_LOW),
        (nested(neither=pays(b=1, c=3)), FaultCode.PRICE_TOO_LOW),
        (nested(neither=pays(a=4, c=3)), FaultCode.PRICE_TOO_LOW),
        (nested(one=pays(a=5, b=-1, c=3)), FaultCode.PRICE_NEGATIVE),
        (nested(other=pays(a=-1, y=5, b=4, c=3)), FaultCode.PRICE_NEGATIVE),
        (nested(neither=pays(a=4, b=-1, x=9, y=9, c=3)), FaultCode.PRICE_NEGATIVE),
        # An arc that a branch above took away is there no more.
        (nested(both=Branch("b", "x", ENOUGH, ENOUGH)), FaultCode.BRANCH_UNKNOWN),
        (nested(both=Branch("a", "y", ENOUGH, ENOUGH)), FaultCode.BRANCH_UNKNOWN),
        (nested(one=Branch("b", "y", ENOUGH, ENOUGH)), FaultCode.BRANCH_UNKNOWN),
        (nested(other=Branch("c", "x", ENOUGH, ENOUGH)), FaultCode.BRANCH_UNKNOWN),
        (nested(neither=Branch("a", "x", ENOUGH, ENOUGH)), FaultCode.BRANCH_UNKNOWN),
    ],
)
def test_a_spoilt_branch_below_a_branch_is_refused(
    tree: Branch, code: FaultCode
) -> None:
    assert codes(tree) == {code}
