"""A hidden step is not there: an attacker compares with a world in which it is not.

Two schemes are alike to the last reference. In one a household goes, hidden, to a home
of Camden's; in the other it waits. Whatever Camden's other people, its system and the
coordinator read and try, they are answered alike.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN
from reciprocal.organisations.rules import SchemeRules
from reciprocal.webhooks.terms import About
from tests.journeys.hiding import (
    GOES_ON,
    RENT_PENCE,
    Attacker,
    books,
    hide,
    hides,
    known,
    laws_hold,
    on_board,
    ready,
    refer_again,
    the_void,
    waits,
)
from tests.journeys.walking import (
    ATTESTED,
    Walk,
    home_body,
    items,
    open_check,
)
from tests.reciprocal.journey import one_move
from tests.reciprocal.webhooks.desk import messages, register
from tests.support.world import Fill, World, opened

MakeScheme = Callable[[], AbstractContextManager[World]]


@pytest.fixture
def scheme(database_kind: str, filled: Fill, tmp_path: Path) -> MakeScheme:
    """Open one of two equal schemes after the other, each with its own clock."""
    folders = iter(("one", "other"))

    def begin() -> AbstractContextManager[World]:
        folder = tmp_path / next(folders)
        folder.mkdir()
        return opened(filled(database_kind, one_move(), SchemeRules()), folder)

    return begin


ASKED = {"home_withdrawal_asked", "home_amendment_asked"}
ATTACKS = {
    "deputy": (Attacker.amend, Attacker.withdraw),
    "system": (Attacker.amend, Attacker.leave_out),
}


@pytest.mark.parametrize("who", list(ATTACKS))
@pytest.mark.parametrize("stage", ["accepted", "completed"])
def test_whoever_does_not_know_is_answered_as_if_the_household_waited(
    scheme: MakeScheme, stage: str, who: str
) -> None:
    # Given a world in which the step goes on, hidden
    with scheme() as world:
        home = ready(world)
        walk = hides(world, stage)
        until = world.hands.moment
        with_step = Attacker(world, who, home.landlord_ref)
        # When somebody who does not know reads all there is, and takes the home away
        board = on_board(world)
        with_step.read()
        for attack in ATTACKS[who]:
            attack(with_step)
        board += on_board(world)
        # Then the household still goes there, at the rent that it was promised
        assert walk.stage() == stage
        assert the_void(world).state in ("reserved", "let")
        assert the_void(world).weekly_rent_pence == home.weekly_rent_pence
        # And the coordinator reads of the book that nothing happened, the auditor all
        assert books(world) == [[], []]
        assert (
            sum(row["posted"] + row["pending"] for row in books(world, AUDITOR)[0]) == 0
        )
        assert books(world, AUDITOR)[0] != []
        assert bool(books(world, AUDITOR)[1]) is (stage == "completed")
        assert laws_hold(world)
    # And in a world in which the household waits, they are answered alike
    with scheme() as world:
        home = ready(world)
        waits(world, until)
        without = Attacker(world, who, home.landlord_ref)
        expected = on_board(world)
        without.read()
        for attack in ATTACKS[who]:
            attack(without)
        expected += on_board(world)
    assert with_step.told == without.told
    # And the coordinator's homes are the same, but for what was posted by file
    assert known(board) == known(expected)


def asked_of(world: World, who: str) -> set[str]:
    """Return what one of Camden's people is told that others ask of its homes."""
    told = world.call(CAMDEN, "GET", "/v1/tasks", who=who).json()["items"]
    return {row["kind"] for row in told} & ASKED


def test_the_named_lead_is_told_what_was_asked_and_decides(scheme: MakeScheme) -> None:
    # Given a hidden step, whose home a colleague amends and the system leaves out
    with scheme() as world:
        home = ready(world)
        walk = hides(world, "accepted")
        deputy = Attacker(world, "deputy", home.landlord_ref)
        deputy.amend()
        deputy.withdraw()
        # Then the lead alone has the tasks, and reads the home as it is
        assert asked_of(world, "lead") == ASKED
        colleague = world.call(CAMDEN, "GET", "/v1/tasks", who="deputy")
        assert colleague.json()["items"] == []
        path = f"/v1/homes/{home.landlord_ref}"
        assert world.call(CAMDEN, "GET", path).json()["stage"] == "reserved"
        # When the lead gives the step up
        given_up = walk.as_new("POST", "/not-supplied")
        assert given_up.status_code == 200, given_up.json()
        # Then the home is as it was asked to be, for everybody
        for who in ("lead", "deputy"):
            now = world.call(CAMDEN, "GET", path, who=who).json()
            assert (now["stage"], now["weekly_rent_pence"]) == ("withdrawn", RENT_PENCE)
        assert asked_of(world, "lead") == set()
        assert laws_hold(world)


