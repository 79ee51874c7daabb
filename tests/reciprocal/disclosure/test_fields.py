"""The disclosure file: every field classed, every cell known and agreed to twice."""

import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import reciprocal.disclosure
from api.schemas.kinds import KINDS
from reciprocal.access.actor import Role
from reciprocal.disclosure.pages import WHOLE, Place, cut
from reciprocal.disclosure.present import (
    ALWAYS,
    FieldRule,
    Resource,
    Row,
    may_see,
    present,
    resources,
)
from tests.reciprocal.disclosure.need_to_know import SEALED, differences

FILE = Path(reciprocal.disclosure.__file__).with_name("fields.toml")
FIELDS = [
    (resource, field) for resource in resources().values() for field in resource.fields
]
NEVER_A_MACHINE_S = frozenset(
    {
        "address",
        "ages",
        "areas",
        "email",
        "home_left",
        "household",
        "organisation",
        "postcode",
        "rents",
        "telephone",
        "tenancy_reference",
        "uprn",
    }
)
NEVER_SEALED = frozenset(
    {
        Role.COORDINATOR,
        Role.AUDITOR,
        Role.LANDLORD_SYSTEM,
        Role.REFERRING_SYSTEM,
        Role.SERVICE,
        Role.NOBODY,
    }
)
STRANGERS = ("postman", "", "NAMED_LEAD", "named_lead ", ALWAYS)


@dataclass(frozen=True)
class Somebody:
    """Whoever looks, as far as disclosure has to know."""

    role: str


def read_again() -> dict[str, Any]:
    """Read the file without the product's own reader."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def named(case: tuple[Resource, FieldRule]) -> str:
    return f"{case[0].name}.{case[1].name}"


@pytest.mark.parametrize("case", FIELDS, ids=named)
def test_a_field_has_a_class_a_known_type_and_somebody_who_may_see_it(
    case: tuple[Resource, FieldRule],
) -> None:
    resource, field = case
    assert field.data_class in {"S", "R", "P"}
    assert field.kind in KINDS
    assert field.example is not None
    assert set(field.cells) <= set(Role)
    assert field.cells
    for stages in field.cells.values():
        assert stages
        assert stages == {ALWAYS} or stages <= set(resource.stages)


@pytest.mark.parametrize("case", FIELDS, ids=named)
def test_what_is_sealed_is_never_seen_by_a_machine_the_board_or_an_auditor(
    case: tuple[Resource, FieldRule],
) -> None:
    resource, field = case
    assert (field.data_class == "S") is ((resource.name, field.name) in SEALED)
    if field.data_class == "S":
        assert not set(field.cells) & NEVER_SEALED


@pytest.mark.parametrize("role", [Role.LANDLORD_SYSTEM, Role.REFERRING_SYSTEM])
@pytest.mark.parametrize("case", FIELDS, ids=named)
def test_no_machine_is_ever_told_an_address_or_a_name(
    role: Role, case: tuple[Resource, FieldRule]
) -> None:
    """Nor what leads to either; of names it has its own organisation's alone."""
    resource, field = case
    forbidden = field.data_class == "S" or field.kind in NEVER_A_MACHINE_S
    if forbidden and resource.name != "me":
        assert not any(field.may_be_seen(role, stage) for stage in resource.stages)


def test_each_cell_is_agreed_to_twice() -> None:
    assert differences(resources()) == []


def test_a_list_of_a_thing_opens_nothing_sealed() -> None:
    listed = [pair for pair in FIELDS if pair[0].name.endswith("_in_list")]
    assert listed
    assert [named(pair) for pair in listed if pair[1].data_class == "S"] == []


@pytest.mark.parametrize("name", sorted(resources()))
def test_present_shows_exactly_the_cells(name: str) -> None:
    body = read_again()[name]
    for role, stage in product((*Role, *STRANGERS), body["stages"]):
        opened: list[str] = []

        def thunk(field: str, opened: list[str] = opened) -> object:
            opened.append(field)
            return f"opened {field}"

        row = {
            field: (lambda field=field: thunk(field))
            if cell["class"] == "S"
            else f"plain {field}"
            for field, cell in body["fields"].items()
        }
        expected = [
            field
            for field, cell in body["fields"].items()
            if {"*", stage} & set(cell["seen"].get(str(role), ()))
        ]

        shown = present(Somebody(role), name, stage, row)

        assert list(shown) == expected, f"{name} for {role!r} at {stage}"
        sealed = [f for f in expected if body["fields"][f]["class"] == "S"]
        assert opened == sealed, f"opened of {name} for {role!r} at {stage}"
        assert [shown[f] for f in sealed] == [f"opened {f}" for f in sealed]


def test_what_is_not_listed_cannot_be_emitted() -> None:
    row = dict.fromkeys(read_again()["stock"]["fields"], "x")
    lead = Somebody(Role.NAMED_LEAD)

    assert present(lead, "stock", "open", {**row, "address": "x"}) == row


def test_a_list_leaves_out_a_row_of_which_nothing_may_be_seen() -> None:
    row = dict.fromkeys(read_again()["home_in_list"]["fields"], "x")
    machine = Somebody(Role.LANDLORD_SYSTEM)

    rows: list[tuple[Place, str, Row]] = [
        (("1",), "occupied", row),
        (("2",), "in_pot", row),
    ]

    seen = {field: value for field, value in row.items() if field != "rounds_left"}
    assert cut(machine, "home_in_list", WHOLE, rows) == [seen]
    assert not may_see(machine, "home", "occupied")
    assert may_see(Somebody(Role.NAMED_LEAD), "home", "occupied")


def test_what_everybody_sees_who_sees_anything_is_always_there() -> None:
    home, case = resources()["home"], resources()["case"]
    always = {field.name for field in home.fields if home.always_seen(field)}

    assert "reference" in always
    assert not {"address", "postcode", "uprn"} & always
    assert [f.name for f in case.fields if case.always_seen(f)] == [
        "reference",
        "stage",
        "next_step",
    ]


@pytest.mark.parametrize(
    ("resource", "stage", "left_out"),
    [("stock", "closed", ""), ("stock", "open", "added")],
)
def test_an_unknown_stage_or_a_missing_field_is_our_mistake(
    resource: str, stage: str, left_out: str
) -> None:
    row = {field: 1 for field in ("added",) if field != left_out}

    with pytest.raises(AssertionError):
        present(Somebody(Role.NAMED_LEAD), resource, stage, row)
