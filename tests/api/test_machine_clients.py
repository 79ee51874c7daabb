"""Systems at the door: tokens over HTTP, each misuse refused by name, nothing told."""

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access.actor import Role
from tests.api.standing import NOT_THERE, Standing
from tests.support.machine import MachineClient, new_key, public_half, register
from tests.support.world import bearer

ENDPOINT = "/v1/oauth/token"
SYSTEM = Role.LANDLORD_SYSTEM


@pytest.fixture
def machine(standing: Standing) -> MachineClient:
    """A landlord's system of this test alone."""
    world = standing.world
    headers, base = bearer(world.token(HACKNEY)), world.working.settings.public_base
    return register(world.http, headers, base, {"name": "of one test"})


def code_of(answer: Any) -> tuple[int, str]:  # noqa: ANN401 - an httpx response
    return answer.status_code, answer.json()["code"]


def test_a_token_is_answered_as_oauth_has_it(machine: MachineClient) -> None:
    machine.scope = "homes:read"
    answer = machine.ask()
    told = answer.json()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert told.pop("access_token").startswith("rt_")
    assert told == {"token_type": "DPoP", "expires_in": 600, "scope": "homes:read"}


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"scope": "everything"}, 400, "invalid_scope"),
        ({"client_assertion": "kanarienvogel"}, 401, "invalid_client"),
        ({"client_assertion_type": "kanarienvogel"}, 401, "invalid_client"),
        ({"client_id": "kanarienvogel"}, 401, "invalid_client"),
    ],
)
def test_errors_are_oauth_s_own(
    machine: MachineClient, form: dict[str, str], status: int, error: str
) -> None:
    answer = machine.ask(**form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert set(answer.json()) == {"error", "error_description"}
    assert answer.headers["content-type"] == "application/json"
    assert "kanarienvogel" not in answer.text
    challenge = answer.headers.get("www-authenticate", "")
    assert challenge.startswith("DPoP error=") is (status == 401)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{}", "application/json"),
        (b"", ""),
        (b"grant_type=a&grant_type=b", "application/x-www-form-urlencoded"),
        (b"grant_type=%ff", "application/x-www-form-urlencoded"),
        (b"\xff", "application/x-www-form-urlencoded"),
        (b"a=1&" * 30, "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_is_no_request(
    machine: MachineClient, content: bytes, kind: str
) -> None:
    answer = machine.http.post(
        ENDPOINT, content=content, headers={"Content-Type": kind}
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_token_needs_a_proof_for_this_very_address(machine: MachineClient) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": (
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        ),
        "client_assertion": machine.assertion(),
    }
    bare = machine.http.post(ENDPOINT, data=form)
    assert (bare.status_code, bare.json()["error"]) == (400, "invalid_dpop_proof")
    elsewhere = {"DPoP": machine.proof("POST", "/v1/homes")}
    answer = machine.http.post(ENDPOINT, data=form, headers=elsewhere)
    assert answer.json()["error"] == "invalid_dpop_proof"
    assert answer.json()["error_description"].startswith("DPoP.htu")


def test_unknown_wrongly_signed_and_ended_read_alike(
    standing: Standing, machine: MachineClient
) -> None:
    unknown = MachineClient(machine.http, NOT_THERE, machine.base)
    stolen = MachineClient(machine.http, machine.client_id, machine.base)
    ended = standing.world.call(HACKNEY, "DELETE", f"/v1/machines/{machine.client_id}")
    assert ended.status_code == 204
    answers = [each.ask() for each in (unknown, stolen, machine)]
    assert len({each.content for each in answers}) == 1
    # What is left of an address's budget counts down for all three alike.
    headers = [
        {name: said for name, said in each.headers.items() if name != "ratelimit"}
        for each in answers
    ]
    assert headers[0] == headers[1] == headers[2]
    assert answers[0].status_code == 401


def test_a_bound_token_is_never_a_bearer_s(machine: MachineClient) -> None:
    answer = machine.http.get("/v1/me", headers=bearer(machine.token()))
    assert code_of(answer) == (401, "token_not_bearer")
    assert answer.headers["www-authenticate"] == (
        'DPoP error="invalid_token", algs="ES256 EdDSA PS256"'
    )


def test_a_proof_opens_once_even_when_the_call_comes_to_nothing(
    machine: MachineClient,
) -> None:
    path = f"/v1/homes/{NOT_THERE}"
    headers = machine.headers("GET", path)
    assert machine.http.get(path, headers=headers).status_code == 404
    again = machine.http.get(path, headers=headers)
    assert code_of(again) == (401, "invalid_dpop_proof")
    assert again.json()["faults"][0]["field"] == "DPoP.jti"
    assert again.headers["www-authenticate"] == (
        'DPoP error="invalid_dpop_proof", algs="ES256 EdDSA PS256"'
    )


