"""What a caller written against one description of the API loses under another.

Pure: two OpenAPI 3.1 descriptions in, a named line for each loss out. Additions are no
loss. The rule is one and the same in both directions: whatever a caller was allowed to
send must still be taken, and whatever is answered must have been described before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

Description = Mapping[str, Any]
Schema = Mapping[str, Any]

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
_AT_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_AT_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_EXACTLY = ("pattern", "format", "uniqueItems", "contentMediaType")


class Side(StrEnum):
    """Who says it: bounds tighten against a caller, and loosen against a reader."""

    SENT = "sent"
    ANSWERED = "answered"


def losses(before: Description, after: Description, *, today: date) -> tuple[str, ...]:
    """Name each thing that callers of `before` lose under `after`, in order.

    Args:
        today: An operation whose announced `x-sunset` has come may be gone.
    """
    comparison = _Comparison(before, after, set())
    found = comparison.operations(today)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two descriptions, and the pairs of schemas that are being compared already."""

    before: Description
    after: Description
    under_way: set[tuple[str, str, Side]]

    def operations(self, today: date) -> Iterator[str]:
        for path, item in self.before["paths"].items():
            for method in (each for each in _METHODS if each in item):
                name, old = f"{method.upper()} {path}", item[method]
                new = self.after["paths"].get(path, {}).get(method)
                if new is not None:
                    for loss in self._operation(old, new):
                        yield f"{name}: {loss}"
                elif date.fromisoformat(old.get("x-sunset", "9999-12-31")) > today:
                    yield f"{name}: gone"

    def _operation(self, old: Schema, new: Schema) -> Iterator[str]:
        if old.get("operationId") != new.get("operationId"):
            yield "operationId: changed"
        yield from self._security(old, new)
        yield from self._parameters(old, new)
        yield from self._body(old.get("requestBody"), new.get("requestBody"))
        yield from self._responses(old["responses"], new["responses"])

    def _security(self, old: Schema, new: Schema) -> Iterator[str]:
        asked_before = old.get("security", self.before.get("security")) or [{}]
        asked = new.get("security", self.after.get("security")) or [{}]
        for way in asked_before:
            if way not in asked and {} not in asked:
                yield f"security {' and '.join(way) or 'none'}: no longer enough"

    def _parameters(self, old: Schema, new: Schema) -> Iterator[str]:
        known, found = _by_name(old), _by_name(new)
        for name, parameter in known.items():
            if name not in found:
                yield f"parameter {name}: gone"
                continue
            if found[name].get("required") and not parameter.get("required"):
                yield f"parameter {name}: newly required"
            yield from self.schemas(
                parameter.get("schema", {}),
                found[name].get("schema", {}),
                Side.SENT,
                f"parameter {name}",
            )
        for name, parameter in found.items():
            if name not in known and parameter.get("required"):
                yield f"parameter {name}: newly required"

    def _body(self, old: Schema | None, new: Schema | None) -> Iterator[str]:
        if old is None:
            if new is not None and new.get("required"):
                yield "body: newly required"
            return
        if new is None:
            yield "body: gone"
            return
        if new.get("required") and not old.get("required"):
            yield "body: newly required"
        yield from self._contents(old, new, Side.SENT, "body")

    def _responses(self, old: Schema, new: Schema) -> Iterator[str]:
        for status, response in old.items():
            if status not in new:
                yield f"answer {status}: gone"
                continue
            where = f"answer {status}"
            headers = new[status].get("headers", {})
            for header in response.get("headers", {}):
                if header not in headers:
                    yield f"{where} header {header}: gone"
            yield from self._contents(response, new[status], Side.ANSWERED, where)
        for status in new:
            if status not in old and status.startswith("2"):
                yield f"answer {status}: new, where only faults may be"

    def _contents(
        self, old: Schema, new: Schema, side: Side, where: str
    ) -> Iterator[str]:
        for media, content in old.get("content", {}).items():
            found = new.get("content", {}).get(media)
            if found is None:
                yield f"{where} {media}: gone"
            else:
                schemas = content.get("schema", {}), found.get("schema", {})
                yield from self.schemas(*schemas, side, where)

    def schemas(
        self, old: Schema, new: Schema, side: Side, where: str
    ) -> Iterator[str]:
        """Name what is lost between two schemas, whose place is `where`."""
        pair = (str(old.get("$ref")), str(new.get("$ref")), side)
        if "$ref" in old and pair in self.under_way:
            return
        self.under_way.add(pair)
        olds, news = _choices(self.before, old), _choices(self.after, new)
        if len(olds) == len(news) == 1:
            yield from self._one(olds[0], news[0], side, where)
        else:
            yield from self._several(olds, news, side, where)
        self.under_way.discard(pair)

    def _several(
        self, olds: list[Schema], news: list[Schema], side: Side, where: str
    ) -> Iterator[str]:
        """Let each choice that may be said fit one of those that are understood."""
        said, understood = (olds, news) if side is Side.SENT else (news, olds)
        for choice in said:
            closest: tuple[str, ...] | None = None
            for other in understood:
                pair = (choice, other) if side is Side.SENT else (other, choice)
                found = tuple(self._one(*pair, side, where))
                if closest is None or len(found) < len(closest):
                    closest = found
            if closest:
                word = "no longer taken" if side is Side.SENT else "newly answered"
                yield f"{where}: choice {_called(choice)}: {word}"
                yield from closest if len(olds) == len(news) else ()

    def _one(self, old: Schema, new: Schema, side: Side, where: str) -> Iterator[str]:
        said, understood = (old, new) if side is Side.SENT else (new, old)
        if not _fits(_types(said), _types(understood)):
            yield f"{where}: type changed from {_called(old)} to {_called(new)}"
            return
        yield from _values(said, understood, side, where)
        yield from _bounds(said, understood, where)
        yield from self._fields(old, new, side, where)
        yield from self._members(old, new, side, where)

    def _fields(
        self, old: Schema, new: Schema, side: Side, where: str
    ) -> Iterator[str]:
        known, found = old.get("properties", {}), new.get("properties", {})
        must, must_now = set(old.get("required", ())), set(new.get("required", ()))
        for name, field in known.items():
            place = f"{where} field {name}"
            if name not in found:
                yield f"{place}: gone"
            else:
                yield from self.schemas(field, found[name], side, place)
        changed = must_now - must if side is Side.SENT else must & set(found) - must_now
        word = "newly required" if side is Side.SENT else "no longer always there"
        for name in sorted(changed):
            yield f"{where} field {name}: {word}"

    def _members(
        self, old: Schema, new: Schema, side: Side, where: str
    ) -> Iterator[str]:
        """Compare what a list or an open object is made of."""
        for keyword, place in (("items", "item"), ("additionalProperties", "others")):
            one, other = old.get(keyword, True), new.get(keyword, True)
            if isinstance(one, Mapping) and isinstance(other, Mapping):
                yield from self.schemas(one, other, side, f"{where} {place}")
            elif side is Side.SENT and one is not False and other is False:
                yield f"{where} {place}: no longer taken"
        olds, news = old.get("prefixItems", ()), new.get("prefixItems", ())
        if len(olds) != len(news):
            yield f"{where} items: another number of them"
        for number, (one, other) in enumerate(zip(olds, news, strict=False)):
            yield from self.schemas(one, other, side, f"{where} item {number}")


