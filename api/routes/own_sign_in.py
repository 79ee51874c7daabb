"""What somebody does about their own way in: sessions, password, second factor."""

from typing import Annotated

from fastapi import Query

from api.door import Visit, door, open_door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import access as bodies
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.access import codes, operations, queries, second_factor, sessions
from reciprocal.access.sessions import SignedIn
from reciprocal.disclosure import present, show
from reciprocal.disclosure.pages import Place, cut
from reciprocal.disclosure.present import Row

router = Router(prefix="/v1", tags=["Own sign-in"])

SIGN_INS_AT_ONCE = 2


@router.post("/sessions", status_code=201, response_model=answer_of("signed_in"))
def sign_in(
    body: bodies.SignIn,
    visit: Annotated[Visit, open_door(at_once=SIGN_INS_AT_ONCE, limited=True)],
) -> object:
    """Start a session; its stage says what is to be done before its token opens."""
    visit.spend_name(body.email)
    settings = visit.service.settings
    found = operations.sign_in(
        visit.session,
        email=body.email,
        password=body.password,
        absolute_minutes=settings.session_absolute_minutes,
        factor_required=settings.second_factor_required,
    )
    return signed_in(visit, found)


@router.delete("/sessions/current", status_code=204)
def sign_out(visit: Annotated[Visit, door("sessions.end")]) -> None:
    """End this session at once."""
    operations.sign_out(visit.session, actor=visit.actor, token=visit.token)


@router.post(
    "/sessions/current/second-factor",
    status_code=201,
    response_model=answer_of("signed_in"),
)
def show_second_factor(
    body: bodies.ShowCode, visit: Annotated[Visit, door("sessions.complete")]
) -> object:
    """Show a code of your app or from paper; take the new token from then on."""
    spend_a_trial(visit)
    found = second_factor.complete(
        visit.session,
        actor=visit.actor,
        token=visit.token,
        code=body.code,
        absolute_minutes=visit.service.settings.session_absolute_minutes,
    )
    return signed_in(visit, found)


@router.post("/sessions/current/step-up", status_code=204)
def step_up(
    body: bodies.StepUp, visit: Annotated[Visit, door("sessions.step_up")]
) -> None:
    """Prove that it is still you; for five minutes more doors open to this session."""
    spend_a_trial(visit)
    operations.step_up(
        visit.session,
        actor=visit.actor,
        token=visit.token,
        password=body.password,
        code=body.code,
    )


@router.get("/sessions", response_model=list_of("own_session"))
def own_sessions(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("sessions.manage")],
) -> object:
    """List where you are signed in, the newest first."""
    current = sessions.of_token(visit.session, visit.token).id
    rows: list[tuple[Place, str, Row]] = [
        (
            (str(number).zfill(6), row.public_ref),
            "open",
            {
                "reference": row.public_ref,
                "started_at": row.created_at,
                "last_seen_at": row.last_seen_at,
                "ends_at": row.expires_at,
                "current": row.id == current,
            },
        )
        for number, row in enumerate(queries.sessions_of(visit.session, visit.actor))
    ]
    return visit.page(
        query, lambda _, actor, wanted: cut(actor, "own_session", wanted, rows)
    )


@router.delete("/sessions", status_code=204)
def sign_out_everywhere(visit: Annotated[Visit, door("sessions.manage")]) -> None:
    """End every session of yours at once, this one too."""
    sessions.end_own(visit.session, actor=visit.actor)


@router.delete("/sessions/{reference}", status_code=204)
def end_session(
    reference: Reference, visit: Annotated[Visit, door("sessions.manage")]
) -> None:
    """End one session of yours at once."""
    sessions.end_one(visit.session, actor=visit.actor, session_ref=reference)


@router.delete("/people/{reference}/sessions", status_code=204)
def sign_out_colleague(
    reference: Reference, visit: Annotated[Visit, door("people.sign_out")]
) -> None:
    """End every session of somebody of your organisation at once."""
    sessions.end_colleagues(visit.session, actor=visit.actor, person_ref=reference)


@router.post("/password", status_code=204)
def change_password(
    body: bodies.ChangePassword, visit: Annotated[Visit, door("password.change")]
) -> None:
    """Choose another password; your other sessions end."""
    spend_a_trial(visit)
    operations.change_password(
        visit.session,
        actor=visit.actor,
        token=visit.token,
        present=body.present_password,
        chosen=body.password,
    )


@router.get("/second-factor", response_model=answer_of("second_factor"))
def own_second_factor(
    visit: Annotated[Visit, door("second_factor.read")],
) -> object:
    """Say whether you have a second factor, and how many codes on paper are left."""
    found = second_factor.standing(visit.session, actor=visit.actor)
    row = {
        "stage": found.stage,
        "recovery_codes_left": found.recovery_codes_left,
        "required": visit.service.settings.second_factor_required,
    }
    return visit.shown(show(visit.actor, "second_factor", "open", row))


@router.post(
    "/second-factor", status_code=201, response_model=answer_of("second_factor_secret")
)
def start_second_factor(
    visit: Annotated[Visit, door("second_factor.enrol")],
) -> object:
    """Begin to set a second factor up: give the secret, shown this once, to an app."""
    secret = second_factor.start(visit.session, actor=visit.actor)
    row = {"letters": codes.in_groups(secret), "otpauth": codes.address_of(secret)}
    return present(visit.actor, "second_factor_secret", "open", row)


@router.post(
    "/second-factor/confirm",
    status_code=201,
    response_model=answer_of("recovery_codes"),
)
def confirm_second_factor(
    body: bodies.ShowCode, visit: Annotated[Visit, door("second_factor.enrol")]
) -> object:
    """Take your second factor into use; keep the codes, shown this once, on paper."""
    spend_a_trial(visit)
    found = second_factor.confirm(
        visit.session,
        actor=visit.actor,
        token=visit.token,
        code=body.code,
        absolute_minutes=visit.service.settings.session_absolute_minutes,
    )
    return present(visit.actor, "recovery_codes", "open", {"codes": found})


@router.delete("/second-factor", status_code=204)
def remove_second_factor(
    visit: Annotated[Visit, door("second_factor.remove")],
) -> None:
    """Remove your own second factor; where one is required, set another up next."""
    second_factor.remove(
        visit.session,
        actor=visit.actor,
        token=visit.token,
        required=visit.service.settings.second_factor_required,
    )


@router.post("/people/{reference}/second-factor-reset", status_code=204)
def reset_second_factor(
    reference: Reference, visit: Annotated[Visit, door("people.reset_factor")]
) -> None:
    """Sign a colleague out, to set another second factor up within a day."""
    second_factor.start_reset(visit.session, actor=visit.actor, person_ref=reference)


def signed_in(visit: Visit, found: SignedIn) -> object:
    """Return a session as it is told to its owner, this once."""
    row = {"token": found.token, "stage": found.stage}
    return present(visit.actor, "signed_in", "open", row)


def spend_a_trial(visit: Visit) -> None:
    """Count a code or password that somebody tries who is signed in."""
    visit.spend_name(f"tried by {visit.actor.id}")
