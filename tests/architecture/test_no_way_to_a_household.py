"""The service could not write to a household if it wanted to: it has no way to one.

A message where a survivor is not alone may be read by whom they flee. So no column and
no field of the API is a number, a mailbox or a name of theirs; whose those are that
there are is said here, one by one.
"""

import importlib
import json
import pkgutil
import re

from sqlmodel import SQLModel

import reciprocal
from scripts.tree import ROOT

_REACHES = re.compile(
    r"mail|phone|mobile|contact|address|name|recipient|sms|whatsapp|post(al|code)"
)

COLUMNS = {
    "carried_cycle.named_at": "when a home was named",
    "carried_cycle.named_by": "by whom of the coordinator's",
    "case_deputy.named_at": "when a deputy was named",
    "case_deputy.named_by": "by whom of the service",
    "home.address": "of a home, sealed",
    "home.postcode": "of a home, sealed",
    "invitation.email": "of staff",
    "machine.name": "of a system",
    "organisation.name": "of a member",
    "person.email": "of staff",
    "scheme.name": "of the scheme",
    "task.telephone": "whether staff are to be telephoned",
}
SENT = {
    "AddMachine.name": "of a system",
    **dict.fromkeys(
        (
            "AvoidPostcodes.postcodes",
            "AvoidRoute.postcodes",
            "AvoidWithin.postcode",
            "CloseToBody.postcodes",
            "StayNearBody.postcodes",
        ),
        "where to live or never to live; compiled and forgotten",
    ),
    "HomeLeftBody.address": "of the home a household lives in, sealed",
    "HomeLeftBody.postcode": "likewise",
    "Invite.email": "of staff",
    "PostHome.address": "of a home",
    "PostHome.postcode": "of a home",
    "ReturningHome.address": "of the home a household left",
    "ReturningHome.postcode": "likewise",
    "SignIn.email": "of staff",
}


def columns() -> set[str]:
    for module in pkgutil.walk_packages(reciprocal.__path__, "reciprocal."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    return {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if _REACHES.search(column.name)
    }


def sent() -> set[str]:
    description = json.loads((ROOT / "docs" / "openapi.json").read_text())
    schemas = description["components"]["schemas"]
    bodies = {
        name
        for operations in description["paths"].values()
        for operation in operations.values()
        for name in _named(operation.get("requestBody", {}), schemas)
    }
    return {
        f"{name}.{field}"
        for name in bodies
        for field in schemas[name].get("properties", {})
        if _REACHES.search(field)
    }


def _named(said: object, schemas: dict[str, object]) -> set[str]:
    found = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(said)))
    for name in list(found):
        found |= _named(schemas[name], schemas)
    return found


def test_nothing_that_is_kept_could_reach_a_household() -> None:
    assert columns() == set(COLUMNS)


def test_nothing_that_is_sent_in_could_reach_a_household() -> None:
    assert sent() == set(SENT)
