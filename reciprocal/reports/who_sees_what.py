"""The disclosure file as an auditor reads it: what each role is told of each thing."""

from collections import defaultdict
from collections.abc import Iterator

from sqlmodel import Session

from reciprocal.access import policy
from reciprocal.access.actor import Actor, Role
from reciprocal.disclosure.pages import WHOLE, Page, Place, Wanted, cut
from reciprocal.disclosure.present import Resource, Row, resources

SEALED = "S"


def rows(
    session: Session, actor: Actor, wanted: Wanted = WHOLE, *, role: Role | None = None
) -> Page:
    """Return what a role, or each, is told of each thing: fields by stages.

    Stages at which the same fields are seen make one row. It is the file that answers
    are made by, and not a description of it.

    Raises:
        Forbidden: When it is not an auditor who asks.
    """
    del session  # the file is in the program
    policy.require(actor, "disclosure.read")
    roles = sorted(Role) if role is None else [role]
    shown: list[tuple[Place, str, Row]] = [
        ((each, name, str(number)), "open", row)
        for each in roles
        for name, thing in resources().items()
        for number, row in enumerate(_told(thing, each))
    ]
    return cut(actor, "disclosure_row", wanted, shown)


def _told(thing: Resource, role: str) -> Iterator[Row]:
    by_fields: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for stage in thing.stages:
        seen = tuple(
            field.name for field in thing.fields if field.may_be_seen(role, stage)
        )
        if seen:
            by_fields[seen].append(stage)
    sealed = {field.name for field in thing.fields if field.data_class == SEALED}
    for fields, stages in by_fields.items():
        yield {
            "role": role,
            "thing": thing.name,
            "about": thing.about,
            "stages": stages,
            "fields": list(fields),
            "sealed": [name for name in fields if name in sealed],
        }
