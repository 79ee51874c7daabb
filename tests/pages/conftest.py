"""A scheme in the middle of its work, served to real browsers."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from api.app import create_app
from fixtures.people import PASSWORD, sign_in_name
from reciprocal.organisations.rules import SchemeRules
from tests.contract.story import Story, rows
from tests.journeys.walking import SERVICE, items
from tests.pages.serving import served
from tests.support.passkeys import everybody_has_a_passkey
from tests.support.world import Fill, World, opened


class NoBrowserError(Exception):
    """Says what to install."""


@dataclass(frozen=True)
class Served:
    """A world, the address at which its pages are, and that of another site."""

    world: World
    address: str
    away: str


@contextmanager
def serving(world: World) -> Iterator[Served]:
    """Serve a world's pages, with another site beside them; nobody is signed out."""
    app = create_app(world.working, with_worker=False)
    with served(elsewhere) as away, served(app) as address:
        changed = {"exit_url": f"{away}/weather", "session_idle_minutes": 10**6}
        settings = world.working.settings.model_copy(update=changed)
        world.working.settings = settings
        yield Served(world, address, away)


@pytest.fixture(scope="module")
def served_world(
    filled: Fill, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """One of everything that has a reference, served."""
    found = filled("sqlite", rows(), SchemeRules())
    with opened(found, tmp_path_factory.mktemp("served")) as world:
        story = Story(world)
        story.half_way()
        a_case_is_guarded(story)
        everybody_has_a_passkey(world)
        with serving(world) as pages:
            yield pages


@pytest.fixture
def new_world(filled: Fill, tmp_path: Path) -> Iterator[Served]:
    """A pot of homes and requests before its first round, served."""
    found = filled("sqlite", rows(), SchemeRules())
    with opened(found, tmp_path) as world, serving(world) as pages:
        yield pages


def a_case_is_guarded(story: Story) -> None:
    """One more area, somebody shut out, and another case to be kept apart from."""
    one, other, *_ = items(story.world, SERVICE, "/v1/cases")
    path = f"/v1/cases/{one['reference']}"
    area = {"kind": "sector", "sector": "LS1 1", "reason": "associates"}
    story.act(SERVICE, "POST", f"{path}/areas", {"area": area})
    shut_out = {"sign_in": "nobody.yet@example.org", "reason": "risk"}
    story.act(SERVICE, "POST", f"{path}/blocked-staff", shut_out)
    apart = {"other": other["reference"], "reason": "family"}
    story.act(SERVICE, "POST", f"{path}/links", apart)


async def elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as a site where anybody might have been."""
    await PlainTextResponse("Sunny spells.")(scope, receive, send)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a run without it fails and says so."""
    program = shutil.which("chromium")
    if program is None:
        raise NoBrowserError(
            "Pages are tested in a real browser: install it with "
            "`apt-get install chromium`, then run this again."
        )
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        yield found
        found.close()


def signed_in(context: BrowserContext, code: str, who: str = "lead") -> Page:
    """Sign somebody of a member in, in a browser of their own."""
    page = context.new_page()
    page.goto("/desk/sign-in")
    page.get_by_label("Email address").fill(sign_in_name(code, who))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    page.wait_for_load_state()
    return page


Open = Callable[..., Page]


@contextmanager
def desks(browser: Browser, pages: Served) -> Iterator[Open]:
    """Give what opens the desk of somebody of a member, in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_one(code: str, who: str = "lead", **options: object) -> Page:
        context = browser.new_context(base_url=pages.address, locale="en-GB", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return signed_in(context, code, who)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def open_desk(browser: Browser, served_world: Served) -> Iterator[Open]:
    """Open a desk of the scheme that has one of everything."""
    with desks(browser, served_world) as found:
        yield found


@pytest.fixture
def open_new_desk(browser: Browser, new_world: Served) -> Iterator[Open]:
    """Open a desk of the scheme before its first round."""
    with desks(browser, new_world) as found:
        yield found
