"""What a landlord says that is asked for a home it owes."""

from pydantic import Field

from api.schemas.body import Body
from api.schemas.kinds import Reference
from reciprocal.homes_owed.rules import NoHomeReason


class AnswerHomeOwed(Body):
    """The letting that you give: posted after you were asked, and of that size."""

    letting: Reference = Field(examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"])


class DeclineHomeOwed(Body):
    """Why there is none. `not_said` is counted, and the coordinator speaks with you."""

    reason: NoHomeReason = Field(examples=["nothing_empty"])
