"""Who may see which canary from when to when: written by hand, from the need to know.

It is not made from the disclosure file, nor from anything else the product reads.
What no line allows is a leak. The sources: the old landlord never learns where to, the
new one never where from, nobody but the worker has both; a household's make-up is for
its worker, and its counts and ages for the new landlord once it has accepted; a
machine receives no address; an auditor sees metadata and never payload.
"""

from typing import NamedTuple

from tests.crawl.crawler import Sighting

STAGES = (
    "before",
    "draft",
    "awaiting",
    "asked",
    "attested",
    "countersigned",
    "frozen",
    "solved",
    "proposed",
    "offered",
    "departing",
    "agreed",
    "accepted",
    "signed",
    "notice",
    "completed",
    "emptied",
    "again_proposed",
    "again_offered",
    "again_ended",
    "declining",
    "declined",
    "closed",
)
_FIRST, _LAST = STAGES[0], STAGES[-1]


class Line(NamedTuple):
    """Somebody may see some kinds from one stage to another, both included."""

    party: str
    kinds: str
    since: str = _FIRST
    until: str = _LAST

    def stages(self) -> tuple[str, ...]:
        """Return its stages."""
        first, last = STAGES.index(self.since), STAGES.index(self.until)
        return STAGES[first : last + 1]


_OWN_HOUSEHOLD = (
    "{0}.tenancy_reference {0}.left.uprn {0}.left.address {0}.left.postcode {0}.areas "
    "{0}.avoid.authority {0}.avoid.sector {0}.household {0}.adults"
)
_HOME_LEFT = "{0}.left.uprn {0}.left.address {0}.left.postcode"

_PROPOSED_TO_N = ("again_proposed", "again_offered")

LINES: tuple[Line, ...] = (
    # Landlord D: its own homes; of m what is needed, when it is needed.
    Line("D.lead", "D.name D.code D.authority"),
    Line("D.lead", "v.uprn v.address v.postcode q.uprn q.address q.postcode"),
    Line("D.lead", "A.name services.on_call", since="offered"),
    Line("D.lead", "m.ages m.adults", since="accepted"),
    # The one text that two parties share, and that S never reads.
    Line("D.lead", "m.note", since="accepted"),
    Line("A.worker", "m.note", since="accepted"),
    Line("D.system", "D.name D.code D.authority"),
    # Landlord S: its tenancy and its home; later its offer to n; never D.
    Line("S.lead", "S.name S.code"),
    Line("S.lead", "m.tenancy_reference", since="asked"),
    Line("S.lead", _HOME_LEFT.format("m") + " S.authority", since="attested"),
    Line("S.lead", "B.name services.on_call", "again_offered", "again_offered"),
    Line("S.system", "S.name S.code"),
    Line("S.system", "S.authority", since="emptied"),
    # Landlords U and W: their own tenants' homes and references, nothing else.
    Line("U.lead", "U.name U.code U.authority n.tenancy_reference"),
    Line("U.lead", _HOME_LEFT.format("n")),
    Line("W.lead", "W.name W.code W.authority p.tenancy_reference"),
    Line("W.lead", _HOME_LEFT.format("p")),
    Line("W.lead", "r.tenancy_reference", "declining", "declining"),
    # m's worker: the whole of m, and the home proposed, its landlord after the look.
    Line("A.worker", "A.name"),
    Line("A.worker", _OWN_HOUSEHOLD.format("m"), since="draft"),
    Line("A.worker", "S.name S.authority D.authority W.code", since="draft"),
    Line("A.worker", "v.address v.postcode", since="proposed"),
    Line("A.worker", "D.name D.on_call", since="offered"),
    # Their colleague: p alone, until it is closed.
    Line("A.other", "A.name W.name"),
    Line("A.other", _OWN_HOUSEHOLD.format("p") + " W.authority", until="declined"),
    Line("A.system", "A.name"),
    # The other service's worker: n and r; the home m left, while it is proposed to n.
    Line("B.worker", "B.name U.name U.authority S.authority"),
    Line("B.worker", _OWN_HOUSEHOLD.format("n")),
    Line(
        "B.worker", "m.left.address m.left.postcode", "again_proposed", "again_offered"
    ),
    Line("B.worker", "S.name S.on_call", "again_offered", "again_offered"),
    Line("B.worker", _OWN_HOUSEHOLD.format("r") + " W.name W.authority", "declining"),
    Line("B.system", "B.name"),
    # The coordinator: landlords and areas of homes, by codes; no household.
    Line("coordinator", "D.name D.authority U.name U.authority W.name W.authority"),
    # The referring services, by name and by how many cases they have.
    Line("coordinator", "A.name B.name"),
    Line("coordinator", "S.name", since="awaiting"),
    Line("coordinator", "S.authority", since="attested"),
    Line("coordinator", "D.code S.code", since="accepted"),
    # The auditor: the book's balances by landlord, and acts under pseudonyms.
    Line("auditor", "D.name D.code S.name S.code", since="accepted"),
)


def allowed() -> frozenset[tuple[str, str, str]]:
    """Return every party, kind and stage at which it may be seen."""
    return frozenset(
        (line.party, kind, stage)
        for line in LINES
        for kind in line.kinds.split()
        for stage in line.stages()
    )


def leaks(sightings: set[Sighting]) -> list[str]:
    """Name every sighting that no line allows."""
    may = allowed()
    return sorted(
        f"{seen.kind} was told to {seen.party} by {seen.route} at {seen.stage}"
        for seen in sightings
        if (seen.party, seen.kind, seen.stage) not in may
    )


def unseen(sightings: set[Sighting]) -> list[str]:
    """Name every kind that a party may see and was never shown: a blind search."""
    seen = {(sight.party, sight.kind, sight.stage) for sight in sightings}
    return sorted(
        f"{kind} was never told to {line.party} from {line.since} to {line.until}"
        for line in LINES
        for kind in line.kinds.split()
        if not any((line.party, kind, stage) in seen for stage in line.stages())
    )
