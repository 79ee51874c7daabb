from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from matching.terms import Access
from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.homes_owed.lifecycle import HomeOwedState
from reciprocal.homes_owed.rules import NoHomeReason
from reciprocal.ledger.terms import SizeClass


class HomeOwedRequest(SQLModel, table=True):
    """A landlord in debt is asked for an ordinary letting of a size that it owes.

    Attributes:
        landlord_ref, board_ref: Each party's own reference of it.
        round_id: The round whose plan would have used such a home.
        access: What would do: general, or step-free.
        through_sequence: The last entry of the book as it was asked.
        promised: Homes of the landlord and size that were drawn then and not in the
            book. Units: homes.
        ended_at, ended_by: When it was answered, declined or withdrawn, and by whom;
            the service itself where it lapsed.
        home_id: The letting that answers it.
    """

    __tablename__ = "home_owed_request"
    __table_args__ = (
        one_of("state", HomeOwedState),
        one_of("size_class", SizeClass),
        one_of("access", Access),
        one_of("no_home_reason", NoHomeReason),
        CheckConstraint(
            "(state = 'asked') = (ended_at IS NULL)"
            " AND (ended_at IS NULL) = (ended_by IS NULL)",
            name="ended_by_somebody",
        ),
        CheckConstraint(
            "(state = 'answered') = (home_id IS NOT NULL)", name="answered_with_a_home"
        ),
        CheckConstraint(
            "(state = 'declined') = (no_home_reason IS NOT NULL)",
            name="declined_with_a_reason",
        ),
        Index("ix_home_owed_request_provider", "provider_id", "state"),
    )

    id: str = Field(primary_key=True)
    landlord_ref: str = Field(unique=True)
    board_ref: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    provider_id: str = Field(foreign_key="provider.organisation_id")
    round_id: str = Field(foreign_key="match_round.id", index=True)
    state: HomeOwedState = Field(sa_type=Choice(HomeOwedState))
    size_class: SizeClass = Field(sa_type=Choice(SizeClass))
    access: Access = Field(sa_type=Choice(Access))
    through_sequence: int
    promised: int
    asked_at: datetime = Field(sa_type=UTCDateTime)
    respond_by: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by: str | None = None
    no_home_reason: NoHomeReason | None = Field(
        default=None, sa_type=Choice(NoHomeReason)
    )
    home_id: str | None = Field(default=None, foreign_key="home.id", unique=True)
