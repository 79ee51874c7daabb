from typing import Annotated

from fastapi import Query

from api.door import Visit, door, open_door
from api.paging import PageQuery
from api.routes.own_sign_in import SIGN_INS_AT_ONCE
from api.routing import Router
from api.schemas import access as bodies
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.access import clients, operations, queries
from reciprocal.disclosure import present, show
from reciprocal.disclosure.pages import Place, cut
from reciprocal.disclosure.present import Row
from reciprocal.errors import NotFound
from reciprocal.notices import queries as notices
from reciprocal.organisations import queries as organisations
from reciprocal.proposals import workers

router = Router(prefix="/v1", tags=["People, sessions and systems"])


@router.get("/me", response_model=answer_of("me"))
def me(visit: Annotated[Visit, door("me.read")]) -> object:
    """Say who is signed in."""
    organisation = organisations.organisation(
        visit.session, visit.actor.organisation_id
    )
    row = {
        "organisation": organisation.name,
        "organisation_code": organisation.code,
        "role": visit.actor.role,
        "person": visit.actor.kind == "person",
    }
    return visit.shown(show(visit.actor, "me", "open", row))


@router.get("/tasks", response_model=list_of("task"))
def tasks(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("people.read")],
) -> object:
    """List what your organisation has to do now, the soonest due first."""
    return visit.page(query, notices.open_tasks)


@router.get("/people", response_model=list_of("person"))
def people(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("people.read")],
) -> object:
    """List the people of your own organisation."""
    rows: list[tuple[Place, str, Row]] = [
        (
            (person.email, person.public_ref),
            "open",
            {
                "reference": person.public_ref,
                "email": person.email,
                "role": person.role,
                "joined_at": person.joined_at,
            },
        )
        for person in queries.people_of(visit.session, visit.actor)
    ]
    return visit.page(
        query, lambda _, actor, wanted: cut(actor, "person", wanted, rows)
    )


@router.post("/invitations", status_code=201, response_model=answer_of("invitation"))
def invite(
    body: bodies.Invite, visit: Annotated[Visit, door("people.invite")]
) -> object:
    """Invite somebody; hand the token over yourself, nothing is sent."""
    organisation_id = visit.actor.organisation_id
    if body.organisation_code is not None:
        named = organisations.organisation_coded(
            visit.session, visit.actor.scheme_id, body.organisation_code
        )
        if named is None:
            raise NotFound
        organisation_id = named.id
    token = operations.invite(
        visit.session,
        actor=visit.actor,
        organisation_id=organisation_id,
        email=body.email,
        role=body.role,
    )
    return present(visit.actor, "invitation", "open", {"token": token})


@router.post("/invitations/take-up", status_code=204)
def join(
    body: bodies.Join,
    visit: Annotated[Visit, open_door(at_once=SIGN_INS_AT_ONCE, limited=True)],
) -> None:
    """Join with an invitation and a password of at least 12 characters."""
    visit.spend_name(body.token)
    operations.join(visit.session, token=body.token, password=body.password)


@router.delete("/people/{reference}", status_code=204)
def leave(reference: Reference, visit: Annotated[Visit, door("people.leave")]) -> None:
    """End somebody's membership and sessions at once, if no case is left to nobody."""
    workers.leave(visit.session, actor=visit.actor, person_ref=reference)


@router.post("/machines", status_code=201, response_model=answer_of("machine"))
def add_machine(
    body: bodies.AddMachine, visit: Annotated[Visit, door("machines.add")]
) -> object:
    """Register a system of your organisation; then give it a key."""
    scopes = None if body.scopes is None else frozenset(body.scopes)
    row = clients.add_machine(
        visit.session, actor=visit.actor, name=body.name, scopes=scopes
    )
    shown = {
        "reference": row.public_ref,
        "name": row.name,
        "role": row.role,
        "scopes": row.scopes.split(),
        "keys": [],
        "public_keys": [],
    }
    return present(visit.actor, "machine", "open", shown)


@router.get("/machines", response_model=list_of("machine"))
def machines(
    query: Annotated[PageQuery, Query()],
    visit: Annotated[Visit, door("machines.manage")],
) -> object:
    """List the systems of your organisation by name, each with its live keys."""
    rows: list[tuple[Place, str, Row]] = [
        ((str(row["name"]), str(row["reference"])), "open", row)
        for row in queries.machines_of(visit.session, visit.actor)
    ]
    return visit.page(
        query, lambda _, actor, wanted: cut(actor, "machine", wanted, rows)
    )


@router.delete("/machines/{reference}", status_code=204)
def end_machine(
    reference: Reference, visit: Annotated[Visit, door("machines.manage")]
) -> None:
    """End a system, with its keys and its tokens, at once."""
    clients.end_machine(visit.session, actor=visit.actor, machine_ref=reference)


@router.post(
    "/machines/{reference}/public-keys",
    status_code=201,
    response_model=answer_of("machine_public_key"),
)
def add_public_key(
    reference: Reference,
    body: bodies.AddPublicKey,
    visit: Annotated[Visit, door("machines.add")],
) -> object:
    """Let a system sign with a key of its own. Two may live, for rotation."""
    row = clients.add_public_key(
        visit.session,
        actor=visit.actor,
        machine_ref=reference,
        jwk=body.public_key.model_dump(),
    )
    shown = {"reference": row.public_ref, "thumbprint": row.thumbprint}
    return present(visit.actor, "machine_public_key", "open", shown)


@router.delete("/machines/{reference}/public-keys/{key_reference}", status_code=204)
def end_public_key(
    reference: Reference,
    key_reference: Reference,
    visit: Annotated[Visit, door("machines.manage")],
) -> None:
    """End a public key, and every token that was asked for with it, at once."""
    clients.end_public_key(
        visit.session, actor=visit.actor, machine_ref=reference, key_ref=key_reference
    )


@router.post(
    "/machines/{reference}/keys",
    status_code=201,
    response_model=answer_of("machine_key"),
)
def issue_key(
    reference: Reference, visit: Annotated[Visit, door("machines.add")]
) -> object:
    """Give a system a key, shown this once; in the embedded default alone."""
    row, key = clients.issue_machine_key(
        visit.session,
        actor=visit.actor,
        machine_ref=reference,
        keys_taken=visit.service.settings.machine_keys_taken,
    )
    shown = {"reference": row.public_ref, "key": key}
    return present(visit.actor, "machine_key", "open", shown)


@router.delete("/machines/{reference}/keys/{key_reference}", status_code=204)
def end_key(
    reference: Reference,
    key_reference: Reference,
    visit: Annotated[Visit, door("machines.manage")],
) -> None:
    """End a key at once."""
    clients.end_machine_key(
        visit.session, actor=visit.actor, machine_ref=reference, key_ref=key_reference
    )
