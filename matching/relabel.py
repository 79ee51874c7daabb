"""A round under fresh names: what its plan is checked by, and no way back.

Every identifier, area, landlord and team gets a label by a shuffle; days are counted
from the first of their kind. Whatever no home or household of the round bears out is
left out: a place to avoid where no home stands tells a reader nothing of the plan, and
of a person a great deal.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

from matching.certificate import Branch, DebtPrice, Leaf, LevelProof, Slope
from matching.certify import lot
from matching.codec import digest, pool_to_text
from matching.exported import ExportedRound
from matching.plan import Exchange, ExchangeKind, Plan
from matching.pool import Home, Household, Landlord, Policy, Pool

# Puts a list in an order that nobody can foresee.
Shuffle = Callable[[list[str]], None]

_OfLandlord = TypeVar("_OfLandlord", Slope, DebtPrice)

# The place where a household lives now, when no home of the round stands there.
_ELSEWHERE = "elsewhere"


def relabelled(
    pool: Pool, policy: Policy, plan: Plan, *, shuffle: Shuffle
) -> ExportedRound:
    """Return a round and its plan under fresh names.

    The rules read the same pairs as suitable, each level counts the same, and what was
    proven is proven. The names are nowhere kept.

    Args:
        plan: Of this pool: it names nobody and nothing else.
        shuffle: Of a source that cannot be guessed.
    """
    fresh = _Fresh.drawn(pool, shuffle)
    box = Pool(
        households=tuple(fresh.household(row) for row in pool.households),
        homes=tuple(fresh.home(home) for home in pool.homes),
        landlords=tuple(fresh.landlord(row) for row in pool.landlords),
    )
    exchanges = [fresh.exchange(exchange, box) for exchange in plan.exchanges]
    lots = {fresh.people[row.id]: lot(plan.seed, row.id) for row in pool.households}
    return ExportedRound(
        pool=box,
        # Locks would name households and homes; a round has none.
        policy=replace(policy, version="", locks=()),
        plan=replace(
            plan,
            exchanges=tuple(sorted(exchanges, key=_reading_order)),
            pool_digest=digest(pool_to_text(box)),
            seed=0,
            certificate=tuple(map(fresh.proof, plan.certificate)),
        ),
        lots=tuple(sorted(lots.items())),
    )


def _reading_order(exchange: Exchange) -> tuple[bool, str]:
    return exchange.kind is ExchangeKind.CYCLE, exchange.steps[0].home_id


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The label of each name of a round.

    Attributes:
        people, homes, landlords: Of identifiers.
        teams: Of those that some household rents from, or that let some home.
        authorities, sectors: Of those where some home stands.
        lets: Landlords that let some home.
        waits_from, days_from: The first day on which a wait began, and the first of
            all other days, which no rule compares with it.
    """

    people: Mapping[str, str]
    homes: Mapping[str, str]
    landlords: Mapping[str, str]
    teams: Mapping[str, str]
    authorities: Mapping[str, str]
    sectors: Mapping[str, str]
    lets: frozenset[str]
    waits_from: int
    days_from: int

    @classmethod
    def drawn(cls, pool: Pool, shuffle: Shuffle) -> "_Fresh":
        """Draw a label for every name."""

        def labels(kind: str, names: Iterable[str | None]) -> dict[str, str]:
            known = sorted({name for name in names if name is not None})
            width = len(str(len(known)))
            told = [f"{kind}{i:0{width}}" for i in range(1, len(known) + 1)]
            shuffle(told)
            return dict(zip(known, told, strict=True))

        rows, homes = pool.households, pool.homes
        days = [home.adapted_day for home in homes] + [home.keys_day for home in homes]
        days += [row.access_needed_by_day for row in rows]
        return cls(
            people=labels("household-", (row.id for row in rows)),
            homes=labels("home-", (home.id for home in homes)),
            landlords=labels("landlord-", (row.id for row in pool.landlords)),
            teams=labels("team-", [row.team for row in rows] + [h.team for h in homes]),
            authorities=labels("authority-", (home.authority for home in homes)),
            sectors=labels("sector-", (home.sector for home in homes)),
            lets=frozenset(home.landlord_id for home in homes),
            waits_from=min((row.waiting_since_day for row in rows), default=0),
            days_from=min((day for day in days if day is not None), default=0),
        )

    def landlord(self, row: Landlord) -> Landlord:
        return replace(
            row,
            id=self.landlords[row.id],
            balances=tuple(sorted(row.balances)),
            homes_promised=tuple(sorted(row.homes_promised)),
        )

    def home(self, home: Home) -> Home:
        return replace(
            home,
            id=self.homes[home.id],
            landlord_id=self.landlords[home.landlord_id],
            team=self.teams[home.team],
            authority=_label(self.authorities, home.authority),
            sector=_label(self.sectors, home.sector),
            occupant_id=_label(self.people, home.occupant_id),
            teams_barred=_known(self.teams, home.teams_barred),
            households_barred=_known(self.people, home.households_barred),
            adapted_day=_since(self.days_from, home.adapted_day),
            keys_day=_since(self.days_from, home.keys_day),
        )

    def household(self, row: Household) -> Household:
        reach, lives = row.sectors_within_reach, row.current_authority
        return replace(
            row,
            id=self.people[row.id],
            landlord_id=self.landlords[row.landlord_id],
            team=self.teams[row.team],
            current_authority=lives and self.authorities.get(lives, _ELSEWHERE),
            authorities_of_choice=_known(self.authorities, row.authorities_of_choice),
            authorities_to_avoid=_known(self.authorities, row.authorities_to_avoid),
            sectors_to_avoid=_known(self.sectors, row.sectors_to_avoid),
            landlords_to_avoid=_known(
                self.landlords, row.landlords_to_avoid & self.lets
            ),
            linked=_known(self.people, row.linked),
            waiting_since_day=row.waiting_since_day - self.waits_from,
            homes_refused=_known(self.homes, row.homes_refused),
            # Whether there is a gap is read, and never how long it is.
            gap_days=0 if row.gap_days == 0 else 1,
            sectors_within_reach=reach and _known(self.sectors, reach),
            tenancies_decided=frozenset(
                each._replace(landlord_id=self.landlords[each.landlord_id])
                for each in row.tenancies_decided
                if each.landlord_id in self.lets
            ),
            markers_decided=_known(self.homes, row.markers_decided),
            bedrooms_min_by=tuple(sorted(row.bedrooms_min_by)),
            access_needed_by_day=_since(self.days_from, row.access_needed_by_day),
            authorities_first_choice=_known(
                self.authorities, row.authorities_first_choice
            ),
            closeness=_numbers(
                self.sectors,
                (near for near in row.closeness if near[0] in self.sectors),
            ),
        )

    def exchange(self, exchange: Exchange, box: Pool) -> Exchange:
        """Return an exchange; a cycle is told from its first home again."""
        steps = [
            replace(
                step,
                household_id=self.people[step.household_id],
                home_id=self.homes[step.home_id],
            )
            for step in exchange.steps
        ]
        if exchange.kind is ExchangeKind.CYCLE:
            at = min(range(len(steps)), key=lambda i: steps[i].home_id)
            steps = steps[at:] + steps[:at]
        weeks = {home.id: home.weeks_to_keys for home in box.homes}
        keys = accumulate(weeks[step.home_id] for step in steps)
        told = zip(steps, keys, strict=True)
        return replace(
            exchange,
            steps=tuple(replace(step, weeks_to_keys=n) for step, n in told),
        )

    def proof(self, proof: LevelProof) -> LevelProof:
        return replace(proof, tree=self._tree(proof.tree))

    def _tree(self, tree: Branch | Leaf) -> Branch | Leaf:
        if isinstance(tree, Branch):
            return Branch(
                household_id=self.people[tree.household_id],
                home_id=self.homes[tree.home_id],
                fixed=self._tree(tree.fixed),
                left_out=self._tree(tree.left_out),
            )
        return replace(
            tree,
            slopes=tuple(sorted(map(self._of_landlord, tree.slopes))),
            households=_numbers(self.people, tree.households),
            voids=_numbers(self.homes, tree.voids),
            debts=tuple(sorted(map(self._of_landlord, tree.debts))),
        )

    def _of_landlord(self, told: _OfLandlord) -> _OfLandlord:
        return replace(told, landlord_id=self.landlords[told.landlord_id])


def _label(labels: Mapping[str, str], name: str | None) -> str | None:
    return None if name is None else labels[name]


def _known(labels: Mapping[str, str], names: Iterable[str]) -> frozenset[str]:
    return frozenset(labels[name] for name in names if name in labels)


def _since(first: int, day: int | None) -> int | None:
    return None if day is None else day - first


def _numbers(
    labels: Mapping[str, str], told: Iterable[tuple[str, int]]
) -> tuple[tuple[str, int], ...]:
    """Return numbers in the order of the labels: the old order would tell of names."""
    return tuple(sorted((labels[name], number) for name, number in told))
