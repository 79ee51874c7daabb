"""How long homes are set aside, against the scheme's limits, and what that costs.

A landlord reads the rent of its own homes and nobody else's; the coordinator reads
days, and a sum by round that names no landlord and no home. A step that a change in
risk hides is in neither: its days follow from its home's, and so does its rent.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Place, Wanted, cut, read
from reciprocal.disclosure.present import Row
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.moves.tables import Move
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import queries as proposals
from reciprocal.proposals.lifecycle import Party
from reciprocal.proposals.limits import freed_by
from reciprocal.proposals.rows import kept_until, reserved_cost
from reciprocal.proposals.tables import Decision, Proposal
from reciprocal.reports.timeline import day_of
from reciprocal.rounds.tables import MatchRound


def board_rows(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return each reservation of a home, the newest first: days, and no rent.

    A hidden step reserves nothing, as far as the board can tell.

    Raises:
        Forbidden: When it is not a coordinator who asks.
    """
    policy.require(actor, "board.read")
    _, rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    return read(
        session,
        actor,
        "board_reservation",
        wanted,
        select(Proposal, Home, Move)
        .join(Home, col(Home.id) == Proposal.home_id)
        .outerjoin(Move, col(Move.proposal_id) == Proposal.id)
        .where(
            *in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id),
            col(Proposal.hidden_at).is_(None),
        ),
        (By(Proposal.proposed_at, falls=True), By(Proposal.board_ref)),
        lambda step, home, move: (step.state, _board_row(step, home, move, rules)),
        stage=Proposal.state,
    )


def by_round(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return what each round's reservations cost all landlords together.

    What a hidden step costs is in no sum: one that moved would tell of its home.

    Raises:
        Forbidden: When it is not a coordinator who asks.
    """
    policy.require(actor, "board.read")
    steps = session.exec(
        select(Proposal, Home, Decision, Move)
        .join(Home, col(Home.id) == Proposal.home_id)
        .outerjoin(
            Decision,
            (col(Decision.proposal_id) == Proposal.id)
            & (col(Decision.party) == Party.WORKER)
            & col(Decision.agreed).is_(True),
        )
        .outerjoin(Move, col(Move.proposal_id) == Proposal.id)
        .where(
            *in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id),
            col(Proposal.hidden_at).is_(None),
        )
    )
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for step, home, shown, move in steps:
        cost = (0, 0)
        if shown is not None:
            cost = reserved_cost(step, home, shown.decided_at, move)
        sums[step.round_id].add(*cost)
    rounds = session.exec(
        select(MatchRound).where(MatchRound.scheme_id == actor.scheme_id)
    )
    items: list[tuple[Place, str, Row]] = [
        (
            (row.frozen_at, row.board_ref),
            row.state,
            {
                "reference": row.board_ref,
                "code": short_code(row.board_ref),
                "stage": row.state,
                "frozen_at": row.frozen_at,
                **sums[row.id].row(),
            },
        )
        for row in rounds
    ]
    return cut(actor, "board_rent_lost", wanted, items)


def own_rent_lost(session: Session, actor: Actor) -> Shown:
    """Return what reservations cost this landlord, home by home and together.

    It counts the offers that whoever asks may read, and no other.

    Raises:
        Forbidden: When it is not a landlord's person who asks.
    """
    policy.require(actor, "rent_lost.read")
    whole, homes = _Sum(), defaultdict[str, _Sum](_Sum)
    for offer in proposals.own_offers(session, actor):
        days, pence = offer["days_reserved"], offer["rent_lost_pence"]
        assert isinstance(days, int), "a landlord's person reads the days"
        assert isinstance(pence, int), "and their rent"
        whole.add(days, pence)
        homes[str(offer["home"])].add(days, pence)
    row = {
        "homes": [
            {"home": reference, **homes[reference].row()} for reference in sorted(homes)
        ],
        **whole.row(),
    }
    return show(actor, "rent_lost", "open", row)


@dataclass(slots=True)
class _Sum:
    """Reservations added up. Units: reservations; days; pence."""

    reservations: int = 0
    days: int = 0
    pence: int = 0

    def add(self, days: int, pence: int) -> None:
        """Add one reservation."""
        self.reservations += 1
        self.days += days
        self.pence += pence

    def row(self) -> dict[str, object]:
        """Return it as it is read."""
        return {
            "reservations": self.reservations,
            "days_reserved": self.days,
            "rent_lost_pence": self.pence,
        }


def _board_row(
    step: Proposal, home: Home, move: Move | None, rules: SchemeRules
) -> dict[str, object]:
    """Return how long a home was set aside, against the longest it could be."""
    since = day_of(step.proposed_at)
    until = kept_until(step, move)
    free = day_of(freed_by(step.proposed_at, home.ready_date, rules))
    return {
        "reference": step.board_ref,
        "code": short_code(step.board_ref),
        "stage": step.state,
        "home_code": short_code(home.board_ref),
        "kept_from": since,
        "kept_until": until,
        "end_code": step.end_code,
        "days_kept": max(0, ((until or clock.today()) - since).days),
        "days_kept_at_most": (free - since).days,
    }
