"""Takes a picture of the main pages of each role, to be looked at.

Run `make screenshots` from the root, with the demonstration built (`make demo
SERVE=no`) and Debian's chromium installed. The pictures go to `var/screenshots`.
"""

import shutil
import sys

from playwright.sync_api import Browser, sync_playwright

from api.app import create_app
from fixtures.people import PASSWORD, sign_in_name
from reciprocal.composition import Service
from reciprocal.settings import Settings
from scripts.tree import ROOT
from tests.pages.serving import served

DEMO = ROOT / "var" / "demo"
PICTURES = ROOT / "var" / "screenshots"
WIDTHS_PX = (1100, 320)

PAGES = {
    "COORDINATOR": ("", "/rounds", "/pot", "/moves", "/questions", "/book", "/members"),
    "E09000007": (
        "",
        "/homes",
        "/homes/post",
        "/homes/upload",
        "/offers",
        "/statements",
    ),
    "SERVICE3": ("", "/cases", "/cases/new", "/account"),
    "AUDITOR": ("", "/events", "/exceptions", "/balances", "/figures"),
}
"""By the code of a member, the pages of its lead, under the desk."""


def main() -> int:
    """Serve the demonstration, and take every picture at each width."""
    chromium = shutil.which("chromium")
    if chromium is None or not (DEMO / "scheme.sqlite").exists():
        print("Build the demonstration (make demo SERVE=no) and install chromium.")
        return 1
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    service = Service(
        Settings(
            database_url=f"sqlite:///{DEMO / 'scheme.sqlite'}",
            key_file=DEMO / "root.json",
        )
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        with served(create_app(service, with_worker=False)) as address:
            for code in PAGES:
                take(browser, address, code)
        browser.close()
    service.close()
    print(f"The pictures are in {PICTURES.relative_to(ROOT)}.")
    return 0


def take(browser: Browser, address: str, code: str) -> None:
    """Sign a lead in, and take each of their pages at each width."""
    page = browser.new_page(base_url=address)
    page.goto("/desk/sign-in")
    page.get_by_label("Email address").fill(sign_in_name(code, "lead"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Today", level=1).wait_for()
    for path in PAGES[code]:
        page.goto(f"/desk{path}")
        name = f"{code.lower()}{path.replace('/', '-') or '-today'}"
        for width in WIDTHS_PX:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
