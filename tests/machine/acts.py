"""What anybody can do in the scheme, as values; and the rooms doing it.

An act names who does it and to what, by the doer's own reference, so that the same
act can be tried by somebody else, again, or over HTTP.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session

from fixtures import talked
from fixtures.load import COORDINATOR
from fixtures.rows import RequestRow
from fixtures.scenarios import AREAS
from fixtures.stated import referral_of
from matching.terms import AreaOfChoice, RentBasis
from reciprocal import clock
from reciprocal.access.actor import Actor, ActorKind, Role, Scope, service
from reciprocal.errors import ReciprocalError
from reciprocal.homes import amending
from reciprocal.homes import operations as homes
from reciprocal.homes.rules import HomeFacts, Supply
from reciprocal.moves.operations import Grant
from reciprocal.places import WholeSector, parse_sector
from reciprocal.proposals import (
    answers,
    defaulting,
    failing,
    risk,
    signing,
    supporting,
    viewing,
)
from reciprocal.proposals import operations as proposals
from reciprocal.proposals.conversation import Said
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests import checks, duties, stating
from reciprocal.requests import operations as requests
from reciprocal.requests.areas import AreaReason, AreaToAvoid, StatedAreas, Why
from reciprocal.requests.lifecycle import DeclineCode
from reciprocal.requests.rules import HomelessnessDuty
from reciprocal.rounds import operations as rounds
from tests.machine import small_world as small
from tests.support.filled import Filled
from tests.support.snapshot import Snapshot, fingerprint
from tests.support.world import DAY, World


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody tries.

    Attributes:
        by: Code of a member; `who` of its two people, or `system` for its machine.
        ref: The doer's own reference of the thing; empty when there is none yet.
        facts: What else is said.
    """

    name: str
    by: str
    ref: str = ""
    who: str = "first"
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an act: done, or refused with a stable code."""

    done: bool
    code: str = ""


class Rooms:
    """Does acts by calling the operations, each in a transaction of its own.

    Attributes:
        assigned: Cases each worker refers, by the worker's id.
    """

    def __init__(self, template: Filled, world: World) -> None:
        self.template = template
        self.working = world.working
        self.assigned: dict[str, set[str]] = {}

    def actor(self, act: Act) -> Actor:
        """Return who does an act, with the cases assigned by now."""
        if act.by == "service":
            return service(self.template.loaded.scheme_id)
        desk = self.template.loaded.staff.desks[act.by]
        person = desk.second if act.who == "second" else desk.first
        if act.who == "system":
            worker = person.role is Role.REFERRING_WORKER
            role = Role.REFERRING_SYSTEM if worker else Role.LANDLORD_SYSTEM
            return replace(
                person,
                id="system",
                kind=ActorKind.MACHINE,
                role=role,
                scopes=frozenset(Scope),
            )
        return replace(person, assignments=frozenset(self.assigned.get(person.id, ())))

    def do(self, act: Act) -> Answer:
        """Do one act; what the rooms refuse is an answer, anything else our mistake."""
        actor = self.actor(act)
        try:
            with self.working.database.transaction(actor) as session:
                _DOING[act.name](session, actor, act)
        except ReciprocalError as fault:
            return Answer(done=False, code=fault.code)
        return Answer(done=True)

    def fingerprint(self, seen: Snapshot) -> tuple[object, ...]:
        """Return what an act that is refused leaves as it was: everything."""
        return fingerprint(seen)

    def finish_round(self, round_id: str) -> None:
        """Solve, verify and publish a frozen round."""
        self.working.run_round(round_id)


def _post(session: Session, actor: Actor, act: Act) -> None:
    number = act.facts["number"]
    homes.register_stock(session, actor=actor, uprns=[small.uprn(act.by, number)])
    homes.post_home(
        session, actor=actor, dwelling=dwelling(act.by, number), facts=facts(act)
    )


def _amend(session: Session, actor: Actor, act: Act) -> None:
    proposals.amend_home(
        session,
        actor=actor,
        home_ref=act.ref,
        change=amending.Amendment(weekly_rent_pence=act.facts["rent"]),
    )


def _refer(session: Session, actor: Actor, act: Act) -> None:
    referral = referral_of(referred(act))
    request = requests.refer(session, actor=actor, referral=referral)
    duties.state(
        session,
        actor=replace(actor, assignments=actor.assignments | {request.id}),
        case_ref=request.case_ref,
        duty=HomelessnessDuty.NONE,
    )


_WHY = Why(reason=AreaReason.PERPETRATOR_GOES)


def _areas(session: Session, actor: Actor, act: Act) -> None:
    stating.replace_areas(
        session,
        actor=actor,
        case_ref=act.ref,
        areas=StatedAreas(
            choice=AreaOfChoice.LISTED,
            of_choice=frozenset(act.facts["of_choice"]),
            avoid=tuple(
                AreaToAvoid(WholeSector(parse_sector(text)), _WHY)
                for text in sorted(act.facts["avoid"])
            ),
        ),
    )


def _attest(session: Session, actor: Actor, act: Act) -> None:
    number = act.facts["number"]
    returning = None
    if act.facts["returns"]:
        returning = checks.HomeReturning(
            dwelling=dwelling(act.by, number),
            facts=facts(act, supply=Supply.VACATING),
            possession_recorded=True,
        )
    checks.attest(
        session,
        actor=actor,
        check_ref=act.ref,
        attestation=checks.Attestation(
            tenancy_kind=small.lifetime(act.by),
            tenancy_start=DAY.replace(year=2015),
            joint=False,
            successor=False,
            possession_proceedings=False,
            notice_served=False,
            account_balance_pence=-100,
            continuous_since_april_2012=False,
            identity_seen=True,
            accepts_debt=True,
        ),
        home=returning,
    )


def _decline(session: Session, actor: Actor, act: Act) -> None:
    checks.decline(
        session,
        actor=actor,
        check_ref=act.ref,
        code=DeclineCode.NOT_OUR_TENANT,
        own_stock_offer_date=None,
    )


def _offer(session: Session, actor: Actor, act: Act) -> None:
    code = None if act.facts["agreed"] else EndCode.LANDLORD_WITHDREW
    answers.answer_offer(
        session, actor=actor, offer_ref=act.ref, agreed=code is None, code=code
    )


def _answer(session: Session, actor: Actor, act: Act) -> None:
    code = None if act.facts["agreed"] else EndCode.HOUSEHOLD_REFUSED
    # Whoever may answer has talked it through; where nobody may, the answer says so.
    with contextlib.suppress(ReciprocalError):
        supporting.record_for_case(
            session,
            actor=actor,
            case_ref=act.ref,
            stated=talked.through(clock.today()),
        )
    answers.answer_household(
        session,
        actor=actor,
        case_ref=act.ref,
        agreed=code is None,
        code=code,
        said=Said(language="en", interpreter=False),
    )


def _view(session: Session, actor: Actor, act: Act) -> None:
    viewing.record(
        session,
        actor=actor,
        case_ref=act.ref,
        outcome=act.facts["outcome"],
        on=clock.today(),
    )


def _sign(session: Session, actor: Actor, act: Act) -> None:
    signing.sign_up(
        session,
        actor=actor,
        offer_ref=act.ref,
        grant=Grant(
            tenancy=act.facts["tenancy"],
            rent_basis=RentBasis.SOCIAL,
            start=act.facts["start"],
        ),
    )


Doing = Callable[[Session, Actor, Act], object]


def _refer_again(session: Session, actor: Actor, act: Act) -> None:
    request = failing.refer_again(
        session, actor=actor, case_ref=act.ref, referral=referral_of(referred(act))
    )
    duties.state(
        session,
        actor=replace(actor, assignments=actor.assignments | {request.id}),
        case_ref=request.case_ref,
        duty=HomelessnessDuty.NONE,
    )


def _risk(session: Session, actor: Actor, act: Act) -> None:
    change = risk.RiskChange(stop=act.facts["stop"], hide_from_lead=False)
    risk.record_change(session, actor=actor, case_ref=act.ref, change=change)


def _case(operation: Callable[..., object]) -> Doing:
    """Return the doing of an act that takes a case and nothing else but its facts."""

    def doing(session: Session, actor: Actor, act: Act) -> None:
        operation(session, actor=actor, case_ref=act.ref, **act.facts)

    return doing


_DOING: dict[str, Doing] = {
    "post": _post,
    "amend": _amend,
    "release": lambda s, a, act: homes.release_home(s, actor=a, home_ref=act.ref),
    "withdraw": lambda s, a, act: proposals.withdraw_home(s, actor=a, home_ref=act.ref),
    "refer": _refer,
    "consent": _case(requests.record_consent),
    "revoke": _case(proposals.withdraw_consent),
    "submit": _case(requests.submit),
    "confirm": _case(requests.confirm),
    "pause": _case(proposals.pause),
    "resume": _case(requests.resume),
    "areas": _areas,
    "look": _case(answers.answer_safety_look),
    "view": _view,
    "answer": _answer,
    "attest": _attest,
    "decline": _decline,
    "countersign": lambda s, a, act: checks.countersign(s, actor=a, check_ref=act.ref),
    "freeze": lambda s, a, _: rounds.freeze(s, actor=a),
    "tidy": lambda s, a, _: rounds.tidy(s, actor=a),
    "offer": _offer,
    "depart": lambda s, a, act: answers.confirm_departure(
        s, actor=a, departure_ref=act.ref, tenancy_stands=act.facts["stands"]
    ),
    "sign": _sign,
    "start": lambda s, a, act: signing.start_tenancy(s, actor=a, offer_ref=act.ref),
    "end": lambda s, a, act: signing.record_tenancy_end(
        s, actor=a, departure_ref=act.ref, tenancy_end=act.facts["day"]
    ),
    "risk": _risk,
    "fail": _case(failing.record_failure),
    "refer_again": _refer_again,
    "not_supplied": lambda s, a, act: defaulting.record_not_supplied(
        s, actor=a, offer_ref=act.ref
    ),
    "empty": lambda s, a, act: signing.record_home_empty(
        s,
        actor=a,
        departure_ref=act.ref,
        void_date=act.facts["void"],
        ready_date=act.facts["ready"],
    ),
}
PERSON_ONLY = frozenset(_DOING) - {"post", "amend", "withdraw", "tidy"}
"""Acts that no system may do, whoever's it is."""
SERVICE = "SERVICE1"
BY_COORDINATOR = {"by": COORDINATOR}


