"""A scheme's dated rules: what a board decides, as one frozen value."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matching.fall_through import STEP_COMPLETES
from matching.pool import ALL_LEVELS, Level
from matching.tenure import ABOLISHED_FROM
from matching.terms import BedroomStandard
from reciprocal.organisations.support_items import SupportItem


class SchemeRules(BaseModel):
    """The numbers a scheme runs on; every field may change by a dated decision.

    Attributes:
        areas_of_choice_min: Fewest authorities a household lists (London asked 5).
        cycle_moves_max, chain_moves_max: Caps of the solver. Units: moves.
        border_margin_metres: How far an area to avoid reaches over its border.
        area_review_days: The worker is asked about an area again after so long.
        homes_left_min: Fewest homes of the pot in the authorities that stated areas
            leave; 0 asks nothing. Counted by authority alone.
        approval_working_days: For a landlord to attest a tenancy.
        landlord_answer_working_days: For a landlord's first answer to an offer.
        viewing_working_days: For the viewing that follows it.
        household_answer_days: Full days for the household after the viewing, at least.
        release_working_days: A reservation ends so long after the ready date.
        stay_rounds: A home that a household left stays in the pot for so many rounds,
            or for `release_working_days` after it is ready where that is sooner; None
            keeps it there until its landlord takes it out.
        reservation_days_max: A home ready within this many days is ready.
        cool_off_days: A withdrawn home stays out of the pot so long.
        confirmed_within_days: A request not confirmed in this time is asked about.
        debt_settled_within_months: Settle-by of a new debt.
        failed_tenancy_days: A tenancy that fails within so long of its start is taken
            back: the book reverses it and the household is in the pot again.
        home_back_working_days: A landlord is asked for the home its tenant left so
            long after the old tenancy ended. The default is assumed.
        home_owed_working_days: For a landlord to answer a request for a home that it
            owes. The default is assumed.
        home_owed_again_days: A landlord that gave no home of a size is not asked for
            one of it again so long. The default is assumed.
        homes_written_off_a_year_max: Homes that may be given up in a calendar year.
            The default is not measured; a board decides.
        prp_ast_abolished_from: First day on which a registered provider can grant no
            assured shorthold (Renters' Rights Act 2025). The default is not verified.
        levels: The solver's objectives in order.
        bedroom_standard: What the bedrooms a household needs are counted by.
        step_completes_percent: How often a step is taken to be completed. Nobody has
            published it; it is assumed, reported beside each round, and aimed at by
            none.
        expected_child_weeks: From so many weeks before it is due, a child counts for
            bedrooms; None counts it at once. It always counts as a person.
        support_off: Items of support that the scheme does without.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    areas_of_choice_min: int = Field(default=5, ge=1)
    cycle_moves_max: int = Field(default=3, ge=3, le=6)
    chain_moves_max: int = Field(default=5, ge=1, le=10)
    border_margin_metres: int = Field(default=1_000, ge=0)
    area_review_days: int = Field(default=90, ge=1)
    homes_left_min: int = Field(default=0, ge=0)
    approval_working_days: int = Field(default=5, ge=1)
    landlord_answer_working_days: int = Field(default=1, ge=1)
    viewing_working_days: int = Field(default=3, ge=1)
    household_answer_days: int = Field(default=2, ge=2)
    release_working_days: int = Field(default=5, ge=1)
    stay_rounds: int | None = Field(default=6, ge=1)
    reservation_days_max: int = Field(default=28, ge=0)
    cool_off_days: int = Field(default=90, ge=0)
    confirmed_within_days: int = Field(default=14, ge=1)
    debt_settled_within_months: int = Field(default=6, ge=1)
    failed_tenancy_days: int = Field(default=56, ge=1)
    home_back_working_days: int = Field(default=20, ge=1)
    home_owed_working_days: int = Field(default=10, ge=1)
    home_owed_again_days: int = Field(default=28, ge=0)
    homes_written_off_a_year_max: int = Field(default=3, ge=0)
    prp_ast_abolished_from: date = ABOLISHED_FROM
    levels: tuple[Level, ...] = ALL_LEVELS
    bedroom_standard: BedroomStandard = BedroomStandard.SIZE_CRITERIA
    step_completes_percent: int = Field(default=int(100 * STEP_COMPLETES), ge=0, le=100)
    expected_child_weeks: int | None = Field(default=None, ge=0, le=42)
    support_off: tuple[SupportItem, ...] = ()

    @model_validator(mode="after")
    def _urgent_first(self) -> Self:
        if len(set(self.levels)) != len(self.levels):
            raise ValueError("a level appears twice")
        # It may let a household wait for a balance, so it takes more than a setting.
        if Level.NET_BENEFIT in self.levels:
            raise ValueError("no scheme weighs moves against balances")
        return self
