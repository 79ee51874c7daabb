"""The chapter of the story in which a household sees the home it may move to."""

from collections.abc import Callable

from tests.journeys.walking import SERVICE, Walk


def a_viewing_is_held(act: Callable[..., object], walk: Walk) -> None:
    """Let the landlord show its home, and warn a household that is owed a duty."""
    assert walk.agree().status_code == walk.depart().status_code == 200
    shown = {"way": "in_person", "on": walk.today().isoformat()}
    act(walk.new, "POST", f"/v1/offers/{walk.offer}/viewing", shown)
    held = {"outcome": "held", "on": walk.today().isoformat()}
    case = f"/v1/cases/{walk.case}"
    act(SERVICE, "POST", f"{case}/proposal/viewing", held)
    act(SERVICE, "POST", f"{case}/homelessness-duty", {"duty": "main"})
    words = {"words": "Told what a no could do to the duty."}
    act(SERVICE, "POST", f"{case}/proposal/final-offer-warning", words)
