"""What goes into calls of several audiences.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_words import (
    CannotShare,
    HelpWithRent,
    OverrideReason,
    Sex,
)


class RentBody(TypedDict):
    """What is said of paying rent; nothing of it ever refuses a home."""

    help_with_rent: NotRequired[HelpWithRent]
    intends_to_return: NotRequired[bool | None]
    pension_age: NotRequired[bool | None]
    affordable_weekly_pence: NotRequired[int | None]


class YoungPersonBody(TypedDict):
    """Somebody under 21 who will live in the new home."""

    sex: Sex
    born: str
    cannot_share: NotRequired[CannotShare | None]


Role = Literal[
    "coordinator",
    "named_lead",
    "referring_worker",
    "auditor",
    "landlord_system",
    "referring_system",
    "service",
    "nobody",
]

Urgency = Literal[1, 2, 3, 4]


class HouseholdBody(TypedDict):
    """Who will live in the new home; a perpetrator is not counted."""

    adults: int
    couples: NotRequired[int]
    young_adults: NotRequired[list[YoungPersonBody]]
    children: list[YoungPersonBody]
    expected_children: int
    due_date: NotRequired[str | None]
    overnight_carer: NotRequired[bool]
    bedrooms_override: NotRequired[int | None]
    bedrooms_override_reason: NotRequired[OverrideReason | None]
    one_over_accepted: NotRequired[bool]
    one_over_affordable: NotRequired[bool]
    tenant_born: NotRequired[str | None]
    youngest_adult_born: NotRequired[str | None]
    rent: NotRequired[RentBody]
