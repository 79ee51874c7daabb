"""What the shapes of `people_sessions_and_systems` are made of.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import NotRequired, TypedDict

from reciprocal.client.shapes.shared import TaskKind


class Jwk(TypedDict):
    """The public half of a key pair, as RFC 7517 writes it; `kid` and such are idle."""

    kty: str
    crv: NotRequired[str | None]
    x: NotRequired[str | None]
    y: NotRequired[str | None]
    n: NotRequired[str | None]
    e: NotRequired[str | None]
    kid: NotRequired[str | None]
    alg: NotRequired[str | None]
    use: NotRequired[str | None]
    key_ops: NotRequired[list[str] | None]


class Person(TypedDict):
    """Somebody of one's own organisation."""

    reference: str
    email: str
    role: str
    joined_at: str


class Task(TypedDict):
    """Something an organisation has to look at; the same words for every case."""

    reference: str
    kind: TaskKind
    about: str
    due_at: str | None
    telephone: bool
