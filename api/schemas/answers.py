"""Response models, made from the disclosure file and from nothing else."""

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from api.schemas.kinds import KINDS
from reciprocal.disclosure.present import FieldRule, Resource, resources


@cache
def answer_of(name: str) -> type[BaseModel]:
    """Return the response model of a resource of the disclosure file.

    A field that every role sees at every stage is always there; one that a cell can
    hide is left out where it is hidden. `optional` fields may be null.
    """
    resource = resources()[name]
    fields: dict[str, Any] = {
        field.name: _field(resource, field) for field in resource.fields
    }
    return create_model(
        "".join(part.capitalize() for part in name.split("_")),
        __config__=ConfigDict(
            extra="forbid",
            json_schema_extra=lambda schema: schema.update(example=_example(resource)),
        ),
        __doc__=resource.about,
        **fields,
    )


def list_of(name: str) -> type[BaseModel]:
    """Return the response model of a list of a resource."""
    item = answer_of(name)
    return create_model(
        f"{item.__name__}List",
        __config__=ConfigDict(extra="forbid"),
        __doc__=f"A list. {resources()[name].about}",
        items=(list[item], ...),  # type: ignore[valid-type]
        next=(
            str | None,
            Field(
                description="The cursor of the next page; null on the last.",
                examples=[None],
            ),
        ),
    )


def _field(resource: Resource, field: FieldRule) -> tuple[Any, Any]:
    kind = KINDS[field.kind]
    if field.optional:
        kind = kind | None
    if resource.always_seen(field):
        return kind, Field(examples=[field.example])
    return kind, Field(default=None, examples=[field.example])


def _example(resource: Resource) -> dict[str, Any]:
    return {
        field.name: field.example
        for field in resource.fields
        if resource.always_seen(field)
    }
