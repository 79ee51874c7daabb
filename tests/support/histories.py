"""What the audit says happened, walked again from the beginning.

Each thing's state must be the one that its audited acts lead to, one lawful act at
a time. The paths are written out here a second time, apart from the lifecycles that
the service asks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reciprocal.audit.tables import AuditEntry

Path = dict[tuple[str, str], str]
NEW = ""

HOME: Path = {
    (NEW, "home.posted"): "awaiting_release",
    (NEW, "home.expected"): "occupied",
    ("awaiting_release", "home.released"): "in_pot",
    ("awaiting_release", "home.withdrawn"): "withdrawn",
    ("occupied", "home.empty"): "in_pot",
    ("in_pot", "home.reserve"): "reserved",
    ("in_pot", "home.withdrawn"): "withdrawn",
    ("in_pot", "home.end_stay"): "withdrawn",
    **{(state, "home.end_stay"): state for state in ("reserved", "let")},
    ("reserved", "home.free"): "in_pot",
    ("reserved", "home.let"): "let",
    **{(state, "home.come_back"): "awaiting_release" for state in ("let", "in_pot")},
}
_WITH_A_HOME = ("proposed", "offered", "accepted")
REQUEST: Path = {
    (NEW, "case.referred"): "draft",
    ("draft", "case.submitted"): "awaiting_approval",
    ("awaiting_approval", "tenancy.attested"): "in_pot",
    ("awaiting_approval", "tenancy.escalated"): "in_pot",
    ("awaiting_approval", "tenancy.declined"): "declined",
    ("in_pot", "tenancy.declined"): "declined",
    ("awaiting_approval", "case.approve"): "in_pot",
    ("in_pot", "case.propose"): "proposed",
    ("proposed", "case.offer"): "offered",
    ("offered", "case.accept"): "accepted",
    ("accepted", "case.move"): "moved",
    ("paused", "case.resume"): "awaiting_approval",
    **{(state, "case.return"): "in_pot" for state in (*_WITH_A_HOME, "moved")},
    **{
        (state, "case.close"): "closed"
        for state in (
            *("draft", "awaiting_approval", "in_pot"),
            *("paused", "declined", "moved"),
        )
    },
    **{
        (state, "case.pause"): "paused"
        for state in ("awaiting_approval", "in_pot", *_WITH_A_HOME)
    },
    # The old landlord's word reaches a case wherever it stands by then.
    **{
        (state, act): state
        for state in ("in_pot", "paused", *_WITH_A_HOME)
        for act in ("tenancy.attested", "tenancy.escalated")
    },
}
CHECK: Path = {
    (NEW, "case.submitted"): "asked",
    ("asked", "tenancy.escalated"): "escalated",
    **{
        (state, act): to
        for state in ("asked", "escalated")
        for act, to in (
            ("tenancy.attested", "attested"),
            ("tenancy.declined", "declined"),
        )
    },
    ("attested", "tenancy.countersigned"): "countersigned",
    # A case that closed asks nobody any longer.
    **{(state, "tenancy.not_needed"): "not_needed" for state in ("asked", "escalated")},
}
_WORKER, _HOUSEHOLD = "step.decided_by_worker", "step.decided_by_household"
_NEW, _OLD = "step.decided_by_receiving_landlord", "step.decided_by_old_landlord"
PROPOSAL: Path = {
    (NEW, "step.proposed"): "proposed",
    ("proposed", _WORKER): "offered",
    ("offered", _NEW): "offered, new agrees",
    ("offered", _OLD): "offered, old agrees",
    ("offered, new agrees", _OLD): "agreed",
    ("offered, old agrees", _NEW): "agreed",
    ("agreed", _HOUSEHOLD): "accepted",
    ("accepted", "move.sign"): "signed",
    ("signed", "move.start"): "completed",
    ("signed", "step.ended"): "ended",
    ("completed", "move.fail"): "failed",
    **{
        (state, "step.ended"): "ended"
        for state in (
            "proposed",
            "offered",
            "offered, new agrees",
            "offered, old agrees",
            "agreed",
            "accepted",
        )
    },
}
MOVE: Path = {
    (NEW, "move.held"): "held",
    ("held", "move.sign"): "signed",
    ("held", "move.fall_through"): "fell_through",
    ("signed", "move.start"): "started",
    ("signed", "move.fall_through"): "fell_through",
    ("signed", "move.passes"): "passed",
    ("started", "move.fail"): "failed",
}
ROUND: Path = {
    (NEW, "round.frozen"): "frozen",
    ("frozen", "round.solved"): "solved",
    ("frozen", "round.refused"): "refused",
    ("solved", "round.published"): "published",
}
_PATHS = {
    "home": HOME,
    "request": REQUEST,
    "tenancy_check": CHECK,
    "proposal": PROPOSAL,
    "move": MOVE,
    "round": ROUND,
}
_BY_HAND = {path: frozenset(act for _, act in steps) for path, steps in _PATHS.items()}


@dataclass(slots=True)
class Walked:
    """Where the audited acts lead.

    Attributes:
        states: By kind and internal id; `offered` whoever has agreed so far.
        unlawful: Sequence numbers of acts that lead nowhere from where things stood.
        nobody: Sequence numbers of acts of no known actor.
    """

    states: dict[tuple[str, str], str] = field(default_factory=dict)
    unlawful: list[int] = field(default_factory=list)
    nobody: list[int] = field(default_factory=list)


def walk(
    entries: Iterable[AuditEntry],
    *,
    request_of_check: dict[str, str],
    proposal_of_move: dict[str, str],
) -> Walked:
    """Walk every thing's audited acts in order.

    Args:
        request_of_check: The request each tenancy check belongs to, by id.
        proposal_of_move: The proposal each move belongs to, by id.
    """
    check_of = {request: check for check, request in request_of_check.items()}
    walked = Walked()
    for entry in entries:
        if not entry.actor_id:
            walked.nobody.append(entry.sequence)
        for kind, id_ in _touched(entry, request_of_check, check_of, proposal_of_move):
            if entry.action not in _BY_HAND.get(kind, ()):
                continue
            if entry.action.startswith("step.decided") and entry.code != "agreed":
                continue
            before = walked.states.get((kind, id_), NEW)
            after = _PATHS[kind].get((before, entry.action))
            if after is None:
                walked.unlawful.append(entry.sequence)
            else:
                walked.states[kind, id_] = after
    for key, state in walked.states.items():
        walked.states[key] = state.partition(",")[0]
    return walked


def _touched(
    entry: AuditEntry,
    request_of_check: dict[str, str],
    check_of: dict[str, str],
    proposal_of_move: dict[str, str],
) -> Iterator[tuple[str, str]]:
    """Name what an act moves on: its subject, and what hangs together with it."""
    yield entry.subject_kind, entry.subject_id
    if entry.subject_kind == "tenancy_check":
        yield "request", request_of_check.get(entry.subject_id, "")
    if entry.action == "case.submitted":
        yield "tenancy_check", check_of.get(entry.subject_id, "")
    if entry.subject_kind == "move":
        yield "proposal", proposal_of_move.get(entry.subject_id, "")
