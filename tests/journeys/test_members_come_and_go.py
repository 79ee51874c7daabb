"""Somebody joins by invitation and leaves; a whole member leaves, at once."""

from datetime import timedelta

from fixtures.load import COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, unsafe_ring
from reciprocal.access.actor import service
from reciprocal.organisations import operations as organisations
from reciprocal.organisations.tables import Organisation
from tests.journeys.walking import items
from tests.support.world import DAY, MakeWorld, World, bearer

EMAIL = "new.colleague@example.org"
PASSWORD = "twelve characters at least"


def take_up(world: World, token: str, password: str = PASSWORD) -> tuple[int, str]:
    answer = world.http.post(
        "/v1/invitations/take-up", json={"token": token, "password": password}
    )
    code = "" if answer.status_code == 204 else str(answer.json()["code"])
    return answer.status_code, code


def invite(world: World, code: str, **changes: str) -> tuple[int, str]:
    body = {"email": EMAIL, "role": "named_lead"} | changes
    answer = world.call(code, "POST", "/v1/invitations", body)
    return answer.status_code, str(answer.json().get("token", ""))


def sign_in(world: World) -> tuple[int, str]:
    answer = world.http.post(
        "/v1/sessions", json={"email": EMAIL, "password": PASSWORD}
    )
    return answer.status_code, str(answer.json().get("token", ""))


def test_a_colleague_joins_by_invitation_and_leaves(make_world: MakeWorld) -> None:
    # Given an invitation by the coordinator to one landlord's team
    world = make_world(unsafe_ring(DAY))
    assert invite(world, CAMDEN, organisation_code=HACKNEY)[0] == 404
    assert invite(world, COORDINATOR, organisation_code="NONE")[0] == 404
    assert invite(world, CAMDEN, role="coordinator")[0] == 403
    status, token = invite(world, COORDINATOR, organisation_code=CAMDEN)
    assert status == 201
    # When it is taken up with too short a password, it stays open
    assert take_up(world, token, "eleven char") == (422, "password_too_short")
    assert sign_in(world)[0] == 401
    # And once taken up it is spent, as one that never was
    assert take_up(world, token) == (204, "")
    assert take_up(world, token) == (410, "invitation_spent")
    assert take_up(world, "never-made") == (410, "invitation_spent")
    # Then they are of that team and see what it sees
    status, session = sign_in(world)
    me = world.http.get("/v1/me", headers=bearer(session)).json()
    assert (status, me["organisation_code"], me["role"]) == (201, CAMDEN, "named_lead")
    people = items(world, CAMDEN, "/v1/people")
    (reference,) = [row["reference"] for row in people if row["email"] == EMAIL]
    # When they leave, their session is over and they cannot sign in
    assert world.call(CAMDEN, "DELETE", f"/v1/people/{reference}").status_code == 204
    assert world.http.get("/v1/me", headers=bearer(session)).status_code == 401
    assert sign_in(world)[0] == 401
    assert EMAIL not in {row["email"] for row in items(world, CAMDEN, "/v1/people")}


def test_an_invitation_runs_out(make_world: MakeWorld) -> None:
    world = make_world(unsafe_ring(DAY))
    _, token = invite(world, CAMDEN)
    world.hands.on(world.hands.now() + timedelta(days=7))
    assert take_up(world, token) == (410, "invitation_spent")


def test_a_member_that_leaves_is_out_with_all_its_people_and_systems(
    make_world: MakeWorld,
) -> None:
    world = make_world(unsafe_ring(DAY))
    token, system = bearer(world.token(CAMDEN)), world.machine(CAMDEN)
    assert world.http.get("/v1/me", headers=token).status_code == 200
    assert system.call("GET", "/v1/me").status_code == 200
    founder = service(world.loaded.scheme_id)
    with world.acting(founder) as session:
        member = session.get_one(Organisation, world.loaded.members[CAMDEN].id)
        organisations.leave_scheme(session, actor=founder, organisation=member)
    assert world.http.get("/v1/me", headers=token).status_code == 401
    assert system.call("GET", "/v1/me").status_code == 401
    assert system.ask().status_code == 401
