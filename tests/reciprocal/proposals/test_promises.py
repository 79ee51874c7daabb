"""One live promise a home and a case, kept by the database; and nothing by halves."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from fixtures.rows import Rows
from fixtures.scenarios import lopsided
from reciprocal import ids
from reciprocal.access.actor import Actor, service
from reciprocal.errors import StateConflict
from reciprocal.homes import amending
from reciprocal.homes import operations as homes
from reciprocal.homes.lifecycle import HomeEvent, HomeState
from reciprocal.homes.tables import Home
from reciprocal.ledger import operations as ledger
from reciprocal.ledger.tables import Transaction
from reciprocal.notices import operations as notices
from reciprocal.organisations.tables import Organisation
from reciprocal.proposals import operations, queries
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.operations import ReadyStep
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds import operations as rounds
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import state_areas
from tests.support.world import DAY, MakeWorld

pytestmark = pytest.mark.both_databases


def two_and_two() -> Rows:
    """Return the rows of homes and households of which any fits any."""
    return lopsided(DAY)


def another(row: Proposal, **changed: object) -> Proposal:
    """Return a second step like one that stands, under references of its own."""
    fresh = {name: ids.new_id() for name in ("id", "case_ref", "offer_ref")}
    fresh |= {name: ids.new_id() for name in ("departure_ref", "board_ref")}
    return Proposal(**(row.model_dump() | fresh | {"position": 99} | changed))


@pytest.mark.parametrize("shared", ["home_id", "request_id"])
def test_the_database_itself_keeps_one_live_promise(
    make_world: MakeWorld, shared: str
) -> None:
    world = make_world(two_and_two())
    world.run_round()
    with world.acting(world.coordinator) as session:
        first, second, *_ = session.exec(select(Proposal)).all()
    with world.acting(world.coordinator) as session:
        # The second ends, so that what it names is free and only `shared` is not.
        operations.end(
            session,
            actor=service(world.loaded.scheme_id),
            proposal=session.get_one(Proposal, second.id),
            code=EndCode.LAPSED,
        )
    other = {"home_id": second.home_id, "request_id": second.request_id}
    del other[shared]
    with pytest.raises(IntegrityError), world.acting(world.coordinator) as session:
        session.add(another(first, **other))
    with world.acting(world.coordinator) as session:
        session.add(
            another(
                first, state=ProposalState.ENDED, end_code=EndCode.LAPSED, position=98
            )
        )


def test_an_end_has_a_code_and_nothing_else_has_one(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    row = journey.proposal
    for state, code in (
        (ProposalState.ENDED, None),
        (ProposalState.COMPLETED, EndCode.LAPSED),
    ):
        with (
            pytest.raises(IntegrityError),
            journey.world.acting(journey.world.coordinator) as session,
        ):
            session.add(another(row, state=state, end_code=code))


def frozen_step(journey: Journey) -> ReadyStep:
    """Freeze a round and return the one step that it will want to propose."""
    coordinator = journey.world.coordinator
    with journey.world.acting(coordinator) as session:
        round_id = rounds.freeze(session, actor=coordinator).id
    return ReadyStep(
        round_id=round_id,
        exchange_number=1,
        position=1,
        chain_ref=ids.new_id(),
        rule_version=1,
        request_id=journey.request_id,
        home_id=journey.void.id,
    )


def change_the_world(journey: Journey, how: str) -> None:
    """Let something happen between a round's freezing and its publication."""
    world = journey.world
    if how == "areas changed":
        state_areas(journey, areas_to_avoid=("NW1 8",))
    elif how == "home withdrawn":
        with world.acting(journey.landlord) as session:
            homes.withdraw_home(
                session, actor=journey.landlord, home_ref=journey.void.landlord_ref
            )
    elif how == "case paused":
        with world.acting(journey.worker) as session:
            operations.pause(
                session, actor=journey.worker, case_ref=journey.request.case_ref
            )
    elif how == "home not ready":
        with world.acting(journey.landlord) as session:
            amending.amend_home(
                session,
                actor=journey.landlord,
                home_ref=journey.void.landlord_ref,
                change=amending.Amendment(ready_date=DAY + timedelta(days=29)),
            )
    else:
        code = journey.new if how == "nobody to ring there" else journey.old
        with world.acting(world.coordinator) as session:
            member = session.get_one(Organisation, world.loaded.members[code].id)
            member.on_call_number = ""
            session.add(member)


