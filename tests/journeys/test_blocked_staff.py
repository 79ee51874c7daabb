"""A case is closed to somebody of staff: to them there is none, at any stage.

What they are answered is compared byte by byte with what they were answered before
anything happened, and with what they are answered about things that are not there.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal import ids
from reciprocal.access import operations as access
from reciprocal.access.actor import service
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.proposals.tables import Proposal
from reciprocal.reports.audited import pseudonym
from reciprocal.requests.tables import PropertyRequest, TenancyCheck
from tests.api.routes import declared, example_bodies
from tests.journeys.walking import SERVICE, STAGES, Walk, home_body, items
from tests.support.tags import keyed
from tests.support.world import DAY, MakeWorld, World, bearer

BLOCKED = (CAMDEN, HACKNEY, COORDINATOR, SERVICE, AUDITOR)
"""Of each of these members the deputy is blocked, and the lead is not."""
ROUNDS_LOST = "/v1/board/rent-lost"
MOVES_ON = (
    *("/v1/rounds", "/v1/audit", "/v1/balances", "/v1/unused-homes"),
    ROUNDS_LOST,
    "/v1/sessions",
    "/v1/disclosure",
)
"""Lists of the whole scheme, which change for everybody: totals, and days of rounds.

And where the reader is signed in, which is theirs alone; and the program's own file
of who is told what, which holds no case, and whose cursor is sealed anew.
"""
THIRD = "third@example.org"


def name(walk: Walk, sign_in: str, **said: object) -> Any:  # noqa: ANN401 - a response
    asked = {"sign_in": sign_in, "reason": "risk"} | said
    return walk.as_worker("POST", "/blocked-staff", asked)


def join(world: World, code: str, email: str, role: str) -> str:
    """Let somebody more join a member; return what they are known by."""
    asked = {"email": email, "role": role}
    invited = world.call(code, "POST", "/v1/invitations", asked).json()["token"]
    password = "twelve characters at least"
    taken = {"token": invited, "password": password}
    assert world.http.post("/v1/invitations/take-up", json=taken).status_code == 204
    signing_in = {"email": email, "password": password}
    return str(world.http.post("/v1/sessions", json=signing_in).json()["token"])


def closed_to_deputies(world: World) -> Walk:
    """Return the chain's first case, closed to the deputies of everybody.

    The receiving landlord has a third person, so that two are left to serve it; the
    service's deputy worked on the case until then.
    """
    join(world, CAMDEN, THIRD, "named_lead")
    walk = Walk(world)
    walk.case = case_of(world, HACKNEY).case_ref
    worker, deputy = world.worker(), world.person(SERVICE, "second")
    with world.acting(worker) as session:
        case_id = case_of(world, HACKNEY).id
        access.assign(session, actor=worker, person_id=deputy.id, request_id=case_id)
    for code in BLOCKED:
        assert name(walk, sign_in_name(code, "deputy")).status_code == 200
    return walk


def case_of(world: World, code: str) -> PropertyRequest:
    with world.acting(service(world.loaded.scheme_id)) as session:
        provider_id = world.loaded.members[code].id
        return session.exec(
            select(PropertyRequest).where(PropertyRequest.provider_id == provider_id)
        ).one()


def lists(
    world: World, codes: tuple[str, ...] = BLOCKED, who: str = "deputy"
) -> dict[tuple[str, str], bytes]:
    """Read every list as those to whom the case is closed, or as others."""
    paths = [
        route.path
        for route in declared(world.http.app)  # type: ignore[arg-type]
        if route.method == "GET"
        and route.path.startswith("/v1")
        and "{" not in route.path
        and route.path not in MOVES_ON
    ]
    found = {}
    for code in codes:
        known = bearer(world.token(code, who))
        for path in paths:
            if (code, path) not in _SHUT:
                answer = world.http.get(path, headers=known)
                found[code, path] = answer.content
                if answer.status_code == 403:
                    _SHUT.add((code, path))
    return found


_SHUT: set[tuple[str, str]] = set()
"""Doors that are not theirs, whatever the case; once knocked at is enough."""


def references(world: World) -> set[str]:
    """Return everything by which anybody knows the case, its home or its steps."""
    case = case_of(world, HACKNEY)
    with world.acting(service(world.loaded.scheme_id)) as session:
        found = {case.case_ref, case.board_ref}
        for check in session.exec(
            select(TenancyCheck).where(TenancyCheck.request_id == case.id)
        ):
            found |= {check.landlord_ref, check.board_ref}
        for step in session.exec(
            select(Proposal).where(Proposal.request_id == case.id)
        ):
            found |= {step.case_ref, step.offer_ref, step.departure_ref, step.board_ref}
        for home in session.exec(
            select(Home).where(Home.vacated_by_request_id == case.id)
        ):
            found |= {home.landlord_ref, home.board_ref}
    return found


def acts(world: World) -> Iterator[tuple[str, str, object | None]]:
    """Give every route that takes a reference, with a body it would take."""
    bodies = example_bodies(world.http.get("/openapi.json").json())
    for route in declared(world.http.app):  # type: ignore[arg-type]
        if "{reference}" in route.path:
            yield route.method, route.path, bodies.get(route.name)


def ask(
    world: World,
    known: dict[str, str],
    act: tuple[str, str, object | None],
    reference: str,
) -> tuple[int, bytes]:
    method, path, body = act
    path = path.replace("{reference}", reference).replace("{purpose}", "matching")
    for each in ("area", "block", "link", "key"):
        path = path.replace(f"{{{each}_reference}}", "0" * 32)
    headers = known | keyed(method)
    if method != "GET":
        headers |= {"If-Match": '"no tag of ours"'}
    answer = world.http.request(method, path, json=body, headers=headers)
    return answer.status_code, answer.content


def test_to_whom_a_case_is_closed_there_is_none_at_any_stage(
    make_world: MakeWorld,
) -> None:
    # Given a case that is closed to one person of every party
    world = make_world(chain_from_a_void(DAY))
    walk = closed_to_deputies(world)
    before = lists(world)
    for stage in STAGES:
        # When it goes on, from a round to the keys
        walk.to_next(stage)
        if stage in ("offered", "signed"):
            continue
        # Then none of their lists has changed by a byte
        now = lists(world)
        assert {key for key in now if now[key] != before[key]} == set(), stage
        # Nor does any round count a home set aside for it
        lost = world.call(COORDINATOR, "GET", ROUNDS_LOST, who="deputy").json()["items"]
        assert [row["reservations"] for row in lost] == [0], stage
        # And nothing they can read holds anything by which it is known
        known = references(world)
        codes = {short_code(reference) for reference in known}
        newest = items(world, COORDINATOR, "/v1/rounds")[0]["reference"]
        said = b"".join(now.values()).decode()
        for rest in ("", "/steps", "/no-home-yet", "/unused-homes"):
            path = f"/v1/rounds/{newest}{rest}"
            said += world.call(COORDINATOR, "GET", path, who="deputy").text
        assert not {each for each in known | codes if each in said}, stage
    # And the others of each party served it to the end
    assert walk.case_stage() == "moved"
    with world.acting(service(world.loaded.scheme_id)) as session:
        home = session.exec(
            select(Home).where(Home.reserved_for_request_id == case_of_id(world))
        ).one()
    mine = world.call(CAMDEN, "GET", f"/v1/homes/{home.landlord_ref}", who="deputy")
    theirs = world.call(CAMDEN, "GET", f"/v1/homes/{home.landlord_ref}")
    assert (mine.json()["stage"], theirs.json()["stage"]) == ("in_pot", "let")
    assert items_of_deputy(world, "/v1/homes?stage=let") == []
    (unused,) = items_of_deputy(world, "/v1/unused-homes")
    assert unused["reference"] == home.landlord_ref


def case_of_id(world: World) -> str:
    return case_of(world, HACKNEY).id


def items_of_deputy(world: World, path: str) -> list[Any]:
    found: list[Any] = world.call(CAMDEN, "GET", path, who="deputy").json()["items"]
    return found


@pytest.mark.long
def test_every_read_and_act_is_answered_as_about_what_is_not_there(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    closed_to_deputies(world).to("agreed")
    every, opened, known = list(acts(world)), set(), references(world)
    for code in BLOCKED:
        closed, open_ = (bearer(world.token(code, who)) for who in ("deputy", "lead"))
        told = b"".join(lists(world, (code,), "lead").values()).decode()
        for act in every:
            nothing = ask(world, closed, act, ids.new_id())
            if nothing[0] == 403:
                continue  # not their door, whatever is behind it
            for reference in sorted(each for each in known if each in told):
                assert ask(world, closed, act, reference) == nothing, (code, act[:2])
                if act[0] == "GET" and ask(world, open_, act, reference)[0] == 200:
                    opened.add(act[1].split("/")[2])
    # The same references open for the others
    assert opened == {"cases", "tenancy-checks", "offers", "departures", "homes"}


def test_an_auditor_is_told_no_act_of_a_case_that_is_closed_to_them(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    closed_to_deputies(world).to("accepted")
    with world.acting(service(world.loaded.scheme_id)) as session:
        case_id = case_of_id(world)
        step_id = session.exec(
            select(Proposal.id).where(Proposal.request_id == case_id)
        ).one()
    for who, told in (("lead", True), ("deputy", False)):
        actor = world.person(AUDITOR, {"lead": "first", "deputy": "second"}[who])
        subjects: set[str] = set()
        query = "?limit=100"
        while True:
            page = world.call(AUDITOR, "GET", f"/v1/audit{query}", who=who).json()
            subjects |= {row["subject"] for row in page["items"]}
            if page["next"] is None:
                break
            query = f"?limit=100&cursor={page['next']}"
        for each in (case_id, step_id):
            assert (pseudonym(actor, each) in subjects) is told
        assert subjects


def test_a_name_that_joins_later_is_closed_out_from_the_first_request(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("agreed")
    assert name(walk, "LATER@example.org").status_code == 200
    later = bearer(join(world, HACKNEY, "later@example.org", "named_lead"))
    for path in ("/v1/departures", "/v1/tenancy-checks", "/v1/tasks"):
        told = world.http.get(path, headers=later).json()
        assert told["items"] == [], path
    path = f"/v1/departures/{walk.departure}"
    assert world.http.get(path, headers=later).status_code == 404
    assert walk.as_old("GET").status_code == 200


def test_an_act_sent_again_is_not_answered_as_it_was_before(
    make_world: MakeWorld,
) -> None:
    # Given a landlord's person who answered for a tenancy, and whose reply is kept
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("offered")
    while not items(world, HACKNEY, "/v1/departures"):
        world.wait(hours=5)
    walk.departure = items(world, HACKNEY, "/v1/departures")[0]["reference"]
    path, key = f"/v1/departures/{walk.departure}/answer", "one-act"
    stands = {"tenancy_stands": True}

    def answer() -> Any:  # noqa: ANN401 - a response
        return world.call(HACKNEY, "POST", path, stands, who="deputy", key=key)

    assert answer().status_code == answer().status_code == 200
    # When the case is closed to them
    assert name(walk, sign_in_name(HACKNEY, "deputy")).status_code == 200
    # Then the same act under the same key finds nothing
    assert answer().status_code == 404


def test_a_file_tells_nothing_of_a_home_of_a_closed_case(
    make_world: MakeWorld,
) -> None:
    """It is passed over like one withdrawn lately, lived in or left, listed or not."""
    world = make_world(chain_from_a_void(DAY))
    walk = closed_to_deputies(world)
    (home,) = items(world, HACKNEY, "/v1/homes")
    dwelling = world.call(HACKNEY, "GET", f"/v1/homes/{home['reference']}").json()
    row, another = (
        home_body(world, HACKNEY, uprn) for uprn in (dwelling["uprn"], "555000900")
    )
    stock = {"uprns": [row["uprn"], another["uprn"]]}
    assert world.call(HACKNEY, "POST", "/v1/stock", stock).status_code == 201

    def sent(mode: str, *rows: object) -> Any:  # noqa: ANN401 - a response
        asked = f"/v1/imports/homes?mode={mode}&dry_run=true"
        return world.call(HACKNEY, "POST", asked, {"homes": rows}, who="deputy")

    (fault,) = sent("add", row).json()["faults"]
    assert "lately" in fault["fault"]
    for stage in ("lived in", "left"):
        told = sent("snapshot", row).json()
        (only,) = told["homes"]
        assert (only["outcome"], only["reference"]) == ("left_alone", None), stage
        assert (told["kept"], told["withdrawn"]) == (0, 0)
        assert sent("snapshot", another).json()["kept_references"] == []
        if stage == "lived in":
            walk.to("signed")
            world.wait(hours=24)
            day = walk.today().isoformat()
            assert walk.as_old("POST", "/tenancy-end", {"tenancy_end": day}).is_success
            walk.to_next("completed")
            empty = {"void_date": day, "ready_date": day}
            assert walk.as_old("POST", "/home-empty", empty).status_code == 200
