"""A scheme in the middle of its work, served to real browsers."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from tests.api.standing import Standing, standing
from tests.contract.story import Story, rows
from tests.pages.serving import served
from tests.support.world import Fill, World, opened

__all__ = ["standing"]


class NoBrowserError(Exception):
    """Says what to install."""


@dataclass(frozen=True)
class Served:
    """A world, the address at which its pages are, and that of another site."""

    world: World
    address: str
    away: str
    standing: Standing


@pytest.fixture(scope="module")
def served_world(
    filled: Fill, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """One of everything that has a reference, served."""
    found = filled("sqlite", rows(), SchemeRules())
    with opened(found, tmp_path_factory.mktemp("served")) as world:
        Story(world).half_way()
        app = create_app(world.working, with_worker=False)
        with served(elsewhere) as away, served(app) as address:
            world.working.settings = world.working.settings.model_copy(
                update={"exit_url": f"{away}/weather"}
            )
            yield Served(world, address, away, Standing(world))


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
    return page


Open = Callable[..., Page]


@pytest.fixture
def open_desk(browser: Browser, served_world: Served) -> Iterator[Open]:
    """Open the desk of somebody of a member, signed in, in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_one(code: str, who: str = "lead", **options: object) -> Page:
        context = browser.new_context(
            base_url=served_world.address, locale="en-GB", **options
        )
        contexts.append(context)
        return signed_in(context, code, who)

    yield open_one
    for context in contexts:
        context.close()
