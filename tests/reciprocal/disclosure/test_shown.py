"""What is shown is opened when it is read, and told apart without being opened."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal.audit.operations import Unopened
from reciprocal.disclosure import present, show
from reciprocal.disclosure.present import resources
from reciprocal.homes.lifecycle import HomeState
from reciprocal.sealing.column import Sealed

NAMES = [field.name for field in resources()["tenancy_check"].fields]
VALUE = st.one_of(
    st.none(), st.text(max_size=3), st.integers(0, 2), st.booleans(), st.dates()
)
ROWS = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUE))
STAGES = st.sampled_from(resources()["tenancy_check"].stages)


@dataclass(frozen=True)
class Somebody:
    role: str


LEAD, STRANGER = Somebody("named_lead"), Somebody("coordinator")


def never() -> object:
    raise AssertionError("opened, though nobody read it")


def closed(box: bytes | None) -> Unopened:
    return Unopened(None if box is None else Sealed("k", box), never)


def text(who: Somebody, stage: str, row: dict[str, Any]) -> str:
    return show(who, "tenancy_check", stage, row).text()


@given(one=ROWS, other=ROWS, stage=STAGES)
def test_the_text_differs_when_and_only_when_what_is_seen_differs(
    one: dict[str, Any], other: dict[str, Any], stage: str
) -> None:
    for row in (other, one | {"due_at": other["due_at"]}, dict(one)):
        seen = [
            {name: repr(value) for name, value in present(LEAD, *at).items()}
            for at in (("tenancy_check", stage, one), ("tenancy_check", stage, row))
        ]
        # A day and its text are one on the wire, and no field is both.
        same = seen[0] == seen[1]
        assert (text(LEAD, stage, one) == text(LEAD, stage, row)) is same
        assert text(STRANGER, stage, one) == text(STRANGER, stage, row)


def test_a_sealed_field_is_told_apart_by_its_box_and_not_opened() -> None:
    blank: dict[str, Any] = dict.fromkeys(NAMES)

    def boxed(box: bytes | None, stage: str = "asked") -> str:
        return text(LEAD, stage, blank | {"tenancy_reference": closed(box)})

    assert boxed(b"a") == boxed(b"a")
    assert len({boxed(b"a"), boxed(b"b"), boxed(None)}) == 3
    # Where its cell hides it, it does not count; nor does a stage by itself.
    assert boxed(b"a", "declined") == boxed(b"b", "declined")
    assert boxed(b"a", "escalated") == boxed(b"a", "attested")


def test_the_text_knows_whose_view_it_is() -> None:
    blank = dict.fromkeys(field.name for field in resources()["home"].fields)
    sights = {
        show(Somebody(role), "home", HomeState.IN_POT, blank).text()
        for role in ("named_lead", "landlord_system", "coordinator", "auditor")
    }
    assert len(sights) == 4


def test_a_field_is_opened_once_and_only_when_it_is_read() -> None:
    looks: list[str] = []

    def look() -> object:
        looks.append("looked")
        return "T-1"

    blank: dict[str, Any] = dict.fromkeys(NAMES)
    row = blank | {
        "tenancy_reference": Unopened(Sealed("k", b"box"), look),
        "due_at": datetime(2026, 3, 2, tzinfo=UTC),
    }
    shown = show(LEAD, "tenancy_check", "asked", row)
    assert (len(shown), list(shown), looks) == (len(NAMES), NAMES, [])
    assert "T-1" not in shown.text()
    assert shown["due_at"] == row["due_at"]
    assert looks == []
    assert shown["tenancy_reference"] == shown.opened()["tenancy_reference"] == "T-1"
    assert looks == ["looked"]
    hidden = show(LEAD, "tenancy_check", "declined", row)
    with pytest.raises(KeyError):
        hidden["tenancy_reference"]
    assert "tenancy_reference" not in hidden
