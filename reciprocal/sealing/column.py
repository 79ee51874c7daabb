"""The type of every class-S column: it stores sealed values and nothing else."""

from dataclasses import dataclass

from sqlalchemy import Dialect, LargeBinary
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

    class Comparator(TypeDecorator.Comparator[Sealed]):  # type: ignore[type-arg,unused-ignore]
        """Refuse to build a query on a sealed column."""

        def operate(self, op: object, *other: object, **kwargs: object) -> object:
            """Refuse, whatever the operator, save IS NULL tests."""
            from sqlalchemy.sql import operators  # noqa: PLC0415 - only when asked

            if op in (operators.is_, operators.is_not):
                return super().operate(op, *other, **kwargs)  # type: ignore[arg-type]
            raise TypeError("a sealed column is not filtered, sorted or compared")

    comparator_factory = Comparator  # type: ignore[assignment]

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
