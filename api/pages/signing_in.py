"""Coming in, and leaving: at the end of the day, everywhere, or in an instant."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import keeping, sessions
from api.pages import passkeys
from api.pages.acts import new_key
from api.pages.desk import FRONT, SIGN_IN, Desk, inside_of, redirect
from api.pages.inside import NotHere, Refused, SignedOut
from api.pages.own_sign_in import CODE, SET_UP
from api.pages.questions import Filled, Question, add_faults, fill_in
from api.pages.rendering import render

_CURRENT = "/v1/sessions/current"
_SHOWN = "/v1/sessions/current/passkey"
_ASKED = "/v1/sessions/current/passkey-questions"
CLEAR_ALL = {"Clear-Site-Data": '"*"'}

_SIGN_IN = (
    Question("email", "Email address", autocomplete="username"),
    Question("password", "Password", secret=True, autocomplete="current-password"),
)
_ELSEWHERE = (
    Question(
        "organisation_code",
        "Your organisation's code",
        hint="Such as E09000012. A colleague finds it on their own account's page.",
        width=20,
    ),
)
_JOIN = (
    Question("token", "Invitation", hint="The code that a colleague gave to you."),
    Question(
        "password",
        "Password",
        hint="At least 12 characters. Three words that nobody would guess do well.",
        secret=True,
        autocomplete="new-password",
    ),
)


async def sign_in(request: Request) -> Response:
    """Ask who it is; the session's token goes into a cookie and nowhere else."""
    if request.method == "GET":
        return render("sign_in.html", {"questions": _SIGN_IN})
    desk = await _stranger(request)
    filled = fill_in(_SIGN_IN, desk)
    if not filled.faults:
        try:
            answer = await desk.inside.ask("POST", "/v1/sessions", body=filled.body)
        except Refused as refused:
            add_faults(filled, _SIGN_IN, refused.faults)
            filled.faults.setdefault("", refused.title)
        except SignedOut:
            filled.faults[""] = "The email address or the password is not right."
        else:
            return await _go_on(request, answer.body, desk.typed("kept"))
    return _again("sign_in.html", _SIGN_IN, filled, kept=desk.typed("kept"))


async def enter_code(request: Request) -> Response:
    """Ask for a code of the second factor; another token takes the place of this."""
    token = sessions.token_of(request)
    desk = await _halfway(request, token)
    if desk is None:
        return redirect(SIGN_IN)
    if request.method == "GET":
        return _ask_for_code(desk, token, Filled())
    filled = fill_in((CODE,), desk)
    if not filled.faults:
        path = "/v1/sessions/current/second-factor"
        try:
            answer = await desk.inside.ask(
                "POST", path, body=filled.body, key=new_key()
            )
        except Refused as refused:
            add_faults(filled, (CODE,), refused.faults)
            filled.faults.setdefault("", refused.title)
        except SignedOut:
            return redirect(SIGN_IN)
        else:
            return await _go_on(request, answer.body, desk.typed("kept"))
    return _ask_for_code(desk, token, filled)


async def use_passkey(request: Request) -> Response:
    """Ask somebody's device for a passkey, then show it in place of a code."""
    token = sessions.token_of(request)
    desk = await _halfway(request, token)
    if desk is None:
        return redirect(SIGN_IN)
    signed = passkeys.signed_in(desk)
    path = _SHOWN if signed else _ASKED
    try:
        answer = await desk.inside.ask("POST", path, body=signed, key=new_key())
    except NotHere:
        return _ask_for_code(desk, token, Filled(faults={"": passkeys.NONE_HERE}))
    except Refused as refused:
        return _ask_for_code(desk, token, Filled(faults={"": refused.title}))
    except SignedOut:
        return redirect(SIGN_IN)
    if signed:
        return await _go_on(request, answer.body, desk.typed("kept"))
    known = {
        "form_token": sessions.form_token(token),
        "kept": desk.typed("kept"),
        "asked": answer.body,
    }
    return render("own/passkey_show.html", known)


async def _halfway(request: Request, token: str) -> Desk | None:
    """Return the visit of whoever has shown a password; None for any other form."""
    form = await request.form()
    given = str(form.get("form_token", ""))
    own = sessions.is_from_here(request) and sessions.is_form_token(token, given)
    if not token or (request.method == "POST" and not own):
        return None
    return Desk(request, inside_of(request, token), {}, form)


