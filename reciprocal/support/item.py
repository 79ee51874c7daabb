"""What one line of the checklist says."""

from dataclasses import dataclass

from reciprocal.organisations.support_items import SupportItem
from reciprocal.support.terms import (
    Event,
    Needs,
    SupportEvidence,
    SupportOutcome,
    SupportOwner,
    SupportStage,
    SupportTopic,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the checklist.

    Attributes:
        due_from: The event that starts its clock; None where it has none.
        due_working_days: From that event.
        settled_by: Outcomes after which nothing is left to do.
        left_open_by: Outcomes that are written down, and more is to come.
        topics: Parts of it, of which each fact names one; none where it has none.
        needs: How many of those parts must be settled.
        amount: Each fact gives an amount in pence.
        evidence: Papers that its owner may file under a fact's code.
        stale_after_days: A fact older than this counts no more. Units: days.
        asked_again: Each new event of `due_from` asks for it anew.
        gates_acceptance: The household's yes waits for it.
        by_an_act: A route of its own does it and writes it down.
        source: Whose practice or which law asks for it.
    """

    code: SupportItem
    stage: SupportStage
    owner: SupportOwner = SupportOwner.REFERRING_WORKER
    sentence: str
    due_from: Event | None = None
    due_working_days: int = 0
    settled_by: tuple[SupportOutcome, ...]
    left_open_by: tuple[SupportOutcome, ...] = ()
    topics: tuple[SupportTopic, ...] = ()
    needs: Needs = Needs.ALL_BEGUN
    amount: bool = False
    evidence: tuple[SupportEvidence, ...] = ()
    stale_after_days: int | None = None
    asked_again: bool = False
    gates_acceptance: bool = False
    by_an_act: bool = False
    source: str

    @property
    def of_a_step(self) -> bool:
        """Tell whether it belongs to one proposed step, and begins anew with another.

        Of the case as a whole is only what comes before a home is proposed.
        """
        return self.stage is not SupportStage.REFERRAL
