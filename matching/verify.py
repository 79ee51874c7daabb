"""A second pair of eyes: checks a plan, sharing nothing with the solver.

Reads the pool, the plan and the referee only. Every violation is collected; an empty
answer means that the plan may be acted on. Its own arithmetic checks the values that
the plan claims for the levels that are plain counts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from matching.codec import digest, pool_to_text
from matching.locks import LOCKS, Lock, LockKind
from matching.plan import Exchange, ExchangeKind, Plan, SolveStatus, Step, StepKind
from matching.pool import Home, Household, Level, Policy, Pool, size_class
from matching.referee import may_follow, refusals
from matching.terms import ACCESS_RANK, Urgency

_SMALLEST_CYCLE = 3
_CLOSED = (SolveStatus.PROVEN, SolveStatus.PROVEN_BY_SOLVER)


class ViolationCode(StrEnum):
    """What is wrong with a plan."""

    DIGEST_DIFFERS = "digest_differs"
    HOUSEHOLD_UNKNOWN = "household_unknown"
    HOME_UNKNOWN = "home_unknown"
    HOUSEHOLD_TWICE = "household_twice"
    HOME_TWICE = "home_twice"
    NOT_SUITABLE = "not_suitable"
    FORBIDDEN = "forbidden"
    CHAIN_START_OCCUPIED = "chain_start_occupied"
    LINK_BROKEN = "link_broken"
    TOO_LONG = "too_long"
    DIRECT_SWAP = "direct_swap"
    TEAM_FOLLOWS = "team_follows"
    KIND_WRONG = "kind_wrong"
    WEEKS_WRONG = "weeks_wrong"
    ORDER_WRONG = "order_wrong"
    LETTING_OF_ANOTHER_SIZE = "letting_of_another_size"
    LETTING_NOT_OWED = "letting_not_owed"
    BEYOND_DEBT = "beyond_debt"
    LEVELS_WRONG = "levels_wrong"
    STATUS_WRONG = "status_wrong"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with a plan.

    Attributes:
        exchange: Index into `plan.exchanges`; None for the plan as a whole.
        step: Index into its steps; None for the exchange as a whole.
    """

    code: ViolationCode
    exchange: int | None = None
    step: int | None = None


def verify(plan: Plan, pool: Pool, policy: Policy) -> tuple[Violation, ...]:
    """Return everything wrong with a plan; empty when it may be acted on.

    Cost: linear in the pool, plus one referee's reading a step.
    """
    sheet = _Sheet(pool, policy)
    found = [*_whole(plan, pool)]
    unknown = [*_unknown(plan, sheet)]
    if unknown:
        return (*found, *unknown)
    for at, exchange in enumerate(plan.exchanges):
        for code, step in _exchange(exchange, sheet):
            found.append(Violation(code, at, step))
    found.extend(_debts(plan, sheet))
    found.extend(_levels(plan, sheet))
    return tuple(found)


class _Sheet:
    """The pool by identifier."""

    def __init__(self, pool: Pool, policy: Policy) -> None:
        self.pool = pool
        self.policy = policy
        self.homes = {home.id: home for home in pool.homes}
        self.households = {row.id: row for row in pool.households}
        self.landlords = {landlord.id: landlord for landlord in pool.landlords}
        self.balances: Counter[tuple[str, str]] = Counter()
        for landlord in pool.landlords:
            for name, owed in landlord.balances:
                self.balances[landlord.id, name] += owed
        self.unpaid: Counter[tuple[str, str]] = Counter(
            {debt: -homes for debt, homes in self.balances.items()}
        )
        for landlord in pool.landlords:
            for name, homes in landlord.homes_promised:
                self.unpaid[landlord.id, name] -= homes
        self.locks = {
            kind: [lock for lock in policy.locks if lock.kind is kind]
            for kind in LockKind
        }

    def home(self, step: Step) -> Home:
        return self.homes[step.home_id]

    def household(self, step: Step) -> Household:
        return self.households[step.household_id]

    def left_by(self, step: Step) -> str | None:
        return self.pool.home_vacated_by(step.household_id)


def _whole(plan: Plan, pool: Pool) -> Iterator[Violation]:
    if plan.pool_digest != digest(pool_to_text(pool)):
        yield Violation(ViolationCode.DIGEST_DIFFERS)
    steps = [step for exchange in plan.exchanges for step in exchange.steps]
    if _repeats(step.household_id for step in steps):
        yield Violation(ViolationCode.HOUSEHOLD_TWICE)
    if _repeats(step.home_id for step in steps):
        yield Violation(ViolationCode.HOME_TWICE)
    reading = [
        (exchange.kind is ExchangeKind.CYCLE, exchange.steps[0].home_id)
        for exchange in plan.exchanges
    ]
    if reading != sorted(reading):
        yield Violation(ViolationCode.ORDER_WRONG)


def _repeats(identifiers: Iterable[str]) -> bool:
    return any(times > 1 for times in Counter(identifiers).values())


