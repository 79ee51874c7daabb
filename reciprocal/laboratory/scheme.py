"""A simulated scheme, round by round: arrivals, a plan, moves, and who owes whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from matching.plan import Plan, StepKind
from matching.pool import Level, Policy, Pool, size_class
from matching.solve import Budget, solve
from reciprocal.laboratory.lettings import Row, asked, beyond, due_of, row_of
from reciprocal.laboratory.policies import Requests, Tried
from reciprocal.laboratory.pooling import InPot, Owed, pooled
from reciprocal.laboratory.regimes import SIZES, STRUCTURAL_BEYOND
from reciprocal.laboratory.world import CaseComes, HomeComes, World

_LETTINGS_STAY_MONTHS = 1
_SECOND_LOOKS_MAX = 3


@dataclass(frozen=True, slots=True)
class Moved:
    """A household that has a home of the scheme.

    Attributes:
        number: The round that gave it.
        given, letting: As of `InPot`; neither where somebody left it in this round.
    """

    number: int
    case: CaseComes
    home: HomeComes
    given: bool
    letting: bool


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one round.

    Attributes:
        moved: In the order of the plan.
        delayed: Households that a plan blind to the book would have moved, or given a
            ready home, and this one did not; empty where that was not asked.
        asked: Ordinary lettings that landlords listed for what they owe.
        left: Households that gave up before it.
        waiting: Those who wait after it.
        owed: Of each landlord after it, all sizes together.
        posted: The book after it.
    """

    number: int
    moved: tuple[Moved, ...]
    delayed: tuple[str, ...]
    asked: int
    left: tuple[CaseComes, ...]
    waiting: tuple[CaseComes, ...]
    owed: dict[str, int]
    posted: dict[tuple[str, str], int]
    unproven: tuple[str, ...]


