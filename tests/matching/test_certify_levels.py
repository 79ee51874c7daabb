"""What each level counts is read twice, and the two readings agree on every route."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from matching.certificate import Leaf, LevelProof, Slope
from matching.certify import CertificateFault, Certified, FaultCode, certify
from matching.certify.levels import Levels, Moved, names, sign, whole
from matching.codec import digest, pool_to_text
from matching.exchanges import list_routes
from matching.graph import Route, build
from matching.instance import Caps, Goal, Instance
from matching.objectives import objectives, placed_moves
from matching.plan import (
    Exchange,
    LevelReport,
    Plan,
    SolveStatus,
    Step,
    StepKind,
)
from matching.pool import Level, Policy, Pool
from tests.matching.builders import POLICY, a_home, a_household, a_pool
from tests.matching.effort import effort
from tests.matching.public import plans
from tests.matching.strategies import tiny_pools

_LONG = Policy(
    version="long", cycle_moves_max=4, chain_moves_max=5, shortholds_abolished=False
)
_SEED = 7


def _plan(pool: Pool, policy: Policy, routes: tuple[Route, ...]) -> Plan:
    """Return routes as a plan that claims what the engine's reading makes of them."""
    graph = build(pool, policy)
    moves = placed_moves(graph, routes)
    exchanges = tuple(
        Exchange(
            route.kind,
            tuple(
                Step(
                    pool.households[move.household].id,
                    pool.homes[move.home].id,
                    StepKind.FORECAST,
                    0,
                )
                for move in route.moves
            ),
        )
        for route in routes
    )
    levels = tuple(
        LevelReport(o.name, o.value(moves), o.value(moves), o.sense, "")
        for o in objectives(pool, policy, _SEED)
    )
    return Plan(
        status=SolveStatus.FEASIBLE,
        exchanges=exchanges,
        levels=levels,
        pool_digest=digest(pool_to_text(pool)),
        seed=_SEED,
        engine_version="",
    )


@effort(60, soak=3_000)
@given(tiny_pools(people_max=4, voids_max=2), st.randoms(use_true_random=False))
def test_both_readings_of_the_levels_agree(pool: Pool, random: Random) -> None:
    """On a plan as a whole, the lots and the balance among its levels."""
    routes = [*list_routes(build(pool, _LONG), _LONG, routes_max=12).routes]
    every = [*plans(routes)]
    plan = _plan(pool, _LONG, random.choice(every))
    found = certify(plan, pool, _LONG)
    assert {fault.code for fault in found.faults} <= {FaultCode.STATUS_WRONG}
    assert [level.value for level in found.levels] == [r.value for r in plan.levels]
    assert [sign(r.level) for r in plan.levels] == [
        1 if r.sense == "max" else -1 for r in plan.levels
    ]


@effort(60, soak=3_000)
@given(tiny_pools(people_max=4, voids_max=2), st.data())
def test_no_lines_and_prices_show_a_better_balance_than_there_is(
    pool: Pool, data: st.DataObject
) -> None:
    policy = Policy(
        version="",
        levels=(Level.HOUSEHOLDS, Level.BALANCE, Level.HOME_FIT),
        shortholds_abolished=False,
    )
    routes = [*list_routes(build(pool, policy), policy, routes_max=10).routes]
    all_plans = [_plan(pool, policy, chosen) for chosen in plans(routes)]

    def rank(plan: Plan) -> list[int]:
        return [sign(report.level) * report.value for report in plan.levels]

    best = max(all_plans, key=rank)
    small = st.integers(-2, 2)
    scale = data.draw(st.sampled_from((1, 2)))
    held = data.draw(st.sampled_from((0, 1, 2, 6)))
    fit = data.draw(st.booleans())
    times = data.draw(st.integers(0, 2)) if fit else scale
    below = st.integers(-times, times)
    lines = tuple(
        Slope(row.id, name, anchor, times * (2 * anchor) + data.draw(below))
        for row in pool.landlords
        for name in ("BED1", "BED2", "total")
        if data.draw(st.booleans())
        for anchor in (data.draw(small),)
    )
    price = data.draw(st.sampled_from((0, 4, 20, 90)))
    leaf = Leaf(
        scale=scale,
        multipliers=(held, times) if fit else (held,),
        slopes=lines,
        households=tuple((row.id, price) for row in pool.households),
        voids=(),
    )
    name = "home_fit" if fit else "balance"
    plan = _with(best, LevelProof(name, leaf))
    found = certify(plan, pool, policy)
    level = found.levels[2 if fit else 1]
    assert {fault.code for fault in found.faults} <= {FaultCode.PRICE_TOO_LOW}
    if level.bound is not None:
        assert level.bound <= level.value


def _with(plan: Plan, proof: LevelProof) -> Plan:
    return Plan(
        status=plan.status,
        exchanges=plan.exchanges,
        levels=plan.levels,
        pool_digest=plan.pool_digest,
        seed=plan.seed,
        engine_version="",
        certificate=(proof,),
    )


def test_what_nobody_can_add_up_is_not_read() -> None:
    pool = a_pool([a_household("p", "a", waiting_since_day=2**62)], [a_home("v", "b")])
    plan = _plan(a_pool([], []), POLICY, ())
    assert certify(plan, pool, POLICY) == Certified(
        (), (CertificateFault(FaultCode.NUMBERS_TOO_LARGE),)
    )


def test_a_cycle_counts_its_places_and_everybody_in_it() -> None:
    pool = a_pool([a_household("p", "a")], [])
    nobody = whole(())
    instance = Instance(
        vacates=nobody,
        occupant=nobody,
        household=nobody,
        home=nobody,
        team_of_household=nobody,
        team_of_home=nobody,
        caps=Caps(4, 3),
    )
    moved = Moved(nobody, nobody, chains=(2,), cycles=(3,))
    levels = Levels(pool, POLICY, 0, None)
    places = levels.measure("structure.positions", instance, moved, frozenset())
    assert isinstance(places.counts, Goal)
    assert places.counts.at.tolist() == [0, -1, -2, -3]
    assert places.counts.round.tolist() == [0, -1, -3, -6, -10]
    assert places.value == -(1 + 2) - (1 + 2 + 3)
    circled = levels.measure("structure.in_cycles", instance, moved, frozenset())
    assert isinstance(circled.counts, Goal)
    assert circled.counts.at.tolist() == [0, 0, 0, 0]
    assert circled.counts.round.tolist() == [0, -1, -2, -3, -4]
    assert circled.value == -3


def test_the_policy_says_which_levels_there_are() -> None:
    policy = Policy(version="", levels=(Level.BALANCE, Level.HOUSEHOLDS))
    assert names(policy) == ["balance", "households"]
    assert names(Policy(version="", levels=())) == []
