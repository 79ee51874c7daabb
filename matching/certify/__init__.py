"""A third pair of eyes: what a plan's certificate shows, with no solver.

Reads the pool, the policy and the plan. Who suits which home is asked of the rules;
what each level counts, and whether a chain or cycle is worth more than the prices it
pays, is worked out here, in whole numbers. `verify` says whether the plan may be acted
on; this says that no other would be better.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from matching.certificate import LevelProof
from matching.certify.answer import (
    CertificateFault,
    Certified,
    CertifiedLevel,
    FaultCode,
)
from matching.certify.bound import bound_of
from matching.certify.chains import dear_chain
from matching.certify.cycles import dear_cycle
from matching.certify.levels import (
    Levels,
    Moved,
    claimed,
    lot,
    moved,
    named,
    named_from,
    names,
    sign,
    whole,
)
from matching.certify.priced import Mask, Verdict, priced
from matching.certify.problem import Measure, Named, Problem, Row
from matching.instance import NOBODY, Caps, Goal, Instance, Whole, counting
from matching.locks import LockKind
from matching.plan import Plan, SolveStatus
from matching.pool import Policy, Pool, size_class
from matching.rules import evaluate

__all__ = [
    "CertificateFault",
    "Certified",
    "CertifiedLevel",
    "FaultCode",
    "certify",
    "certify_instance",
    "lot",
]


def certify(
    plan: Plan, pool: Pool, policy: Policy, *, lots: Mapping[str, int] | None = None
) -> Certified:
    """Return what the plan's certificate shows of each level of the policy.

    A level without a proof has no bound; nothing is raised, whatever the certificate
    holds. That the plan keeps the rules is for `verify` to say.

    Args:
        lots: What each household drew, by id, where the seed is not told.

    Cost: as `rules.evaluate`, and for each leaf of each proof about the moves times
    the households times the longest cycle.
    """
    places = moved(plan, pool)
    if places is None:
        return Certified((), (CertificateFault(FaultCode.PLAN_UNREADABLE),))
    levels = Levels(pool, policy, plan.seed, lots)
    if not levels.countable():
        return Certified((), (CertificateFault(FaultCode.NUMBERS_TOO_LARGE),))
    problem = _problem(pool, policy, levels, places)
    wanted = [measure.name for measure in problem.measures]
    proofs = _in_order(wanted, plan.certificate)
    certified = _each(problem, proofs, nothing_can_move=_nothing_can_move(problem))
    faults = [*certified.faults, *_strangers(wanted, plan.certificate)]
    faults += [
        CertificateFault(FaultCode.VALUE_WRONG, measure.name)
        for measure, report in zip(problem.measures, plan.levels, strict=False)
        if report.level == measure.name and claimed(report) != measure.value
    ]
    found = Certified(tuple(map(_told, certified.levels)), tuple(faults))
    if plan.status in _SHOWN and not found.closed:
        fault = CertificateFault(FaultCode.STATUS_WRONG)
        return Certified(found.levels, (*faults, fault))
    return found


def certify_instance(
    instance: Instance,
    goals: Sequence[Goal],
    values: Sequence[int],
    proofs: Sequence[LevelProof | None],
    household_ids: Sequence[str],
    home_ids: Sequence[str],
    debts: Sequence[Row] = (),
) -> Certified:
    """Return what proofs show of each goal of an instance that came from no pool.

    Args:
        goals: Each to be made large, in the order they bind.
        values: That some plan reaches, one a goal.
        proofs: One a goal; None for a goal without.
        household_ids, home_ids: What the proofs call them, by their places.
        debts: What they call the groups of voids, likewise.
    """
    given = [proof.level if proof else "" for proof in proofs]
    measures = map(Measure, given, goals, values)
    problem = Problem.of(instance, household_ids, home_ids, measures, debts)
    return _each(problem, proofs, nothing_can_move=_nothing_can_move(problem))


_SHOWN = (SolveStatus.PROVEN, SolveStatus.EMPTY)


def _each(
    problem: Problem, proofs: Sequence[LevelProof | None], *, nothing_can_move: bool
) -> Certified:
    """Check one proof, or none, for each measure; bounds are as they are made large."""
    levels, faults = [], []
    for at, (measure, proof) in enumerate(zip(problem.measures, proofs, strict=True)):
        bound = measure.of_nobody() if nothing_can_move else None
        if proof is not None:
            bound, codes = bound_of(problem, at, proof)
            faults += [CertificateFault(code, measure.name) for code in sorted(codes)]
        levels.append(CertifiedLevel(measure.name, measure.value, bound))
    return Certified(tuple(levels), tuple(faults))


def _nothing_can_move(problem: Problem) -> bool:
    """Tell whether there is no chain and no cycle at all, which needs no proof."""
    instance = problem.instance
    free = np.zeros(instance.households, dtype=np.int64)
    every, one = np.arange(instance.arcs), counting(instance)
    part = priced(instance, every, one.arc, free, np.zeros_like(instance.occupant))
    return (
        dear_chain(part, one.at) is Verdict.NONE_DEAR
        and dear_cycle(part, one.round, instance.caps) is Verdict.NONE_DEAR
    )


def _told(level: CertifiedLevel) -> CertifiedLevel:
    """Return a level that is made large as its report tells it."""
    turn = sign(level.level)
    bound = None if level.bound is None else turn * level.bound
    return CertifiedLevel(level.level, turn * level.value, bound)


def _in_order(
    wanted: Sequence[str], proofs: Sequence[LevelProof]
) -> list[LevelProof | None]:
    """Return the proof of each level; a repeated one proves nothing."""
    by_name = {proof.level: proof for proof in reversed(proofs)}
    return [by_name.get(name) for name in wanted]


def _strangers(
    wanted: Sequence[str], proofs: Sequence[LevelProof]
) -> list[CertificateFault]:
    """Return the faults of proofs of no level, and of proofs out of order."""
    faults = [
        CertificateFault(FaultCode.LEVEL_UNKNOWN)
        for proof in proofs
        if proof.level not in wanted
    ]
    places = [wanted.index(proof.level) for proof in proofs if proof.level in wanted]
    if any(after <= before for before, after in pairwise(places)):
        faults.append(CertificateFault(FaultCode.LEVEL_ORDER))
    return faults


def _problem(pool: Pool, policy: Policy, levels: Levels, plan: Moved) -> Problem:
    """Return the numbers of a round: who suits what, and what each level counts."""
    debts = _debts(pool)
    instance = _instance(pool, policy, debts)
    named = Named(named_from(policy), _of_others(pool, instance, plan))
    measures = [
        levels.measure(name, instance, plan, named.gone(level))
        for level, name in enumerate(names(policy))
    ]
    return Problem.of(
        instance,
        [row.id for row in pool.households],
        [home.id for home in pool.homes],
        measures,
        list(debts),
        named,
    )


def _of_others(pool: Pool, instance: Instance, plan: Moved) -> frozenset[int]:
    """Return the arcs of whoever the plan leaves out, or puts elsewhere in time.

    Whoever has a ready home could have another; whoever is behind a forecast stays so;
    and nobody enters the home of a household that stays.
    """
    ready = whole(home.ready for home in pool.homes)
    wanted = np.full(len(pool.households), NOBODY, dtype=np.int64)
    wanted[plan.households] = ready[plan.homes]
    leaves = instance.occupant[instance.home]
    others = ready[instance.home] != wanted[instance.household]
    others |= (leaves != NOBODY) & (wanted[leaves] == NOBODY)
    return frozenset(np.flatnonzero(others).tolist())


def _debts(pool: Pool) -> dict[Row, int]:
    """Return how many homes each landlord owes of each size, where it owes any.

    What is promised already is about to repay, and leaves as much less.
    """
    owed: dict[Row, int] = {}
    for row in pool.landlords:
        for name, homes in (*row.balances, *row.homes_promised):
            owed[row.id, name] = owed.get((row.id, name), 0) - homes
    return {debt: homes for debt, homes in owed.items() if homes > 0}


def _groups(pool: Pool, debts: Mapping[Row, int]) -> tuple[Whole, Mask]:
    """Return which debt each home repays, and which homes are offered in vain.

    Those are offered for a debt that is not there, or is of another size.
    """
    at = {debt: i for i, debt in enumerate(debts)}
    offered = whole(home.offered_for is not None for home in pool.homes) > 0
    group = whole(
        NOBODY
        if home.offered_for != size_class(home.bedrooms)
        else at.get((home.landlord_id, home.offered_for), NOBODY)
        for home in pool.homes
    )
    return group, offered & (group == NOBODY)


def _instance(pool: Pool, policy: Policy, debts: Mapping[Row, int]) -> Instance:
    group_of_home, in_vain = _groups(pool, debts)
    suits = evaluate(pool, policy).suits
    marked = np.unpackbits(suits, axis=1)[:, : len(pool.homes)]
    for lock in policy.locks:
        if lock.kind is LockKind.FORBID:
            marked[named(pool, lock)] = 0
    marked[:, in_vain] = 0
    household, home = (place.astype(np.int64) for place in marked.nonzero())
    household_at = {row.id: i for i, row in enumerate(pool.households)}
    occupant = whole(
        NOBODY if home.occupant_id is None else household_at[home.occupant_id]
        for home in pool.homes
    )
    vacates = np.full(len(pool.households), NOBODY, dtype=np.int64)
    left = np.flatnonzero(occupant != NOBODY)
    vacates[occupant[left]] = left
    teams: dict[str, int] = {}
    return Instance(
        vacates=vacates,
        occupant=occupant,
        household=household,
        home=home,
        team_of_household=whole(
            teams.setdefault(row.team, len(teams)) for row in pool.households
        ),
        team_of_home=whole(
            teams.setdefault(row.team, len(teams)) for row in pool.homes
        ),
        # Nobody moves twice, so no cap above their number bears on anything.
        caps=Caps(
            cycle_moves_max=min(policy.cycle_moves_max, len(pool.households)),
            chain_moves_max=min(policy.chain_moves_max, len(pool.households)),
        ),
        group_of_home=group_of_home,
        group_cap=whole(debts.values()),
    )
