"""Somebody's own way in: their sessions, their password, their second factor."""

from starlette.responses import Response

from api.pages import acts, listings
from api.pages.acts import Act
from api.pages.desk import EVERYBODY, Desk, Moved, Pages, Shown
from api.pages.inside import ConfirmFirst, Refused
from api.pages.listings import Listing
from api.pages.questions import Filled, Question, add_faults, fill_in

PAGES = Pages(*EVERYBODY)

UNFINISHED = Pages()
"""For whoever must set a second factor up before they see anything else."""

SET_UP = "/sign-in/set-up"

CODE = Question(
    "code",
    "Code",
    hint="The six figures that your app shows now.",
    autocomplete="one-time-code",
    width=30,
)
_CODE = (CODE,)


@PAGES.page("/account/second-factor")
async def second_factor(desk: Desk) -> Shown:
    """Show whether there is a second factor, and what can be done about it."""
    found = await desk.inside.read("/v1/second-factor")
    values = {"found": found, "back": "/desk/account"}
    return Shown("own/second_factor.html", values)


@PAGES.page("/account/second-factor/set-up", methods=("GET", "POST"))
async def set_up_another(desk: Desk) -> Shown | Moved | Response:
    """Set a second factor up, from one's account."""
    return await set_up(desk)


@UNFINISHED.page(SET_UP, methods=("GET", "POST"))
async def set_up(desk: Desk) -> Shown | Moved:
    """Begin, then take a first code; the codes for paper are shown this once."""
    if desk.request.method == "GET":
        return Shown("own/set_up.html", {"key": acts.new_key()})
    if not desk.typed("confirm"):
        path = "/v1/second-factor"
        try:
            made = await desk.inside.ask("POST", path, key=desk.typed("key") or None)
        except ConfirmFirst:
            raise
        except Refused as refused:
            return Shown("own/set_up.html", {"faults": {"": refused.title}}, 409)
        return _ask_for_a_code(Filled(), dict(made.body))
    filled = fill_in(_CODE, desk)
    if not filled.faults:
        path, key = "/v1/second-factor/confirm", desk.typed("key") or None
        try:
            made = await desk.inside.ask("POST", path, body=filled.body, key=key)
        except ConfirmFirst:
            raise
        except Refused as refused:
            add_faults(filled, _CODE, refused.faults)
            filled.faults.setdefault("", refused.title)
        else:
            return Shown("own/recovery_codes.html", made.body)
    return _ask_for_a_code(filled, {})


def _ask_for_a_code(filled: Filled, shown: dict[str, str]) -> Shown:
    values = {
        "questions": _CODE,
        "faults": filled.faults,
        "key": acts.new_key(),
        **shown,
    }
    return Shown("own/confirm.html", values, 422 if filled.faults else 200)


_SESSIONS = Listing(
    path="/account/sessions",
    api="/v1/sessions",
    title="Where you are signed in",
    columns=(
        ("Signed in", "started_at"),
        ("Last used", "last_seen_at"),
        ("Ends", "ends_at"),
        ("This one", "current"),
    ),
    row_acts=(("End it", "/desk/account/sessions/{reference}/end", ()),),
    empty="Nowhere.",
    acts=(("Sign out everywhere", "/desk/account/sessions/end"),),
    back="/desk/account",
)

_ACTS = (
    Act(
        path="/account/sessions/end",
        method="DELETE",
        api="/v1/sessions",
        title="Sign out everywhere",
        intro="Every session of yours ends at once, this one too.",
        button="Sign out everywhere",
        back="/desk/account",
    ),
    Act(
        path="/account/sessions/{reference}/end",
        method="DELETE",
        api="/v1/sessions/{reference}",
        title="End this session",
        intro="Whoever uses it is signed out at once.",
        button="End it",
        back="/desk/account/sessions",
    ),
    Act(
        path="/account/password",
        method="POST",
        api="/v1/password",
        title="Change your password",
        intro="Your other sessions end.",
        questions=(
            Question(
                "present_password",
                "Your password until now",
                secret=True,
                autocomplete="current-password",
            ),
            Question(
                "password",
                "Your new password",
                hint="At least 12 characters. Three words that nobody would guess do "
                "well.",
                secret=True,
                autocomplete="new-password",
            ),
        ),
        button="Change it",
        back="/desk/account",
        said="password_changed",
    ),
    Act(
        path="/account/second-factor/remove",
        method="DELETE",
        api="/v1/second-factor",
        title="Remove your second factor",
        intro="Your app's codes and those on paper open nothing from then on.",
        button="Remove it",
        back="/desk/account/second-factor",
        grave=True,
    ),
    Act(
        path="/account/people/{reference}/sign-out",
        method="DELETE",
        api="/v1/people/{reference}/sessions",
        title="Sign a colleague out",
        intro="Every session of theirs ends at once. They may sign in again.",
        button="Sign them out",
        back="/desk/account",
    ),
    Act(
        path="/account/people/{reference}/second-factor",
        method="POST",
        api="/v1/people/{reference}/second-factor-reset",
        title="A colleague lost their second factor",
        intro="Be sure that it is they who ask: speak with them in person. They are "
        "signed out; within a day they sign in with their password and set another "
        "second factor up. You choose nothing for them.",
        button="Let them set another up",
        back="/desk/account",
        grave=True,
    ),
)

for _act in _ACTS:
    acts.register(PAGES, _act)
listings.register(PAGES, _SESSIONS)
