"""A scheme's own pot as a kind of scheme: who comes is drawn from who was in it.

What is read is an exported round, in which every name, area and date was made up
anew, so that it is as anonymous here as it was in the file. Households and homes are
drawn from it again and again, each landlord's from its own, and given chance's own
dates: so many a month as the scheme says.
"""

import math
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from matching import pool
from matching.terms import Access, AreaOfChoice
from reciprocal.laboratory.chance import geometric, one_of
from reciprocal.laboratory.regimes import LEAVES_A_MONTH, Regime, Rhythm
from reciprocal.laboratory.world import BANDS, CaseComes, HomeComes, Member, World

NAME = "own"


class TooSmall(Exception):
    """A round without a household, a void and two landlords: nothing to draw from."""


def regime(
    drawn_from: pool.Pool, digest: str, *, cases_a_month: float, voids_a_month: float
) -> Regime:
    """Return the kind of scheme that a pot was of.

    Args:
        digest: Of the round, so that rows of another pot are never taken for these.

    Raises:
        TooSmall: There is nothing to draw from.
    """
    voids = any(home.occupant_id is None for home in drawn_from.homes)
    if not drawn_from.households or not voids or len(drawn_from.landlords) < 2:  # noqa: PLR2004 - nobody is rehoused by their own
        raise TooSmall
    return Regime(
        name=f"{NAME}-{digest[:6]}",
        landlords=len(drawn_from.landlords),
        cases_a_month=cases_a_month,
        voids_a_month=voids_a_month,
        own_pot=drawn_from,
    )


def world_of(regime: Regime, rhythm: Rhythm, seed: int) -> World:
    """Return who comes to a scheme: made up, or drawn from its own pot."""
    if regime.own_pot is None:
        return World(regime, rhythm, seed)
    return OwnWorld(regime, rhythm, seed)


@dataclass(frozen=True)
class OwnWorld(World):
    """A scheme's members, and what comes to it, drawn from a round of its own."""

    @property
    def _pot(self) -> pool.Pool:
        assert self.regime.own_pot is not None, "else it is a made-up world"
        return self.regime.own_pot

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Every authority that a home stands in or a household names."""
        named = {home.authority for home in self._pot.homes}
        for row in self._pot.households:
            named |= {row.current_authority, *row.authorities_of_choice}
        return tuple(sorted(area for area in named if area is not None))

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The pot's landlords; those beyond them are like one of them, by chance."""
        own = [self._own(row.id) for row in self._pot.landlords]
        more = range(self.regime.landlords - len(own))
        return (*own, *(self._like_one_of(own, at) for at in more))

    def _own(self, landlord_id: str) -> Member:
        homes = [row for row in self._pot.homes if row.landlord_id == landlord_id]
        areas = sorted({home.authority for home in homes if home.authority})
        cases = sum(row.landlord_id == landlord_id for row in self._pot.households)
        voids = sum(home.occupant_id is None for home in homes)
        anywhere = (self._fates.draw("stands", landlord_id).choice(self.areas),)
        return Member(landlord_id, tuple(areas) or anywhere, cases, voids)

    def _like_one_of(self, own: list[Member], at: int) -> Member:
        like = self._fates.draw("more", at).choice(own)
        return replace(like, id=f"more-{at:02}", like=like.id)

    @cached_property
    def _popularity(self) -> dict[str, float]:
        named = Counter(
            area for row in self._pot.households for area in row.authorities_of_choice
        )
        return {area: 1.0 + named[area] for area in self.areas}

    def _void(self, name: str) -> HomeComes:
        chance = self._fates.draw(name)
        member = one_of(chance, self.members, [each.voids for each in self.members])
        voids = [home for home in self._pot.homes if home.occupant_id is None]
        own = [home for home in voids if home.landlord_id in (member.id, member.like)]
        return self._like(name, member, chance.choice(own or voids))

    def _like(self, name: str, member: Member, home: pool.Home) -> HomeComes:
        area = home.authority or member.areas[0]
        step_free = home.access is not Access.GENERAL
        return HomeComes(name, member.id, area, home.bedrooms, step_free)

    def _case(self, name: str, number: int) -> CaseComes:
        chance = self._fates.draw(name)
        member = one_of(chance, self.members, [each.cases for each in self.members])
        known = (member.id, member.like)
        own = [row for row in self._pot.households if row.landlord_id in known]
        like = chance.choice(own or self._pot.households)
        home = self._left(f"left-{name}", member, like)
        band = min(like.urgency, BANDS[-1]) - 1
        months = geometric(chance, LEAVES_A_MONTH[band]) + chance.random()
        return CaseComes(
            id=name,
            came=number,
            home=home,
            needs=like.bedrooms_min,
            takes=like.bedrooms_max,
            step_free=like.access_need is not Access.GENERAL,
            urgency=BANDS[band],
            areas_of_choice=self._listed(name, like),
            areas_to_avoid=like.authorities_to_avoid | {home.area},
            leaves_after=math.ceil(months * self.rhythm.rounds_a_month),
            at_once=chance.random() * 100 < self.regime.reused_at_once_percent,
        )

    def _left(self, name: str, member: Member, like: pool.Household) -> HomeComes:
        """Return the home that a household like this one would leave."""
        for home in self._pot.homes:
            if home.occupant_id == like.id:
                return self._like(name, member, home)
        area = like.current_authority or member.areas[0]
        return HomeComes(name, member.id, area, like.bedrooms_min, step_free=False)

    def _listed(self, name: str, like: pool.Household) -> frozenset[str]:
        """Return where it can live, with more areas where the scheme asks for more."""
        open_ = frozenset(self.areas) - like.authorities_to_avoid
        if like.area_of_choice is AreaOfChoice.ANYWHERE_ELSE:
            return open_ - {like.current_authority or ""}
        listed = like.authorities_of_choice & open_
        chance = self._fates.draw("areas", name)
        others = sorted(open_ - listed - {like.current_authority or ""})
        drawn = {area: chance.expovariate(self._popularity[area]) for area in others}
        more = max(0, self.regime.areas_min - len(listed))
        return listed | frozenset(sorted(drawn, key=lambda area: drawn[area])[:more])
