# ruff: noqa: ANN401 - a call's answer is whatever was planted
"""A call is sent again until somebody answers, with the key it had at first."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from reciprocal.client import (
    Client,
    DestinationRefused,
    Fault,
    Patience,
    PersonSignIn,
    Refused,
    SystemKey,
    Unreachable,
    every,
)
from reciprocal.client.connection import Calls, Connection
from reciprocal.client.credentials import PersonSignIn as Person

BASE = "https://reciprocal.example"
Said = httpx.Response | httpx.TransportError
SECRET = "CANARY-17-Heron-Court"
PROBLEM = {
    "type": "urn:reciprocal:problem:fields_invalid",
    "title": "Some fields cannot be used.",
    "status": 422,
    "code": "fields_invalid",
    "faults": [{"field": "bedrooms", "fault": "Give a whole number."}],
}


class Service:
    """What a service says, in turn; it keeps what it was sent."""

    def __init__(self, *said: Said) -> None:
        self.said = list(said)
        self.sent: list[httpx.Request] = []
        self.waits: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        said = self.said.pop(0)
        if isinstance(said, httpx.TransportError):
            raise said
        return said

    def calls(self, patience: Patience, credentials: Any = None) -> "Posting":
        return Posting(
            Connection(
                BASE,
                credentials or SystemKey("k"),
                patience=patience,
                transport=httpx.MockTransport(self),
                pause=self.waits.append,
            )
        )


class Posting(Calls):
    def post(self, key: str | None = None) -> Any:
        return self._send("POST", "/v1/homes", body={"address": SECRET}, key=key)

    def put(self) -> Any:
        return self._send("PUT", "/v1/x", if_match='"t"', body={})

    def upload(self, content: bytes) -> Any:
        return self._send("POST", "/v1/x", content=content, content_type="text/csv")

    def read(self, known: Any = None) -> Any:
        return self._send("GET", "/v1/x", known=known)

    def listed(self, **filters: object) -> Any:
        return self._send("GET", "/v1/x", query=filters)


def lost() -> httpx.TransportError:
    return httpx.ReadError("connection reset")


def problem(
    status: int, code: str = "fields_invalid", **headers: str
) -> httpx.Response:
    return httpx.Response(
        status,
        json={**PROBLEM, "status": status, "code": code},
        headers={"Content-Type": "application/problem+json", **headers},
    )


def created() -> httpx.Response:
    return httpx.Response(201, json={"a": 1}, headers={"Idempotent-Replayed": "true"})


@pytest.mark.parametrize(
    "first",
    [
        lost,
        lambda: httpx.ConnectTimeout("slow"),
        lambda: httpx.RemoteProtocolError("killed"),
        lambda: problem(503, "database_refused"),
        lambda: problem(429, "too_many"),
        lambda: httpx.Response(502, text="proxy"),
        lambda: httpx.Response(504, text="proxy"),
    ],
)
def test_a_post_is_sent_again_with_its_own_key(first: Callable[[], Said]) -> None:
    service = Service(first(), first(), created())
    answer = service.calls(Patience(attempts=3)).post()
    keys = {request.headers["Idempotency-Key"] for request in service.sent}
    assert len(service.sent) == 3
    assert len(keys) == 1
    assert len(keys.pop()) == 32
    assert answer.replayed
    assert len(service.waits) == 2


def test_a_key_of_the_callers_own_is_sent() -> None:
    service = Service(created())
    service.calls(Patience()).post("voids-2026-11-22")
    assert service.sent[0].headers["Idempotency-Key"] == "voids-2026-11-22"


def test_two_posts_have_two_keys() -> None:
    service = Service(created(), created())
    calls = service.calls(Patience())
    calls.post()
    calls.post()
    first, second = (each.headers["Idempotency-Key"] for each in service.sent)
    assert first != second


def test_nobody_answering_is_said_after_the_last_attempt() -> None:
    service = Service(lost(), lost())
    with pytest.raises(Unreachable) as raised:
        service.calls(Patience(attempts=2)).post()
    assert len(service.waits) == 1
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 412, 422, 500])
def test_a_no_is_not_asked_again(status: int) -> None:
    service = Service(problem(status))
    with pytest.raises(Refused) as raised:
        service.calls(Patience()).post()
    assert len(service.sent) == 1
    refused = raised.value
    assert (refused.status, refused.code) == (status, "fields_invalid")
    assert refused.faults == (Fault("bedrooms", "Give a whole number."),)
    assert "bedrooms: Give a whole number." in str(refused)
    assert not refused.maybe_done
    assert SECRET not in str(refused)


def test_a_busy_service_is_left_alone_as_long_as_it_asks() -> None:
    service = Service(problem(429, **{"Retry-After": "7"}), created())
    service.calls(Patience()).post()
    assert service.waits == [7.0]


def test_a_service_that_asks_for_longer_than_patience_has_is_not_waited_for() -> None:
    service = Service(problem(429, "too_many_requests", **{"Retry-After": "900"}))
    with pytest.raises(Refused) as raised:
        service.calls(Patience()).post()
    assert raised.value.status == 429
    assert service.waits == []


def test_the_last_attempt_s_answer_is_the_answer() -> None:
    service = Service(problem(503), problem(503))
    with pytest.raises(Refused):
        service.calls(Patience(attempts=2)).post()
    assert len(service.sent) == 2


def test_waits_double_and_never_pass_the_longest() -> None:
    patience = Patience(first_wait_s=1.0, longest_wait_s=4.0)
    for attempt, longest in ((1, 1.0), (2, 2.0), (3, 4.0), (9, 4.0)):
        assert longest / 2 <= patience.wait_s(attempt) <= longest


def test_a_change_whose_answer_was_lost_may_be_our_own() -> None:
    """A PUT has no key: the second attempt may meet what the first one did."""
    service = Service(lost(), problem(412, "version_mismatch"))
    with pytest.raises(Refused) as raised:
        service.calls(Patience()).put()
    assert raised.value.maybe_done
    assert {each.headers["If-Match"] for each in service.sent} == {'"t"'}
    assert "Idempotency-Key" not in service.sent[0].headers


def test_an_answer_that_explains_nothing_is_unknown() -> None:
    with pytest.raises(Refused) as raised:
        Service(httpx.Response(418, text=SECRET)).calls(Patience()).post()
    assert raised.value.code == "unknown"
    assert SECRET not in str(raised.value)


def test_an_answer_without_a_body_is_none() -> None:
    assert Service(httpx.Response(204)).calls(Patience()).post().body is None


def test_a_redirect_is_not_followed() -> None:
    """A home's address is for one destination only."""
    elsewhere = httpx.Response(307, headers={"Location": "https://elsewhere.example"})
    service = Service(elsewhere)
    with pytest.raises(Refused):
        service.calls(Patience()).post()
    assert len(service.sent) == 1