def _by_name(operation: Schema) -> dict[str, Schema]:
    return {
        f"{each['in']} {each['name']}": each for each in operation.get("parameters", ())
    }


def _choices(description: Description, schema: Schema) -> list[Schema]:
    """Return the schemas any one of which a value may follow, references resolved."""
    while "$ref" in schema:
        found = description
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    listed = schema.get("anyOf") or schema.get("oneOf")
    if not listed:
        return [schema]
    return [each for one in listed for each in _choices(description, one)]


def _types(schema: Schema) -> set[str]:
    """Return the types a schema allows; none means any."""
    types = _given_types(schema)
    return types | {"integer"} if "number" in types else types


def _given_types(schema: Schema) -> set[str]:
    given = schema.get("type", ())
    return {given} if isinstance(given, str) else set(given)


def _fits(said: set[str], understood: set[str]) -> bool:
    return not understood or (bool(said) and said <= understood)


def _called(schema: Schema) -> str:
    types = " or ".join(sorted(_given_types(schema)))
    return str(schema.get("title") or types or "anything")


def _values(said: Schema, understood: Schema, side: Side, where: str) -> Iterator[str]:
    known = _vocabulary(understood)
    if known is None:
        return
    spoken = _vocabulary(said)
    if spoken is None:
        yield f"{where}: any value {'no longer taken' if side is Side.SENT else 'now'}"
        return
    word = "no longer taken" if side is Side.SENT else "newly answered"
    for value in sorted(spoken - known):
        yield f"{where}: value {value} {word}"


def _vocabulary(schema: Schema) -> set[str] | None:
    if "const" in schema:
        return {str(schema["const"])}
    return {str(value) for value in schema["enum"]} if "enum" in schema else None


def _bounds(said: Schema, understood: Schema, where: str) -> Iterator[str]:
    """Name each bound of what is understood that what is said may break."""
    for keyword in (*_AT_LEAST, *_AT_MOST, *_EXACTLY):
        bound, given = understood.get(keyword), said.get(keyword)
        if bound is None or bound == given:
            continue
        held = given is not None and (
            (keyword in _AT_LEAST and given > bound)
            or (keyword in _AT_MOST and given < bound)
        )
        if not held:
            yield f"{where}: {keyword} changed"
