"""What goes in and comes out of `calls.viewings`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, NotRequired, TypedDict

from reciprocal.client.shapes.shared_words import HomelessnessDuty, ViewingWay


class OfferViewing(TypedDict):
    """A day for a viewing of your home; or photographs, the plan and the works list."""

    way: ViewingWay
    on: NotRequired[str | None]


ViewingOutcome = Literal["held", "photographs", "declined"]


class StateDuty(TypedDict):
    """Which homelessness duty a council owes the household now."""

    duty: HomelessnessDuty


class WarnOfFinalOffer(TypedDict):
    """What you told the household that refusing could do to the duty owed to it."""

    words: str


class RecordViewing(TypedDict):
    """How the viewing went; the household's time to answer begins."""

    outcome: ViewingOutcome
    on: str
