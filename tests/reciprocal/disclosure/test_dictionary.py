"""Each field that leaves or enters is explained, and nothing else is."""

from enum import StrEnum

import pytest

from api.schemas.body import Body
from matching.terms import HomeKind, RentBasis
from reciprocal.disclosure.present import resources
from scripts.print_dictionary import (
    CORE_CODES,
    MESSAGE,
    NoMeaning,
    bodies,
    body_class,
    dictionary,
    dictionary_page,
    entries,
    meaning,
    message_fields,
    said,
)
from scripts.tree import ROOT

ENTRIES = list(entries())


def test_every_field_has_a_meaning() -> None:
    unexplained = []
    for where, name in ENTRIES:
        try:
            found = meaning(where, name)
        except NoMeaning as missing:
            unexplained.append(str(missing))
        else:
            assert found.text.endswith("."), (where, name)
    assert unexplained == []
    assert len(ENTRIES) > len(resources())


def test_a_field_without_a_meaning_is_seen() -> None:
    with pytest.raises(NoMeaning, match=r"home\.postal_town"):
        meaning("home", "postal_town")


def test_nothing_is_explained_that_is_nowhere() -> None:
    used = {meaning(where, name).key for where, name in ENTRIES}
    assert sorted(set(dictionary()["fields"]) - used) == []


def test_standards_are_those_that_are_named() -> None:
    named = {meaning(where, name).standard for where, name in ENTRIES} - {""}
    assert named <= set(dictionary()["standards"])
    # CORE is named by its fields' numbers.
    assert set(dictionary()["standards"]) - named == {"core"}


def test_core_codes_are_of_words_of_ours() -> None:
    assert set(dictionary()["core"]) == set(CORE_CODES)
    for name, table in dictionary()["core"].items():
        assert set(table) - {"question"} <= {str(word) for word in CORE_CODES[name]}


@pytest.mark.parametrize("kind", [HomeKind, RentBasis])
def test_these_words_all_have_a_core_code(kind: type[StrEnum]) -> None:
    name = next(name for name, words in CORE_CODES.items() if words is kind)
    coded = set(dictionary()["core"][name]) - {"question"}
    assert coded == {str(word) for word in kind}


def test_what_is_sealed_where_it_leaves_is_sealed_where_it_enters() -> None:
    sealed = {
        field.name
        for resource in resources().values()
        for field in resource.fields
        if field.data_class == "S"
    }
    entering = {
        (body, name)
        for body in bodies()
        for name in body.model_fields
        if name in sealed
    }
    open_there = {
        f"{body.__name__}.{name}"
        for body, name in entering
        if body_class(body, name) != "S"
    }
    # The first is a reference's namesake, and its own fields are sealed; the others
    # are the coordinator's references.
    assert open_there <= {"Attest.home", "InterimHomeBody.home", "LockBody.home"}
    assert entering


def test_sealed_names_are_names_of_fields() -> None:
    names = {name for body in bodies() for name in body.model_fields}
    whole = {
        f"{body.__name__}.{name}" for body in bodies() for name in body.model_fields
    }
    assert set(dictionary()["sealed_in_bodies"]) <= names | whole


def test_a_message_holds_these_fields_and_no_other() -> None:
    assert message_fields() == ["type", "timestamp", "data.reference"]
    assert all(
        meaning(MESSAGE, name).key.startswith(MESSAGE) for name in message_fields()
    )


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 0, "maximum": 4}, "whole number from 0 to 4"),
        ({"type": "integer", "minimum": 1}, "whole number, 1 or more"),
        ({"type": "integer"}, "whole number"),
        ({"type": "boolean"}, "true or false"),
        ({"type": "string", "format": "date"}, "day"),
        ({"type": "string", "format": "uuid"}, "uuid"),
        (
            {"type": "string", "maxLength": 4, "pattern": "^a|b$"},
            "text of at most 4 characters as `^a\\|b$`",
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text or nothing"),
        ({"enum": ["a", "b"], "type": "string"}, "`a`, `b`"),
        ({"const": "a"}, "`a`"),
        (
            {"$ref": "#/$defs/A", "$defs": {"A": {"type": "boolean"}}},
            "true or false",
        ),
        (
            {"type": "array", "maxItems": 2, "items": {"type": "integer"}},
            "list, at most 2: whole number",
        ),
        (
            {"type": "array", "prefixItems": [{"const": 1}, {"type": "string"}]},
            "`1` and text",
        ),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}},
            "a (text)",
        ),
    ],
)
def test_a_schema_is_said_in_words(schema: dict[str, object], words: str) -> None:
    assert said(schema) == words


def test_bodies_of_every_module_are_found() -> None:
    found = {body.__name__ for body in bodies()}
    assert {"PostHome", "ReferCase", "RegisterWebhook", "AvoidWithin"} <= found
    assert Body not in bodies()


def test_the_committed_page_is_the_one_the_code_makes() -> None:
    """Renew it with `python -m scripts.print_dictionary > docs/data-dictionary.md`."""
    committed = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert committed == dictionary_page()
