"""Sessions of people, keys of systems, and how both end."""

from typing import Any

import pytest
from pwdlib import PasswordHash

from fixtures.people import PASSWORD, sign_in_name
from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access.actor import Role
from reciprocal.settings import Settings
from tests.api.routes import example_bodies
from tests.api.standing import NOT_THERE, PERSONS, Standing
from tests.support.passwords import IN_PRODUCTION
from tests.support.world import bearer

STRANGER = "nobody@example.org"
MACHINES_NEVER = (
    "POST /v1/offers/{reference}/answer",
    "POST /v1/offers/{reference}/viewing",
    "POST /v1/offers/{reference}/sign-up",
    "POST /v1/offers/{reference}/tenancy-started",
    "POST /v1/departures/{reference}/answer",
    "POST /v1/tenancy-checks/{reference}/attest",
    "POST /v1/homes/{reference}/release",
    "POST /v1/cases",
    "POST /v1/cases/{reference}/submit",
    "POST /v1/cases/{reference}/proposal/safety-look",
    "POST /v1/cases/{reference}/proposal/viewing",
    "POST /v1/cases/{reference}/proposal/final-offer-warning",
    "POST /v1/cases/{reference}/proposal/answer",
)
S_FIELDS = ("address", "postcode", "uprn")


def sign_in(standing: Standing, name: str, password: str = PASSWORD) -> Any:  # noqa: ANN401 - httpx
    return standing.world.http.post(
        "/v1/sessions", json={"email": name, "password": password}
    )


def token_of(standing: Standing, code: str, who: str = "deputy") -> str:
    return str(sign_in(standing, sign_in_name(code, who)).json()["token"])


def me(standing: Standing, token: str) -> int:
    answer = standing.world.http.get("/v1/me", headers=bearer(token))
    return int(answer.status_code)


def test_a_wrong_password_and_an_unknown_person_read_alike(standing: Standing) -> None:
    wrong = sign_in(standing, sign_in_name(CAMDEN, "lead"), "not this one")
    unknown = sign_in(standing, STRANGER)
    assert (wrong.status_code, wrong.json()["code"]) == (401, "sign_in_refused")
    assert wrong.content == unknown.content
    # What is left counts down whoever is tried; it is the address's, never the name's.
    assert wrong.headers.pop("RateLimit").startswith('"address"')
    assert unknown.headers.pop("RateLimit").startswith('"address"')
    assert dict(wrong.headers) == dict(unknown.headers)
    assert wrong.headers["www-authenticate"] == "Bearer"


def test_an_unknown_person_costs_the_same_check(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    verify = PasswordHash.verify

    def counted(self: PasswordHash, password: str, hashed: str) -> bool:
        checked.append(password)
        return verify(self, password, hashed)

    monkeypatch.setattr(PasswordHash, "verify", counted)
    sign_in(standing, STRANGER)
    sign_in(standing, sign_in_name(CAMDEN, "lead"), "not this one")
    assert checked == [PASSWORD, "not this one"]


def test_production_hashes_with_argon2id_at_the_recommended_cost() -> None:
    stored = IN_PRODUCTION.hash("correct horse battery staple")
    kind, _, cost, *_ = stored.lstrip("$").split("$")
    assert kind == "argon2id"
    costs = dict(each.split("=") for each in cost.split(","))
    # OWASP's floor is 19 MiB with two passes.
    assert int(costs["m"]) >= 19_456
    assert int(costs["t"]) >= 2


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic bGVhZA==", "Bearer none", "x"],
)
def test_no_other_credentials_come_in(standing: Standing, header: str) -> None:
    answer = standing.world.http.get("/v1/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_refused")


def test_a_session_ends_when_it_is_signed_out_and_no_other_does(
    standing: Standing,
) -> None:
    first, second = token_of(standing, CAMDEN), token_of(standing, CAMDEN)
    assert first != second
    out = standing.world.http.delete("/v1/sessions/current", headers=bearer(first))
    assert out.status_code == 204
    assert (me(standing, first), me(standing, second)) == (401, 200)


def test_an_idle_session_runs_out_and_a_used_one_does_not(standing: Standing) -> None:
    idle_minutes = Settings.model_fields["session_idle_minutes"].default
    idle, used = token_of(standing, CAMDEN), token_of(standing, CAMDEN)
    standing.world.wait(minutes=idle_minutes - 1)
    assert me(standing, used) == 200
    standing.world.wait(minutes=2)
    assert (me(standing, idle), me(standing, used)) == (401, 200)
    standing.world.wait(minutes=idle_minutes, seconds=1)
    assert me(standing, used) == 401


def test_a_session_runs_out_however_much_it_is_used(standing: Standing) -> None:
    settings = standing.world.working.settings
    used = token_of(standing, CAMDEN)
    uses = settings.session_absolute_minutes // settings.session_idle_minutes
    for _ in range(uses - 1):
        standing.world.wait(minutes=settings.session_idle_minutes)
        assert me(standing, used) == 200
    standing.world.wait(minutes=settings.session_idle_minutes)
    assert me(standing, used) == 401


