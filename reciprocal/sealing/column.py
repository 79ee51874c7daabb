"""The type of every class-S column: it stores sealed values and nothing else."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

_FORMAT = b"\x01"
_KEY_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed value: which key closed it, and the closed bytes."""

    key_id: str
    box: bytes

    def __repr__(self) -> str:
        """Say nothing: a representation may reach a log."""
        return "Sealed(…)"


class SealedType(TypeDecorator[Sealed]):
    """A column that refuses anything unsealed, and cannot be filtered or sorted.

    Every sealing draws a new nonce, so comparing two sealed values is meaningless;
    equality and order raise while a query is being built.
    """

    impl = LargeBinary
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[Any]):
        """Refuse to build a query on a sealed column."""

        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own signature
            """Refuse whatever the operator, save a test for NULL."""
            if op in (operators.is_, operators.is_not):
                return super().operate(op, *other, **kwargs)
            raise TypeError("a sealed column is not filtered, sorted or compared")

        def reverse_operate(self, op: Any, other: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - likewise
            """Refuse whatever the operator, with the column on its right."""
            return self.operate(op, other, **kwargs)

    comparator_factory = Comparator

    def process_bind_param(
        self, value: Sealed | None, dialect: Dialect
    ) -> bytes | None:
        """Store format, key and box; refuse what was not sealed."""
        del dialect
        if value is None:
            return None
        assert isinstance(value, Sealed), "an unsealed value reached a sealed column"
        return _FORMAT + bytes.fromhex(value.key_id) + value.box

    def process_result_value(
        self, value: bytes | None, dialect: Dialect
    ) -> Sealed | None:
        del dialect
        if value is None:
            return None
        assert value[:1] == _FORMAT, "an unknown format of sealed value"
        key_id = value[1 : 1 + _KEY_ID_BYTES].hex()
        return Sealed(key_id, bytes(value[1 + _KEY_ID_BYTES :]))