def test_nothing_is_sent_of_an_offer_once_it_is_hidden(scheme: MakeScheme) -> None:
    # Given a system that is to be told of an offer within the minute
    with scheme() as world:
        offers = register(world, CAMDEN, About.OFFERS)
        homes = register(world, CAMDEN, About.HOMES)
        walk = Walk(world).to("offered")
        assert [each.subject_ref for each in messages(world, offers)] == [walk.offer]
        # When the change in risk is told before that
        hide(walk, GOES_ON)
        # Then it is not told of the offer, and of the home what it finds there
        assert messages(world, offers) == []
        assert len(messages(world, homes)) == 1
        path = f"/v1/homes/{the_void(world).landlord_ref}"
        world.machine(CAMDEN)
        assert world.machine_call(CAMDEN, "GET", path).json()["stage"] == "in_pot"
        # And of nothing that follows, while its people may still answer the offer
        lead = world.call(CAMDEN, "GET", path, who="deputy").json()
        assert lead["stage"] == "reserved"
        for each in ("agreed", "accepted", "signed", "completed"):
            walk.to_next(each)
        assert messages(world, offers) == []
        assert len(messages(world, homes)) == 1
        assert world.call(CAMDEN, "GET", path, who="deputy").json()["stage"] == "in_pot"
        assert world.call(CAMDEN, "GET", path).json()["stage"] == "let"


def test_a_case_that_goes_on_from_a_hidden_home_does_not_tell_whose_it_is(
    scheme: MakeScheme,
) -> None:
    # Given a household that went hidden, and is referred again from where it lives
    with scheme() as world:
        walk = hides(world, "completed")
        waiting_since = walk.as_worker("GET").json()["waiting_since"]
        refer_again(walk)
        # Then the case that moved tells its worker no address any more
        assert walk.as_worker("GET", "/proposal").status_code == 404
        # And the coordinator reads the request, and not whose tenants they are
        (listed,) = items(world, COORDINATOR, "/v1/board/requests")
        assert (listed["landlord"], listed["waiting_since"]) == (None, waiting_since)
        # And the lead who agreed is asked to attest it, and no colleague
        check = open_check(world, CAMDEN)
        paths = ("/v1/tenancy-checks", "/v1/tasks")
        for path in paths:
            assert world.call(CAMDEN, "GET", path, who="deputy").json()["items"] == []
        path = f"/v1/tenancy-checks/{check}"
        assert world.call(CAMDEN, "GET", path, who="deputy").status_code == 404
        home = world.call(CAMDEN, "GET", f"/v1/homes/{the_void(world).landlord_ref}")
        returning = home_body(
            world, CAMDEN, home.json()["uprn"], possession_recorded=True
        )
        for unsaid in ("supply", "void_date", "ready_date"):
            returning.pop(unsaid)
        attested = ATTESTED | {"home": returning}
        said = world.call(CAMDEN, "POST", f"{path}/attest", attested)
        assert said.status_code == 200, said.json()
        # And of the attestation and of the home they live in nobody else is told
        (waiting,) = items(world, COORDINATOR, "/v1/board/attestations")
        assert waiting["landlord"] is None
        homes = {row["reference"] for row in items(world, CAMDEN, "/v1/homes")}
        theirs = world.call(CAMDEN, "GET", "/v1/homes", who="deputy").json()["items"]
        assert len(homes) == 1 + len(theirs)
        camden = world.loaded.members[CAMDEN].name
        board = [row for row in on_board(world)[0] if row["landlord"] == camden]
        assert [row["stage"] for row in board] == ["in_pot"]


