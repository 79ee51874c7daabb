from pydantic import Field

from api.schemas.body import Body, Day, Flag, Text
from api.schemas.households import HouseholdBody
from reciprocal.proposals.change_lifecycle import ChangeTold
from reciprocal.proposals.household_changes import Told
from reciprocal.proposals.transfer_lifecycle import TransferReason
from reciprocal.proposals.transfers import Offer


class TellChange(Body):
    """What changed in a household; with who lives together now, if they go on."""

    change: ChangeTold = Field(examples=["child_joined"])
    happened_on: Day = Field(examples=["2026-03-02"])
    household: HouseholdBody | None = None

    def told(self) -> Told:
        """Return it as the room knows it."""
        return Told(
            change=self.change,
            happened_on=self.happened_on,
            household=self.household.household() if self.household else None,
        )


class OfferCase(Body):
    """The one service that may take the case, at the household's word."""

    service_code: Text = Field(examples=["SERVICE2"])
    reason: TransferReason = Field(examples=["service_closing"])
    household_agrees: Flag = Field(examples=[True])

    def offer(self) -> Offer:
        """Return it as the room knows it."""
        return Offer(**self.model_dump())


class TakeCase(Body):
    """That you were told, outside the scheme, who the case is about."""

    handed_over_on: Day = Field(examples=["2026-03-02"])


class ServiceClosing(Body):
    """The referring service it is about."""

    service_code: Text = Field(examples=["SERVICE2"])
