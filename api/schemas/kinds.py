"""What each kind of field in the disclosure file is on the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.households import HouseholdShape
from api.schemas.options import OptionShape
from api.schemas.promises import PromiseShape
from api.schemas.rents import RentsShape
from api.schemas.reports import (
    AuditHeadShape,
    ExperimentShape,
    HappenedShape,
    HomeRentLostShape,
    QuarterlyBalanceShape,
    TenureRowShape,
    UrgencyRowShape,
)
from api.schemas.statements import (
    Period,
    ReleaseSizeShape,
    StatementLineShape,
    StatementSizeShape,
)
from api.schemas.support import AssessmentShape, SupportItemShape
from api.schemas.told import OpeningShape, RefusalShape
from matching.plan import ExchangeKind, SolveStatus, StepKind
from matching.reasons import Band, HomeReason, MainReason, ToldReason
from matching.tenure import Condition, Disclosure, TenureRuleId, TenureVerdict
from matching.terms import (
    Access,
    AgeOf,
    HomeKind,
    LettingRoute,
    LocalClause,
    Marker,
    PetRule,
    RentBasis,
    TenancyKind,
)
from reciprocal.access.actor import Scope, SessionStage
from reciprocal.access.closed import BlockReason
from reciprocal.access.second_factor import FactorStage
from reciprocal.homes.imports.snapshot import RowOutcome
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.rules import NominationState, Supply, Works
from reciprocal.homes_owed.lifecycle import HomeOwedState
from reciprocal.homes_owed.rules import NoHomeReason
from reciprocal.ledger.dispute_lifecycle import DisputeState
from reciprocal.ledger.lifecycle import AdjustmentState, AskedState
from reciprocal.ledger.lots import AgeBand
from reciprocal.ledger.terms import AdjustmentReason, DisputeGround, TransactionKind
from reciprocal.moves.lifecycle import PossessionState
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations.lifecycle import ServiceState
from reciprocal.proposals.change_lifecycle import ChangeTold
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.proposals.transfer_lifecycle import TransferReason, TransferState
from reciprocal.proposals.viewing_lifecycle import ViewingState, ViewingWay
from reciprocal.reports.readings import Part, Reader
from reciprocal.requests.areas import AreaPurpose, AreaReason
from reciprocal.requests.kept import AvoidedShare
from reciprocal.requests.lifecycle import (
    CheckState,
    DeclineCode,
    QuestionAbout,
    QuestionState,
    RequestState,
)
from reciprocal.requests.rules import (
    ConsentPurpose,
    DecisionReason,
    HomelessnessDuty,
    LinkReason,
    RiskKind,
    TriggerKind,
)
from reciprocal.rounds.cycle_lifecycle import Missing
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.step_rules import StepAnswer, WithheldReason
from reciprocal.statements.terms import ReleaseStage, Standing, StatementStage
from reciprocal.webhooks.terms import About, EndpointState, MessageKind, Outcome

Reference = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
Code = Annotated[
    str, StringConstraints(pattern="^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")
]
Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Uprn = Annotated[str, StringConstraints(pattern="^[0-9]{1,12}$")]
AuthorityCode = Annotated[str, StringConstraints(pattern="^E[0-9]{8}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AreaShape(_Shape):
    """One area as it is kept: compiled, without its centre, line or distance."""

    reference: Reference
    authorities: list[str]
    sectors: list[str]
    landlords: list[str]


class WishShape(_Shape):
    """What a home would be close to, as it is kept: sectors by band, nearest first."""

    reference: Reference
    bands: list[list[str]]


class AreasShape(_Shape):
    """Areas as they are kept; a home must be in no `avoid` and in each `stay_near`.

    Neither `first_choice` nor `close_to` keeps a home from the household.
    """

    of_choice: list[str]
    first_choice: list[str]
    avoid: list[AreaShape]
    stay_near: list[AreaShape]
    close_to: list[WishShape]


class ChoiceAvoidedShape(_Shape):
    """An authority of choice, and how much of it the areas to avoid blot out."""

    authority: str
    avoided: AvoidedShare


class AreaStatedShape(_Shape):
    """Why an area of a case is stated, by whom, and when it is asked about again."""

    reference: Reference
    purpose: AreaPurpose
    reason: AreaReason
    stated_by: Reference
    stated_at: datetime
    geography_version: str
    review_on: date
    expected_end_on: date | None


class LeftToAPersonShape(_Shape):
    """A question about a case that a person is asked, and where it stands."""

    about: QuestionAbout
    stage: QuestionState
    sentence: str
    tenancy_held: TenancyKind | None
    tenancy_offered: TenancyKind | None
    asked_at: datetime


class StaffBlockShape(_Shape):
    """Why a case is closed to somebody of staff, and when that is asked about again."""

    reference: Reference
    reason: BlockReason
    stated_by: Reference
    stated_at: datetime
    review_on: date
    expected_end_on: date | None


class CaseLinkShape(_Shape):
    """Another case that knows of this one, and who said so; None once it left you."""

    reference: Reference
    other: Reference | None
    reason: LinkReason
    stated_by: Reference
    stated_at: datetime


class HomeLeftShape(_Shape):
    """Where the household lives now; for its own worker alone."""

    uprn: str
    address: str
    postcode: str
    authority: str
    marker: bool


class LevelShape(_Shape):
    """One objective of a round: what was reached, and the proof beside it."""

    level: str
    value: int
    bound: int
    gap: int
    sense: str
    proved_by: str


class LevelCostShape(_Shape):
    """What something held fixed does to one objective; `lost` below 0 is better."""

    level: str
    sense: str
    sentence: str
    without: int
    with_locks: int
    lost: int
    proven: bool


class ExpectedMovesShape(_Shape):
    """The moves that a plan would complete on average, at odds that are assumed."""

    tenths: int
    step_completes_percent: int
    assumed: bool


class ImportRowShape(_Shape):
    """One row of a file: what became of it, and the home it is about."""

    row: int
    outcome: RowOutcome
    reference: Reference | None
    differs: list[str]


class ApprovalShape(_Shape):
    """One landlord that was asked about a change of the book, and its answer."""

    landlord_code: str
    stage: AskedState


KINDS: dict[str, Any] = {
    "access": Access,
    "address": str,
    "adjustment_kind": TransactionKind,
    "adjustment_reason": AdjustmentReason,
    "adjustment_stage": AdjustmentState,
    "age_band": AgeBand,
    "age_of": AgeOf,
    "ages": list[int],
    "assessments": list[AssessmentShape],
    "amount": int,
    "approvals": list[ApprovalShape],
    "areas": AreasShape,
    "choices_avoided": list[ChoiceAvoidedShape],
    "areas_stated": list[AreaStatedShape],
    "asked_stage": AskedState,
    "authority": AuthorityCode,
    "band": Band,
    "blocked_staff": list[StaffBlockShape],
    "case_links": list[CaseLinkShape],
    "check_stage": CheckState,
    "code": Code,
    "condition": Condition,
    "consents": list[ConsentPurpose],
    "count": Annotated[int, Field(ge=0)],
    "day": date,
    "debt_stage": Literal["open", "overdue", "disputed"],
    "dispute_ground": DisputeGround,
    "dispute_stage": DisputeState,
    "decision_reason": DecisionReason,
    "decline_code": DeclineCode,
    "departure_stage": str,
    "disclosures": list[Disclosure],
    "email": str,
    "exchange_kind": ExchangeKind,
    "expected_moves": ExpectedMovesShape,
    "flag": bool,
    "hash": Hash,
    "factor_stage": FactorStage,
    "home_kind": HomeKind,
    "homelessness_duty": HomelessnessDuty,
    "home_left": HomeLeftShape,
    "home_reason": HomeReason,
    "home_stage": HomeState,
    "home_owed_stage": HomeOwedState,
    "household": HouseholdShape,
    "household_change": ChangeTold,
    "left_to_a_person": list[LeftToAPersonShape],
    "letting_route": LettingRoute,
    "import_rows": list[ImportRowShape],
    "level": int,
    "homes_rent_lost": list[HomeRentLostShape],
    "level_costs": list[LevelCostShape],
    "link_reason": LinkReason,
    "levels": list[LevelShape],
    "main_reason": MainReason,
    "machine_keys": list[Reference],
    "marker": Marker,
    "missing": list[Missing],
    "moment": datetime,
    "no_home_reason": NoHomeReason,
    "nomination": NominationState,
    "opening": OpeningShape,
    "options": list[OptionShape],
    "organisation": str,
    "organisation_code": str,
    "local_clause": LocalClause,
    "parts_opened": list[Part],
    "pets": PetRule,
    "plan_status": SolveStatus,
    "pence": Annotated[int, Field(ge=0)],
    "possession": PossessionState,
    "postcode": str,
    "promise": PromiseShape,
    "proposal_stage": ProposalState,
    "pseudonym": str,
    "question_about": QuestionAbout,
    "question_stage": QuestionState,
    "reader": Reader,
    "reference": Reference,
    "quarter": Period,
    "quarters": list[Period],
    "references": list[Reference],
    "release_sizes": list[ReleaseSizeShape],
    "release_stage": ReleaseStage,
    "refusals": list[RefusalShape],
    "rent_basis": RentBasis,
    "rents": RentsShape,
    "request_stage": RequestState,
    "risk_kind": RiskKind,
    "round_stage": RoundState,
    "step_answer": StepAnswer,
    "withheld_reason": WithheldReason,
    "scopes": list[Scope],
    "secret": str,
    "secrets": list[str],
    "sentence": str,
    "sentences": list[str],
    "texts": list[str],
    "service_stage": ServiceState,
    "session_stage": SessionStage,
    "statement_lines": list[StatementLineShape],
    "statement_sizes": list[StatementSizeShape],
    "statement_stage": StatementStage,
    "statement_standing": Standing,
    "step_kind": StepKind,
    "supply": Supply,
    "support": list[SupportItemShape],
    "task_kind": TaskKind,
    "telephone": str,
    "tenancy": TenancyKind,
    "timeline": list[HappenedShape],
    "tenancy_reference": str,
    "tenure_rules": list[TenureRuleId],
    "told_reason": ToldReason,
    "transfer_reason": TransferReason,
    "transfer_stage": TransferState,
    "trigger_kind": TriggerKind,
    "uprn": Uprn,
    "urgency": Annotated[int, Field(ge=1, le=4)],
    "urgency_rows": list[UrgencyRowShape],
    "audit_heads": list[AuditHeadShape],
    "tenure_rows": list[TenureRowShape],
    "experiments": list[ExperimentShape],
    "quarterly_balances": list[QuarterlyBalanceShape],
    "verdict": TenureVerdict,
    "viewing_stage": ViewingState,
    "viewing_way": ViewingWay,
    "webhook_about": About,
    "webhook_kind": MessageKind,
    "webhook_outcome": Outcome,
    "webhook_stage": EndpointState,
    "word": str,
    "works": Works,
}