@pytest.mark.parametrize(
    "url", ["http://reciprocal.example", "ftp://127.0.0.1", "reciprocal.example", ""]
)
def test_what_is_sent_goes_over_tls_or_stays_here(url: str) -> None:
    with pytest.raises(DestinationRefused):
        Client(url, SystemKey("k"))
    Client("http://127.0.0.1:8000", SystemKey("k")).close()


def test_a_file_is_sent_as_it_is() -> None:
    service = Service(created())
    service.calls(Patience()).upload(b"UPRN\n1\n")
    assert service.sent[0].content == b"UPRN\n1\n"
    assert service.sent[0].headers["Content-Type"] == "text/csv"


def test_a_file_s_fault_has_its_row() -> None:
    said = {"field": "Postcode", "fault": "Give a whole English postcode.", "row": 7}
    body = {**PROBLEM, "faults": [said]}
    kind = {"Content-Type": "application/problem+json"}
    with pytest.raises(Refused) as raised:
        Service(httpx.Response(422, json=body, headers=kind)).calls(Patience()).post()
    (fault,) = raised.value.faults
    assert fault.row == 7
    assert str(fault) == "row 7, Postcode: Give a whole English postcode."
    assert str(fault) in str(raised.value)


def test_a_list_in_a_query_is_a_parameter_that_is_repeated() -> None:
    service = Service(httpx.Response(200, json={}))
    service.calls(Patience()).listed(column=["a=B", "c=D"], dry_run=False)
    query = service.sent[0].url.query
    assert query == b"column=a%3DB&column=c%3DD&dry_run=false"


def test_what_is_as_it_was_is_the_answer_that_was_known() -> None:
    service = Service(
        httpx.Response(200, json={"stage": "offered"}, headers={"ETag": '"one"'}),
        httpx.Response(304, headers={"ETag": '"one"'}),
        httpx.Response(200, json={"stage": "accepted"}, headers={"ETag": '"two"'}),
    )
    calls = service.calls(Patience())
    first = calls.read()
    assert calls.read(first) is first
    assert calls.read(first).body == {"stage": "accepted"}
    said = [each.headers.get("If-None-Match") for each in service.sent]
    assert said == [None, '"one"', '"one"']


