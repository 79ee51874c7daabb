"""A system signs for a token, signs each attempt anew, and tells nobody its key."""

import hashlib
import json
import os
import subprocess
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from time import time as real
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from reciprocal.client import (
    KeyFileRefused,
    Patience,
    Refused,
    SystemClient,
    Unreachable,
    key_from_file,
    new_key_file,
    public_key,
    systems,
)
from reciprocal.client.__main__ import main
from scripts.tree import ROOT
from tests.reciprocal.client.test_connection import (
    BASE,
    Service,
    created,
    lost,
    problem,
)

NOW_S = 1_772_442_300.0
LIVES_S = 600
ENDPOINT = f"{BASE}/v1/oauth/token"


class Clock:
    def __init__(self) -> None:
        self.moment = NOW_S

    def __call__(self) -> float:
        return self.moment


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(systems, "now_s", clock)
    return clock


@pytest.fixture
def key() -> ECKey:
    return ECKey.generate_key("P-256", private=True)


def token(word: str = "one", lives_s: int = LIVES_S) -> httpx.Response:
    body = {"access_token": word, "token_type": "DPoP", "expires_in": lives_s}
    return httpx.Response(200, json=body)


def oauth_fault(status: int, **said: str) -> httpx.Response:
    return httpx.Response(status, json=said)


def read(signed: str, key: ECKey) -> tuple[dict[str, Any], dict[str, Any]]:
    """Verify a signature; return the header and the claims."""
    found = jws.deserialize_compact(signed, key, algorithms=["ES256"])
    return dict(found.headers()), json.loads(found.payload)


def asked(request: httpx.Request) -> bool:
    return request.url.path == "/v1/oauth/token"


def test_a_token_is_asked_for_with_an_assertion_for_this_service(
    time: Clock, key: ECKey
) -> None:
    service = Service(token(), created())
    service.calls(Patience(), SystemClient("m1", key)).post()
    request = service.sent[0]
    assert str(request.url) == ENDPOINT
    form = {name: values[0] for name, values in parse_qs(request.content).items()}
    assert form[b"grant_type"] == b"client_credentials"
    assert form[b"client_assertion_type"].endswith(b":jwt-bearer")
    _, claims = read(form[b"client_assertion"].decode(), key)
    assert claims.pop("jti")
    assert claims == {
        "iss": "m1",
        "sub": "m1",
        "aud": ENDPOINT,
        "exp": int(time.moment) + 60,
    }
    header, proof = read(request.headers["DPoP"], key)
    assert header["typ"] == "dpop+jwt"
    assert (proof["htm"], proof["htu"]) == ("POST", ENDPOINT)
    assert "ath" not in proof
    assert "Authorization" not in request.headers


def test_each_call_carries_the_token_and_a_proof_of_it(time: Clock, key: ECKey) -> None:
    service = Service(token("t0"), created())
    service.calls(Patience(), SystemClient("m1", key)).listed(limit=3)
    request = service.sent[1]
    assert request.headers["Authorization"] == "DPoP t0"
    header, proof = read(request.headers["DPoP"], key)
    assert header["jwk"] == key.as_dict(private=False)
    assert "d" not in header["jwk"]
    digest = hashlib.sha256(b"t0").digest()
    assert proof.pop("jti")
    assert proof == {
        "htm": "GET",
        "htu": f"{BASE}/v1/x",
        "iat": int(time.moment),
        "ath": urlsafe_b64encode(digest).rstrip(b"=").decode(),
    }


def test_every_attempt_is_proved_anew_under_one_idempotency_key(key: ECKey) -> None:
    service = Service(token(), lost(), problem(503), created())
    service.calls(Patience(), SystemClient("m1", key)).post()
    calls = service.sent[1:]
    proofs = [read(each.headers["DPoP"], key)[1]["jti"] for each in calls]
    assert len(set(proofs)) == 3
    assert len({each.headers["Idempotency-Key"] for each in calls}) == 1


def test_a_token_is_kept_until_shortly_before_it_ends(time: Clock, key: ECKey) -> None:
    service = Service(token("one"), created(), created(), token("two"), created())
    calls = service.calls(Patience(), SystemClient("m1", key))
    calls.post()
    time.moment += LIVES_S - 31
    calls.post()
    time.moment += 1
    calls.post()
    said = [each.headers.get("Authorization") for each in service.sent]
    assert said == [None, "DPoP one", "DPoP one", None, "DPoP two"]


def test_a_token_of_seconds_is_used_for_half_of_them(time: Clock, key: ECKey) -> None:
    service = Service(token("one", 10), created(), created())
    calls = service.calls(Patience(), SystemClient("m1", key))
    calls.post()
    time.moment += 4
    calls.post()
    assert [asked(each) for each in service.sent] == [True, False, False]


def test_a_token_that_is_refused_is_renewed_once_and_the_key_stays(key: ECKey) -> None:
    service = Service(token("one"), problem(401), token("two"), created())
    service.calls(Patience(), SystemClient("m1", key)).post()
    first, second = (each for each in service.sent if not asked(each))
    assert second.headers["Authorization"] == "DPoP two"
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]


