"""The task that asks an owner about support that is due: whose, when, until when."""

from datetime import timedelta

import pytest

from reciprocal.access.actor import service
from reciprocal.notices import queries as notices
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from reciprocal.notices.timetable import next_run
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.support_items import SupportItem
from reciprocal.proposals import failing, risk
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.proposals.risk import RiskChange
from reciprocal.rounds import operations as rounds
from reciprocal.support.items import ITEMS
from reciprocal.support.terms import SupportOutcome, SupportOwner, SupportTopic
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.support.acts import DAMAGE, by_new, by_old, by_worker, made
from tests.support.world import MakeWorld

_I, _O, _T = SupportItem, SupportOutcome, SupportTopic
_WORKER = SupportOwner.REFERRING_WORKER
MARKER = (_I.MARKER_CLEARED, _O.NOT_NEEDED)


def only(*left_on: SupportItem) -> SchemeRules:
    """Return the rules of a scheme that does without every other item.

    But for the one that a yes waits for, which each walk to a yes settles.
    """
    kept = {*left_on, SupportItem.IMPACT_TALKED_THROUGH}
    off = tuple(item for item in SupportItem if item not in kept)
    return SchemeRules(support_off=off)


def with_items(make_world: MakeWorld, *left_on: SupportItem) -> Journey:
    return Journey(make_world(one_move(), only(*left_on)))


def tidy(journey: Journey) -> None:
    alone = service(journey.request.scheme_id)
    with journey.world.acting(alone) as session:
        rounds.tidy(session, actor=alone)


def asked(journey: Journey) -> dict[SupportOwner, Task]:
    """Return the open tasks by whose they are."""
    arriving = journey.open_tasks(TaskKind.SUPPORT_DUE)
    leaving = journey.open_tasks(TaskKind.DEPARTURE_SUPPORT_DUE)
    case = journey.request.id
    found = {
        _WORKER if task.subject_id == case else SupportOwner.RECEIVING_LEAD: task
        for task in arriving
    }
    found.update((SupportOwner.OLD_LEAD, task) for task in leaving)
    assert len(found) == len(arriving) + len(leaving)
    return found


def hide(journey: Journey, *, stop: bool, from_lead: bool = False) -> None:
    with journey.world.acting(journey.worker) as session:
        risk.record_change(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            change=RiskChange(stop=stop, hide_from_lead=from_lead),
        )


def test_a_worker_is_asked_once_and_until_nothing_presses(
    make_world: MakeWorld,
) -> None:
    journey = with_items(make_world, _I.FIRST_CONTACT, _I.SANCTUARY)
    journey.world.wait(days=20)
    tidy(journey)
    tidy(journey)
    (task,) = asked(journey).values()
    assert (task.organisation_id, task.subject_ref, task.person_id) == (
        journey.worker.organisation_id,
        journey.request.case_ref,
        None,
    )
    assert task.case_id == journey.request.id
    first = task.due_at
    by_worker(journey, made(_I.FIRST_CONTACT, _O.MADE))
    (task,) = asked(journey).values()
    assert first is not None
    assert task.due_at is not None
    assert task.due_at > first, "what is left is due later"
    by_worker(journey, made(_I.SANCTUARY, _O.DECLINED, _T.NO_CONDITION))
    assert asked(journey) == {}


def test_a_task_tells_that_there_is_something_and_nothing_of_it(
    make_world: MakeWorld,
) -> None:
    journey = with_items(make_world, _I.FIRST_CONTACT)
    journey.world.wait(days=20)
    tidy(journey)
    worker = journey.worker
    with journey.world.acting(worker) as session:
        rows = [
            row
            for row in notices.open_tasks(session, worker)
            if row["kind"] == TaskKind.SUPPORT_DUE
        ]
    (row,) = rows
    assert set(row) == {"reference", "kind", "about", "due_at", "telephone"}
    assert row["about"] == journey.request.case_ref
    assert not any(item in str(row) for item in SupportItem)


def test_what_a_scheme_does_without_asks_nobody(make_world: MakeWorld) -> None:
    journey = with_items(make_world).accepted()
    journey.world.wait(days=30)
    tidy(journey)
    assert asked(journey) == {}


