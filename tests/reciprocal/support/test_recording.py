"""Writing support down, and what a household's yes waits for."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.organisations.support_items import SupportItem
from reciprocal.proposals import queries, supporting
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests import operations as requests
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.support.terms import SupportOutcome, SupportOwner, SupportTopic
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.support.acts import (
    CONTACT,
    DAMAGE,
    LOCKS,
    assess,
    both_agree,
    by_new,
    by_old,
    by_worker,
    facts,
    made,
    told,
)
from tests.support.world import MakeWorld

_I, _O, _T = SupportItem, SupportOutcome, SupportTopic


def test_each_owner_writes_its_own_items_and_the_worker_reads_all(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    by_worker(journey, made(*CONTACT))
    by_new(journey, made(*LOCKS))
    by_old(journey, made(*DAMAGE))
    found = told(journey)
    assert (
        found["first_contact"],
        found["target_hardening"],
        found["damage_not_recharged"],
    ) == ("settled", "settled", "settled")
    owners = {
        row.item: (row.owner, row.organisation_id, row.step_id is not None)
        for row in facts(journey)
    }
    assert owners[_I.FIRST_CONTACT] == (
        SupportOwner.REFERRING_WORKER,
        journey.worker.organisation_id,
        False,
    )
    assert owners[_I.TARGET_HARDENING] == (
        SupportOwner.RECEIVING_LEAD,
        journey.landlord.organisation_id,
        True,
    )
    assert owners[_I.DAMAGE_NOT_RECHARGED] == (
        SupportOwner.OLD_LEAD,
        journey.old_landlord.organisation_id,
        True,
    )
    with journey.reading() as session:
        written = session.exec(
            select(AuditEntry.code).where(AuditEntry.action == "support.recorded")
        ).all()
    assert {"first_contact", "target_hardening", "damage_not_recharged"} <= set(written)


@pytest.mark.parametrize("act", [by_worker, by_new, by_old])
def test_nobody_writes_another_s_item_and_nothing_of_it_is_kept(
    make_world: MakeWorld, act: Callable[..., None]
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    before = len(facts(journey))
    own = {by_worker: CONTACT, by_new: LOCKS, by_old: DAMAGE}[act]
    for other in (CONTACT, LOCKS, DAMAGE):
        if other is not own:
            with pytest.raises(FieldsInvalid) as refused:
                act(journey, made(*own), made(*other))
            assert [each.field for each in refused.value.faults] == ["facts.1.item"]
    assert len(facts(journey)) == before


def test_each_landlord_reads_its_own_items_alone(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).accepted()
    by_new(journey, made(*LOCKS))
    by_old(journey, made(*DAMAGE))
    new, old, step = journey.landlord, journey.old_landlord, journey.proposal
    with journey.world.acting(new) as session:
        arriving = supporting.show_offer_support(session, new, step)["support"]
    with journey.world.acting(old) as session:
        leaving = supporting.show_departure_support(session, old, step)["support"]
    for rows, owner in ((arriving, "receiving_lead"), (leaving, "old_lead")):
        assert isinstance(rows, list)
        assert {row["owner"] for row in rows} == {owner}
        filed = [fact["filed_under"] for row in rows for fact in row["facts"]]
        assert len(filed) == 1
        assert all(filed)


def test_a_landlord_s_paper_is_filed_under_a_code_that_it_alone_reads(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    by_new(journey, made(*LOCKS))
    by_worker(journey, made(*CONTACT))
    with journey.world.acting(journey.worker) as session:
        shown = supporting.show_case_support(session, journey.worker, journey.request)
        rows = {row["item"]: row["facts"] for row in shown["support"]}  # type: ignore[attr-defined]
    assert [fact["filed_under"] for fact in rows["target_hardening"]] == [None]
    assert all(fact["filed_under"] for fact in rows["first_contact"])


def test_a_landlord_has_no_list_before_the_yes_or_after_the_end(
    make_world: MakeWorld,
) -> None:
    journey = both_agree(make_world)
    with pytest.raises(NotFound):
        by_new(journey, made(*LOCKS))
    with pytest.raises(NotFound), journey.world.acting(journey.landlord) as session:
        supporting.show_offer_support(session, journey.landlord, journey.proposal)
    by_old(journey, made(*DAMAGE))
    journey.household_answers(agreed=False, code=EndCode.NOT_SAFE)
    with pytest.raises(NotFound):
        by_new(journey, made(*LOCKS))
    # The old landlord is told of the end at the next fixed run, and not by this.
    by_old(journey, made(*DAMAGE))
    journey.world.wait(hours=96)
    with pytest.raises(NotFound):
        by_old(journey, made(*DAMAGE))


def test_nobody_else_reads_or_writes(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).accepted()
    with pytest.raises(NotFound):
        by_new(journey, made(*LOCKS), actor=journey.old_landlord)
    with pytest.raises(NotFound):
        by_old(journey, made(*DAMAGE), actor=journey.landlord)
    for act in (by_new, by_old):
        with pytest.raises(Forbidden):
            act(journey, made(*LOCKS), actor=journey.worker)


def test_an_item_of_a_step_waits_for_a_proposal(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(FieldsInvalid) as refused:
        by_worker(journey, made(_I.SCHOOL_PLACE, _O.GIVEN))
    assert [each.field for each in refused.value.faults] == ["facts.0.item"]
    by_worker(journey, made(*CONTACT))


def test_nothing_is_written_down_of_a_closed_case(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    with journey.world.acting(journey.worker) as session:
        request = queries.case_of(session, journey.worker, journey.request.case_ref)
        requests.change_state(
            session, actor=journey.worker, request=request, event=RequestEvent.CLOSE
        )
    with pytest.raises(StateConflict):
        by_worker(journey, made(*CONTACT))
    with pytest.raises(StateConflict):
        assess(journey)
    with journey.world.acting(journey.worker) as session:
        shown = supporting.show_case_support(session, journey.worker, journey.request)
        assert set(shown) == {"reference", "code", "stage"}
