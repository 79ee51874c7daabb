"""What a provider answers is believed only if its key fits, and read only so far."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from reciprocal.single_sign_on import provider
from reciprocal.single_sign_on.errors import ProviderUnreachable, SignOnRefused
from reciprocal.webhooks.post import Roads

HERE = Roads(to_loopback=True)
CLAIMS = {"iss": "https://login.example.org"}
OWN, OTHER = (RSAKey.generate_key(2048, {"kid": kid}) for kid in ("own", "other"))
CURVE = ECKey.generate_key("P-256", {"kid": "curve"})
KEYS = {"keys": [key.as_dict(private=False) for key in (OWN, CURVE)]}


def signed(algorithm: str, key: Any, kid: str) -> str:  # noqa: ANN401 - a key
    header = {"alg": algorithm, "kid": kid}
    return jwt.encode(header, CLAIMS, key, algorithms=[algorithm])


@pytest.mark.parametrize(
    ("algorithm", "key"), [("RS256", OWN), ("PS256", OWN), ("ES256", CURVE)]
)
def test_what_one_of_its_keys_signed_is_believed(algorithm: str, key: Any) -> None:  # noqa: ANN401
    text = signed(algorithm, key, key.kid)
    assert provider.claims_of(text, KEYS) == CLAIMS


def refusals() -> Iterator[tuple[str, object]]:
    yield signed("RS256", OTHER, "own"), KEYS
    yield signed("RS256", OTHER, "other"), KEYS
    yield signed("RS384", OWN, "own"), KEYS
    shared = OctKey.import_key("the client's own secret, which it shares")
    yield signed("HS256", shared, "own"), KEYS
    good = signed("RS256", OWN, "own")
    head, body, signature = good.split(".")
    yield f"{head}.{body}.", KEYS
    yield f"{head}.{body[:-2]}AA.{signature}", KEYS
    yield "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.", KEYS
    yield "no text at all", KEYS
    yield good, {"keys": []}
    yield good, {"keys": "none"}
    yield good, {}


@pytest.mark.parametrize(("text", "keys"), list(refusals()))
def test_nothing_else_is(text: str, keys: dict[str, Any]) -> None:
    with pytest.raises(SignOnRefused):
        provider.claims_of(text, keys)


class Answer(BaseHTTPRequestHandler):
    """A provider that answers what its path says."""

    def do_GET(self) -> None:
        status, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Location", "/good")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library's own

    def log_message(self, *said: object) -> None:
        del said


ANSWERS = {
    "/good": (200, b'{"id_token": "text"}'),
    "/list": (200, b"[]"),
    "/words": (200, b"not json"),
    "/number": (200, b'{"id_token": 7}'),
    "/moved": (302, b""),
    "/denied": (400, b'{"error": "invalid_grant"}'),
    "/long": (200, b'{"x": "' + b"y" * 300_000 + b'"}'),
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_good_answer_is_read(address: str) -> None:
    assert provider.read(HERE, f"{address}/good") == {"id_token": "text"}
    client = ("id", "secret")
    assert provider.exchange(HERE, f"{address}/good", {}, client=client) == "text"


@pytest.mark.parametrize("path", ["/list", "/words", "/moved", "/denied", "/long"])
def test_no_other_answer_is(address: str, path: str) -> None:
    with pytest.raises(ProviderUnreachable):
        provider.read(HERE, address + path)


@pytest.mark.parametrize("path", ["/list", "/words", "/number", "/moved", "/denied"])
def test_a_code_that_is_not_taken_lets_nobody_in(address: str, path: str) -> None:
    with pytest.raises(SignOnRefused):
        provider.exchange(HERE, address + path, {}, client=("id", "secret"))


@pytest.mark.parametrize("to_loopback", [True, False])
def test_nothing_private_is_called(
    address: str,
    *,
    to_loopback: bool,
) -> None:
    async def inside(*_: object) -> list[str]:
        await asyncio.sleep(0)
        return ["10.0.0.7"]

    for url in (address, "https://login.example.org/x?y", "https://login.example.org"):
        roads = Roads(to_loopback=to_loopback, resolve=inside)
        if url == address and to_loopback:
            continue
        with pytest.raises(ProviderUnreachable):
            provider.read(roads, url)
