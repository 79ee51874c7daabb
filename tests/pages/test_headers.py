"""What every answer of a page carries, whatever it says."""

import httpx
import pytest
from starlette.responses import Response

from api import sessions
from api.shield import HEADERS
from tests.pages.conftest import Served

PAGES = ("/desk", "/desk/sign-in", "/desk/join", "/desk/nothing/here", "/desk/exit")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_stored_nowhere_and_loads_from_here_alone(
    served_world: Served, path: str
) -> None:
    answer = httpx.get(served_world.address + path)
    others = {name: HEADERS[name] for name in HEADERS if "Policy" not in name}
    assert others.items() <= {n: answer.headers.get(n) for n in others}.items()
    said = dict(
        part.strip().split(" ", 1)
        for part in answer.headers["content-security-policy"].split(";")
    )
    assert said == POLICY
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", [*PAGES, "/desk/assets/desk.css", "/v1/me"])
def test_a_browser_keeps_every_answer_apart_from_other_sites(
    served_world: Served, path: str
) -> None:
    told = httpx.get(served_world.address + path).headers
    assert told["cross-origin-opener-policy"] == "same-origin"
    assert told["cross-origin-resource-policy"] == "same-origin"
    year = "max-age=31536000; includeSubDomains"
    assert told["strict-transport-security"] == year


def test_a_cookie_is_for_this_host_alone_and_for_no_script() -> None:
    answer = Response()
    sessions.start(answer, "a" * 32)
    sessions.go_away(answer, "b" * 32)
    sessions.end(answer)
    sessions.come_back(answer)
    cookies = answer.headers.getlist("set-cookie")
    assert len(cookies) == 4
    for set_ in cookies:
        first, *said = [part.strip() for part in set_.split(";")]
        assert first.startswith("__Host-")
        lower = {each.lower() for each in said}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= lower
        assert not any(each.startswith("domain") for each in lower)


def test_what_a_page_looks_like_may_be_kept_by_its_reader_alone(
    served_world: Served,
) -> None:
    answer = httpx.get(f"{served_world.address}/desk/assets/desk.css")
    assert answer.headers["cache-control"] == "private, max-age=86400"


@pytest.mark.parametrize("name", ["nothing.css", "..%2Fhung.py", "vendored.html"])
def test_nothing_but_its_files_is_sent(served_world: Served, name: str) -> None:
    assert httpx.get(f"{served_world.address}/desk/assets/{name}").status_code == 404


def test_a_browser_is_led_to_the_desk_and_a_system_to_the_description(
    served_world: Served,
) -> None:
    page = httpx.get(served_world.address, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.headers["location"]) == (303, "/desk")
    assert httpx.get(served_world.address).json()["api"] == "/v1"


def test_leaving_clears_what_the_browser_kept(served_world: Served) -> None:
    answer = httpx.get(f"{served_world.address}/desk/exit")
    assert answer.headers["clear-site-data"] == '"*"'
    assert answer.headers["location"].startswith(served_world.away)
