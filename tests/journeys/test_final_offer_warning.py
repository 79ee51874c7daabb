"""A household in temporary accommodation hears what a no could do before it answers."""

import pytest

from fixtures.scenarios import chain_from_a_void
from tests.journeys.walking import SAID, YES, Walk
from tests.support.world import DAY, MakeWorld


def test_a_household_owed_a_duty_is_warned_in_its_worker_s_words(
    make_world: MakeWorld,
) -> None:
    # Given a home that was viewed, and a household that a council owes the main duty
    world = make_world(chain_from_a_void(DAY))
    walk = Walk(world).to("agreed")
    stated = walk.as_worker("POST", "/homelessness-duty", {"duty": "main"})
    assert stated.status_code == 204
    assert walk.as_worker("GET").json()["homelessness_duty"] == "main"
    # When its answer comes before the warning, it is not taken, be it yes or no
    no = SAID | {"agreed": False, "code": "fails_a_stated_need"}
    for answer in (YES, no):
        refused = walk.as_worker("POST", "/proposal/answer", answer)
        assert refused.status_code == 409
        assert refused.json()["code"] == "final_offer_warning_missing"
    assert walk.as_worker("GET", "/proposal").json()["warned_of_final_offer"] is False
    # When the worker records what they told the household
    words = "Told in Somali that the council may end its duty on a no."
    told = {"words": words}
    warn = walk.as_worker("POST", "/proposal/final-offer-warning", told)
    assert warn.status_code == 204
    warned = walk.as_worker("GET", "/proposal").json()
    # Then it is known that they were warned, and no answer carries the words
    assert warned["warned_of_final_offer"] is True
    assert words not in str(warned)
    assert words not in walk.as_worker("GET").text
    # And a no that fails a stated need keeps the household's place
    since = walk.as_worker("GET").json()["waiting_since"]
    said = walk.as_worker("POST", "/proposal/answer", no).json()
    assert (said["stage"], said["waiting_since"]) == ("in_pot", since)
    assert walk.end_code() == "fails_a_stated_need"


@pytest.mark.parametrize("language", ["English", "EN", "", "e", None])
def test_a_language_is_named_by_its_code(
    make_world: MakeWorld, language: str | None
) -> None:
    walk = Walk(make_world(chain_from_a_void(DAY))).to("agreed")
    refused = walk.as_worker("POST", "/proposal/answer", YES | {"language": language})
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["faults"]] == ["language"]
    assert walk.stage() == "agreed"