def test_what_had_no_tag_is_read_whole() -> None:
    service = Service(httpx.Response(200, json=1), httpx.Response(200, json=2))
    calls = service.calls(Patience())
    assert calls.read(calls.read()).body == 2
    assert "If-None-Match" not in service.sent[1].headers


# Who calls.


def signed_in(token: str, stage: str = "open") -> httpx.Response:
    return httpx.Response(201, json={"token": token, "stage": stage})


def test_a_person_signs_in_once_and_again_when_the_session_has_ended() -> None:
    service = Service(
        signed_in("one"), created(), problem(401), signed_in("two"), created()
    )
    calls = service.calls(Patience(), PersonSignIn("a@b.example", SECRET))
    calls.post()
    calls.post()
    said = [each.headers.get("Authorization") for each in service.sent]
    assert said == [None, "Bearer one", "Bearer one", None, "Bearer two"]


def test_a_person_with_a_second_factor_is_asked_for_a_code_at_each_sign_in() -> None:
    service = Service(
        *(signed_in("half", "half_open"), signed_in("one"), created()),
        *(problem(401), signed_in("again", "half_open"), signed_in("two"), created()),
    )
    codes = iter(("123456", "654321"))
    person = PersonSignIn("a@b.example", SECRET, code=lambda: next(codes))
    calls = service.calls(Patience(), person)
    calls.post()
    calls.post()
    said = [each.headers.get("Authorization") for each in service.sent]
    assert said[:4] == [None, "Bearer half", "Bearer one", "Bearer one"]
    assert said[4:] == [None, "Bearer again", "Bearer two"]
    shown = [service.sent[place] for place in (1, 5)]
    assert [json.loads(each.content) for each in shown] == [
        {"code": "123456"},
        {"code": "654321"},
    ]
    assert {each.url.path for each in shown} == {"/v1/sessions/current/second-factor"}
    keys = {each.headers["Idempotency-Key"] for each in shown}
    assert len(keys) == 2


def test_without_a_code_the_service_says_what_it_needs() -> None:
    service = Service(
        signed_in("half", "half_open"), problem(403, "second_factor_needed")
    )
    with pytest.raises(Refused) as raised:
        service.calls(Patience(), PersonSignIn("a@b.example", SECRET)).post()
    assert raised.value.code == "second_factor_needed"


def test_nobody_without_a_second_factor_is_asked_for_a_code() -> None:
    service = Service(signed_in("one"), created())
    person = PersonSignIn("a@b.example", SECRET, code=lambda: pytest.fail("asked"))
    service.calls(Patience(), person).post()
    assert service.sent[1].headers["Authorization"] == "Bearer one"


def test_a_person_refused_twice_is_refused() -> None:
    service = Service(signed_in("one"), problem(401), signed_in("two"), problem(401))
    with pytest.raises(Refused) as raised:
        service.calls(Patience(), Person("a@b.example", SECRET)).post()
    assert raised.value.status == 401


def test_a_wrong_password_is_refused_at_once() -> None:
    service = Service(problem(401, "sign_in_refused"))
    with pytest.raises(Refused) as raised:
        service.calls(Patience(), Person("a@b.example", SECRET)).post()
    assert raised.value.code == "sign_in_refused"
    assert len(service.sent) == 1


def test_a_sign_in_that_nobody_answers_is_said() -> None:
    with pytest.raises(Unreachable):
        Service(lost()).calls(Patience(), Person("a@b.example", SECRET)).post()


def test_a_key_that_is_refused_is_refused() -> None:
    service = Service(problem(401))
    with pytest.raises(Refused):
        service.calls(Patience(), SystemKey(SECRET)).post()
    assert len(service.sent) == 1
    assert service.sent[0].headers["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize(
    "credentials", [SystemKey(SECRET), PersonSignIn("a@b.example", SECRET, SECRET)]
)
def test_credentials_do_not_print_what_they_hold(credentials: object) -> None:
    assert SECRET not in repr(credentials)


# Lists.


def test_every_item_of_every_page_is_given_in_order() -> None:
    pages = [
        httpx.Response(200, json={"items": [1, 2], "next": "c1"}),
        httpx.Response(200, json={"items": [], "next": "c2"}),
        httpx.Response(200, json={"items": [3], "next": None}),
    ]
    service = Service(*pages)
    assert list(every(service.calls(Patience()).listed, ready=True)) == [1, 2, 3]
    assert [dict(each.url.params) for each in service.sent] == [
        {"ready": "true"},
        {"ready": "true", "cursor": "c1"},
        {"ready": "true", "cursor": "c2"},
    ]
