"""Calling out: to whom a connection is made, and what comes of it."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from ssl import SSLContext

import pytest

from reciprocal.webhooks.post import Letter, Roads, post_all
from reciprocal.webhooks.terms import Outcome
from tests.reciprocal.webhooks.receiver import Receiver, certified, receiving

NAME = "voids.example.com"
HERE = Roads(to_loopback=True)
CANARY = "canary-of-a-landlord"


class Names:
    """A planted resolver: each look-up gives the next of its answers."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0)


def letter(url: str) -> Letter:
    return Letter(url, {"webhook-id": "msg_1"}, b'{"type":"ping"}')


def sent(url: str, roads: Roads = HERE) -> Outcome:
    (outcome,) = post_all([letter(url)], roads)
    return outcome


def secure(receiver: Receiver, name: str = NAME) -> str:
    return f"https://{name}:{receiver.port}/changed"


def test_a_message_arrives_as_it_was_written() -> None:
    with receiving() as receiver:
        assert sent(receiver.url) is Outcome.SUCCESS
    (call,) = receiver.calls
    assert (call.path, call.body) == ("/changed", b'{"type":"ping"}')
    assert call.headers["webhook-id"] == "msg_1"
    assert call.headers["content-type"] == "application/json"
    assert call.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert not {"cookie", "authorization", "referer"} & set(call.headers)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(302, Outcome.REDIRECT), (404, Outcome.CALLER_FAULT), (503, Outcome.SERVER_FAULT)],
)
def test_the_class_of_an_answer_is_kept(status: int, outcome: Outcome) -> None:
    with receiving() as receiver:
        receiver.statuses = [status]
        assert sent(receiver.url) is outcome
        assert len(receiver.calls) == 1


def test_a_redirect_is_not_followed() -> None:
    with receiving() as inside, receiving() as receiver:
        receiver.statuses, receiver.headers = [307], {"location": inside.url}
        assert sent(receiver.url) is Outcome.REDIRECT
        assert inside.calls == []


def test_a_proxy_of_the_environment_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiving() as proxy, receiving() as receiver:
        for variable in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        assert sent(receiver.url) is Outcome.SUCCESS
        assert proxy.calls == []


def test_a_name_is_looked_up_once_and_the_address_that_was_looked_at_is_called(
    tmp_path: Path,
) -> None:
    serving, calling = certified(tmp_path, NAME)
    with receiving(serving) as receiver:
        names = Names(["127.0.0.1"], ["169.254.169.254"])
        roads = Roads(to_loopback=True, trust=calling, resolve=names)
        assert sent(secure(receiver), roads) is Outcome.SUCCESS
        assert names.asked == [(NAME, receiver.port)]
        assert receiver.calls[0].headers["host"] == f"{NAME}:{receiver.port}"
        # The name now leads inside: it is looked at again, and not called.
        assert sent(secure(receiver), roads) is Outcome.REFUSED
        assert len(receiver.calls) == 1


@pytest.mark.parametrize("found", [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], []])
def test_a_name_that_leads_inside_is_not_called(
    tmp_path: Path, found: list[str]
) -> None:
    serving, calling = certified(tmp_path, NAME)
    with receiving(serving) as receiver:
        roads = Roads(trust=calling, resolve=Names(found))
        assert sent(secure(receiver), roads) is Outcome.REFUSED
        assert receiver.calls == []


def test_a_certificate_of_another_name_is_not_believed(tmp_path: Path) -> None:
    serving, calling = certified(tmp_path, "else.example.com")
    with receiving(serving) as receiver:
        roads = Roads(to_loopback=True, trust=calling, resolve=Names(["127.0.0.1"]))
        assert sent(secure(receiver), roads) is Outcome.UNREACHABLE
        assert receiver.calls == []


def test_a_certificate_of_nobody_known_is_not_believed(tmp_path: Path) -> None:
    serving, _ = certified(tmp_path, NAME)
    with receiving(serving) as receiver:
        roads = Roads(to_loopback=True, resolve=Names(["127.0.0.1"]))
        assert sent(secure(receiver), roads) is Outcome.UNREACHABLE
        assert receiver.calls == []


def test_an_address_of_this_machine_is_refused_without_the_setting() -> None:
    with receiving() as receiver:
        assert sent(receiver.url, Roads()) is Outcome.REFUSED
        assert sent(f"https://127.0.0.1:{receiver.port}/", Roads()) is Outcome.REFUSED
        assert receiver.calls == []


def test_the_systems_own_look_up_serves_where_none_is_planted() -> None:
    with receiving() as receiver:
        url = f"http://localhost:{receiver.port}/changed"
        # It may answer with both families; the server listens on one of them.
        assert sent(url) in (Outcome.SUCCESS, Outcome.UNREACHABLE)
        assert sent(url, Roads()) is Outcome.REFUSED


def test_a_receiver_that_keeps_silent_is_left(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with receiving() as receiver:
        receiver.silent = threading.Event()
        roads = Roads(to_loopback=True, call_seconds=0.2)
        assert sent(receiver.url, roads) is Outcome.UNREACHABLE


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with receiving() as receiver:
        url = receiver.url
    assert sent(url) is Outcome.UNREACHABLE


def test_a_look_up_that_fails_is_unreachable() -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError(host, port)

    roads = Roads(resolve=unknown)
    assert sent("https://voids.example.com/x", roads) is Outcome.UNREACHABLE


def test_outcomes_stand_in_the_order_of_their_letters() -> None:
    with receiving() as receiver:
        letters = [letter(receiver.url), letter("https://10.0.0.1/"), letter("no url")]
        assert post_all(letters, HERE) == [
            Outcome.SUCCESS,
            Outcome.REFUSED,
            Outcome.REFUSED,
        ]


def test_nothing_of_a_call_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with receiving() as receiver:
        sent(f"{receiver.url}/{CANARY}")
        assert CANARY in receiver.calls[0].path
    assert CANARY not in caplog.text
    assert "webhook-id" not in caplog.text
    assert str(receiver.port) not in caplog.text


def test_public_certificates_are_loaded_once() -> None:
    from reciprocal.webhooks import post  # noqa: PLC0415 - its private cache

    assert isinstance(post._public_trust(), SSLContext)
    assert post._public_trust() is post._public_trust()