def test_who_leaves_is_out_at_once_and_cannot_come_back(standing: Standing) -> None:
    code, name = "E09000019", sign_in_name("E09000019", "deputy")
    token = token_of(standing, code)
    people = standing.world.call(code, "GET", "/v1/people").json()["items"]
    leaver = next(row["reference"] for row in people if row["email"] == name)
    left = standing.world.call(code, "DELETE", f"/v1/people/{leaver}")
    assert left.status_code == 204
    assert me(standing, token) == 401
    assert sign_in(standing, name).status_code == 401
    again = standing.world.call(code, "DELETE", f"/v1/people/{leaver}")
    assert again.json()["code"] == "not_found"


def test_nobody_lets_anothers_people_go(standing: Standing) -> None:
    theirs = standing.first(Role.NAMED_LEAD, "/v1/people")
    answer = standing.world.call(CAMDEN, "DELETE", f"/v1/people/{theirs}")
    absent = standing.world.call(CAMDEN, "DELETE", f"/v1/people/{NOT_THERE}")
    assert answer.status_code == 404
    assert answer.content == absent.content


def test_two_keys_live_for_rotation_and_an_ended_one_is_refused(
    standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = standing.world.working
    taken = working.settings.model_copy(update={"machine_keys": True})
    monkeypatch.setattr(working, "settings", taken)
    call = standing.world.call
    machine = call(CAMDEN, "POST", "/v1/machines", {"name": "voids"}).json()
    keys = f"/v1/machines/{machine['reference']}/keys"
    old, new = (call(CAMDEN, "POST", keys).json() for _ in range(2))
    third = call(CAMDEN, "POST", keys)
    assert (third.status_code, third.json()["code"]) == (409, "machine_keys_full")
    assert [me(standing, each["key"]) for each in (old, new)] == [200, 200]
    end = f"{keys}/{old['reference']}"
    assert call(HACKNEY, "DELETE", end).status_code == 404
    assert call(CAMDEN, "DELETE", end).status_code == 204
    assert [me(standing, each["key"]) for each in (old, new)] == [401, 200]
    assert call(CAMDEN, "DELETE", end).json()["code"] == "state_conflict"
    assert call(CAMDEN, "POST", keys).status_code == 201


@pytest.mark.parametrize("said", [None, False])
def test_keys_count_in_the_embedded_default_alone(
    standing: Standing, *, monkeypatch: pytest.MonkeyPatch, said: bool | None
) -> None:
    working = standing.world.working
    told = working.settings.model_copy(update={"machine_keys": said})
    monkeypatch.setattr(working, "settings", told)
    embedded = said is None and working.database.is_sqlite
    machine = standing.machine(Role.LANDLORD_SYSTEM).client_id
    issued = standing.send(
        Role.NAMED_LEAD, "POST", f"/v1/machines/{machine}/keys", None
    )
    answer = standing.world.http.get("/v1/me", headers=bearer("rk_none"))
    assert answer.status_code == 401
    if embedded:
        assert issued.status_code == 201
        assert answer.json()["code"] == "sign_in_refused"
    else:
        assert (issued.status_code, issued.json()["code"]) == (
            409,
            "machine_keys_not_issued",
        )
        assert answer.json()["code"] == "machine_key_not_taken"
        assert answer.headers["www-authenticate"].startswith("DPoP error=")


def test_a_key_belongs_to_its_organisation_and_says_so(standing: Standing) -> None:
    said = standing.send(Role.LANDLORD_SYSTEM, "GET", "/v1/me").json()
    assert said["organisation_code"] == PERSONS[Role.NAMED_LEAD]
    assert (said["role"], said["person"]) == ("landlord_system", False)


@pytest.mark.parametrize("system", [Role.LANDLORD_SYSTEM, Role.REFERRING_SYSTEM])
@pytest.mark.parametrize("name", MACHINES_NEVER)
def test_a_machine_never_decides_refers_or_signs(
    standing: Standing, system: Role, name: str
) -> None:
    """Whatever the reference: one that is not there, which is asked second."""
    method, path = name.split()
    bodies = example_bodies(standing.world.http.app.openapi())  # type: ignore[attr-defined]
    answer = standing.send(
        system, method, path.replace("{reference}", NOT_THERE), bodies.get(name)
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_no_answer_to_a_machine_carries_a_place(standing: Standing) -> None:
    """Not even of a home that the machine itself has just posted."""
    bodies = example_bodies(standing.world.http.app.openapi())  # type: ignore[attr-defined]
    body = bodies["POST /v1/homes"] | {"uprn": "434343434343"}
    standing.send(Role.NAMED_LEAD, "POST", "/v1/stock", {"uprns": [body["uprn"]]})
    posted = standing.send(Role.LANDLORD_SYSTEM, "POST", "/v1/homes", body)
    assert posted.status_code == 201, posted.json()
    home = posted.json()["reference"]
    path = f"/v1/homes/{home}"
    answers = [
        posted,
        standing.send(Role.LANDLORD_SYSTEM, "GET", "/v1/homes"),
        standing.send(Role.LANDLORD_SYSTEM, "GET", path),
        standing.send(Role.LANDLORD_SYSTEM, "PATCH", path, {}),
        standing.send(Role.LANDLORD_SYSTEM, "GET", "/v1/offers"),
        standing.send(Role.LANDLORD_SYSTEM, "POST", f"{path}/withdraw"),
    ]
    for answer in answers:
        assert answer.status_code in (200, 201), answer.json()
        for name in S_FIELDS:
            assert f'"{name}"' not in answer.text
            assert body[name] not in answer.text
    assert standing.send(Role.NAMED_LEAD, "GET", path).json()["uprn"] == body["uprn"]
