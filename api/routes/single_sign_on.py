"""Signing in with one's organisation's own provider, by OpenID Connect."""

from typing import Annotated

from api.door import Errand, Visit, open_door, open_errand
from api.routes.own_sign_in import SIGN_INS_AT_ONCE
from api.routing import Router
from api.schemas import access as bodies
from api.schemas.answers import answer_of
from reciprocal import clock
from reciprocal.disclosure import present
from reciprocal.single_sign_on import operations, provider, rules
from reciprocal.single_sign_on.errors import SignOnRefused

router = Router(prefix="/v1", tags=["Own sign-in"])


@router.post(
    "/single-sign-on", status_code=201, response_model=answer_of("sign_on_started")
)
def start_sign_on(
    body: bodies.StartSignOn, visit: Annotated[Visit, open_door(limited=True)]
) -> object:
    """Begin to sign in with your organisation's provider; keep the binding."""
    found = operations.start(
        visit.session,
        organisation_code=body.organisation_code,
        redirect_uri=visit.service.settings.public_base + rules.COME_BACK_TO,
    )
    row = {"go_to": found.address, "binding": found.binding}
    return present(visit.actor, "sign_on_started", "open", row)


@router.post(
    "/single-sign-on/complete", status_code=201, response_model=answer_of("signed_in")
)
def complete_sign_on(
    body: bodies.CompleteSignOn,
    errand: Annotated[Errand, open_errand(at_once=SIGN_INS_AT_ONCE)],
) -> object:
    """Come back from your organisation's provider with its code, once."""
    settings, roads = errand.service.settings, errand.service.roads
    with errand.within() as session:
        back = operations.take_back(session, state=body.state, binding=body.binding)
    form = {
        "grant_type": "authorization_code",
        "code": body.code,
        "redirect_uri": settings.public_base + rules.COME_BACK_TO,
        "code_verifier": back.verifier,
    }
    token = provider.exchange(roads, back.token_endpoint, form, client=back.client)
    claims = provider.claims_of(token, provider.read(roads, back.keys_url))
    who = rules.identity(claims, back.expected, clock.now())
    if who is None:
        raise SignOnRefused
    with errand.within() as session:
        found = operations.come_in(
            session,
            organisation_id=back.organisation_id,
            who=who,
            absolute_minutes=settings.session_absolute_minutes,
            factor_required=settings.second_factor_required,
        )
    row = {"token": found.token, "stage": found.stage}
    return present(errand.actor, "signed_in", "open", row)
