"""What a landlord has not said of its home: asked of all alike, answered once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fixtures.scenarios import CAMDEN
from matching.terms import Access, PetRule
from reciprocal import clock
from reciprocal.errors import FieldsInvalid
from reciprocal.homes import operations as homes
from reciprocal.homes.imports.operations import Mode, Wanted
from reciprocal.homes.lifecycle import HomeEvent, HomeState
from reciprocal.homes.questions import ANSWER_WORKING_DAYS
from reciprocal.homes.rules import SAID_BEFORE
from reciprocal.homes.tables import Home
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from tests.reciprocal.homes.imports.bench import Bench
from tests.reciprocal.homes.imports.sheets import rows
from tests.reciprocal.homes.test_homes import DWELLING, FACTS, amend, post, withdraw
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import DAY, MakeWorld

SAID = replace(FACTS, access=Access.GENERAL, pets=PetRule.NONE)
PROMISE = replace(
    SAID, adapted_access=Access.STEP_FREE, adapted_on=DAY + timedelta(days=7)
)


def asked(journey: Journey) -> list[Task]:
    return journey.open_tasks(TaskKind.HOME_QUESTION)


def test_access_nobody_knows_is_asked_of_the_landlord_in_two_working_days(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    other = replace(DWELLING, uprn="00099910070778")
    post(journey, facts=SAID, dwelling=other)
    assert asked(journey) == []
    home = post(journey)
    (task,) = asked(journey)
    assert task.organisation_id == journey.landlord.organisation_id
    assert (task.subject_id, task.subject_ref) == (home.id, home.landlord_ref)
    assert task.due_at == clock.working_days_after(clock.now(), ANSWER_WORKING_DAYS)
    assert task.telephone is False


def test_a_file_asks_as_single_postings_do(make_world: MakeWorld) -> None:
    bench = Bench(Journey(make_world(one_move())))
    given = rows(3)
    bench.stock(given)
    bench.send([given[0] | {"Access": "general"}, *given[1:]])
    tasks = asked(bench.journey)
    unknown = {
        home.landlord_ref for home in bench.homes() if home.access is Access.UNKNOWN
    }
    assert len(unknown) == 2
    assert {task.subject_ref for task in tasks} == unknown


def test_the_answer_closes_the_question_and_stands(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    home = post(journey)
    amend(journey, home, weekly_rent_pence=9_900)
    assert len(asked(journey)) == 1
    answered = amend(journey, home, access=Access.WHEELCHAIR_FULL, pets=PetRule.ALLOWED)
    assert (answered.access, answered.pets) == ("wheelchair_full", "allowed")
    assert asked(journey) == []
    assert amend(journey, home, pets=PetRule.ALLOWED).pets is PetRule.ALLOWED
    with pytest.raises(FieldsInvalid) as changed:
        amend(journey, home, access=Access.GENERAL, pets=PetRule.NONE)
    assert [(fault.field, fault.fault) for fault in changed.value.faults] == [
        ("access", SAID_BEFORE),
        ("pets", SAID_BEFORE),
    ]


def test_an_adaptation_slips_and_is_done(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    home = post(journey, facts=PROMISE)
    later = DAY + timedelta(days=30)
    assert amend(journey, home, adapted_on=later).adapted_on == later
    with pytest.raises(FieldsInvalid):
        amend(journey, home, access=Access.WHEELCHAIR_FULL)
    done = amend(journey, home, access=Access.STEP_FREE)
    assert (done.access, done.adapted_access, done.adapted_on) == (
        Access.STEP_FREE,
        None,
        None,
    )
    with pytest.raises(FieldsInvalid) as early:
        amend(journey, home, adapted_on=later)
    assert [fault.field for fault in early.value.faults] == ["adapted_on"]


def _withdrawn_by_a_list(journey: Journey, home: Home) -> None:
    """Send a full list without the home, and with another that is all said."""
    del home
    bench = Bench(journey)
    given = [rows(1)[0] | {"Access": "general"}]
    bench.stock(given)
    # The scheme's void goes with it.
    bench.send(given, Wanted(mode=Mode.SNAPSHOT, withdraw=2))


def _let(journey: Journey, home: Home) -> None:
    desk = journey.world.loaded.staff.desks[CAMDEN]
    with journey.world.acting(desk.second) as session:
        homes.release_home(session, actor=desk.second, home_ref=home.landlord_ref)
        for event, whose in (
            (HomeEvent.RESERVE, journey.request_id),
            (HomeEvent.LET, None),
        ):
            homes.change_state(
                session,
                actor=desk.second,
                home_id=home.id,
                event=event,
                request_id=whose,
            )


def test_a_home_that_is_gone_is_asked_about_no_more(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    for number, gone in enumerate((withdraw, _let, _withdrawn_by_a_list)):
        home = post(journey, dwelling=replace(DWELLING, uprn=f"9991007080{number}"))
        assert len(asked(journey)) == 1
        gone(journey, home)
        assert asked(journey) == [], gone.__name__


def test_a_home_left_is_asked_about_once_it_is_empty(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    old = journey.old_landlord
    assert journey.left.state is HomeState.OCCUPIED
    with journey.world.acting(old) as session:
        home = session.get_one(Home, journey.left.id)
        home.access = Access.UNKNOWN
        session.add(home)
    assert asked(journey) == []
    today: date = clock.today()
    with journey.world.acting(old) as session:
        homes.record_empty(
            session,
            actor=old,
            home=session.get_one(Home, journey.left.id),
            void_date=today,
            ready_date=today,
            team_barred=journey.landlord.organisation_id,
        )
    (task,) = asked(journey)
    assert (task.organisation_id, task.subject_ref) == (
        old.organisation_id,
        journey.left.landlord_ref,
    )
