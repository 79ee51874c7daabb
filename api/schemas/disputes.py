"""What a landlord says against a line of its own statement: a code, and no words."""

from pydantic import Field

from api.schemas.body import Body
from api.schemas.kinds import Reference
from reciprocal.ledger.terms import DisputeGround, SizeClass


class RaiseDispute(Body):
    """A line of one of your own statements, and what is wrong with it."""

    statement: Reference = Field(examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"])
    line: Reference = Field(examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"])
    ground: DisputeGround = Field(examples=["wrong_size"])
    to_size_class: SizeClass | None = Field(default=None, examples=["BED1"])
