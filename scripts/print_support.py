"""Writes docs/support.md: the support that travels with a move.

Run `python -m scripts.print_support > docs/support.md` from the root.
"""

import sys
from collections.abc import Iterator

from reciprocal.support.checklist import CHECKLIST
from reciprocal.support.item import Item
from reciprocal.support.terms import Event, Needs, SupportOwner, SupportStage

_HEAD = """# Support that travels with a move

What is done for a household beside its move, by whom and by when.
This page is written from the code: change `reciprocal/support/checklist.py`, then run
`python -m scripts.print_support > docs/support.md`.

- A scheme switches each item off or on by its rules (`support_off`); all are on at
  first.
- Whoever works on the case, its worker or a deputy, reads the whole list at `GET
  /v1/cases/{reference}/support` and writes down their own items there with `POST`. The
  receiving landlord's lead does so at `/v1/offers/{reference}/support` once the
  household has accepted, and the old landlord's lead at
  `/v1/departures/{reference}/support`. Each landlord sees its own items and no other;
  no machine sees any.
- Everything is a code and a day. But for the one note below there is no field for a
  sentence: nothing of a MARAC meeting, of child protection, of safeguarding or of an
  incident can be written down but that it was, and when; and nothing of whoever is fled
  from.
- A fact is added and never changed. What is newest of each part counts.
- Papers stay where they are. Each fact has a short code, `filed_under`, told to its
  owner alone: write it on the paper in your own file, and the paper is evidence by
  reference.
- One item keeps a yes from being recorded until it is settled, and is marked so. A no
  waits for nothing. Everything else informs.
- Of a proposed step are the items from the offer on: another step begins them anew.
- The named worker is who referred the household; `PUT /v1/cases/{reference}/deputy`
  names a colleague of the same service, who may do all that the worker may. Naming
  another ends the one before.
- After each incident the urgency is judged anew at `PUT /v1/cases/{reference}/urgency`:
  urgency, trigger and the band of the DASH checklist. What it was before is kept.
- A step may have one note, at most 280 characters, which the worker writes at
  `POST /v1/cases/{reference}/support/note` once the household has accepted and the
  receiving landlord's lead reads, as long as the household's consent to offers stands.
  It is sealed with the case, is never changed, and neither the old landlord nor anybody
  else reads it. Postcodes and parts of them, long
  numbers, e-mail and page addresses are refused; a name is not found, so write none.
- A coordinator reads at `GET /v1/board/first-contacts-overdue` the requests whose
  household nobody has spoken with in time: a reference, when it was due and how many
  working days ago.
- Each owner has the task `support_due` (the old landlord `departure_support_due`) from
  the working day before something of its own is due, while it is overdue, and once it
  is stale. It says which case, offer or departure and by when, and never which item.
  `reciprocal tidy` and each round make it and end it; writing the items down ends it
  there and then. Of a household that has moved it asks about the move alone; of a step
  that a change in risk hides only the worker and the named lead are asked.

| state | meaning |
| --- | --- |
| `later` | its clock has not started |
| `open` | to be done; or begun, where it has no clock |
| `overdue` | its time has run out |
| `stale` | it was done, and that is too long ago to count |
| `settled` | nothing is left to do |
"""

_OF_STAGE = {
    SupportStage.REFERRAL: "From the referral, of the case as a whole",
    SupportStage.OFFER: "While a home is proposed",
    SupportStage.MOVE: "From the yes to the keys",
    SupportStage.SETTLING_IN: "In the new home",
}
_OF_OWNER = {
    SupportOwner.REFERRING_WORKER: "worker",
    SupportOwner.RECEIVING_LEAD: "receiving lead",
    SupportOwner.OLD_LEAD: "old landlord's lead",
}
_FROM_EVENT = {
    Event.REFERRED: "the referral",
    Event.INCIDENT: "each incident",
    Event.PROPOSED: "the proposal",
    Event.ACCEPTED: "the yes",
    Event.DEPARTURE_ASKED: "its task appearing",
    Event.SIGNED: "the sign-up",
    Event.KEYS: "the keys",
}
_NEEDS = {Needs.ONE: "one of", Needs.ALL_BEGUN: "those begun of", Needs.EACH: "each of"}


def support_page() -> str:
    """Return the whole page."""
    parts = [line for stage in SupportStage for line in _part(stage)]
    return "\n".join((_HEAD, *parts, *_sources()))


def _part(stage: SupportStage) -> Iterator[str]:
    yield f"## {_OF_STAGE[stage]}\n"
    yield "| item | who | due | settled by | left open by |"
    yield "| --- | --- | --- | --- | --- |"
    yield from (_line(item) for item in CHECKLIST if item.stage is stage)
    yield ""


def _line(item: Item) -> str:
    cells = (
        f"`{item.code}`: {item.sentence}{_notes(item)}",
        _OF_OWNER[item.owner],
        _due(item),
        _codes(item.settled_by),
        _codes(item.left_open_by),
    )
    return f"| {' | '.join(cells)} |"


def _notes(item: Item) -> str:
    said = []
    if item.topics:
        said.append(f"Parts, {_NEEDS[item.needs]}: {_codes(item.topics)}.")
    if item.amount:
        said.append("With an amount in pence.")
    if item.evidence:
        said.append(f"Papers: {_codes(item.evidence)}.")
    if item.stale_after_days is not None:
        said.append(f"Stale after {item.stale_after_days} days.")
    if item.gates_acceptance:
        said.append("**The household's yes waits for it.**")
    return "".join(f" {sentence}" for sentence in said)


def _due(item: Item) -> str:
    if item.due_from is None:
        return "when it happens"
    days = "day" if item.due_working_days == 1 else "days"
    from_event = _FROM_EVENT[item.due_from]
    return f"{item.due_working_days} working {days} after {from_event}"


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _sources() -> Iterator[str]:
    yield "## Whose practice, or which law\n"
    yield from (f"- `{item.code}`: {item.source}." for item in CHECKLIST)
    yield ""


if __name__ == "__main__":
    sys.stdout.write(support_page())
