from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from matching.plan import SolveStatus
from reciprocal.db import Choice, UTCDateTime, one_of
from reciprocal.rounds.cycle_lifecycle import CycleState
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.step_rules import StepAnswer, WithheldReason
from reciprocal.sealing.column import Sealed, SealedType

_RUNNING = "state IN ('frozen', 'solved')"
_UNDER_WAY = "state = 'under_way'"


class MatchRound(SQLModel, table=True):
    """One run of the solver over the sealed pot, kept so that it can be replayed.

    Attributes:
        pool, policy, seed, plan: Class S: a plan holds old homes beside new ones.
        reasons: Class S: what the coordinator is told of the plan, by identifiers; what
            a case's service is told is sealed with the case.
        seed_commitment: SHA-256 of the seed, published before anything is solved.
        pool_digest: SHA-256 of the pool's canonical text.
        levels: One row an objective: value, bound, gap, sense and how it was proved.
        plan_status, certificate_closes: What is known of the plan, and whether its
            certificate alone shows that no plan is better; None before there is one.
        home_types: How many kinds of home the round had to tell apart.
        step_completes_percent: The odds assumed of each step, by the scheme's rules.
        expected_tenths: Moves completed on average at those odds. Units: tenths.
    """

    __tablename__ = "match_round"
    __table_args__ = (
        one_of("state", RoundState),
        one_of("plan_status", SolveStatus),
        Index(
            "uq_match_round_running",
            "scheme_id",
            unique=True,
            sqlite_where=text(_RUNNING),
            postgresql_where=text(_RUNNING),
        ),
    )

    id: str = Field(primary_key=True)
    board_ref: str = Field(unique=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    key_id: str = Field(foreign_key="subject_key.id")
    state: RoundState = Field(sa_type=Choice(RoundState))

    pool: Sealed = Field(sa_type=SealedType)
    policy: Sealed = Field(sa_type=SealedType)
    seed: Sealed = Field(sa_type=SealedType)
    plan: Sealed | None = Field(default=None, sa_type=SealedType)
    reasons: Sealed | None = Field(default=None, sa_type=SealedType)
    seed_commitment: str
    pool_digest: str
    rule_version: int
    geography_version: str
    engine_version: str
    levels: list[dict[str, object]] = Field(sa_type=JSON)

    households: int
    homes: int
    ready_steps: int = 0
    forecast_steps: int = 0
    proposed: int = 0
    plan_status: SolveStatus | None = Field(default=None, sa_type=Choice(SolveStatus))
    certificate_closes: bool | None = None
    home_types: int | None = None
    step_completes_percent: int
    expected_tenths: int | None = None
    refused_code: str | None = None

    frozen_by: str
    frozen_at: datetime = Field(sa_type=UTCDateTime)
    solved_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class StepDecision(SQLModel, table=True):
    """What a person decided of a ready step before it was proposed.

    Attributes:
        exchange_number, position: Of the step in the round's plan, from 1. Which home
            it enters is in the plan alone, sealed.
        reason: Of what is withheld.
        proposed: Whether the step was proposed: what was agreed and could no longer
            be, because the world had changed, was not.
        decided_by: Identifier of a person.
    """

    __tablename__ = "step_decision"
    __table_args__ = (
        one_of("answer", StepAnswer),
        one_of("reason", WithheldReason),
        UniqueConstraint("round_id", "exchange_number", "position"),
        CheckConstraint(
            "(answer = 'withheld') = (reason IS NOT NULL)", name="reason_if_withheld"
        ),
        CheckConstraint("answer = 'agreed' OR NOT proposed", name="proposed_if_agreed"),
    )

    id: str = Field(primary_key=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    round_id: str = Field(foreign_key="match_round.id")
    request_id: str = Field(foreign_key="property_request.id", index=True)
    exchange_number: int
    position: int
    answer: StepAnswer = Field(sa_type=Choice(StepAnswer))
    reason: WithheldReason | None = Field(default=None, sa_type=Choice(WithheldReason))
    proposed: bool
    decided_by: str
    decided_at: datetime = Field(sa_type=UTCDateTime)


class CarriedCycle(SQLModel, table=True):
    """A published cycle that is carried out from an interim home.

    Its steps are the plan's, sealed with the round; each that was proposed is a
    proposal like any other.

    Attributes:
        number: 1 for the first interim home named for the cycle, and so on.
        first_position: Of the household that takes the interim home; its own step is
            the last one taken.
        interim_position: Of the step into the interim home, behind the plan's own.
        chain_ref: What joins its moves in the book.
        until: The last day on which a step of it is proposed.
        named_by: Identifier of a person.
    """

    __tablename__ = "carried_cycle"
    __table_args__ = (
        one_of("state", CycleState),
        UniqueConstraint("round_id", "exchange_number", "number"),
        CheckConstraint(
            "(state = 'under_way') = (ended_at IS NULL)", name="ended_once_over"
        ),
        Index(
            "uq_carried_cycle_under_way",
            "round_id",
            "exchange_number",
            unique=True,
            sqlite_where=text(_UNDER_WAY),
            postgresql_where=text(_UNDER_WAY),
        ),
    )

    id: str = Field(primary_key=True)
    scheme_id: str = Field(foreign_key="scheme.id", index=True)
    round_id: str = Field(foreign_key="match_round.id")
    exchange_number: int
    number: int
    first_position: int
    interim_position: int
    chain_ref: str
    state: CycleState = Field(sa_type=Choice(CycleState))
    until: date
    named_by: str
    named_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