def test_each_misuse_of_a_token_is_refused_by_name(machine: MachineClient) -> None:
    token = machine.token()
    thief = MachineClient(machine.http, machine.client_id, machine.base)

    def come(*sent: tuple[str, str]) -> tuple[int, str]:
        known = [("Authorization", f"DPoP {token}"), *sent]
        return code_of(machine.http.get("/v1/me", headers=known))

    def good() -> tuple[str, str]:
        return "DPoP", machine.proof("GET", "/v1/me", token)

    refused = (401, "invalid_dpop_proof")
    assert come() == refused
    assert come(good(), good()) == refused
    assert come(("DPoP", machine.proof("GET", "/v1/homes", token))) == refused
    assert come(("DPoP", machine.proof("GET", "/v1/me"))) == refused
    stolen = "DPoP", thief.proof("GET", "/v1/me", token)
    assert come(stolen) == (401, "invalid_token")
    other = "Authorization", f"DPoP {token}"
    assert come(good(), other) == (401, "sign_in_refused")
    answer = machine.http.get("/v1/me", headers=[other, good()])
    assert answer.status_code == 200


def test_the_host_that_a_caller_sends_is_never_believed(
    machine: MachineClient,
) -> None:
    known = machine.headers("GET", "/v1/me") | {"Host": "evil.example"}
    assert machine.http.get("/v1/me", headers=known).status_code == 200
    token = machine.token()
    for name in ("Host", "X-Forwarded-Host", "Forwarded"):
        headers = {
            "Authorization": f"DPoP {token}",
            "DPoP": machine.proof(
                "GET", "/v1/me", token, htu="https://evil.example/v1/me"
            ),
            name: "evil.example",
        }
        answer = machine.http.get("/v1/me", headers=headers)
        assert answer.json()["faults"][0]["field"] == "DPoP.htu"


def test_a_scope_that_was_not_asked_for_is_missing(machine: MachineClient) -> None:
    machine.scope = "offers:read"
    assert machine.call("GET", "/v1/offers").status_code == 200
    assert machine.call("GET", "/v1/me").status_code == 200
    answer = machine.call("GET", "/v1/homes")
    assert code_of(answer) == (403, "insufficient_scope")
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]
    assert code_of(machine.call("GET", "/v1/cases")) == (403, "forbidden")


def test_systems_are_listed_for_their_own_organisation(
    standing: Standing, machine: MachineClient
) -> None:
    call = standing.world.call
    listed = call(HACKNEY, "GET", "/v1/machines").json()["items"]
    mine = next(row for row in listed if row["reference"] == machine.client_id)
    assert mine["scopes"] == [
        "homes:read",
        "homes:write",
        "offers:read",
        "statements:read",
    ]
    assert (mine["name"], mine["keys"]) == ("of one test", [])
    (key,) = mine["public_keys"]
    others = call(CAMDEN, "GET", "/v1/machines").json()["items"]
    assert machine.client_id not in {row["reference"] for row in others}
    path = f"/v1/machines/{machine.client_id}/public-keys/{key}"
    assert call(CAMDEN, "DELETE", path).status_code == 404
    assert machine.call("GET", "/v1/me").status_code == 200
    assert call(HACKNEY, "DELETE", path).status_code == 204
    assert code_of(machine.call("GET", "/v1/me")) == (401, "invalid_token")


def test_a_private_key_is_refused_by_name_and_not_repeated(
    standing: Standing, machine: MachineClient
) -> None:
    path = f"/v1/machines/{machine.client_id}/public-keys"
    private = dict(new_key().as_dict(private=True))
    answer = standing.world.call(HACKNEY, "POST", path, {"public_key": private})
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert fault["field"] == "public_key"
    assert "private key" in fault["fault"]
    assert private["d"] not in answer.text
    unusable = standing.world.call(
        HACKNEY, "POST", path, {"public_key": {"kty": "oct"}}
    )
    assert code_of(unusable) == (422, "public_key_not_usable")


def test_scopes_are_given_by_a_person(standing: Standing) -> None:
    body = {"name": "voids", "scopes": ["cases:read"]}
    refused = standing.world.call(HACKNEY, "POST", "/v1/machines", body)
    assert code_of(refused) == (422, "scopes_refused")
    body["scopes"] = ["homes:read"]
    made = standing.world.call(HACKNEY, "POST", "/v1/machines", body)
    assert made.json()["scopes"] == ["homes:read"]


def test_nothing_of_a_token_an_assertion_or_a_key_is_logged(
    machine: MachineClient, capfd: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as lines:
        token = machine.token()
        proof = machine.proof("POST", "/v1/me", token)
        headers = {"Authorization": f"DPoP {token}", "DPoP": proof}
        assert machine.http.get("/v1/me", headers=headers).status_code == 401
        assertion = machine.assertion(exp=0)
        assert machine.ask(client_assertion=assertion).status_code == 401
    said = json.dumps(lines) + "".join(capfd.readouterr())
    key = public_half(machine.key)
    for secret in (token, proof, assertion, machine.client_id, str(key["x"])):
        assert secret not in said
    assert {line["event"] for line in lines} == {"denied"}


def test_the_description_names_a_scope_wherever_a_machine_may(
    standing: Standing,
) -> None:
    description = standing.send("nobody", "GET", "/openapi.json").json()
    schemes = description["components"]["securitySchemes"]
    flow = schemes["DPoP"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == ENDPOINT
    homes = description["paths"]["/v1/homes"]
    assert {"DPoP": ["homes:write"]} in homes["post"]["security"]
    assert {"DPoP": ["homes:read"]} in homes["get"]["security"]
    stock = description["paths"]["/v1/stock"]["post"]["security"]
    assert [next(iter(each)) for each in stock] == ["HTTPBearer"]
