"""What a person decides where the rules leave it to one."""

from pydantic import Field

from api.schemas.body import Body, Flag, Text
from reciprocal.requests.deciding import Answer
from reciprocal.requests.rules import DecisionReason


class Decide(Body):
    """Yes or no, a coded reason, and a few words for the record.

    The words are sealed with the case, and no route shows them again.
    """

    allowed: Flag = Field(examples=[True])
    reason: DecisionReason = Field(examples=["term_is_long_enough"])
    note: Text | None = Field(default=None, examples=["The term runs to 2033."])

    def answer(self) -> Answer:
        """Return it as the room knows it."""
        return Answer(allowed=self.allowed, reason=self.reason, note=self.note)
