"""Who sits at the desk: one visit to a page, and the routes that lead to it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api import keeping, sessions
from api.pages import confirming
from api.pages.inside import ConfirmFirst, Inside, NotHere, Refused, SignedOut
from api.pages.rendering import render

FRONT = "/desk"
SIGN_IN = f"{FRONT}/sign-in"
_SEE_OTHER = 303

_NOT_KEPT = frozenset(
    {"form_token", "password", "present_password", "code", confirming.PROOF}
)
"""What somebody types who proves who they are: it is asked for anew."""

_STILL_NEEDED = {
    "second_factor_needed": f"{SIGN_IN}/code",
    "enrolment_needed": f"{SIGN_IN}/set-up",
}
"""Where somebody goes who has not come in wholly yet, by what the API says."""

EVERYBODY = ("coordinator", "named_lead", "referring_worker", "auditor")


@dataclass(frozen=True, slots=True)
class Shown:
    """A template, and the plain values it is filled with."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a browser goes on to; said once there, if anything is."""

    to: str
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """One visit: who makes it, what it asks for, and the API as they may use it.

    Attributes:
        me: What the API says of whoever is signed in.
        form: What a form sent, without its token.
    """

    request: Request
    inside: Inside
    me: Mapping[str, Any]
    form: FormData = field(default_factory=FormData)

    @property
    def path(self) -> Mapping[str, str]:
        """Return the parts of the path that differ, such as a reference."""
        return self.request.path_params

    @property
    def query(self) -> Mapping[str, str]:
        """Return what a list is filtered by."""
        return self.request.query_params

    def typed(self, name: str) -> str:
        """Return what was typed under a name; empty where nothing was."""
        value = self.form.get(name, "")
        return "" if isinstance(value, UploadFile) else value.strip()

    def chosen(self, name: str) -> list[str]:
        """Return every value ticked under a name."""
        return [each for each in self.form.getlist(name) if isinstance(each, str)]


Page = Callable[[Desk], Awaitable[Shown | Moved | Response]]


class Pages:
    """The pages of one audience; anybody else finds nothing there."""

    def __init__(self, *roles: str) -> None:
        """Take the roles that these pages are for; whoever has a session, if none."""
        self.roles = frozenset(roles)
        self.routes: list[Route] = []

    def page(
        self, path: str, *, methods: Sequence[str] = ("GET",)
    ) -> Callable[[Page], Page]:
        """Register a page under the desk."""

        def register(page: Page) -> Page:
            self.add(path, page, methods=methods)
            return page

        return register

    def add(self, path: str, page: Page, *, methods: Sequence[str] = ("GET",)) -> None:
        """Register a page under the desk."""

        async def answer(request: Request) -> Response:
            return await _answer(request, page, self.roles)

        self.routes.append(
            Route(f"{FRONT}{path}", answer, methods=list(methods), name=path)
        )


def inside_of(request: Request, token: str) -> Inside:
    """Return the API as a session may use it."""
    client = request.client
    caller = (client.host, client.port) if client else ("unknown", 0)
    return Inside(request.app, token=token, caller=caller)


def redirect(to: str) -> Response:
    """Send a browser on, with a GET."""
    return RedirectResponse(to, status_code=_SEE_OTHER)


async def _answer(request: Request, page: Page, roles: frozenset[str]) -> Response:
    token = sessions.token_of(request)
    try:
        desk = await _come_in(request, token, roles)
        return await _done(desk, token, page)
    except SignedOut:
        return await _sign_in_first(request, token)
    except NotHere:
        return render("not_here.html", {"token": token}, status=404)
    except Refused as refused:
        if refused.code in _STILL_NEEDED:
            return redirect(_STILL_NEEDED[refused.code])
        values = {"refused": refused, "token": token}
        return render("refused.html", values, status=refused.status)
    finally:
        await request.close()


async def _done(desk: Desk, token: str, page: Page) -> Response:
    """Answer a visit; where it must be proved first who sits there, ask for that."""
    try:
        await confirming.prove(desk.inside, desk.form, str(uuid4()))
    except Refused as refused:
        return await _prove_first(desk, token, refused)
    try:
        return _sent(desk, token, await page(desk))
    except ConfirmFirst:
        return await _prove_first(desk, token, None)


async def _prove_first(desk: Desk, token: str, refused: Refused | None) -> Response:
    asked = await confirming.asked_again(desk.request, desk.inside, refused)
    status = refused.status if refused else HTTPStatus.FORBIDDEN
    return _sent(desk, token, Shown("own/prove.html", asked, status))


async def _sign_in_first(request: Request, token: str) -> Response:
    """Ask somebody to sign in; what they had just sent waits, sealed for them alone."""
    if request.method != "POST" or not token:
        return redirect(SIGN_IN)
    form = await request.form()
    given = str(form.get("form_token", ""))
    own = sessions.is_form_token(token, given) and sessions.is_from_here(request)
    fields = [(k, v) for k, v in form.multi_items() if isinstance(v, str)]
    if not own or len(fields) != len(form.multi_items()):
        return redirect(SIGN_IN)
    typed = [pair for pair in fields if pair[0] not in _NOT_KEPT]
    kept = await keeping.keep(request, token, {"to": request.url.path, "typed": typed})
    return render("sign_in.html", {"kept": kept}, status=HTTPStatus.UNAUTHORIZED)


async def _come_in(request: Request, token: str, roles: frozenset[str]) -> Desk:
    """Find out who it is, and whether they sent this from a page of their own.

    Raises:
        SignedOut: When there is no session, or a form is not of this one.
        NotHere: When the page is for others.
    """
    form = FormData()
    if request.method == "POST":
        form = await request.form()
        given = str(form.get("form_token", ""))
        own = sessions.is_form_token(token, given)
        if not (own and sessions.is_from_here(request)):
            raise SignedOut
    if not token:
        raise SignedOut
    inside = inside_of(request, token)
    if not roles:
        return Desk(request, inside, {}, form)
    me = await inside.read("/v1/me")
    if me["role"] not in roles:
        raise NotHere
    return Desk(request, inside, me, form)


def _sent(desk: Desk, token: str, found: Shown | Moved | Response) -> Response:
    if isinstance(found, Response):
        return found
    if isinstance(found, Moved):
        said = f"?said={found.said}" if found.said else ""
        return redirect(found.to + said)
    settings = desk.request.app.state.service.settings
    minutes = min(settings.session_idle_minutes, settings.session_absolute_minutes)
    values = {
        "me": desk.me,
        "idle_minutes": minutes,
        "idle_until": datetime.now(UTC) + timedelta(minutes=minutes),
        "token": token,
        "form_token": sessions.form_token(token),
        "here": desk.request.url.path,
        "said": desk.query.get("said"),
        **found.values,
    }
    return render(found.template, values, status=found.status)
