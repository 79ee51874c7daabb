"""Passkeys: a key on somebody's own device, shown after the password."""

from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routes.own_sign_in import signed_in, spend_a_trial
from api.routing import Router
from api.schemas import access as bodies
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.access import passkeys
from reciprocal.access.passkeys import Asked, Site
from reciprocal.disclosure import present
from reciprocal.disclosure.pages import Place, cut
from reciprocal.disclosure.present import Row

router = Router(prefix="/v1", tags=["Own sign-in"])


@router.get("/passkeys", response_model=list_of("passkey"))
def own_passkeys(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("passkeys.read")],
) -> object:
    """List your own passkeys, the oldest first."""
    rows: list[tuple[Place, str, Row]] = [
        ((str(number).zfill(6), row.public_ref), "open", passkeys.shown(row))
        for number, row in enumerate(passkeys.mine(visit.session, actor=visit.actor))
    ]
    return visit.page(
        query, lambda _, actor, wanted: cut(actor, "passkey", wanted, rows)
    )


@router.post(
    "/passkeys/questions",
    status_code=201,
    response_model=answer_of("passkey_question"),
)
def ask_to_add(visit: Annotated[Visit, door("passkeys.add")]) -> object:
    """Ask what your device needs to make a key; answer within five minutes."""
    found = passkeys.ask_to_add(
        visit.session, actor=visit.actor, token=visit.token, site=_site(visit)
    )
    return _asked(visit, found)


@router.post("/passkeys", status_code=201, response_model=answer_of("passkey"))
def add_passkey(
    body: bodies.AddPasskey, visit: Annotated[Visit, door("passkeys.add")]
) -> object:
    """Keep a key that your device has made; it stands beside your app's codes."""
    spend_a_trial(visit)
    row = passkeys.add(
        visit.session,
        actor=visit.actor,
        token=visit.token,
        site=_site(visit),
        made=body.made(),
    )
    return present(visit.actor, "passkey", "open", passkeys.shown(row))


@router.delete("/passkeys/{reference}", status_code=204)
def remove_passkey(
    reference: Reference, visit: Annotated[Visit, door("passkeys.remove")]
) -> None:
    """Forget one of your passkeys; its device opens nothing from then on."""
    passkeys.remove(visit.session, actor=visit.actor, passkey_ref=reference)


@router.post(
    "/sessions/current/passkey-questions",
    status_code=201,
    response_model=answer_of("passkey_question"),
)
def ask_to_show(visit: Annotated[Visit, door("sessions.complete")]) -> object:
    """Ask what your device needs to show a key; answer within five minutes."""
    found = passkeys.ask_to_show(
        visit.session, actor=visit.actor, token=visit.token, site=_site(visit)
    )
    return _asked(visit, found)


@router.post(
    "/sessions/current/passkey", status_code=201, response_model=answer_of("signed_in")
)
def show_passkey(
    body: bodies.ShowPasskey, visit: Annotated[Visit, door("sessions.complete")]
) -> object:
    """Show a passkey in place of a code; take the new token from then on."""
    spend_a_trial(visit)
    found = passkeys.complete(
        visit.session,
        actor=visit.actor,
        token=visit.token,
        site=_site(visit),
        signed=body.signed(),
        absolute_minutes=visit.service.settings.session_absolute_minutes,
    )
    return signed_in(visit, found)


def _site(visit: Visit) -> Site:
    return passkeys.site_of(visit.service.settings.public_base)


def _asked(visit: Visit, found: Asked) -> object:
    row = {
        "challenge": found.challenge,
        "site": found.site,
        "owner": found.owner,
        "passkeys": list(found.passkeys),
    }
    return present(visit.actor, "passkey_question", "open", row)
