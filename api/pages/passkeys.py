"""Passkeys: those somebody has, one more, and what a device says at the sign-in.

The device is spoken to by a script of ours; without scripts the app's codes serve.
"""

from starlette.responses import Response

from api.pages import acts, listings
from api.pages.acts import Act
from api.pages.desk import EVERYBODY, FRONT, Desk, Moved, Pages, Shown
from api.pages.inside import ConfirmFirst, Refused
from api.pages.listings import Listing

PAGES = Pages(*EVERYBODY)

NONE_HERE = "You have no passkey here; enter a code of your app."
LISTED = f"{FRONT}/account/passkeys"

_MADE = ("passkey", "client_data", "attestation")
_SIGNED = ("passkey", "client_data", "authenticator_data", "signature")


def signed_in(desk: Desk) -> dict[str, str] | None:
    """Return what a device has signed, once the form holds it."""
    return _said(desk, _SIGNED)


@PAGES.page("/account/passkeys/add", methods=("GET", "POST"))
async def add(desk: Desk) -> Shown | Moved | Response:
    """Ask somebody's device to make a key, then keep it."""
    if desk.request.method == "GET":
        return Shown("own/passkey_add.html", {"key": acts.new_key()})
    made = _said(desk, _MADE)
    path = "/v1/passkeys" if made else "/v1/passkeys/questions"
    try:
        answer = await desk.inside.ask(
            "POST", path, body=made, key=desk.typed("key") or None
        )
    except ConfirmFirst:
        raise
    except Refused as refused:
        faults = {"": refused.title}
        known = {"key": acts.new_key(), "faults": faults}
        return Shown("own/passkey_add.html", known, refused.status)
    if made:
        return Moved(LISTED, "passkey_added")
    known = {"key": acts.new_key(), "asked": answer.body}
    return Shown("own/passkey_add.html", known)


def _said(desk: Desk, parts: tuple[str, ...]) -> dict[str, str] | None:
    said = {part: desk.typed(part) for part in parts}
    return said if all(said.values()) else None


_LISTING = Listing(
    path="/account/passkeys",
    api="/v1/passkeys",
    title="Your passkeys",
    columns=(("Added", "added_at"), ("Last used", "last_used_at")),
    row_acts=(("Remove it", "/desk/account/passkeys/{reference}/remove", ()),),
    empty="You have none. With one, your device's lock stands in for your app's code.",
    acts=(("Add a passkey", "/desk/account/passkeys/add"),),
    back="/desk/account/second-factor",
)

_REMOVE = Act(
    path="/account/passkeys/{reference}/remove",
    method="DELETE",
    api="/v1/passkeys/{reference}",
    title="Remove this passkey",
    intro="Its device opens nothing from then on. Your app's codes still do.",
    button="Remove it",
    back="/desk/account/passkeys",
    grave=True,
)

acts.register(PAGES, _REMOVE)
listings.register(PAGES, _LISTING)
