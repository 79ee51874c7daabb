"""What the parties of a step do to support a household, each in its own name."""

from dataclasses import replace

from sqlmodel import select

from matching.terms import Urgency
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.support_items import SupportItem
from reciprocal.proposals import answers, supporting
from reciprocal.requests.rules import TriggerKind
from reciprocal.support import operations
from reciprocal.support.operations import Assessment
from reciprocal.support.standing import StatedFact
from reciprocal.support.tables import SupportFact
from reciprocal.support.terms import SupportOutcome, SupportTopic
from tests.reciprocal.journey import SAID, Journey, one_move
from tests.support.world import MakeWorld

_I, _O, _T = SupportItem, SupportOutcome, SupportTopic


def made(
    item: SupportItem, outcome: SupportOutcome, topic: SupportTopic | None = None
) -> StatedFact:
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
            said=SAID,
        )


def both_agree(make_world: MakeWorld, rules: SchemeRules | None = None) -> Journey:
    """Return a step that both landlords agreed to and nobody talked through."""
    world = make_world(one_move(), rules) if rules else make_world(one_move())
    journey = Journey(world).offered()
    journey.landlord_answers()
    journey.old_landlord_confirms()
    journey.views()
    return journey
