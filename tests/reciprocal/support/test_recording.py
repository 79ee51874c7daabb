"""Writing support down, and what a household's yes waits for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from fixtures import talked
from matching.terms import Urgency
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.moves.tables import Move
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.support_items import SupportItem
from reciprocal.proposals import answers, queries, supporting
from reciprocal.proposals import operations as proposals
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.requests import operations as requests
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.rules import TriggerKind
from reciprocal.support import operations
from reciprocal.support import queries as support
from reciprocal.support.operations import Assessment, SupportOutstanding
from reciprocal.support.standing import StatedFact
from reciprocal.support.tables import SupportFact, UrgencyAssessment
from reciprocal.support.terms import Outcome, Owner, Topic
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

_I, _O, _T = SupportItem, Outcome, Topic


def made(item: SupportItem, outcome: Outcome, topic: Topic | None = None) -> StatedFact:
    return StatedFact(
        item=item, outcome=outcome, topic=topic, happened_on=clock.today()
    )


CONTACT = (_I.FIRST_CONTACT, _O.MADE)
LOCKS = (_I.TARGET_HARDENING, _O.DONE, _T.LOCKS)
DAMAGE = (_I.DAMAGE_NOT_RECHARGED, _O.NOT_RECHARGED)


def by_worker(journey: Journey, *stated: StatedFact) -> None:
    with journey.world.acting(journey.worker) as session:
        supporting.record_for_case(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            stated=stated,
        )


def by_new(journey: Journey, *stated: StatedFact, actor: Actor | None = None) -> None:
    lead = actor or journey.landlord
    with journey.world.acting(lead) as session:
        supporting.record_for_offer(
            session, actor=lead, offer_ref=journey.proposal.offer_ref, stated=stated
        )


def by_old(journey: Journey, *stated: StatedFact, actor: Actor | None = None) -> None:
    lead = actor or journey.old_landlord
    with journey.world.acting(lead) as session:
        supporting.record_for_departure(
            session,
            actor=lead,
            departure_ref=journey.proposal.departure_ref,
            stated=stated,
        )


def assess(journey: Journey, **changes: object) -> None:
    judged = Assessment(
        urgency=Urgency.MOST_URGENT,
        trigger_kind=TriggerKind.NONE,
        trigger_date=None,
        dash_band=_T.BAND_HIGH,
        assessed_on=clock.today(),
    )
    with journey.world.acting(journey.worker) as session:
        operations.assess_urgency(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            judged=replace(judged, **changes),  # type: ignore[arg-type]
        )


def facts(journey: Journey) -> list[SupportFact]:
    with journey.reading() as session:
        return list(session.exec(select(SupportFact)).all())


def told(journey: Journey) -> dict[str, str]:
    """Return where each item stands, as the worker reads it."""
    with journey.world.acting(journey.worker) as session:
        shown = supporting.show_case_support(session, journey.worker, journey.request)
        found = shown["support"]
    assert isinstance(found, list)
    return {str(row["item"]): str(row["state"]) for row in found}


def answered_yes(journey: Journey) -> None:
    """Let the worker record a yes, and nothing before it."""
    with journey.world.acting(journey.worker) as session:
        answers.answer_household(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            agreed=True,
            code=None,
        )


def both_agree(make_world: MakeWorld, rules: SchemeRules | None = None) -> Journey:
    """Return a step that both landlords agreed to and nobody talked through."""
    world = make_world(one_move(), rules) if rules else make_world(one_move())
    journey = Journey(world).offered()
    journey.landlord_answers()
    journey.old_landlord_confirms()
    return journey


@pytest.mark.parametrize("left_out", range(len(talked.IMPACT.topics) + 1))
def test_a_yes_waits_until_every_part_of_the_move_is_talked_through(
    make_world: MakeWorld, left_out: int
) -> None:
    journey = both_agree(make_world)
    whole = talked.through(clock.today())
    through = [fact for place, fact in enumerate(whole) if place != left_out]
    by_worker(journey, *through)
    if left_out == len(whole):
        answered_yes(journey)
        assert journey.proposal.state is ProposalState.ACCEPTED
        return
    with pytest.raises(SupportOutstanding):
        answered_yes(journey)
    assert journey.proposal.state is ProposalState.AGREED
    with journey.reading() as session:
        assert session.exec(select(Move)).all() == []


def test_a_no_waits_for_nothing(make_world: MakeWorld) -> None:
    journey = both_agree(make_world)
    journey.household_answers(agreed=False, code=EndCode.HOUSEHOLD_REFUSED)
    assert journey.proposal.state is ProposalState.ENDED
    assert facts(journey) == []


def test_a_scheme_that_switches_the_gate_off_waits_for_nothing(
    make_world: MakeWorld,
) -> None:
    rules = SchemeRules(support_off=(_I.IMPACT_TALKED_THROUGH,))
    journey = both_agree(make_world, rules)
    answered_yes(journey)
    assert journey.proposal.state is ProposalState.ACCEPTED
    assert "impact_talked_through" not in told(journey)


def test_what_was_talked_through_for_another_home_does_not_count(
    make_world: MakeWorld,
) -> None:
    """Another home is at another distance, and needs another school."""
    journey = both_agree(make_world, SchemeRules(cool_off_days=1))
    by_worker(journey, *talked.through(clock.today()))
    assert told(journey)["impact_talked_through"] == "settled"
    with journey.world.acting(journey.worker) as session:
        proposals.pause(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )
    with journey.world.acting(journey.worker) as session:
        requests.resume(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )
    assert told(journey)["impact_talked_through"] == "later"
    journey.proposed()
    assert told(journey)["impact_talked_through"] == "open"


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
        Owner.REFERRING_WORKER,
        journey.worker.organisation_id,
        False,
    )
    assert owners[_I.TARGET_HARDENING] == (
        Owner.RECEIVING_LEAD,
        journey.landlord.organisation_id,
        True,
    )
    assert owners[_I.DAMAGE_NOT_RECHARGED] == (
        Owner.OLD_LEAD,
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


def test_an_incident_asks_for_the_urgency_and_what_it_was_is_kept(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    assert told(journey)["urgency_assessed"] == "later"
    by_worker(journey, made(_I.INCIDENT, _O.REPORTED))
    assert told(journey)["urgency_assessed"] == "open"
    journey.world.wait(hours=96)
    assert told(journey)["urgency_assessed"] == "overdue"
    expires = clock.today() + timedelta(days=9)
    assess(
        journey,
        urgency=Urgency.SOON,
        trigger_kind=TriggerKind.RELEASE,
        trigger_date=expires,
    )
    assess(journey, dash_band=_T.BAND_NOT_MADE)
    assert told(journey)["urgency_assessed"] == "settled"
    request = journey.request
    assert (request.urgency, request.trigger_kind, request.trigger_date) == (
        1,
        TriggerKind.NONE,
        None,
    )
    assert request.dash_score is None
    with journey.world.acting(journey.worker) as session:
        judged = support.assessments_of(session, journey.worker, request.id)
    assert [(row["urgency"], row["dash_band"]) for row in judged] == [
        (3, "band_high"),
        (1, "band_not_made"),
    ]
    assert judged[0]["trigger_date"] == expires


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"trigger_kind": TriggerKind.RELEASE}, "trigger_date"),
        ({"trigger_date": date(2026, 3, 2)}, "trigger_date"),
        ({"dash_band": Topic.WORK}, "dash_band"),
        ({"assessed_on": date(2099, 1, 1)}, "assessed_on"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused_and_changes_nothing(
    make_world: MakeWorld, changes: dict[str, object], field: str
) -> None:
    journey = Journey(make_world(one_move()))
    before = journey.request.urgency
    with pytest.raises(FieldsInvalid) as refused:
        assess(journey, **changes)
    assert [each.field for each in refused.value.faults] == [field]
    assert journey.request.urgency == before
    with journey.reading() as session:
        assert session.exec(select(UrgencyAssessment)).all() == []


def test_first_contacts_that_are_late_are_a_reference_and_a_count(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    coordinator = journey.world.coordinator

    def late() -> list[dict[str, object]]:
        with journey.world.acting(coordinator) as session:
            return list(support.first_contacts_overdue(session, coordinator))

    # A referral on a Monday is due on Tuesday at five.
    assert late() == []
    journey.world.wait(hours=72)
    (row,) = late()
    assert set(row) == {"reference", "code", "due_at", "working_days_over"}
    assert row["reference"] == journey.request.board_ref
    assert row["working_days_over"] == 2
    by_worker(journey, made(_I.FIRST_CONTACT, _O.NOT_REACHED))
    assert len(late()) == 1
    by_worker(journey, made(*CONTACT))
    assert late() == []


def test_a_scheme_without_first_contacts_has_none_that_are_late(
    make_world: MakeWorld,
) -> None:
    rules = SchemeRules(support_off=(_I.FIRST_CONTACT,))
    journey = Journey(make_world(one_move(), rules))
    journey.world.wait(hours=200)
    coordinator = journey.world.coordinator
    with journey.world.acting(coordinator) as session:
        assert list(support.first_contacts_overdue(session, coordinator)) == []
