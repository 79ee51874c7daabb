"""Every kind of fault has one status, and no fault has a value in its sentence."""

from collections.abc import Iterator

from api.problems import STATUS
from reciprocal.errors import Kind, ReciprocalError


def test_every_kind_of_fault_has_one_status() -> None:
    assert set(STATUS) == set(Kind)
    assert len(set(STATUS.values())) == len(STATUS)


def test_no_fault_of_a_room_names_a_value() -> None:
    """A sentence is fixed with its class; nothing is ever formatted into it."""

    def below(kind: type[ReciprocalError]) -> Iterator[type[ReciprocalError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    for kind in below(ReciprocalError):
        assert "{" not in kind.sentence
        assert "%" not in kind.sentence
        assert kind.sentence.endswith("."), kind
