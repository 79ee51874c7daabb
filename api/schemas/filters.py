"""What each list may be narrowed to, beside its page."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from api.paging import PageQuery
from reciprocal.access.actor import Role
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes_owed.lifecycle import HomeOwedState
from reciprocal.ledger.dispute_lifecycle import DisputeState
from reciprocal.ledger.lifecycle import AdjustmentState, AskedState
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.requests.lifecycle import CheckState, QuestionState, RequestState
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.statements.terms import StatementStage

_ABOUT = "Only items at this stage, as you see it."


class HomesQuery(PageQuery):
    """A list of homes."""

    stage: HomeState | None = Field(
        default=None, description=_ABOUT, examples=["in_pot"]
    )


class NominationsQuery(PageQuery):
    """A list of homes a council is asked to let go."""

    stage: Literal["asked", "released"] | None = Field(
        default=None, description=_ABOUT, examples=["asked"]
    )


class HomesOwedQuery(PageQuery):
    """A list of requests for homes owed."""

    stage: HomeOwedState | None = Field(
        default=None, description=_ABOUT, examples=["asked"]
    )


class ChecksQuery(PageQuery):
    """A list of tenancy checks."""

    stage: CheckState | None = Field(
        default=None, description=_ABOUT, examples=["asked"]
    )


class StepsQuery(PageQuery):
    """A list of offers or of proposed steps."""

    stage: ProposalState | None = Field(
        default=None, description=_ABOUT, examples=["offered"]
    )


class DeparturesQuery(PageQuery):
    """A list of tenants who may leave."""

    stage: Literal["asked", "waiting", "notice_due", "ended"] | None = Field(
        default=None, description=_ABOUT, examples=["asked"]
    )


class CasesQuery(PageQuery):
    """A list of cases, or of requests on the board."""

    stage: RequestState | None = Field(
        default=None, description=_ABOUT, examples=["in_pot"]
    )


class QuestionsQuery(PageQuery):
    """A list of questions that are left to a person."""

    stage: QuestionState | None = Field(
        default=None, description=_ABOUT, examples=["open"]
    )


class RoundsQuery(PageQuery):
    """A list of rounds."""

    stage: RoundState | None = Field(
        default=None, description=_ABOUT, examples=["published"]
    )


class DisclosureQuery(PageQuery):
    """What roles are told."""

    role: Role | None = Field(
        default=None, description="Only this role.", examples=["named_lead"]
    )


class AuditQuery(PageQuery):
    """The list of acts."""

    action: (
        Annotated[str, StringConstraints(max_length=60, pattern="^[a-z_.]+$")] | None
    ) = Field(
        default=None,
        description="Only acts of this code.",
        examples=["home.posted"],
    )
    since: AwareDatetime | None = Field(
        default=None,
        description="Only acts at or after this moment, with its zone.",
        examples=["2026-03-02T09:00:00Z"],
    )


class BoardAdjustmentsQuery(PageQuery):
    """A list of what was proposed of the book."""

    stage: AdjustmentState | None = Field(
        default=None, description=_ABOUT, examples=["proposed"]
    )


class AdjustmentsQuery(PageQuery):
    """A list of what a landlord is asked to approve."""

    stage: AskedState | None = Field(
        default=None, description=_ABOUT, examples=["asked"]
    )


class DisputesQuery(PageQuery):
    """A list of lines of statements that are disputed."""

    stage: DisputeState | None = Field(
        default=None, description=_ABOUT, examples=["open"]
    )


class StatementsQuery(PageQuery):
    """A list of the statements that went out."""

    stage: StatementStage | None = Field(
        default=None, description=_ABOUT, examples=["released"]
    )
