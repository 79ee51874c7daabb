"""Where pages hang: each under the desk, and what every one of them looks like."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from api import sessions
from api.pages import (
    account,
    auditor,
    coordinator,
    laboratory,
    landlord,
    own_sign_in,
    passkeys,
    signing_in,
    systems,
    worker,
)
from api.pages.desk import FRONT, Desk, Moved, Pages, Shown
from api.pages.rendering import render

_ASSETS = Path(__file__).parent / "assets"
_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

TODAY = {
    "referring_worker": worker.today,
    "named_lead": landlord.today,
    "coordinator": coordinator.today,
    "auditor": auditor.today,
}
"""What each role has to do now: its first page."""

_front = Pages(*TODAY)


@_front.page("")
async def today(desk: Desk) -> Shown | Moved | Response:
    """Show whoever comes in what they have to do."""
    return await TODAY[desk.me["role"]](desk)


AUDIENCES = (
    _front,
    account.PAGES,
    own_sign_in.PAGES,
    own_sign_in.UNFINISHED,
    passkeys.PAGES,
    systems.PAGES,
    worker.PAGES,
    landlord.PAGES,
    coordinator.PAGES,
    auditor.PAGES,
    laboratory.PAGES,
)


async def asset(request: Request) -> Response:
    """Send a file that pages look like; by name, and nothing else of the folder."""
    name = request.path_params["name"]
    found = _FILES.get(name)
    if found is None:
        return await nothing(request)
    return FileResponse(found, media_type=_KINDS[found.suffix])


async def nothing(request: Request) -> Response:
    """Say that there is nothing here, as for what is another's."""
    return render("not_here.html", {"token": sessions.token_of(request)}, status=404)


_FILES = {file.name: file for file in _ASSETS.iterdir() if file.suffix in _KINDS}


ROUTES = (
    Route(f"{FRONT}/assets/{{name}}", asset),
    *signing_in.ROUTES,
    *(route for audience in AUDIENCES for route in audience.routes),
    Route(f"{FRONT}/{{rest:path}}", nothing),
)
"""Every page, in the order in which an address is looked up."""
