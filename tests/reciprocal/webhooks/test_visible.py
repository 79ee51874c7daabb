"""Two ways to know of a change must agree: being told of it, and asking.

Whatever a party's system finds changed when it asks, it was told of; and it is told
of nothing that it does not find changed.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal import clock
from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.homes import amending
from reciprocal.homes import operations as homes
from reciprocal.homes import queries as home_queries
from reciprocal.homes.amending import Amendment
from reciprocal.homes_owed import queries as homes_owed
from reciprocal.proposals import operations, signing
from reciprocal.proposals import queries as proposals
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests import operations as requests
from reciprocal.requests import queries as request_queries
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.webhooks.terms import About
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.webhooks.desk import Endpoint, register, told
from tests.support.world import MakeWorld

LISTS = {
    About.HOMES: home_queries.own_homes,
    About.OFFERS: proposals.own_offers,
    About.CASES: request_queries.own_cases,
    About.HOMES_OWED: homes_owed.own_requests,
}
SYSTEM = {
    About.HOMES: Role.LANDLORD_SYSTEM,
    About.OFFERS: Role.LANDLORD_SYSTEM,
    About.CASES: Role.REFERRING_SYSTEM,
    About.HOMES_OWED: Role.LANDLORD_SYSTEM,
}


class Watch:
    """A system of each party, which both asks and is told."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        world = journey.world
        case_service = next(iter(world.loaded.services.values()))
        self.endpoints: dict[tuple[str, About], Endpoint] = {
            (code, about): register(world, code, about)
            for code, about in (
                (CAMDEN, About.HOMES),
                (CAMDEN, About.OFFERS),
                (HACKNEY, About.HOMES),
                (HACKNEY, About.OFFERS),
                (case_service, About.CASES),
                (HACKNEY, About.HOMES_OWED),
            )
        }
        self._seen = self._ask()

    def check(self) -> int:
        """Assert that what was told is what changed; return how many things did."""
        seen, before = self._ask(), self._seen
        self._seen = seen
        changed = {
            key: sorted(
                reference
                for reference in seen[key].keys() | before[key].keys()
                if seen[key].get(reference) != before[key].get(reference)
            )
            for key in self.endpoints
        }
        heard = {
            key: sorted(told(self.journey.world, endpoint))
            for key, endpoint in self.endpoints.items()
        }
        assert heard == changed
        return sum(len(each) for each in changed.values())

    def _ask(self) -> dict[tuple[str, About], dict[str, object]]:
        found: dict[tuple[str, About], dict[str, object]] = {}
        for (code, about), endpoint in self.endpoints.items():
            system = _system_of(endpoint.actor, about)
            with self.journey.world.acting(system) as session:
                rows = LISTS[about](session, system)
            found[code, about] = {str(row["reference"]): row for row in rows}
        return found


def _system_of(person: Actor, about: About) -> Actor:
    return replace(
        person,
        kind=ActorKind.MACHINE,
        role=SYSTEM[about],
        assignments=frozenset(),
    )


def _amends(journey: Journey) -> None:
    home = journey.void
    with journey.world.acting(journey.landlord) as session:
        amending.amend_home(
            session,
            actor=journey.landlord,
            home_ref=home.landlord_ref,
            change=Amendment(weekly_rent_pence=9_900),
        )


def _tenancy_ends(journey: Journey) -> None:
    journey.world.wait(days=7)
    with journey.world.acting(journey.old_landlord) as session:
        signing.record_tenancy_end(
            session,
            actor=journey.old_landlord,
            departure_ref=journey.proposal.departure_ref,
            tenancy_end=clock.today(),
        )


def _home_is_empty(journey: Journey) -> None:
    with journey.world.acting(journey.old_landlord) as session:
        signing.record_home_empty(
            session,
            actor=journey.old_landlord,
            departure_ref=journey.proposal.departure_ref,
            void_date=clock.today(),
            ready_date=clock.today(),
        )


def _pauses(journey: Journey) -> None:
    with journey.world.acting(journey.worker) as session:
        operations.pause(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )


def _resumes(journey: Journey) -> None:
    with journey.world.acting(journey.worker) as session:
        requests.resume(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )


def _withdraws_consent(journey: Journey) -> None:
    with journey.world.acting(journey.worker) as session:
        operations.withdraw_consent(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            purpose=ConsentPurpose.OFFER,
        )


def _landlord_declines(journey: Journey) -> None:
    journey.landlord_answers(agreed=False, code=EndCode.HOME_NOT_READY)


def _withdraws_home(journey: Journey) -> None:
    with journey.world.acting(journey.landlord) as session:
        homes.withdraw_home(
            session, actor=journey.landlord, home_ref=journey.void.landlord_ref
        )


# Each act, and how many things changed for anybody's system.
Act = tuple[Callable[[Journey], object], int]
WALK: tuple[Act, ...] = (
    (_amends, 1),
    (Journey.proposed, 1),
    (lambda journey: journey.look(), 3),
    (lambda journey: journey.landlord_answers(), 0),
    (lambda journey: journey.old_landlord_confirms(), 1),
    (lambda journey: journey.landlord_offers_viewing(), 0),
    (lambda journey: journey.views(), 0),
    (lambda journey: journey.household_answers(), 2),
    (lambda journey: journey.sign(), 1),
    (Journey.start, 3),
    (_tenancy_ends, 0),
    (_home_is_empty, 1),
)
ENDS: tuple[Act, ...] = (
    (Journey.proposed, 1),
    (lambda journey: journey.look(), 3),
    (_pauses, 3),
    (_resumes, 1),
    (Journey.proposed, 1),
    (lambda journey: journey.look(), 3),
    (_landlord_declines, 3),
    (_withdraws_consent, 0),
    (_withdraws_home, 1),
)


@pytest.mark.parametrize("acts", [WALK, ENDS], ids=["to the keys", "to other ends"])
def test_a_system_is_told_of_what_it_finds_changed_and_of_nothing_else(
    make_world: MakeWorld, acts: tuple[Act, ...]
) -> None:
    journey = Journey(make_world(one_move()))
    watch = Watch(journey)
    assert watch.check() == 0
    for place, (act, changes) in enumerate(acts):
        act(journey)
        assert watch.check() == changes, place