def dwelling(landlord: str, number: int) -> homes.Dwelling:
    """Return a landlord's dwelling of a number."""
    return homes.Dwelling(
        uprn=small.uprn(landlord, number),
        address=f"Flat {number}, 1 Lantern Example Street",
        postcode=AREAS[small.STANDS_IN[landlord]],
    )


def facts(act: Act, supply: Supply = Supply.VOID) -> HomeFacts:
    """Return what a landlord says of a home of two or three bedrooms."""
    row = small.void(small.rows(DAY).homes[0], act.by, 1, bedrooms=act.facts["beds"])
    empty = supply is Supply.VOID
    return HomeFacts(
        supply=supply,
        bedrooms=row.bedrooms,
        persons_max=row.persons_max,
        kind=row.kind,
        floor=row.floor,
        lift=row.lift,
        access=row.access,
        rent_basis=row.rent_basis,
        weekly_rent_pence=12_400,
        tenancy_offered=row.tenancy_offered,
        letting_route=row.letting_route,
        notice_date=None,
        void_date=row.void_date if empty else None,
        ready_date=row.ready_date if empty else None,
    )


def referred(act: Act) -> RequestRow:
    """Return the row of a household that an act refers."""
    first = small.rows(DAY).requests[0]
    return small.referred(
        first, act.facts["landlord"], act.facts["number"], bedrooms=act.facts["beds"]
    )
