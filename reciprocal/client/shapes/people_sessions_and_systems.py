"""What goes in and comes out of `calls.people_sessions_and_systems`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_sent import Role

Scope = Literal[
    "homes:write", "homes:read", "offers:read", "statements:read", "cases:read"
]


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


class Invitation(TypedDict):
    """A one-time way in, shown this once to whoever invites."""

    token: str


class Invite(TypedDict):
    """Invite a colleague, or (a coordinator) somebody of any member by its code."""

    email: str
    role: Role
    organisation_code: NotRequired[str | None]


class Join(TypedDict):
    """Take up an invitation."""

    token: str
    password: str


class MachineKey(TypedDict):
    """A new key of a system, shown this once."""

    reference: str
    key: str


class MachinePublicKey(TypedDict):
    """A public key of a system.

    It opens nothing by itself.
    """

    reference: str
    thumbprint: str


class Me(TypedDict):
    """Who is signed in."""

    organisation: str
    organisation_code: str
    role: str
    person: bool


class Person(TypedDict):
    """Somebody of one's own organisation."""

    reference: str
    email: str
    role: str
    joined_at: str


TaskKind = Literal[
    "tenancy_check",
    "tenancy_check_overdue",
    "countersign",
    "home_clash",
    "case_clash",
    "home_question",
    "nomination_release",
    "home_owed",
    "safety_look",
    "offer",
    "departure",
    "viewing",
    "household_answer",
    "sign_up",
    "case_changed",
    "confirm_case",
    "area_review",
    "person_decision",
    "staff_review",
    "change_in_risk",
    "name_lead",
    "home_comes_back",
    "home_not_back",
    "possession_due",
    "home_withdrawal_asked",
    "home_amendment_asked",
    "notice_plan",
    "webhook_failing",
    "adjustment",
    "dispute_settled",
    "case_transfer",
    "service_closing",
    "support_due",
    "departure_support_due",
]


class AddMachine(TypedDict):
    """Register a system of your own organisation; all its role's scopes when none."""

    name: str
    scopes: NotRequired[list[Scope] | None]


class Machine(TypedDict):
    """A system of one's own organisation."""

    reference: str
    name: str
    role: str
    scopes: list[Scope]
    keys: list[str]
    public_keys: list[str]


class AddPublicKey(TypedDict):
    """Register the public half of a key pair that a system made for itself."""

    public_key: Jwk


class PersonList(TypedDict):
    """A list.

    Somebody of one's own organisation.
    """

    items: list[Person]
    next: str | None


class Task(TypedDict):
    """Something an organisation has to look at; the same words for every case."""

    reference: str
    kind: TaskKind
    about: str
    due_at: str | None
    telephone: bool


class MachineList(TypedDict):
    """A list.

    A system of one's own organisation.
    """

    items: list[Machine]
    next: str | None


class TaskList(TypedDict):
    """A list.

    Something an organisation has to look at; the same words for every case.
    """

    items: list[Task]
    next: str | None
