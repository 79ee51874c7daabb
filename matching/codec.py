"""Pools, plans and explanations as canonical text, as a round seals and digests them.

Canonical means sorted keys, no spaces, ASCII only and sets in sorted order, so that
equal values have equal text. The text starts from a named format; a reader refuses
any other, so a changed field is a new format and never a silent guess. A field that is
younger than its format is left out where it says nothing, so that the text of whatever
does without it stays what it was.
"""

import dataclasses
import functools
import hashlib
import json
import types
import typing
from collections.abc import Sequence
from enum import Enum

from matching.certificate import Leaf
from matching.errors import PoolError
from matching.explanation import Explanation
from matching.exported import ExportedRound
from matching.owing import Asking, HomesWanted, Owing, Wanted
from matching.plan import Plan
from matching.pool import Home, Landlord, Pool
from matching.scarcity import Scarcity
from matching.tenure import TenureCase

_POOL_FORMAT = "reciprocal-pool/1"
_PLAN_FORMAT = "reciprocal-plan/2"
_CASE_FORMAT = "reciprocal-tenancies/1"
_EXPLANATION_FORMAT = "reciprocal-explanation/1"
_EXPORTED_FORMAT = "reciprocal-round/1"
_SCARCITY_FORMAT = "reciprocal-scarcity/1"
_ASKING_FORMAT = "reciprocal-asking/1"
_WANTED_FORMAT = "reciprocal-wanted/1"
# What each younger field is where it says nothing.
_YOUNGER: dict[type, dict[str, object]] = {
    Home: {"offered_for": None},
    Landlord: {"homes_promised": ()},
    Leaf: {"debts": ()},
}
# What most values of a pool are, and what JSON says as it is.
_PLAIN_KINDS = (str, int, bool, type(None))
# The branches of a certificate stand in each other; a hundred deep is within it.
_TOO_DEEP = "its parts stand in each other too deeply"


def pool_to_text(pool: Pool) -> str:
    """Return the canonical text of a pool."""
    return _to_text(_POOL_FORMAT, pool)


def pool_from_text(text: str) -> Pool:
    """Return the pool that this text was written from.

    Raises:
        PoolError: The text is not of this format, or a field is missing, unknown or
            of the wrong kind.
    """
    return typing.cast(Pool, _from_text(_POOL_FORMAT, Pool, text))


def plan_to_text(plan: Plan) -> str:
    """Return the canonical text of a plan."""
    return _to_text(_PLAN_FORMAT, plan)


def plan_from_text(text: str) -> Plan:
    """Return the plan that this text was written from.

    Raises:
        PoolError: As `pool_from_text`.
    """
    return typing.cast(Plan, _from_text(_PLAN_FORMAT, Plan, text))


def case_to_text(case: TenureCase) -> str:
    """Return the canonical text of one case of tenancies."""
    return _to_text(_CASE_FORMAT, case)


def case_from_text(text: str) -> TenureCase:
    """Return the case that this text was written from.

    Raises:
        PoolError: As `pool_from_text`.
    """
    return typing.cast(TenureCase, _from_text(_CASE_FORMAT, TenureCase, text))


def explanation_to_text(explanation: Explanation) -> str:
    """Return the canonical text of an explanation."""
    return _to_text(_EXPLANATION_FORMAT, explanation)


def explanation_from_text(text: str) -> Explanation:
    """Return the explanation that this text was written from.

    Raises:
        PoolError: As `pool_from_text`.
    """
    return typing.cast(Explanation, _from_text(_EXPLANATION_FORMAT, Explanation, text))


def exported_to_text(exported: ExportedRound) -> str:
    """Return the canonical text of a round for strangers."""
    return _to_text(_EXPORTED_FORMAT, exported)


def exported_from_text(text: str) -> ExportedRound:
    """Return the round that this text was written from.

    Raises:
        PoolError: As `pool_from_text`.
    """
    kind = ExportedRound
    return typing.cast(ExportedRound, _from_text(_EXPORTED_FORMAT, kind, text))


def scarcity_to_text(scarcity: Scarcity) -> str:
    """Return the canonical text of what a round is short of."""
    return _to_text(_SCARCITY_FORMAT, scarcity)


def scarcity_from_text(text: str) -> Scarcity:
    """Return what this text was written from.

    Raises:
        PoolError: As `pool_from_text`.
    """
    return typing.cast(Scarcity, _from_text(_SCARCITY_FORMAT, Scarcity, text))


def asking_to_text(owing: Sequence[Owing]) -> str:
    """Return the canonical text of what landlords could be asked for."""
    return _to_text(_ASKING_FORMAT, Asking(tuple(owing)))


