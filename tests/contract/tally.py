"""Which operation answered whom with a success, as each request of a story passes."""

import re
from functools import lru_cache
from typing import Any

import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok

from tests.api.standing import NOBODY

checks.load_all_checks()
CONFORMANCE = checks.CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "response_headers_conformance",
    ]
)
"""What any answer must be, whatever was asked."""

_ME = "/v1/me"
_COMPLETED = {f"/v1/sessions/current/{shown}" for shown in ("second-factor", "passkey")}


@lru_cache(maxsize=2)
def operations(app: FastAPI) -> tuple[Any, ...]:
    """Return every operation of the description, read once for each application.

    What Schemathesis works out of an operation it keeps beside it, for every caller.
    """
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    read = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), "an operation that cannot be read"
        read.append(found.ok())
    return tuple(read)


class Tally:
    """Stands where every request of a client passes, and writes down what came of it.

    Who asked is what the service itself says of the credentials, once for each: a
    caller that a story names wrongly counts for nobody else.

    Attributes:
        reached: Each "METHOD /path by role" that was answered with a success.
        faults: Each answer that is not as described; never what it said.
    """

    def __init__(self, http: TestClient) -> None:
        assert isinstance(http.app, FastAPI)
        self.reached: set[str] = set()
        self.faults: list[str] = []
        self._roles = {"": NOBODY}
        self._halfway: set[str] = set()
        self._waiting: dict[str, list[tuple[str, str, Any]]] = {}
        self._described = [
            (each.method.upper(), _pattern(each.path), each)
            for each in operations(http.app)
        ]
        self._request = http.request
        http.request = self._pass  # type: ignore[method-assign]

    def _pass(self, method: str, url: Any, **given: Any) -> Any:  # noqa: ANN401 - httpx's own
        path = str(url).partition("?")[0]
        known = str((given.get("headers") or {}).get("Authorization", ""))
        if path != _ME and known.startswith("Bearer ") and known not in self._roles:
            self._learn(known, self._request("GET", _ME, headers=given["headers"]))
        answer = self._request(method, url, **given)
        if (method, path) == ("GET", _ME):
            self._learn(known, answer)
        if path in _COMPLETED and answer.is_success:
            # Who had come in halfway is said once they have come in wholly.
            whole = {"Authorization": f"Bearer {answer.json()['token']}"}
            self._learn(known, self._request("GET", _ME, headers=whole))
        # Who sets a second factor up before anything else is said to be nobody yet.
        self._waiting.setdefault(known, []).append((method, path, answer))
        if known not in self._halfway:
            role = self._roles.get(known, "somebody")
            for each in self._waiting.pop(known):
                self._write_down(*each[:2], role, each[2])
        return answer

    def _learn(self, known: str, answer: Any) -> None:  # noqa: ANN401 - likewise
        if answer.status_code == 200:
            self._roles[known] = answer.json()["role"]
            self._halfway.discard(known)
        elif answer.status_code == 403:
            self._halfway.add(known)

    def _write_down(self, method: str, path: str, role: str, answer: Any) -> None:  # noqa: ANN401 - likewise
        operation, parts = self._operation(method, path)
        name = f"{method} {operation.path} by {role}"
        if answer.is_success:
            self.reached.add(name)
        try:
            case = operation.Case(path_parameters=parts)
            case.validate_response(answer, checks=CONFORMANCE)
        except FailureGroup as failed:
            broken = sorted({each.title for each in failed.exceptions})
            self.faults.append(f"{name}: {answer.status_code}: {', '.join(broken)}")

    def _operation(self, method: str, path: str) -> tuple[Any, dict[str, str]]:
        found = [
            (each, matched.groupdict())
            for of, pattern, each in self._described
            if of == method and (matched := pattern.fullmatch(path))
        ]
        assert found, "the story calls an operation that is not described"
        return min(found, key=lambda each: len(each[1]))


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))
