"""Who comes to a simulated scheme, and what they bring: drawn once for every policy."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from matching.terms import Urgency
from reciprocal.laboratory.chance import Fates, geometric, one_of, poisson
from reciprocal.laboratory.regimes import (
    LEAVES_A_MONTH,
    SIZE_SHARES,
    SIZES,
    URGENCY_SHARES,
    Regime,
    Rhythm,
)

_AREAS_AVOIDED = (1, 3)
_AREAS_CHOSEN_MIN = 5
_ONE_AREA_LANDLORDS = 2 / 3
_AREAS_OF_OTHERS = (4, 8)
_TAIL_PERCENT = 25
BANDS = (Urgency.MOST_URGENT, Urgency.URGENT, Urgency.SOON)


@dataclass(frozen=True, slots=True)
class Member:
    """A landlord of the scheme.

    Attributes:
        areas: Where its homes stand.
        cases, voids: Its shares of what comes.
        like: The landlord of an own pot whose households and homes it takes after.
    """

    id: str
    areas: tuple[str, ...]
    cases: float
    voids: float
    like: str = ""


@dataclass(frozen=True, slots=True)
class HomeComes:
    """A home that is empty, or that a household of the scheme lives in."""

    id: str
    landlord_id: str
    area: str
    bedrooms: int
    step_free: bool


@dataclass(frozen=True, slots=True)
class CaseComes:
    """A household that a service refers.

    Attributes:
        home: Where it lives.
        needs, takes: Fewest and most bedrooms that suit.
        leaves_after: Rounds it would wait at most.
        at_once: It can leave its home in the very round that moves it.
    """

    id: str
    came: int
    home: HomeComes
    needs: int
    takes: int
    step_free: bool
    urgency: Urgency
    areas_of_choice: frozenset[str]
    areas_to_avoid: frozenset[str]
    leaves_after: int
    at_once: bool


@dataclass(frozen=True)
class World:
    """A scheme's members, and everything that comes to it.

    Attributes:
        lettings_a_void: Ordinary lettings for each void offered.
    """

    regime: Regime
    rhythm: Rhythm
    seed: int
    _fates: Fates = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_fates", Fates(self.seed))

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """As many as landlords."""
        return tuple(f"area-{at:02}" for at in range(self.regime.landlords))

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Two in three have homes in one area, the others in four to eight."""
        return tuple(self._member(at) for at in range(self.regime.landlords))

    def cases(self, number: int) -> Iterator[CaseComes]:
        """Yield the households that are referred before a round."""
        for at in range(self._how_many("cases", number, self.regime.cases_a_month)):
            yield self._case(f"case-{number:03}-{at:03}", number)

    def voids(self, number: int) -> Iterator[HomeComes]:
        """Yield the voids that landlords offer before a round."""
        for at in range(self._how_many("voids", number, self.regime.voids_a_month)):
            yield self._void(f"void-{number:03}-{at:03}")

    def lettings(self, number: int) -> Iterator[HomeComes]:
        """Yield what landlords let in the ordinary way, and could be asked for."""
        mean = self.regime.voids_a_month * self.regime.lettings_a_void
        for at in range(self._how_many("lettings", number, mean)):
            yield self._void(f"letting-{number:03}-{at:03}")

    def suits(self, case: CaseComes, home_id: str) -> bool:
        """Say whether a pair that every rule allows suits after all."""
        return self._fates.suits(self.regime.suits_percent, case.id, home_id)

    def would_take(self, case: CaseComes, home: HomeComes) -> bool:
        """Say whether a home of its own landlord would do, with nobody else asked."""
        in_area = home.area in case.areas_of_choice - case.areas_to_avoid
        of_size = case.needs <= home.bedrooms <= case.takes
        step_free = home.step_free or not case.step_free
        return in_area and of_size and step_free and self.suits(case, home.id)

    def falls_through(self, case: CaseComes, home_id: str) -> bool:
        """Say whether a ready step comes to nothing."""
        percent = self.rhythm.falls_through_percent
        return self._fates.happens(percent, "falls", case.id, home_id)

    def nearest(self, landlord_id: str) -> list[str]:
        """Return the other landlords, those whose first area is nearest first."""
        first = {member.id: self._places[member.areas[0]] for member in self.members}
        x, y = first.pop(landlord_id)
        return sorted(
            first, key=lambda who: math.hypot(first[who][0] - x, first[who][1] - y)
        )

    def pledged(
        self, name: str, landlord_id: str, area: str, bedrooms: int
    ) -> HomeComes:
        """Return a new home that a landlord gives."""
        chance = self._fates.draw(name)
        step_free = chance.random() * 100 < self.regime.step_free_percent
        return HomeComes(name, landlord_id, area, bedrooms, step_free)

    def offers_still(self, home_id: str, reluctance: float) -> bool:
        """Say whether a landlord offers a void that it has less and less reason to.

        Args:
            reluctance: From 0, it does, to 1, it does not.
        """
        return self._fates.draw("offers", home_id).random() >= reluctance

    def _how_many(self, what: str, number: int, a_month: float) -> int:
        chance = self._fates.draw(what, number)
        return poisson(chance, a_month / self.rhythm.rounds_a_month)

    def _member(self, at: int) -> Member:
        """Draw a landlord: its shares are lognormal and correlated."""
        regime, chance = self.regime, self._fates.draw("member", at)
        one, other = chance.gauss(0, 1), chance.gauss(0, 1)
        tilt = math.sqrt(1 - regime.correlation**2)
        areas: tuple[str, ...] = (self.areas[at],)
        if at >= _ONE_AREA_LANDLORDS * regime.landlords:
            areas = tuple(chance.sample(self.areas, chance.randint(*_AREAS_OF_OTHERS)))
        return Member(
            f"landlord-{at:02}",
            areas,
            cases=math.exp(regime.spread * one),
            voids=math.exp(regime.spread * (regime.correlation * one + tilt * other)),
        )

    @cached_property
    def _places(self) -> dict[str, tuple[float, float]]:
        draw = self._fates.draw
        return {
            area: (draw("x", area).random(), draw("y", area).random())
            for area in self.areas
        }

    @cached_property
    def _popularity(self) -> dict[str, float]:
        return {
            area: math.exp(self._fates.draw("popular", area).gauss(0, 0.5))
            for area in self.areas
        }

    def _void(self, name: str) -> HomeComes:
        chance = self._fates.draw(name)
        member = one_of(chance, self.members, [m.voids for m in self.members])
        return HomeComes(
            name,
            member.id,
            chance.choice(member.areas),
            one_of(chance, SIZES, SIZE_SHARES),
            chance.random() * 100 < self.regime.step_free_percent,
        )

    def _case(self, name: str, number: int) -> CaseComes:
        regime, chance = self.regime, self._fates.draw(name)
        member = one_of(chance, self.members, [m.cases for m in self.members])
        area = chance.choice(member.areas)
        needs = one_of(chance, SIZES, SIZE_SHARES)
        held = needs
        if chance.random() * 100 >= regime.own_size_percent:
            held = chance.choice([n for n in (needs - 1, needs + 1) if n in SIZES])
        band = one_of(chance, range(len(BANDS)), URGENCY_SHARES)
        step_free = chance.random() * 100 < regime.step_free_needed_percent
        avoided = self._avoided(area, chance.randint(*_AREAS_AVOIDED))
        months = geometric(chance, LEAVES_A_MONTH[band]) + chance.random()
        home_step_free = chance.random() * 100 < regime.step_free_percent
        return CaseComes(
            id=name,
            came=number,
            home=HomeComes(f"left-{name}", member.id, area, held, home_step_free),
            needs=needs,
            takes=needs + (chance.random() * 100 < regime.one_more_percent),
            step_free=step_free,
            urgency=BANDS[band],
            areas_of_choice=self._chosen(name, avoided),
            areas_to_avoid=avoided,
            leaves_after=int(months * self.rhythm.rounds_a_month) + 1,
            at_once=chance.random() * 100 < regime.reused_at_once_percent,
        )

    def _avoided(self, area: str, near: int) -> frozenset[str]:
        """Return an area with those that lie nearest to it."""
        x, y = self._places[area]
        by_distance = sorted(
            self.areas,
            key=lambda other: math.hypot(
                self._places[other][0] - x, self._places[other][1] - y
            ),
        )
        return frozenset(by_distance[: near + 1])

    def _chosen(self, name: str, avoided: frozenset[str]) -> frozenset[str]:
        """Draw five areas and a tail of more, popular ones first."""
        chance = self._fates.draw("areas", name)
        many = _AREAS_CHOSEN_MIN + geometric(chance, _TAIL_PERCENT)
        many = max(many, self.regime.areas_min)
        drawn = {
            area: chance.expovariate(self._popularity[area])
            for area in self.areas
            if area not in avoided
        }
        return frozenset(sorted(drawn, key=lambda area: drawn[area])[:many])