def test_each_landlord_is_asked_about_its_own_in_its_own_words(
    make_world: MakeWorld,
) -> None:
    journey = with_items(make_world, _I.MARKER_CLEARED, _I.DAMAGE_NOT_RECHARGED)
    journey.completed().world.wait(days=60)
    tidy(journey)
    found = asked(journey)
    assert set(found) == {SupportOwner.RECEIVING_LEAD, SupportOwner.OLD_LEAD}
    new, old = found[SupportOwner.RECEIVING_LEAD], found[SupportOwner.OLD_LEAD]
    step = journey.proposal
    assert (new.organisation_id, new.subject_ref, new.person_id) == (
        step.new_provider_id,
        step.offer_ref,
        None,
    )
    assert (old.organisation_id, old.subject_ref) == (
        step.old_provider_id,
        step.departure_ref,
    )
    assert old.visible_at == next_run(old.created_at), "at a fixed run, as all of its"
    by_new(journey, made(*MARKER))
    assert set(asked(journey)) == {SupportOwner.OLD_LEAD}
    by_old(journey, made(*DAMAGE))
    assert asked(journey) == {}


def test_nobody_s_act_shows_in_another_s_task(make_world: MakeWorld) -> None:
    journey = with_items(make_world, _I.FIRST_CONTACT, _I.MARKER_CLEARED)
    journey.completed().world.wait(days=60)
    lead = SupportOwner.RECEIVING_LEAD
    assert set(asked(journey)) == {_WORKER}, "since the round, of the first contact"
    by_new(journey)
    assert set(asked(journey)) == {_WORKER, lead}
    # Of who has moved nothing from before the move is asked any more.
    by_worker(journey)
    assert set(asked(journey)) == {lead}
    tidy(journey)
    assert set(asked(journey)) == {lead}


def test_of_a_hidden_step_the_worker_and_the_one_lead_are_asked(
    make_world: MakeWorld,
) -> None:
    items = (_I.PETS, _I.MARKER_CLEARED, _I.DAMAGE_NOT_RECHARGED)
    journey = with_items(make_world, *items).signed()
    hide(journey, stop=False)
    journey.world.wait(days=60)
    tidy(journey)
    found = asked(journey)
    assert set(found) == {SupportOwner.REFERRING_WORKER, SupportOwner.RECEIVING_LEAD}
    lead = found[SupportOwner.RECEIVING_LEAD].person_id
    assert lead == journey.proposal.lead_id is not None


def test_what_a_landlord_was_asked_is_left_to_the_lead_as_a_step_is_hidden(
    make_world: MakeWorld,
) -> None:
    items = (_I.MARKER_CLEARED, _I.DAMAGE_NOT_RECHARGED)
    journey = with_items(make_world, *items).signed()
    journey.world.wait(days=60)
    tidy(journey)
    hide(journey, stop=False)
    lead = asked(journey)[SupportOwner.RECEIVING_LEAD].person_id
    assert lead == journey.proposal.lead_id is not None
    tidy(journey)
    assert set(asked(journey)) == {SupportOwner.RECEIVING_LEAD}
    hide(journey, stop=True, from_lead=True)
    tidy(journey)
    assert asked(journey) == {}


def test_the_old_landlord_s_task_ends_when_it_is_told_of_the_end(
    make_world: MakeWorld,
) -> None:
    items = (_I.MARKER_CLEARED, _I.DAMAGE_NOT_RECHARGED)
    journey = with_items(make_world, *items).completed()
    journey.world.wait(days=40)
    tidy(journey)
    assert set(asked(journey)) == {SupportOwner.RECEIVING_LEAD, SupportOwner.OLD_LEAD}
    with journey.world.acting(journey.worker) as session:
        failing.record_failure(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            code=EndCode.NOT_SAFE,
        )
    assert set(asked(journey)) == {SupportOwner.OLD_LEAD}
    tidy(journey)
    assert set(asked(journey)) == {SupportOwner.OLD_LEAD}, "not told of the end yet"
    journey.world.wait(hours=timedelta(days=4) // timedelta(hours=1))
    tidy(journey)
    assert asked(journey) == {}


@pytest.mark.parametrize("owner", SupportOwner)
def test_each_owner_has_something_to_be_asked_about(owner: SupportOwner) -> None:
    assert any(item.owner is owner and item.due_from for item in ITEMS.values())
