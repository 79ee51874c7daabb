"""What landlords say of tenancies: the old one's facts, the new one's grant."""

from typing import Annotated

from pydantic import Field

from api.schemas.body import Body, Day, Flag, Pence
from api.schemas.homes import HomeBody
from matching.terms import RentBasis, TenancyKind
from reciprocal.homes.rules import Supply
from reciprocal.moves.lifecycle import PossessionEvent
from reciprocal.moves.operations import Grant
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests.checks import Attestation, HomeReturning
from reciprocal.requests.lifecycle import DeclineCode

_BALANCE_PENCE_MAX = 100_000_000


class ReturningHome(HomeBody):
    """The home your tenant would leave, as supply for the pot."""

    possession_recorded: Flag = Field(examples=[True])

    def returning(self) -> HomeReturning:
        """Return it as the room knows it."""
        return HomeReturning(
            dwelling=self.dwelling(),
            facts=self.facts(Supply.VACATING),
            possession_recorded=self.possession_recorded,
        )


class Attest(Body):
    """Confirm the tenancy, accept the debt, and state the home that comes back."""

    tenancy_kind: TenancyKind = Field(examples=["secure_lifetime"])
    tenancy_start: Day = Field(examples=["2014-05-12"])
    joint: Flag = Field(examples=[False])
    successor: Flag = Field(examples=[False])
    possession_proceedings: Flag = Field(examples=[False])
    notice_served: Flag = Field(examples=[False])
    account_balance_pence: Annotated[
        int, Field(strict=True, ge=-_BALANCE_PENCE_MAX, le=_BALANCE_PENCE_MAX)
    ] = Field(examples=[-4210])
    continuous_since_april_2012: Flag = Field(examples=[False])
    identity_seen: Flag = Field(examples=[True])
    accepts_debt: Flag = Field(examples=[True])
    home: ReturningHome | None = None

    def attestation(self) -> Attestation:
        """Return the facts as the room knows them."""
        return Attestation(**self.model_dump(exclude={"home"}))


class DeclineCheck(Body):
    """Decline by one of three codes."""

    code: DeclineCode = Field(examples=["not_our_tenant"])
    own_stock_offer_date: Day | None = Field(default=None, examples=["2026-03-20"])


class OfferAnswer(Body):
    """Your answer to an offer of your own home."""

    agreed: Flag = Field(examples=[True])
    code: EndCode | None = Field(default=None, examples=["home_not_ready"])


class SignUp(Body):
    """The tenancy the household signed."""

    tenancy_granted: TenancyKind = Field(examples=["secure_lifetime"])
    rent_basis: RentBasis = Field(examples=["social"])
    tenancy_start: Day = Field(examples=["2026-03-23"])
    weekly_rent_pence: Pence | None = Field(default=None, examples=[12875])

    def grant(self) -> Grant:
        """Return the tenancy as the room knows it."""
        return Grant(
            tenancy=self.tenancy_granted,
            rent_basis=self.rent_basis,
            start=self.tenancy_start,
            weekly_rent_pence=self.weekly_rent_pence,
        )


class DepartureAnswer(Body):
    """Whether your tenancy stands, so that your tenant may move."""

    tenancy_stands: Flag = Field(examples=[True])


class TenancyEnd(Body):
    """The day your tenancy ends."""

    tenancy_end: Day = Field(examples=["2026-04-05"])


class RecordPossession(Body):
    """What you did where somebody else still lives in your tenant's old home."""

    event: PossessionEvent = Field(examples=["seek"])
    on: Day = Field(examples=["2026-04-20"])


class HomeEmpty(Body):
    """Your tenant's old home is empty."""

    void_date: Day = Field(examples=["2026-04-06"])
    ready_date: Day = Field(examples=["2026-04-20"])