def _ask_for_code(desk: Desk, token: str, filled: Filled) -> Response:
    values = {
        "questions": (CODE,),
        "faults": filled.faults,
        "form_token": sessions.form_token(token),
        "kept": desk.typed("kept"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if filled.faults else HTTPStatus.OK
    return render("own/code.html", values, status=status)


async def elsewhere(request: Request) -> Response:
    """Lead to the sign-in page of somebody's own organisation, by a link.

    A form that led there would need leave to send what it holds to other sites.
    """
    if request.method == "GET":
        return render("own/elsewhere.html", {"questions": _ELSEWHERE})
    desk = await _stranger(request)
    filled = fill_in(_ELSEWHERE, desk)
    if not filled.faults:
        path = "/v1/single-sign-on"
        try:
            answer = await desk.inside.ask("POST", path, body=filled.body)
        except NotHere:
            filled.faults[""] = "No organisation of that code signs in elsewhere."
        except Refused as refused:
            add_faults(filled, _ELSEWHERE, refused.faults)
            filled.faults.setdefault("", refused.title)
        else:
            leading = render("own/go.html", {"go_to": answer.body["go_to"]})
            sessions.go_away(leading, answer.body["binding"])
            return leading
    return _again("own/elsewhere.html", _ELSEWHERE, filled)


async def back(request: Request) -> Response:
    """Come back from there, with what that page said; in the browser that went."""
    said = request.query_params
    body = {
        "state": said.get("state", ""),
        "code": said.get("code", ""),
        "binding": request.cookies.get(sessions.BEGUN_ELSEWHERE, ""),
    }
    path = "/v1/single-sign-on/complete"
    try:
        answer = await inside_of(request, "").ask("POST", path, body=body)
    except (SignedOut, Refused):
        status = HTTPStatus.UNAUTHORIZED
        return render("own/not_signed_in.html", {}, status=status)
    coming = await _go_on(request, answer.body, "")
    sessions.come_back(coming)
    return coming


async def _go_on(
    request: Request, signed_in: Mapping[str, str], sealed: str
) -> Response:
    """Lead where somebody's session lets them: to the code, to set one up, or in."""
    token, stage = signed_in["token"], signed_in["stage"]
    if stage == "open":
        return await _come_back(request, token, sealed)
    if stage == "half_open":
        form = FormData({"kept": sealed})
        desk = Desk(request, inside_of(request, token), {}, form)
        coming = _ask_for_code(desk, token, Filled())
    else:
        coming = redirect(f"{FRONT}{SET_UP}")
    sessions.start(coming, token)
    return coming


async def _come_back(request: Request, token: str, sealed: str) -> Response:
    """Lead to the desk; or to the form that somebody was filling in, if their own."""
    found = await keeping.kept(request, token, sealed) if sealed else None
    coming: Response = redirect(FRONT)
    if found is not None:
        known = {**found, "form_token": sessions.form_token(token)}
        coming = render("kept.html", known)
    sessions.start(coming, token)
    return coming


async def join(request: Request) -> Response:
    """Take up an invitation with a password of one's own."""
    if request.method == "GET":
        return render("join.html", {"questions": _JOIN})
    desk = await _stranger(request)
    filled = fill_in(_JOIN, desk)
    if not filled.faults:
        try:
            await desk.inside.ask("POST", "/v1/invitations/take-up", body=filled.body)
        except Refused as refused:
            add_faults(filled, _JOIN, refused.faults)
            filled.faults.setdefault("", refused.title)
        else:
            return redirect(SIGN_IN)
    return _again("join.html", _JOIN, filled)


async def sign_out(request: Request) -> Response:
    """End the session, and clear whatever the browser kept of it."""
    form = await request.form()
    token = sessions.token_of(request)
    if sessions.is_from_here(request) and sessions.is_form_token(
        token, str(form.get("form_token", ""))
    ):
        await _end(request, token)
    leaving = redirect(SIGN_IN)
    leaving.headers.update(CLEAR_ALL)
    sessions.end(leaving)
    return leaving


async def leave_at_once(request: Request) -> Response:
    """End the session and go where anybody might have been.

    A link, so that it works with no script at all; from elsewhere it ends nothing.
    """
    leaving = redirect(request.app.state.service.settings.exit_url)
    if sessions.is_from_here(request):
        await _end(request, sessions.token_of(request))
        leaving.headers.update(CLEAR_ALL)
        sessions.end(leaving)
    return leaving


async def still_here(request: Request) -> Response:
    """Keep a session that somebody says they still need."""
    try:
        await inside_of(request, sessions.token_of(request)).read("/v1/me")
    except SignedOut:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _stranger(request: Request) -> Desk:
    """Return the visit of somebody who is not signed in, from a page of ours."""
    form = await request.form() if sessions.is_from_here(request) else FormData()
    return Desk(request, inside_of(request, ""), {}, form)


async def _end(request: Request, token: str) -> None:
    if not token:
        return
    try:
        await inside_of(request, token).ask("DELETE", _CURRENT)
    except (SignedOut, NotHere, Refused):
        return


def _again(
    template: str, questions: tuple[Question, ...], filled: Filled, *, kept: str = ""
) -> Response:
    typed = {name: value for name, value in filled.typed.items() if name != "password"}
    values = {
        "questions": questions,
        "typed": typed,
        "faults": filled.faults,
        "kept": kept,
    }
    return render(template, values, status=HTTPStatus.UNPROCESSABLE_ENTITY)


ROUTES = [
    Route(f"{FRONT}/sign-in", sign_in, methods=["GET", "POST"]),
    Route(f"{FRONT}/sign-in/code", enter_code, methods=["GET", "POST"]),
    Route(f"{FRONT}/sign-in/passkey", use_passkey, methods=["POST"]),
    Route(f"{FRONT}/sign-in/elsewhere", elsewhere, methods=["GET", "POST"]),
    Route(f"{FRONT}/sign-in/back", back, methods=["GET"]),
    Route(f"{FRONT}/join", join, methods=["GET", "POST"]),
    Route(f"{FRONT}/sign-out", sign_out, methods=["POST"]),
    Route(f"{FRONT}/exit", leave_at_once, methods=["GET"]),
    Route(f"{FRONT}/still-here", still_here, methods=["GET"]),
]
