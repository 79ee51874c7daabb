"""What a proxy says of a caller counts when the proxy is listed, and only then.

The threat: a certificate is no secret, so who could set `Client-Cert` would be every
system that ever connected (security.md T19).
"""

from typing import Any

import pytest

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal import clock
from tests.api.standing import Standing
from tests.support.certificates import new_certificate
from tests.support.machine import ASSERTION, MachineClient, register
from tests.support.world import PROXY, bearer

ENDPOINT = "/v1/oauth/token"


@pytest.fixture
def machine(standing: Standing) -> MachineClient:
    """A landlord's system that comes through the listed proxy."""
    world = standing.world
    headers, base = bearer(world.token(HACKNEY)), world.working.settings.public_base
    return register(world.behind_proxy, headers, base, {"name": "behind a proxy"})


def form(machine: MachineClient) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION,
        "client_assertion": machine.assertion(),
    }


def ask(machine: MachineClient, *certificates: str, **more: str) -> Any:  # noqa: ANN401 - an httpx response
    """Ask for a token over a connection with these certificates, and no proof."""
    headers = [("Client-Cert", each) for each in certificates]
    return machine.http.post(
        ENDPOINT, data=form(machine), headers=[*headers, *more.items()]
    )


def come(http: Any, token: str, *certificates: str) -> tuple[int, str]:  # noqa: ANN401 - a TestClient
    headers = [("Client-Cert", each) for each in certificates]
    headers.append(("Authorization", f"Bearer {token}"))
    answer = http.get("/v1/me", headers=headers)
    return answer.status_code, answer.json().get("code", "")


def test_a_token_is_bound_to_the_certificate_it_was_asked_for_with(
    standing: Standing, machine: MachineClient
) -> None:
    certificate, other = new_certificate(), new_certificate()
    answer = ask(machine, certificate)
    told = answer.json()
    assert (answer.status_code, told["token_type"]) == (200, "Bearer")
    token, proxy, outside = told["access_token"], machine.http, standing.world.http
    assert come(proxy, token, certificate) == (200, "")
    assert come(proxy, token, certificate) == (200, "")
    assert come(proxy, token, other) == (401, "invalid_token")
    assert come(proxy, token) == (401, "token_not_bearer")
    assert come(outside, token, certificate) == (401, "token_not_bearer")
    twice = come(proxy, token, certificate, certificate)
    assert twice == (401, "client_certificate_refused")


def test_without_a_listed_proxy_a_certificate_is_nothing(
    standing: Standing, machine: MachineClient
) -> None:
    machine.http = standing.world.http
    answer = ask(machine, new_certificate())
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")
    # Nor where a caller says that a proxy sent it.
    claimed = {"X-Forwarded-For": PROXY, "Forwarded": f"for={PROXY}"}
    assert ask(machine, new_certificate(), **claimed).status_code == 400


def test_a_proof_goes_before_a_certificate(machine: MachineClient) -> None:
    certificate = new_certificate()
    proof = machine.proof("POST", ENDPOINT)
    answer = ask(machine, certificate, DPoP=proof)
    token = answer.json()["access_token"]
    assert answer.json()["token_type"] == "DPoP"
    assert come(machine.http, token, certificate) == (401, "invalid_token")


def test_a_token_of_a_certificate_is_not_let_in_by_a_proof(
    machine: MachineClient,
) -> None:
    token = ask(machine, new_certificate()).json()["access_token"]
    headers = {
        "Authorization": f"DPoP {token}",
        "DPoP": machine.proof("GET", "/v1/me", token),
    }
    answer = machine.http.get("/v1/me", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


@pytest.mark.parametrize(
    ("certificates", "fault"),
    [
        ([":AAAA:"], "Client-Cert: Have the proxy hand"),
        (["a", "b"], "Client-Cert: Have the proxy set this header exactly once."),
    ],
)
def test_what_is_wrong_with_a_certificate_is_named(
    machine: MachineClient, certificates: list[str], fault: str
) -> None:
    answer = ask(machine, *certificates)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert answer.json()["error_description"].startswith(fault)


def test_a_certificate_that_has_run_out_opens_nothing(
    standing: Standing, machine: MachineClient
) -> None:
    begins = clock.now()
    certificate = new_certificate(begins)
    token = ask(machine, certificate).json()["access_token"]
    standing.world.wait(days=2)
    assert ask(machine, certificate).json()["error"] == "invalid_request"
    refused = (401, "client_certificate_refused")
    assert come(machine.http, token, certificate) == refused


def test_a_person_s_session_is_a_person_s_whatever_the_connection(
    standing: Standing,
) -> None:
    token = standing.world.token(CAMDEN)
    assert come(standing.world.behind_proxy, token, new_certificate()) == (200, "")


def test_a_listed_proxy_says_where_a_caller_is_from(standing: Standing) -> None:
    """Else everybody behind it would share one budget, and lock each other out."""
    world = standing.world

    def left(http: Any, address: str) -> str:  # noqa: ANN401 - a TestClient
        headers = {"X-Forwarded-For": address}
        answer = http.post(ENDPOINT, data={"grant_type": "no"}, headers=headers)
        return str(answer.headers["ratelimit"].split(";")[1])

    behind, outside = world.behind_proxy, world.http
    one = [left(behind, "192.0.2.1") for _ in range(2)]
    assert left(behind, "192.0.2.2") == one[0] != one[1]
    first = left(outside, "192.0.2.3")
    assert left(outside, "192.0.2.4") != first
