"""What is written down for whom: in the act's own transaction, and nothing besides."""

from contextlib import suppress
from datetime import timedelta

import pytest

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.homes import amending
from reciprocal.homes.amending import Amendment
from reciprocal.homes.lifecycle import HomeState
from reciprocal.proposals import operations
from reciprocal.requests import operations as requests
from reciprocal.webhooks import outbox
from reciprocal.webhooks.tables import WebhookEndpoint
from reciprocal.webhooks.terms import About, EndpointState, MessageState
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.webhooks.desk import (
    Endpoint,
    messages,
    messages_in,
    register,
    told,
)
from tests.support.world import MakeWorld, World


class Desks:
    """A journey, with an endpoint of every kind for each of its parties."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        world = journey.world
        self.service = next(iter(world.loaded.services.values()))
        self.new_homes = register(world, CAMDEN, About.HOMES)
        self.new_offers = register(world, CAMDEN, About.OFFERS)
        self.old_homes = register(world, HACKNEY, About.HOMES)
        self.old_offers = register(world, HACKNEY, About.OFFERS)
        self.cases = register(world, self.service, About.CASES)

    def told(self) -> dict[str, list[str]]:
        """Return what each endpoint is told of now, by name; silence is left out."""
        endpoints = {
            name: value for name, value in vars(self).items() if type(value) is Endpoint
        }
        heard = {
            name: told(self.journey.world, each) for name, each in endpoints.items()
        }
        return {name: references for name, references in heard.items() if references}


@pytest.fixture
def desks(make_world: MakeWorld) -> Desks:
    return Desks(Journey(make_world(one_move())))


def test_each_party_is_told_of_its_own_as_it_changes_and_the_old_landlord_never(
    desks: Desks,
) -> None:
    journey = desks.journey
    case, void = journey.request.case_ref, journey.void.landlord_ref

    journey.proposed()
    # Until the worker has looked, a home is in the pot as far as its landlord hears.
    assert desks.told() == {"cases": [case]}
    journey.look()
    offer = journey.proposal.offer_ref
    assert desks.told() == {
        "new_homes": [void],
        "new_offers": [offer],
        "cases": [case],
    }
    journey.landlord_answers()
    # What it answered itself does not show in the offer until the other has too.
    assert desks.told() == {}
    journey.old_landlord_confirms()
    assert desks.told() == {"new_offers": [offer]}
    journey.views()
    # Both limits end on the same day: there is nothing to come and read.
    assert desks.told() == {}
    journey.household_answers()
    assert desks.told() == {"new_offers": [offer], "cases": [case]}
    journey.sign()
    assert desks.told() == {"new_offers": [offer]}
    journey.start()
    assert desks.told() == {
        "new_homes": [void],
        "new_offers": [offer],
        "cases": [case],
    }


def test_a_step_that_ends_before_it_is_an_offer_tells_no_landlord(
    desks: Desks,
) -> None:
    journey = desks.journey.proposed()
    desks.told()
    journey.look(safe=False)
    assert desks.told() == {"cases": [journey.request.case_ref]}


def test_changes_of_one_thing_before_it_leaves_are_one_message(desks: Desks) -> None:
    journey = desks.journey.offered()
    world = journey.world
    assert len(messages(world, desks.cases)) == 1
    told(world, desks.cases)
    with world.acting(journey.worker) as session:
        operations.pause(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )
        requests.resume(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )
    assert told(world, desks.cases) == [journey.request.case_ref]


@pytest.mark.parametrize(
    "values", [{"attempts": 1}, {"state": MessageState.SENDING}], ids=str
)
def test_a_change_after_an_attempt_or_during_one_is_a_message_of_its_own(
    desks: Desks, values: dict[str, object]
) -> None:
    world, case = desks.journey.world, desks.journey.request
    _change(world, desks, **values)
    with world.acting(service()) as session:
        outbox.case_changed(session, case)
    assert len(messages(world, desks.cases)) == 2


def _change(world: World, desks: Desks, **values: object) -> None:
    with world.acting(service()) as session:
        outbox.case_changed(session, desks.journey.request)
        (row,) = messages_in(session, desks.cases.id)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def test_a_message_says_a_fixed_minute_and_not_that_of_the_act(desks: Desks) -> None:
    world = desks.journey.world
    world.wait(minutes=1, seconds=17)
    acted = clock.now()
    desks.journey.proposed()
    (row,) = messages(world, desks.cases)
    assert row.told_at == row.due_at == acted + timedelta(minutes=3, seconds=43)


class _ChangeOfMind(Exception):
    pass


def test_a_change_that_is_not_stored_leaves_no_message(desks: Desks) -> None:
    journey = desks.journey
    world, home = journey.world, journey.void
    written = 0
    with suppress(_ChangeOfMind), world.acting(journey.landlord) as session:
        amending.amend_home(
            session,
            actor=journey.landlord,
            home_ref=home.landlord_ref,
            change=Amendment(weekly_rent_pence=9_900),
        )
        written = len(messages_in(session, desks.new_homes.id))
        raise _ChangeOfMind
    assert written == 1
    assert messages(world, desks.new_homes) == []
    assert journey.void.weekly_rent_pence == home.weekly_rent_pence


def test_a_home_is_announced_where_the_landlords_system_may_see_it(
    desks: Desks,
) -> None:
    world, home = desks.journey.world, desks.journey.left
    for state in HomeState:
        with world.acting(service()) as session:
            home.state = state
            outbox.home_changed(session, home)
        expected = [] if state is HomeState.OCCUPIED else [home.landlord_ref]
        assert told(world, desks.old_homes) == expected, state


def test_two_who_change_one_thing_at_once_do_not_wait_for_each_other(
    desks: Desks,
) -> None:
    """On SQLite the second waits for the one writer; on PostgreSQL for nobody."""
    world, case = desks.journey.world, desks.journey.request
    if world.working.database.is_sqlite:
        with world.acting(service()) as session:
            outbox.case_changed(session, case)
            outbox.case_changed(session, case)
        assert len(messages(world, desks.cases)) == 1
        return
    with world.acting(service()) as session:
        outbox.case_changed(session, case)
    with world.acting(service()) as one, world.acting(service()) as other:
        outbox.case_changed(one, case)
        outbox.case_changed(other, case)
    assert len(messages(world, desks.cases)) == 2


def test_an_endpoint_that_is_not_live_is_told_nothing(desks: Desks) -> None:
    world = desks.journey.world
    with world.acting(service()) as session:
        row = session.get_one(WebhookEndpoint, desks.cases.id)
        row.state = EndpointState.DISABLED
        session.add(row)
    desks.journey.offered()
    assert messages(world, desks.cases) == []
    assert len(messages(world, desks.new_homes)) == 1


def test_two_parties_are_never_told_one_reference(desks: Desks) -> None:
    desks.journey.completed()
    world = desks.journey.world
    heard = [
        {row.subject_ref for row in messages(world, each)}
        for each in (desks.new_homes, desks.new_offers, desks.cases)
    ]
    assert all(heard)
    assert len(set.union(*heard)) == sum(len(each) for each in heard)
    assert messages(world, desks.old_homes) == []
    assert messages(world, desks.old_offers) == []


def test_whoever_listens_is_told_of_each_home_just_posted(desks: Desks) -> None:
    world, landlord = desks.journey.world, desks.new_homes.actor
    with world.acting(landlord) as session:
        outbox.homes_posted(
            session, landlord.organisation_id, HomeState.IN_POT, ["one", "two"]
        )
    heard = desks.told()
    assert heard.keys() == {"new_homes"}
    assert sorted(heard["new_homes"]) == ["one", "two"]