def test_a_token_that_is_refused_twice_is_refused(key: ECKey) -> None:
    service = Service(token(), problem(401), token(), problem(401, "invalid_token"))
    with pytest.raises(Refused) as raised:
        service.calls(Patience(), SystemClient("m1", key)).post()
    assert raised.value.code == "invalid_token"


def test_a_token_is_asked_for_again_with_another_assertion(key: ECKey) -> None:
    """The service may have heard the first: an assertion is good once."""
    service = Service(lost(), problem(503), token(), created())
    service.calls(Patience(), SystemClient("m1", key)).post()
    sent = [each.content for each in service.sent if asked(each)]
    proofs = [each.headers["DPoP"] for each in service.sent if asked(each)]
    assert (len(set(sent)), len(set(proofs))) == (3, 3)


def test_a_token_that_nobody_gives_is_said(key: ECKey) -> None:
    service = Service(lost(), lost())
    with pytest.raises(Unreachable):
        service.calls(Patience(attempts=2), SystemClient("m1", key)).post()
    assert all(asked(each) for each in service.sent)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (
            oauth_fault(401, error="invalid_client", error_description="Correct it."),
            "invalid_client",
            "Correct it.",
        ),
        (oauth_fault(400, error="invalid_scope"), "invalid_scope", "credentials"),
        (problem(403, "too_many"), "too_many", "Some fields"),
        (httpx.Response(400, json=["what"]), "unknown", "not explain"),
        (httpx.Response(400, json={}), "unknown", "not explain"),
    ],
)
def test_a_no_of_the_token_endpoint_is_told_by_its_code(
    key: ECKey, answer: httpx.Response, code: str, words: str
) -> None:
    service = Service(answer)
    with pytest.raises(Refused) as raised:
        service.calls(Patience(), SystemClient("m1", key)).post()
    assert raised.value.code == code
    assert words in str(raised.value)
    assert len(service.sent) == 1


def test_the_moment_that_is_signed_is_now() -> None:
    before, now, after = real(), systems.now_s(), real()
    assert before <= now <= after


# The key, and the file it lives in.


def secret_of(key: ECKey) -> str:
    return str(key.as_dict(private=True)["d"])


def test_neither_key_nor_token_is_printed(key: ECKey) -> None:
    credentials = SystemClient("m1", key)
    refused = oauth_fault(401, error="invalid_client")
    service = Service(token("CANARY-token"), problem(401), refused)
    connected = service.calls(Patience(), credentials)
    with pytest.raises(Refused) as raised:
        connected.post()
    for text in (repr(credentials), str(raised.value), repr(raised.value)):
        assert secret_of(key) not in text
        assert "CANARY" not in text
    assert secret_of(key).encode() not in b"".join(
        each.content for each in service.sent
    )


def test_what_is_asked_with_is_not_printed(key: ECKey) -> None:
    made = SystemClient("m1", key)._asked(Service().calls(Patience())._connection)
    assert made.proof not in repr(made)
    assert made.form["client_assertion"] not in repr(made)


def test_a_new_key_is_its_owner_s_alone_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "voids.pem"
    before = os.umask(0)
    try:
        public = new_key_file(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert public == public_key(path) == key_from_file(path).as_dict(private=False)
    assert "d" not in public
    assert len(urlsafe_b64decode(public["x"] + "=")) == 32


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "voids.pem"
    new_key_file(path)
    before = path.read_bytes()
    with pytest.raises(KeyFileRefused):
        new_key_file(path)
    assert path.read_bytes() == before


def test_a_key_file_that_others_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "voids.pem"
    new_key_file(path)
    for mode in (0o640, 0o604):
        path.chmod(mode)
        with pytest.raises(KeyFileRefused, match="0600"):
            key_from_file(path)


def public_pem() -> bytes:
    return ECKey.generate_key("P-256", private=True).as_pem(private=False)


def other_curve() -> bytes:
    return ECKey.generate_key("P-384", private=True).as_pem(private=True)


@pytest.mark.parametrize(
    "held", [b"", b"CANARY", b'{"kty": "CANARY"}', public_pem(), other_curve()]
)
def test_another_file_is_no_key_and_is_not_told(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "voids.pem"
    path.write_bytes(held)
    path.chmod(0o600)
    with pytest.raises(KeyFileRefused) as raised:
        key_from_file(path)
    assert "CANARY" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_key_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeyFileRefused):
        key_from_file(tmp_path / "none.pem")


# The command.


def test_the_command_makes_a_key_and_prints_its_public_half(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "voids.pem"
    ended = subprocess.run(
        [sys.executable, "-m", "reciprocal.client", "new-key", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ended.stdout) == public_key(path)
    assert main(["public-key", str(path)]) == 0
    assert json.loads(capsys.readouterr().out) == public_key(path)


@pytest.mark.parametrize(
    "given", [[], ["new-key"], ["else", "x"], ["new-key", "a", "b"]]
)
def test_the_command_says_what_it_takes(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(given) == 2
    assert "new-key" in capsys.readouterr().err


def test_the_command_says_why_a_file_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["public-key", str(tmp_path / "none.pem")]) == 1
    assert "exists" in capsys.readouterr().err
