from pydantic import Field

from api.schemas.body import Body, Day, Email
from api.schemas.kinds import Reference
from reciprocal.access.closed import BlockReason
from reciprocal.requests.blocked_staff import StatedBlock
from reciprocal.requests.rules import LinkReason


class BlockStaff(Body):
    """Who must never see anything of this case, by the name they sign in with.

    The name is not kept. Neither day ends it: you alone do.
    """

    sign_in: Email = Field(examples=["somebody@example.org"])
    reason: BlockReason = Field(examples=["risk"])
    review_on: Day | None = Field(default=None, examples=["2026-06-01"])
    expected_end_on: Day | None = Field(default=None, examples=[None])

    def stated(self) -> StatedBlock:
        """Return the block as the room knows it."""
        return StatedBlock(
            sign_in=self.sign_in,
            reason=self.reason,
            review_on=self.review_on,
            expected_end_on=self.expected_end_on,
        )


class ReviewBlock(Body):
    """A block still stands; when to ask again, and when it may be over."""

    review_on: Day | None = Field(examples=["2026-09-01"])
    expected_end_on: Day | None = Field(examples=[None])


class LinkCase(Body):
    """Another of your cases that knows of this one, or is known to it."""

    other: Reference = Field(examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"])
    reason: LinkReason = Field(examples=["family"])


class LinkRequests(Body):
    """Two requests of the board that know of each other."""

    request: Reference = Field(examples=["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"])
    other: Reference = Field(examples=["1c3e5a7092b4d6f81a3c5e7092b4d6f8"])
    reason: LinkReason = Field(examples=["acquainted"])