def test_the_home_is_not_found_by_taking_lists_apart_round_after_round(
    scheme: MakeScheme,
) -> None:
    # Given what the coordinator reads of the homes before there was a step
    with scheme() as world:
        void = next(row for row in on_board(world)[0] if row["supply"] == "void")
        walk = hides(world, "accepted")
        # When rounds go by while the step goes on, hidden
        later = Walk(world).run_round()
        # Then that home is where it was, and no round sent anybody there
        assert void in on_board(world)[0]
        for reference in (
            later,
            items(world, COORDINATOR, "/v1/rounds")[-1]["reference"],
        ):
            path = f"/v1/rounds/{reference}"
            unused = items(world, COORDINATOR, f"{path}/unused-homes")
            assert void["reference"] in {row["home"] for row in unused}
            told = items(world, COORDINATOR, f"{path}/steps")
            assert void["reference"] not in {row["home"] for row in told}
            assert all(row["weeks_to_keys"] is None for row in told)
            # And is not told from another by what it would cost to do without it
            body = {"locks": [{"kind": "forbid", "home": void["reference"]}]}
            refused = world.call(COORDINATOR, "POST", f"{path}/what-if", body)
            assert refused.json()["code"] == "round_hides_a_step"
        # And the day on which the reservation ends is not told, as it is the home's
        (step,) = items(world, COORDINATOR, "/v1/board/proposals")
        assert (step["stage"], step["answer_by"]) == ("accepted", None)
        assert walk.stage() == "accepted"
        # And once its landlord's others withdraw it, it is on no list made since
        home = the_void(world).landlord_ref
        withdrawn = world.call(
            CAMDEN, "POST", f"/v1/homes/{home}/withdraw", who="deputy"
        )
        assert withdrawn.json()["stage"] == "withdrawn"
        assert void["reference"] not in {row["reference"] for row in on_board(world)[0]}
        last = f"/v1/rounds/{walk.run_round()}/unused-homes"
        unused = items(world, COORDINATOR, last)
        assert void["reference"] not in {row["home"] for row in unused}


@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_hidden_tenancy_that_failed_leaves_the_home_as_it_was_asked_to_be(
    scheme: MakeScheme, *, withdrawn: bool
) -> None:
    # Given a household with its keys, whose home a colleague knows to be in the pot
    with scheme() as world:
        walk = hides(world, "completed")
        home = the_void(world).landlord_ref
        deputy = Attacker(world, "deputy", home)
        deputy.amend()
        if withdrawn:
            deputy.withdraw()
        # When the tenancy does not last
        failed = walk.as_worker(
            "POST", "/tenancy-failed", {"code": "household_returned"}
        )
        assert failed.status_code == 200, failed.json()
        # Then the home is its landlord's, withdrawn if it was, at the rent they asked
        stage = "withdrawn" if withdrawn else "awaiting_release"
        for who in ("lead", "deputy"):
            now = world.call(CAMDEN, "GET", f"/v1/homes/{home}", who=who).json()
            assert (now["stage"], now["weekly_rent_pence"]) == (stage, RENT_PENCE)
        waits_for = {row["kind"] for row in items(world, CAMDEN, "/v1/tasks")}
        assert ("home_comes_back" in waits_for) is not withdrawn
        # And the book was silent of it, and is
        assert books(world) == [[], []]
        assert laws_hold(world)


def test_an_offer_that_was_hidden_before_it_was_made_is_its_peoples_alone(
    scheme: MakeScheme,
) -> None:
    # Given a change in risk that was told before the worker found the home safe
    with scheme() as world:
        homes = register(world, CAMDEN, About.HOMES)
        walk = Walk(world).to("proposed")
        hide(walk, GOES_ON)
        # When they do, and the landlord is asked
        walk.to_next("offered")
        # Then its people see it, and its system neither sees nor hears of it
        path = f"/v1/homes/{the_void(world).landlord_ref}"
        for who in ("lead", "deputy"):
            now = world.call(CAMDEN, "GET", path, who=who).json()
            assert now["stage"] == "reserved"
        world.machine(CAMDEN)
        assert world.machine_call(CAMDEN, "GET", path).json()["stage"] == "in_pot"
        assert messages(world, homes) == []
        # And what the system asks meanwhile is put before all of them
        system = Attacker(world, "system", the_void(world).landlord_ref)
        system.amend()
        system.withdraw()
        for who in ("lead", "deputy"):
            assert asked_of(world, who) == ASKED
        # Until one of them agrees, and is the only one who knows
        walk.to_next("agreed")
        assert asked_of(world, "lead") == ASKED
        assert asked_of(world, "deputy") == set()