def asking_from_text(text: str) -> tuple[Owing, ...]:
    """Return what this text was written from.

    Raises:
        PoolError: As `pool_from_text`.
    """
    return typing.cast(Asking, _from_text(_ASKING_FORMAT, Asking, text)).owing


def wanted_to_text(homes: Sequence[HomesWanted]) -> str:
    """Return the canonical text of the homes that a plan would use."""
    return _to_text(_WANTED_FORMAT, Wanted(tuple(homes)))


def wanted_from_text(text: str) -> tuple[HomesWanted, ...]:
    """Return what this text was written from.

    Raises:
        PoolError: As `pool_from_text`.
    """
    return typing.cast(Wanted, _from_text(_WANTED_FORMAT, Wanted, text)).homes


def digest(text: str) -> str:
    """Return the SHA-256 of canonical text, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _to_text(form: str, value: object) -> str:
    return json.dumps(
        {"body": _plain(value), "format": form},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
        allow_nan=False,
    )


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _PLAIN_KINDS:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return [_plain(item) for item in sorted(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    assert dataclasses.is_dataclass(kind), "nothing is of another kind"
    younger = _YOUNGER.get(kind, {})
    told = ((name, getattr(value, name)) for name in _field_names(kind))
    return {
        name: _plain(each)
        for name, each in told
        if name not in younger or each != younger[name]
    }


def _from_text(form: str, kind: type, text: str) -> object:
    try:
        whole = json.loads(text)
    except ValueError as fault:
        raise PoolError("text", "it is not JSON") from fault
    except RecursionError:
        raise PoolError("text", _TOO_DEEP) from None
    if not isinstance(whole, dict) or set(whole) != {"body", "format"}:
        raise PoolError("text", "it must hold a format and a body, and no more")
    if whole["format"] != form:
        raise PoolError("text", f"its format must be {form}")
    try:
        return _value(kind, whole["body"], kind.__name__.lower())
    except RecursionError:
        raise PoolError("text", _TOO_DEEP) from None


def _value(kind: typing.Any, plain: object, where: str) -> object:  # noqa: ANN401 - a type expression has no narrower type
    """Read one plain value as the annotated kind; `where` names the field."""
    if dataclasses.is_dataclass(kind):
        return _record(typing.cast(type, kind), plain, where)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return _one_of(inner, plain, where)
    if origin in (tuple, frozenset):
        return _sequence(origin, inner, plain, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(plain)
        except ValueError:
            raise PoolError(where, "it is not a value of its list") from None
    if isinstance(kind, type) and issubclass(kind, tuple):
        parts = tuple(typing.get_type_hints(kind).values())
        return kind(*_sequence(tuple, parts, plain, where))
    # bool is an int to Python, not to a reader of the text.
    if type(plain) is not kind:
        raise PoolError(where, f"it must be {kind.__name__}")
    return plain


def _one_of(kinds: tuple[typing.Any, ...], plain: object, where: str) -> object:
    """Read a value that may be left out, or a record told by the names it has."""
    if types.NoneType in kinds:
        return None if plain is None else _value(kinds[0], plain, where)
    for kind in kinds:
        if isinstance(plain, dict) and _fits(kind, plain):
            return _record(kind, plain, where)
    raise PoolError(where, "it must have exactly the fields of one of its kinds")


def _sequence(
    origin: type, inner: tuple[typing.Any, ...], plain: object, where: str
) -> typing.Any:  # noqa: ANN401 - a tuple or a frozenset, as was asked
    if not isinstance(plain, list):
        raise PoolError(where, "it must be a list")
    if origin is frozenset or inner[-1] is Ellipsis:
        return origin(_value(inner[0], item, where) for item in plain)
    if len(plain) != len(inner):
        raise PoolError(where, f"it must have {len(inner)} parts")
    return tuple(_value(k, p, where) for k, p in zip(inner, plain, strict=True))


def _record(kind: type, plain: object, where: str) -> object:
    if not isinstance(plain, dict) or not _fits(kind, plain):
        raise PoolError(where, "it must have exactly the fields of its kind")
    hints = _hints(kind)
    names = (name for name in _field_names(kind) if name in plain)
    return kind(**{n: _value(hints[n], plain[n], f"{where}.{n}") for n in names})


def _fits(kind: type, plain: dict[str, object]) -> bool:
    """Say whether a record has its kind's fields, the younger where they say much."""
    younger = _YOUNGER.get(kind, {})
    says_much = (
        plain[name] != _plain(nothing)
        for name, nothing in younger.items()
        if name in plain
    )
    return {*plain, *younger} == {*_field_names(kind)} and all(says_much)


@functools.cache
def _hints(kind: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(kind)


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.init)
