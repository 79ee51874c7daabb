"""What a step promises is kept: shown first, compared at each act, granted or not."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from matching.tenure import TenureVerdict
from matching.terms import RentBasis, TenancyKind
from reciprocal.disclosure import Shown
from reciprocal.homes.amending import Amendment
from reciprocal.homes.tables import Home
from reciprocal.moves.operations import TenancyNotAsPromised
from reciprocal.proposals import operations, queries
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.signing import PromiseChanged
from reciprocal.proposals.tables import TenancyPromise
from reciprocal.requests.lifecycle import CheckState
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import assert_freed
from tests.support.world import MakeWorld

RENT = 12_400


def promises(journey: Journey) -> list[TenancyPromise]:
    with journey.reading() as session:
        rows = session.exec(select(TenancyPromise)).all()
    return sorted(rows, key=lambda row: row.number)


def shown_to_the_worker(journey: Journey) -> Shown:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        return queries.show_case_proposal(session, worker, journey.request)


def told(journey: Journey) -> dict[str, object]:
    promise = shown_to_the_worker(journey)["promise"]
    assert isinstance(promise, dict)
    return promise


def change(journey: Journey, how: Callable[[Session], None]) -> None:
    """Let a fact become another one, by whatever way."""
    with journey.world.acting(journey.world.coordinator) as session:
        how(session)


def unattested(journey: Journey, state: CheckState = CheckState.ESCALATED) -> None:
    """Let the tenancy be unattested, as where its landlord is silent."""

    def how(session: Session) -> None:
        check = session.get_one(TenancyCheck, journey.check.id)
        check.state, check.tenancy_kind = state, None
        session.add(check)

    change(journey, how)


def attested(journey: Journey, **facts: object) -> None:
    """Let the tenancy be attested and countersigned, with these facts."""

    def how(session: Session) -> None:
        check = session.get_one(TenancyCheck, journey.check.id)
        check.state = CheckState.COUNTERSIGNED
        for name, value in facts.items():
            setattr(check, name, value)
        session.add(check)

    change(journey, how)


def test_the_promise_is_worked_out_as_the_step_is_proposed(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    (promise,) = promises(journey)
    assert promise.proposal_id == journey.proposal.id
    assert promise.tenancy is TenancyKind.SECURE_LIFETIME
    assert promise.rent_basis is RentBasis.SOCIAL
    assert promise.weekly_rent_pence == RENT
    assert promise.verdict is TenureVerdict.PRESERVES
    assert promise.attestation_id == journey.check.id
    # What rests on the attestation already is not worked out once more.
    journey.look()
    assert len(promises(journey)) == 1


def test_the_worker_reads_the_promise_before_the_household_answers(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    promise = told(journey)
    assert promise["sentence"] == "The household would be as secure as it is now."
    rules, rights = promise["rules"], promise["told"]
    assert isinstance(rules, list)
    assert isinstance(rights, list)
    assert [rule["code"] for rule in rules] == promises(journey)[0].rules.split()
    assert all(rule["authority"] and rule["sentence"] for rule in rules)
    assert {right["code"] for right in rights} == {
        "succession_narrowed",
        "succession_reset",
    }
    assert (promise["condition"], promise["attested"]) == (None, True)


def test_the_landlord_reads_what_it_promised_and_nothing_of_why(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).offered()
    landlord = journey.landlord
    with journey.world.acting(landlord) as session:
        shown = queries.show_offer(session, landlord, journey.proposal).opened()
    assert shown["tenancy_to_grant"] is TenancyKind.SECURE_LIFETIME
    assert (shown["rent_basis"], shown["weekly_rent_pence"]) == ("social", RENT)
    assert "promise" not in shown


def test_what_the_worker_stated_is_held_against_the_attestation(
    make_world: MakeWorld,
) -> None:
    """By the same facts the step goes on, and rests on the attestation from then."""
    journey = Journey(make_world(one_move()))
    unattested(journey)
    journey.proposed()
    assert told(journey)["attested"] is False
    attested(journey, tenancy_kind=TenancyKind.SECURE_LIFETIME, joint=True)
    journey.look()
    first, second = promises(journey)
    assert (first.attestation_id, second.attestation_id) == (None, journey.check.id)
    assert "R10" in second.rules.split()
    assert "R10" not in first.rules.split()
    assert told(journey)["attested"] is True


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"tenancy_kind": TenancyKind.SECURE_FLEXIBLE}, EndCode.PROMISE_CHANGED),
        ({"tenancy_kind": TenancyKind.DEMOTED}, EndCode.RULE_NO_LONGER_MET),
        (
            {"tenancy_kind": TenancyKind.SECURE_LIFETIME, "notice_served": True},
            EndCode.RULE_NO_LONGER_MET,
        ),
    ],
    ids=["better than stated", "needs a person", "possession sought"],
)
def test_an_attestation_that_changes_the_answer_stops_the_step(
    make_world: MakeWorld, facts: dict[str, object], code: EndCode
) -> None:
    journey = Journey(make_world(one_move()))
    unattested(journey)
    journey.proposed()
    attested(journey, joint=False, **facts)
    journey.look()
    assert_freed(journey, code)


@pytest.mark.parametrize(
    "changed",
    [
        {"tenancy_offered": TenancyKind.ASSURED_LIFETIME},
        {"rent_basis": RentBasis.AFFORDABLE},
        {"weekly_rent_pence": RENT + 1},
    ],
    ids=["tenancy", "rent basis", "dearer"],
)
def test_a_home_that_became_another_promise_ends_the_step(
    make_world: MakeWorld, changed: dict[str, object]
) -> None:
    """Whichever way it changed: each act holds the home against the promise."""
    journey = Journey(make_world(one_move())).agreed()

    def how(session: Session) -> None:
        home = session.get_one(Home, journey.void.id)
        request = session.get_one(PropertyRequest, journey.request_id)
        request.affordable_rent_accepted = True
        for name, value in changed.items():
            setattr(home, name, value)
        session.add(home)
        session.add(request)

    change(journey, how)
    journey.household_answers()
    grantable = changed.get("tenancy_offered") is None
    assert journey.proposal.end_code is (
        EndCode.PROMISE_CHANGED if grantable else EndCode.RULE_NO_LONGER_MET
    )


def test_a_fact_attested_anew_stops_the_sign_up(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).accepted()
    attested(journey, tenancy_kind=TenancyKind.SECURE_FLEXIBLE)
    with pytest.raises(PromiseChanged):
        journey.sign()
    assert journey.proposal.state is ProposalState.ACCEPTED
    assert journey.move.tenancy_granted is None


@pytest.mark.parametrize(
    "rent_pence", [RENT - 1, RENT, RENT + 1], ids=["less", "as much", "more"]
)
def test_a_rent_above_the_promised_one_ends_a_step_its_landlord_never_saw(
    make_world: MakeWorld, rent_pence: int
) -> None:
    """A refusal would tell it which of its homes a round has drawn."""
    journey = Journey(make_world(one_move())).proposed()
    landlord = journey.landlord
    with journey.world.acting(landlord) as session:
        operations.amend_home(
            session,
            actor=landlord,
            home_ref=journey.void.landlord_ref,
            change=Amendment(weekly_rent_pence=rent_pence),
        )
    assert journey.void.weekly_rent_pence == rent_pence
    if rent_pence <= RENT:
        assert journey.look().state is ProposalState.OFFERED
        return
    assert_freed(journey, EndCode.PROMISE_CHANGED)
    # The home may come again, at the rent that it has by now.
    journey.proposed()
    assert len(journey.proposals) == 2
    assert told(journey)["weekly_rent_pence"] == rent_pence


def test_an_amendment_without_a_rent_ends_nothing(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    landlord = journey.landlord
    with journey.world.acting(landlord) as session:
        operations.amend_home(
            session,
            actor=landlord,
            home_ref=journey.void.landlord_ref,
            change=Amendment(),
        )
    assert journey.proposal.state is ProposalState.PROPOSED


def test_the_rent_signed_for_is_no_higher_than_the_promised(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    with pytest.raises(TenancyNotAsPromised):
        journey.sign(weekly_rent_pence=RENT + 1)
    assert journey.move.tenancy_granted is None
    journey.sign(weekly_rent_pence=RENT - 100)
    assert journey.move.weekly_rent_granted_pence == RENT - 100


@pytest.mark.parametrize("how", ["change", "remove"])
def test_a_promise_is_never_changed(make_world: MakeWorld, how: str) -> None:
    journey = Journey(make_world(one_move())).proposed()
    (promise,) = promises(journey)
    with pytest.raises(DatabaseError):
        meddle(journey, promise.id, how)


def meddle(journey: Journey, promise_id: str, how: str) -> None:
    with journey.world.acting(journey.world.coordinator) as session:
        row = session.get_one(TenancyPromise, promise_id)
        if how == "remove":
            session.delete(row)
        else:
            row.weekly_rent_pence += 1
            session.add(row)