@pytest.mark.parametrize(
    "how",
    [
        "areas changed",
        "home withdrawn",
        "case paused",
        "home not ready",
        "nobody to ring there",
        "nobody to ring here",
    ],
)
def test_a_step_the_world_has_overtaken_is_not_proposed(
    make_world: MakeWorld, how: str
) -> None:
    journey = Journey(make_world(one_move()))
    step = frozen_step(journey)
    change_the_world(journey, how)
    before = (journey.void.state, journey.request.state)
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        assert operations.propose(session, actor=alone, step=step) is None
    assert journey.proposals == []
    assert (journey.void.state, journey.request.state) == before


def test_a_step_is_proposed_once(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    step = frozen_step(journey)
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        assert operations.propose(session, actor=alone, step=step) is not None
    with journey.world.acting(alone) as session:
        assert operations.propose(session, actor=alone, step=step) is None
    assert journey.void.state is HomeState.RESERVED
    assert journey.request.state is RequestState.PROPOSED
    (proposal,) = journey.proposals
    refs = {
        proposal.case_ref,
        proposal.offer_ref,
        proposal.departure_ref,
        proposal.board_ref,
        proposal.id,
    }
    # No two parties, and no two rows, share a reference.
    assert len(refs) == 5
    assert not refs & {journey.request.case_ref, journey.void.landlord_ref}


class LightsOut(Exception):
    """Something fails in the middle of an act."""


def state_of_everything(journey: Journey) -> list[object]:
    with journey.reading() as session:
        return [
            session.get_one(Proposal, journey.proposal.id).model_dump(),
            session.get_one(Home, journey.proposal.home_id).model_dump(),
            session.get_one(PropertyRequest, journey.request_id).model_dump(),
            [row.kind for row in session.exec(select(Transaction)).all()],
        ]


@pytest.mark.parametrize("where", ["home", "tasks", "book"])
def test_a_failure_in_the_middle_of_an_end_leaves_nothing_changed(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    before = state_of_everything(journey)
    room, name = {
        "home": (homes, "change_state"),
        "tasks": (notices, "finish_tasks_of"),
        "book": (ledger, "void_hold"),
    }[where]

    def fail(*_: object, **__: object) -> None:
        raise LightsOut

    alone = service(journey.world.loaded.scheme_id)
    with monkeypatch.context() as patched:
        patched.setattr(room, name, fail)
        with pytest.raises(LightsOut):
            end(journey, alone)
    assert state_of_everything(journey) == before
    end(journey, alone)
    assert journey.proposal.state is ProposalState.ENDED
    assert state_of_everything(journey)[3] == ["HOLD", "VOID_HOLD"]


def end(journey: Journey, actor: Actor) -> None:
    with journey.world.acting(actor) as session:
        proposal = session.get_one(Proposal, journey.proposal.id)
        operations.end(session, actor=actor, proposal=proposal, code=EndCode.LAPSED)


def test_an_ended_step_cannot_end_again(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    alone = service(journey.world.loaded.scheme_id)
    end(journey, alone)
    with pytest.raises(StateConflict):
        end(journey, alone)


def test_a_home_refused_once_is_refused_once(make_world: MakeWorld) -> None:
    """The same home may come to the same household again only through our mistake."""
    journey = Journey(make_world(one_move())).proposed()
    alone = service(journey.world.loaded.scheme_id)
    journey.look(safe=False)
    with journey.world.acting(alone) as session:
        session.add(another(journey.proposal, state="proposed", end_code=None))
        homes.change_state(
            session,
            actor=alone,
            home_id=journey.void.id,
            event=HomeEvent.RESERVE,
            request_id=journey.request_id,
        )
        request = session.get_one(PropertyRequest, journey.request_id)
        request.state = RequestState.PROPOSED
        session.add(request)
    journey.look(safe=False)
    assert journey.proposal.end_code is EndCode.NOT_SAFE


def test_withdrawing_a_consent_before_submission_pauses_nothing(
    make_world: MakeWorld,
) -> None:
    """A draft is in no pot: its consent goes and it stays a draft."""
    from fixtures.stated import referral_of  # noqa: PLC0415
    from reciprocal.requests import operations as requests  # noqa: PLC0415
    from reciprocal.requests.rules import ConsentPurpose  # noqa: PLC0415

    journey = Journey(make_world(one_move()))
    with journey.world.acting(journey.worker) as session:
        draft = requests.refer(
            session, actor=journey.worker, referral=referral_of(one_move().requests[0])
        )
    worker = journey.worker
    with journey.world.acting(worker) as session:
        requests.record_consent(
            session,
            actor=worker,
            case_ref=draft.case_ref,
            purpose=ConsentPurpose.MATCHING,
        )
        operations.withdraw_consent(
            session,
            actor=worker,
            case_ref=draft.case_ref,
            purpose=ConsentPurpose.MATCHING,
        )
        assert queries.case_of(session, worker, draft.case_ref).state == "draft"
