"""A fault of the world has a code, a kind and a sentence, and carries no value."""

import re

import pytest

from api.problems import STATUS
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    NotFound,
    ReciprocalError,
    SettingsRefused,
)
from scripts.print_problems import faults


def test_a_fault_names_its_code_and_sentence() -> None:
    fault = NotFound()

    assert str(fault) == f"not_found: {NotFound.sentence}"
    assert fault.faults == ()


def test_a_field_at_fault_comes_after_those_found_already() -> None:
    first = FieldFault("bedrooms", "Give a whole number.")
    fault = FieldsInvalid(field="role", faults=(first,))

    assert fault.faults == (first, FieldFault("role", FieldsInvalid.sentence))
    assert FieldsInvalid(faults=(first,)).faults == (first,)


def test_settings_say_their_own_sentence() -> None:
    fault = SettingsRefused("Give a port.")

    assert str(fault) == "Give a port."
    assert fault.kind is Kind.UNAVAILABLE


def test_every_kind_has_a_status_of_its_own() -> None:
    assert set(STATUS) == set(Kind)
    assert len(set(STATUS.values())) == len(Kind)


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.__name__)
def test_every_fault_says_its_own_code_and_a_sentence(
    fault: type[ReciprocalError],
) -> None:
    assert {"code", "sentence"} <= set(vars(fault))
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", fault.code)
    assert re.fullmatch(r"[A-Z][^{}%]*\.", fault.sentence)


def test_no_two_faults_share_a_code() -> None:
    codes = [fault.code for fault in faults()]

    assert len(codes) == len(set(codes))
