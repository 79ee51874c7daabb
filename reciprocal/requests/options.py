"""What a household can do where the scheme cannot help: the one list of its options.

A scheme that keeps tenancies has nothing to keep for somebody who is not the tenant,
and a landlord may say that a tenancy is not its own or no social one. Whoever is told
so is told these with it, never silence.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from reciprocal.errors import Kind, ReciprocalError
from reciprocal.requests.lifecycle import CheckState, DeclineCode
from reciprocal.requests.tables import TenancyCheck


class TenancyNotHeld(ReciprocalError):
    code = "tenancy_not_held"
    kind = Kind.CONFLICT
    sentence = (
        "Nobody of this household is the tenant, so there is no tenancy to keep; read "
        "its options at /v1/options and in docs/options.md."
    )


class OptionCode(StrEnum):
    """One thing a household can do; none of them is a reason to wait."""

    HOMELESS_APPLICATION = "homeless_application"
    REFUGE = "refuge"
    COURT_TRANSFER = "court_transfer"
    COURT_OCCUPATION = "court_occupation"
    WAS_A_TENANT = "was_a_tenant"
    HOUSING_REGISTER = "housing_register"
    CARE_LEAVER = "care_leaver"
    OWN_LANDLORD_TRANSFER = "own_landlord_transfer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option.

    Attributes:
        in_force: First day of its authority; None where no statute is behind it.
    """

    code: OptionCode
    sentence: str
    authority: str
    in_force: date | None


_C = OptionCode
OPTIONS: Final = (
    Option(
        code=_C.HOMELESS_APPLICATION,
        sentence=(
            "Apply as homeless to any council: whoever is homeless because of domestic "
            "abuse has priority need, and need not go back to apply where they fled "
            "from."
        ),
        authority="Housing Act 1996 part 7, with Domestic Abuse Act 2021 s.78",
        in_force=date(2021, 7, 5),
    ),
    Option(
        code=_C.REFUGE,
        sentence=(
            "Take a place in a refuge, through the referring service or the national "
            "helpline, without giving up any tenancy."
        ),
        authority="Domestic Abuse Act 2021 part 4 (support in safe accommodation)",
        in_force=date(2021, 10, 1),
    ),
    Option(
        code=_C.COURT_TRANSFER,
        sentence=(
            "Ask the family court, with a solicitor, to put the tenancy into the "
            "survivor's own name; then this scheme can help."
        ),
        authority="Family Law Act 1996 sch.7",
        in_force=date(1997, 10, 1),
    ),
    Option(
        code=_C.COURT_OCCUPATION,
        sentence=(
            "Ask the family court for an order about who may live in the home, where "
            "staying is safe."
        ),
        authority="Family Law Act 1996 s.33 to s.38",
        in_force=date(1997, 10, 1),
    ),
    Option(
        code=_C.WAS_A_TENANT,
        sentence=(
            "Tell any council that lets to a survivor who was a lifetime tenant that "
            "it may not make the new secure tenancy flexible, even after a gap."
        ),
        authority="Housing Act 1985 s.81ZA (Domestic Abuse Act 2021 s.79)",
        in_force=date(2021, 11, 1),
    ),
    Option(
        code=_C.HOUSING_REGISTER,
        sentence=(
            "Join a council's housing register, as a lodger, a child or a partner of "
            "the tenant may: no local connection is asked of survivors of domestic "
            "abuse."
        ),
        authority=(
            "Housing Act 1996 part 6, with the regulations on local connection of 2025"
        ),
        in_force=date(2025, 7, 10),
    ),
    Option(
        code=_C.CARE_LEAVER,
        sentence=(
            "Ask the council that looked after a young care leaver: it owes them "
            "support and help with a home."
        ),
        authority="Children Act 1989 s.23C",
        in_force=date(2001, 10, 1),
    ),
    Option(
        code=_C.OWN_LANDLORD_TRANSFER,
        sentence=(
            "Ask the tenant's own landlord for a transfer in its own homes, where the "
            "tenant moves along."
        ),
        authority="Scheme practice; each landlord's own policy",
        in_force=None,
    ),
)
assert [option.code for option in OPTIONS] == list(OptionCode), "each code, once"

REASON_SENTENCES: Final = MappingProxyType(
    {
        TenancyNotHeld.code: "Nobody of the household is the tenant.",
        DeclineCode.NOT_OUR_TENANT: "The landlord says that this is not its tenant.",
        DeclineCode.NOT_A_SOCIAL_TENANCY: (
            "The landlord says that this is no social tenancy."
        ),
        DeclineCode.OWN_STOCK_MOVE_OFFERED: (
            "The landlord has offered a move in its own homes."
        ),
    }
)
"""Why the scheme cannot help, as the household's worker is told."""


def option_rows() -> list[dict[str, object]]:
    """Return the list as a worker reads it."""
    return [
        {
            "code": option.code,
            "sentence": option.sentence,
            "authority": option.authority,
            "in_force": option.in_force,
        }
        for option in OPTIONS
    ]


def check_row(check: TenancyCheck | None) -> dict[str, object]:
    """Return what a case's worker reads of its tenancy check.

    Where the landlord declined: why, in a sentence, and what the household can do.
    """
    declined = check is not None and check.state is CheckState.DECLINED
    code = check.decline_code if check is not None and declined else None
    return {
        "tenancy_check": check.state if check else None,
        "decline_code": code,
        "decline_reason": REASON_SENTENCES[code] if code else None,
        "options": option_rows() if declined else None,
    }