def _unknown(plan: Plan, sheet: _Sheet) -> Iterator[Violation]:
    for at, exchange in enumerate(plan.exchanges):
        for number, step in enumerate(exchange.steps):
            if step.household_id not in sheet.households:
                yield Violation(ViolationCode.HOUSEHOLD_UNKNOWN, at, number)
            if step.home_id not in sheet.homes:
                yield Violation(ViolationCode.HOME_UNKNOWN, at, number)


_Fault = tuple[ViolationCode, int | None]


def _exchange(exchange: Exchange, sheet: _Sheet) -> Iterator[_Fault]:
    for number, step in enumerate(exchange.steps):
        home = sheet.home(step)
        landlord = sheet.landlords[home.landlord_id]
        if refusals(sheet.household(step), home, sheet.policy, landlord=landlord):
            yield ViolationCode.NOT_SUITABLE, number
        if any(_speaks_of(lock, step) for lock in sheet.locks[LockKind.FORBID]):
            yield ViolationCode.FORBIDDEN, number
    yield from _links(exchange, sheet)
    yield from _length(exchange, sheet.policy)
    yield from _swaps(exchange, sheet)
    yield from _timing(exchange, sheet)


def _speaks_of(lock: Lock, step: Step) -> bool:
    """Say whether a step is the move, or one of the moves, that a lock names."""
    if lock.household_id is not None and lock.household_id != step.household_id:
        return False
    return lock.home_id is None or lock.home_id == step.home_id


def _links(exchange: Exchange, sheet: _Sheet) -> Iterator[_Fault]:
    """Check that each home entered is the one left by the step before."""
    first = exchange.steps[0]
    if exchange.kind is ExchangeKind.CYCLE:
        if first.home_id != min(step.home_id for step in exchange.steps):
            yield ViolationCode.ORDER_WRONG, 0
    elif sheet.home(first).occupant_id is not None:
        yield ViolationCode.CHAIN_START_OCCUPIED, 0
    for number, before, after in _pairs(exchange):
        if sheet.left_by(before) != after.home_id:
            yield ViolationCode.LINK_BROKEN, number
        if not may_follow(sheet.household(after), sheet.home(before)):
            yield ViolationCode.TEAM_FOLLOWS, number


def _pairs(exchange: Exchange) -> Iterator[tuple[int, Step, Step]]:
    """Yield consecutive steps with the number of the later; a cycle also closes."""
    steps = exchange.steps
    for number in range(1, len(steps)):
        yield number, steps[number - 1], steps[number]
    if exchange.kind is ExchangeKind.CYCLE:
        yield 0, steps[-1], steps[0]


def _length(exchange: Exchange, policy: Policy) -> Iterator[_Fault]:
    caps = {
        ExchangeKind.CHAIN: policy.chain_moves_max,
        ExchangeKind.CYCLE: policy.cycle_moves_max,
    }
    if len(exchange.steps) > caps[exchange.kind]:
        yield ViolationCode.TOO_LONG, None


def _swaps(exchange: Exchange, sheet: _Sheet) -> Iterator[_Fault]:
    """Find pairs that enter each other's homes, however the exchange is written."""
    short = len(exchange.steps) < _SMALLEST_CYCLE
    if exchange.kind is ExchangeKind.CYCLE and short:
        yield ViolationCode.DIRECT_SWAP, None
    goes_to = {step.home_id: step for step in exchange.steps}
    for number, step in enumerate(exchange.steps):
        successor = goes_to.get(sheet.left_by(step) or "")
        if successor and sheet.left_by(successor) == step.home_id:
            yield ViolationCode.DIRECT_SWAP, number


def _timing(exchange: Exchange, sheet: _Sheet) -> Iterator[_Fault]:
    weeks = 0
    for number, step in enumerate(exchange.steps):
        home = sheet.home(step)
        first_of_chain = number == 0 and exchange.kind is ExchangeKind.CHAIN
        ready = home.ready and first_of_chain
        if (step.kind is StepKind.READY) != ready:
            yield ViolationCode.KIND_WRONG, number
        weeks += home.weeks_to_keys
        if step.weeks_to_keys != weeks:
            yield ViolationCode.WEEKS_WRONG, number


def _debts(plan: Plan, sheet: _Sheet) -> Iterator[Violation]:
    """Check the lettings that landlords offer for what they owe, in the book's classes.

    Each is of the size of its debt, and none is let beyond what is owed of that size
    and not about to be repaid by a home that is promised already.
    """
    repaid: Counter[tuple[str, str]] = Counter()
    for at, exchange in enumerate(plan.exchanges):
        for number, step in enumerate(exchange.steps):
            home = sheet.home(step)
            if home.offered_for is None:
                continue
            debt = home.landlord_id, home.offered_for
            repaid[debt] += 1
            if size_class(home.bedrooms) != home.offered_for:
                yield Violation(ViolationCode.LETTING_OF_ANOTHER_SIZE, at, number)
            if sheet.unpaid[debt] <= 0:
                yield Violation(ViolationCode.LETTING_NOT_OWED, at, number)
    if any(homes > max(sheet.unpaid[debt], 0) for debt, homes in repaid.items()):
        yield Violation(ViolationCode.BEYOND_DEBT)


