from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from matching.terms import RentBasis, TenancyKind
from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.moves.lifecycle import MoveEvent, MoveState, PossessionState


class Move(SQLModel, table=True):
    """One household's move, from its acceptance to the keys.

    Attributes:
        move_ref: Random; the only thing the book knows of a move.
        weekly_rent_granted_pence: As its landlord named it at sign-up, if it did.
        tenancy_start: Of the new tenancy.
        notice_safe_from: Of a joint tenancy: the first day it may end, by the worker's
            safety plan.
        old_tenancy_end: Never recorded before the new tenancy is signed, and never
            before it starts: a gap of a day could cost security
            (Housing Act 1996 s.124(2), "immediately before").
        possession, possession_on: Where somebody else still lives in the old home:
            what its landlord did, and on which day; nothing of who or why.
        possession_expected_on: The day it expects to have it; None where it said none.
    """

    __tablename__ = "move"
    __table_args__ = (
        one_of("state", MoveState),
        one_of("possession", PossessionState),
        CheckConstraint(
            "(possession = 'not_needed') = (possession_on IS NULL)",
            name="possession_on_a_day",
        ),
        CheckConstraint(
            "possession_expected_on IS NULL OR possession = 'sought'",
            name="possession_expected_while_sought",
        ),
        CheckConstraint(
            "old_tenancy_end IS NULL OR state IN ('signed', 'started', 'passed')",
            name="old_tenancy_ends_after_signing",
        ),
        CheckConstraint(
            "old_tenancy_end IS NULL OR old_tenancy_end >= tenancy_start",
            name="no_gap_between_tenancies",
        ),
        CheckConstraint(
            "state NOT IN ('signed', 'started') OR tenancy_granted IS NOT NULL",
            name="signed_with_tenancy",
        ),
    )

    id: str = Field(primary_key=True)
    move_ref: str = Field(unique=True)
    proposal_id: str = Field(foreign_key="proposal.id", unique=True)
    state: MoveState = Field(sa_type=Choice(MoveState))
    tenancy_granted: TenancyKind | None = Field(
        default=None, sa_type=Choice(TenancyKind)
    )
    rent_basis_granted: RentBasis | None = Field(
        default=None, sa_type=Choice(RentBasis)
    )
    weekly_rent_granted_pence: int | None = None
    tenancy_start: date | None = None
    notice_safe_from: date | None = None
    old_tenancy_end: date | None = None
    possession: PossessionState = Field(
        default=PossessionState.NOT_NEEDED, sa_type=Choice(PossessionState)
    )
    possession_on: date | None = None
    possession_expected_on: date | None = None


class MoveStep(SQLModel, table=True):
    """An event in a move's life: who and when, added and never changed."""

    __tablename__ = "move_step"
    __table_args__ = (one_of("event", MoveEvent),)

    id: str = Field(primary_key=True)
    move_id: str = Field(foreign_key="move.id", index=True)
    event: MoveEvent = Field(sa_type=Choice(MoveEvent))
    by: str
    at: datetime = Field(sa_type=UTCDateTime)