@dataclass(slots=True)
class Scheme:
    """One world under one policy.

    Attributes:
        check: Each round is solved once more, blind to the book, to see who is delayed.
    """

    world: World
    tried: Tried
    check: bool = False
    waiting: dict[str, CaseComes] = field(default_factory=dict)
    homes: dict[str, InPot] = field(default_factory=dict)
    coming: list[tuple[int, InPot]] = field(default_factory=list)
    refused: dict[str, frozenset[str]] = field(default_factory=dict)
    owed: Owed = field(default_factory=Counter)
    drift: Owed = field(default_factory=Counter)
    rounds: int = 0

    def run(self, rounds: int) -> tuple[Played, ...]:
        """Play so many rounds from the first."""
        return tuple(self.play(number) for number in range(rounds))

    def play(self, number: int) -> Played:
        """Play one round."""
        left = self._arrive(number)
        self._pledge(number)
        free = [each for each in self.homes.values() if each.closed_until <= number]
        listed = self._asked(free)
        pool = self._pool(free, listed)
        plan = self._solve(pool, number)
        if self.tried.requests is Requests.AT_ONCE:
            pool, plan, listed = self._second_look(free, listed, pool, plan, number)
        delayed = self._delayed(pool, plan, number) if self.check else ()
        moved = self._carry_out(plan, number)
        self._settle(moved, number)
        self._convert()
        self.rounds += 1
        by_landlord = self._totals()
        return Played(
            number,
            moved,
            delayed,
            len(listed),
            left,
            tuple(self.waiting.values()),
            {member.id: by_landlord[member.id] for member in self.world.members},
            {row: homes for row, homes in self.owed.items() if homes},
            tuple(level.level for level in plan.levels if level.gap),
        )

    # Who comes and goes.

    def _arrive(self, number: int) -> tuple[CaseComes, ...]:
        left = tuple(
            case
            for case in self.waiting.values()
            if number >= case.came + case.leaves_after
        )
        for case in left:
            del self.waiting[case.id]
        for case in self.world.cases(number):
            self.waiting[case.id] = case
        for each in self._come_free(number):
            self.homes[each.home.id] = each
        months = self.world.rhythm.rounds_a_month
        stays = round(self.tried.void_months * months)
        for home in self.world.voids(number):
            if self.offers(home):
                until = number + stays - 1
                self.homes[home.id] = InPot(home, until, given=True)
        stays = max(1, round(_LETTINGS_STAY_MONTHS * months))
        for home in filter(self.lists, self.world.lettings(number)):
            until = number + stays - 1
            self.homes[home.id] = InPot(home, until, given=True, letting=True)
        return left

    def _come_free(self, number: int) -> list[InPot]:
        due = [each for at, each in self.coming if at <= number]
        self.coming = [(at, each) for at, each in self.coming if at > number]
        return due

    def offers(self, home: HomeComes) -> bool:
        """Say whether a landlord still offers, with so much owed to it already."""
        enough = self.tried.withdraws_at
        if not enough:
            return True
        reluctance = max(0.0, self._totals()[home.landlord_id] / enough)
        return self.world.offers_still(home.id, min(1.0, reluctance))

    def lists(self, home: HomeComes) -> bool:
        """Say whether a landlord would give an ordinary letting if it were asked."""
        del self, home  # everybody would; see `hiding`
        return True

    def _pledge(self, number: int) -> None:
        """Let those that cannot repay give new homes, where most households wait."""
        months = 12 / self.tried.pledged_a_year if self.tried.pledged_a_year else 0
        every = round(months * self.world.rhythm.rounds_a_month)
        if not every or number % every:
            return
        wanted = Counter(
            area for case in self.waiting.values() for area in case.areas_of_choice
        )
        for landlord_id, homes in sorted(self._totals().items()):
            if homes < -STRUCTURAL_BEYOND and wanted:
                size = min(SIZES, key=lambda n: self.owed[landlord_id, size_class(n)])
                area = min(wanted, key=lambda each: (-wanted[each], each))
                name = f"pledge-{number:03}-{landlord_id}"
                home = self.world.pledged(name, landlord_id, area, size)
                until = number + round(12 * self.world.rhythm.rounds_a_month)
                self.homes[name] = InPot(home, until, given=True)

    def _convert(self) -> None:
        """Settle what landlords owe with what they are owed in other sizes."""
        worth = {size_class(n): value for n, value in self.tried.worth.items()}
        for member in self.world.members if worth else ():
            for size in sorted(worth, key=lambda each: worth[each]):
                while self.owed[member.id, size] < 0:
                    paid = self._paid(member.id, worth, worth[size])
                    if not paid:
                        break
                    self.owed[member.id, size] += 1
                    for other, homes in paid.items():
                        self.owed[member.id, other] -= homes

    def _paid(
        self, landlord_id: str, worth: dict[str, float], price: float
    ) -> Counter[str]:
        """Return homes owed to a landlord that are worth a price; none if too few."""
        paid: Counter[str] = Counter()
        for size in sorted(worth, key=lambda each: worth[each]):
            while price > 0 and self.owed[landlord_id, size] > paid[size]:
                paid[size] += 1
                price -= worth[size]
        return paid if price <= 0 else Counter()

    def _totals(self) -> Counter[str]:
        totals: Counter[str] = Counter()
        for (landlord_id, _size), homes in self.owed.items():
            totals[landlord_id] += homes
        return totals

    # The plan.

    def _asked(self, free: Iterable[InPot]) -> list[InPot]:
        lettings = [each for each in free if each.letting]
        return asked(self.world, self.tried, lettings, self.owed, self._expected)

    @property
    def _expected(self) -> Owed:
        """Return what landlords came to owe a month, lettings apart, by row."""
        months = max(1.0, self.rounds / self.world.rhythm.rounds_a_month)
        drift = {row: -int(n / months) for row, n in self.drift.items()}
        return Counter(drift)

    def _pool(self, free: Iterable[InPot], listed: Iterable[InPot]) -> Pool:
        homes = [each for each in free if not each.letting]
        return pooled(
            self.world,
            self.waiting.values(),
            (*homes, *listed),
            self.owed,
            refused=self.refused,
        )

    def _second_look(
        self,
        free: list[InPot],
        listed: list[InPot],
        pool: Pool,
        plan: Plan,
        number: int,
    ) -> tuple[Pool, Plan, list[InPot]]:
        """Ask for what landlords would owe by a plan, and plan again with that.

        Where the second plan would use more of a size than its landlord then owes, it
        is not asked for that size, and the round is planned anew.
        """
        lettings = [each for each in free if each.letting]
        left_out: set[Row] = set()
        for _ in range(_SECOND_LOOKS_MAX):
            then = Counter(self.owed)
            then.update(self._posts(plan))
            due = {row: n for row, n in due_of(then).items() if row not in left_out}
            more = beyond(lettings, listed, Counter(due))
            if not more:
                break
            wider = self._pool(free, [*listed, *more])
            second = self._solve(wider, number)
            too_many = self._beyond(second, more)
            if not too_many:
                return wider, second, [*listed, *more]
            left_out |= too_many
        return pool, plan, listed

    def _beyond(self, plan: Plan, more: list[InPot]) -> set[Row]:
        """Return the sizes of which a plan would let more than is owed after it."""
        then = Counter(self.owed)
        then.update(self._posts(plan))
        used = {step.home_id for e in plan.exchanges for step in e.steps}
        let = {row_of(each) for each in more if each.home.id in used}
        return {row for row in let if then[row] > 0}

    def _posts(self, plan: Plan) -> Owed:
        posts: Owed = Counter()
        for exchange in plan.exchanges:
            for step in exchange.steps:
                self._post(
                    posts, self.waiting[step.household_id], self._home(step.home_id)
                )
        return posts

    def _home(self, home_id: str) -> HomeComes:
        if home_id in self.homes:
            return self.homes[home_id].home
        return self.waiting[home_id.removeprefix("left-")].home

    def _post(self, owed: Owed, case: CaseComes, home: HomeComes) -> None:
        size = size_class(home.bedrooms)
        if case.home.landlord_id != home.landlord_id:
            owed[case.home.landlord_id, size] -= 1
            owed[home.landlord_id, size] += 1

    def _solve(self, pool: Pool, number: int, levels: tuple[Level, ...] = ()) -> Plan:
        policy = Policy(
            version=self.tried.name,
            cycle_moves_max=self.tried.cycle_moves_max,
            chain_moves_max=self.tried.chain_moves_max,
            levels=levels or self.tried.levels,
            move_worth=self.tried.move_worth,
        )
        return solve(pool, policy, seed=number, budget=Budget())

    def _delayed(self, pool: Pool, plan: Plan, number: int) -> tuple[str, ...]:
        blind = self._solve(pool, number, self.tried.blind())
        return tuple(sorted(who for who, _ in _movers(blind) - _movers(plan)))

    # Moves.

    def _carry_out(self, plan: Plan, number: int) -> tuple[Moved, ...]:
        moved = []
        for exchange in plan.exchanges:
            for step in exchange.steps:
                if step.kind is StepKind.READY or self.world.rhythm.whole_plans:
                    one = self._step(step.household_id, step.home_id, number)
                    moved += [] if one is None else [one]
        return tuple(moved)

    def _step(self, case_id: str, home_id: str, number: int) -> Moved | None:
        case, in_pot = self.waiting[case_id], self.homes.get(home_id)
        if in_pot is not None and self.world.falls_through(case, home_id):
            before = self.refused.get(case_id, frozenset())
            self.refused[case_id] = before | {home_id}
            self.homes[home_id] = replace(in_pot, closed_until=number + 2)
            return None
        home = self._home(home_id)
        if in_pot is not None and in_pot.counts_for:
            home = replace(home, landlord_id=in_pot.counts_for)
        self._post(self.owed, case, home)
        if in_pot is None or not in_pot.letting:
            self._post(self.drift, case, home)
        given = in_pot is not None and in_pot.given
        letting = in_pot is not None and in_pot.letting
        return Moved(number, case, home, given, letting)

    def _settle(self, moved: Iterable[Moved], number: int) -> None:
        """Take who moved off the list; what they left comes free, if nobody took it."""
        taken = {each.home.id for each in moved}
        for each in moved:
            del self.waiting[each.case.id]
            self.homes.pop(each.home.id, None)
            if each.case.home.id not in taken:
                self._leave(each.case.home, each.home.landlord_id, number)
        self.homes = {
            name: each for name, each in self.homes.items() if each.until > number
        }

    def _leave(self, home: HomeComes, gone_to: str, number: int) -> None:
        rhythm, stays = self.world.rhythm, self.tried.stay_rounds
        stays += self.tried.longer_for.get(home.bedrooms, 0)
        if stays:
            free = number + rhythm.rounds(rhythm.weeks_to_keys)
            left = InPot(home, free + stays - 1, given=False, barred=gone_to)
            self.coming.append((free, left))


def _movers(plan: Plan) -> set[tuple[str, bool]]:
    return {
        (step.household_id, step.kind is StepKind.READY)
        for exchange in plan.exchanges
        for step in exchange.steps
    }