def _levels(plan: Plan, sheet: _Sheet) -> Iterator[Violation]:
    """Check the values claimed, where a level is counted from the plan alone."""
    true = _counted(plan, sheet)
    expected = [LOCKS] if sheet.locks[LockKind.FORCE] else []
    expected += [n for level in sheet.policy.levels for n in _NAMES[level]]
    claimed = [report.level for report in plan.levels]
    if claimed != expected or any(
        report.value != true[report.level]
        for report in plan.levels
        if report.level in true
    ):
        yield Violation(ViolationCode.LEVELS_WRONG)
    if any(_beyond(report.sense, report.value, report.bound) for report in plan.levels):
        yield Violation(ViolationCode.LEVELS_WRONG)
    closed = all(report.gap == 0 for report in plan.levels)
    if plan.status in _CLOSED and not closed:
        yield Violation(ViolationCode.STATUS_WRONG)
    if plan.status is SolveStatus.EMPTY and plan.exchanges:
        yield Violation(ViolationCode.STATUS_WRONG)


def _beyond(sense: str, value: int, bound: int) -> bool:
    return value > bound if sense == "max" else value < bound


_NAMES: dict[Level, list[str]] = {
    Level.MOST_URGENT_READY: ["most_urgent_ready"],
    Level.URGENCY_BANDS: [f"urgency_bands.{u.name.lower()}" for u in Urgency],
    Level.HOUSEHOLDS: ["households"],
    Level.WHO_MOVES: ["who_moves.ready", "who_moves.days_waited", "who_moves.lot"],
    Level.BALANCE: ["balance"],
    Level.NET_BENEFIT: ["net_benefit"],
    Level.STRUCTURE: [
        "structure.in_cycles",
        "structure.positions",
    ],
    Level.HOME_FIT: ["home_fit"],
    Level.HOME_QUALITY: [
        "home_quality.exact_size",
        "home_quality.first_choice",
        "home_quality.closeness",
    ],
}


def _counted(plan: Plan, sheet: _Sheet) -> Counter[str]:
    """Return the true values of the levels; the lot alone is left to the engine."""
    true = Counter({name: 0 for names in _NAMES.values() for name in names})
    del true["who_moves.lot"]
    days = [row.waiting_since_day for row in sheet.households.values()]
    for exchange in plan.exchanges:
        in_cycle = exchange.kind is ExchangeKind.CYCLE
        for position, step in enumerate(exchange.steps, start=1):
            household, home = sheet.household(step), sheet.home(step)
            ready = step.kind is StepKind.READY
            most_urgent = household.urgency is Urgency.MOST_URGENT
            true["most_urgent_ready"] += ready and most_urgent
            true[f"urgency_bands.{household.urgency.name.lower()}"] += 1
            true["households"] += 1
            true["who_moves.ready"] += ready
            true["structure.in_cycles"] += in_cycle
            true["structure.positions"] += position
            true["home_fit"] += _access_to_spare(household, home)
            true["home_quality.exact_size"] += _just_the_size(household, home, sheet)
            if home.authority in household.authorities_first_choice:
                true["home_quality.first_choice"] += 1
            true["home_quality.closeness"] += sum(
                band for sector, band in household.closeness if sector == home.sector
            )
            waited = max(days) - household.waiting_since_day
            true["who_moves.days_waited"] += 2 * waited if ready else waited
    true["balance"] = _squared_balances(plan, sheet)
    worth = sheet.policy.move_worth * true["households"]
    true["net_benefit"] = worth - true["balance"]
    true[LOCKS] = _locks_kept(plan, sheet)
    return true


def _locks_kept(plan: Plan, sheet: _Sheet) -> int:
    steps = [step for exchange in plan.exchanges for step in exchange.steps]
    return sum(
        any(_speaks_of(lock, step) for step in steps)
        for lock in sheet.locks[LockKind.FORCE]
    )


def _access_to_spare(household: Household, home: Home) -> int:
    """Return the ranks of access that nobody in the household needs."""
    has, needs = ACCESS_RANK[home.access], ACCESS_RANK[household.access_need]
    return has - needs if has > needs else 0


def _just_the_size(household: Household, home: Home, sheet: _Sheet) -> bool:
    """Say whether a home has the bedrooms needed as its own landlord counts them."""
    counted_by = sheet.landlords[home.landlord_id].bedroom_standard
    for standard, fewest in household.bedrooms_min_by:
        if standard is counted_by:
            return home.bedrooms == fewest
    return home.bedrooms == household.bedrooms_min


def _squared_balances(plan: Plan, sheet: _Sheet) -> int:
    after = sheet.balances.copy()
    for exchange in plan.exchanges:
        for step in exchange.steps:
            name = size_class(sheet.home(step).bedrooms)
            after[sheet.home(step).landlord_id, name] += 1
            after[sheet.household(step).landlord_id, name] -= 1
    totals: Counter[str] = Counter()
    for (landlord_id, _name), owed in after.items():
        totals[landlord_id] += owed
    return sum(owed * owed for owed in (*after.values(), *totals.values()))
