"""What goes in and comes out of `calls.homes_owed`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, TypedDict

from reciprocal.client.shapes.shared_words import Access


class AnswerHomeOwed(TypedDict):
    """The letting that you give: posted after you were asked, and of that size."""

    letting: str


HomeOwedState = Literal["asked", "answered", "declined", "lapsed", "withdrawn"]

NoHomeReason = Literal[
    "nothing_empty",
    "nominated",
    "kept_for_locals",
    "being_repaired",
    "debt_disputed",
    "asked_unreasonably",
    "not_said",
]


class BoardHomeOwed(TypedDict):
    """What a landlord in debt is asked for, as the coordinator sees it."""

    reference: str
    code: str
    stage: HomeOwedState
    landlord: str
    size_class: str
    access: Access
    asked_at: str
    respond_by: str
    ended_at: str | None
    no_home_reason: NoHomeReason | None
    letting: str | None
    unexplained_lately: int
    to_speak_with: bool


class DeclineHomeOwed(TypedDict):
    """Why there is none.

    `not_said` is counted, and the coordinator speaks with you.
    """

    reason: NoHomeReason


class HomeOwed(TypedDict):
    """A landlord that owes a home is asked for an ordinary letting of that size: never where, and never for whom."""

    reference: str
    code: str
    stage: HomeOwedState
    size_class: str
    access: Access
    asked_at: str
    respond_by: str
    ended_at: str | None
    no_home_reason: NoHomeReason | None
    letting: str | None


class BoardHomeOwedList(TypedDict):
    """A list.

    What a landlord in debt is asked for, as the coordinator sees it.
    """

    items: list[BoardHomeOwed]
    next: str | None


class HomeOwedList(TypedDict):
    """A list.

    A landlord that owes a home is asked for an ordinary letting of that size: never
    where, and never for whom.
    """

    items: list[HomeOwed]
    next: str | None
