"""A landlord that posts homes to learn from what it is told of them learns nothing.

As in `test_games`, two schemes differ only in where a household would live. A round
draws one home or another, days go by, and no worker has looked.
"""

from fixtures.scenarios import AREAS, CAMDEN, ISLINGTON, SOUTHWARK
from reciprocal.homes.lifecycle import HomeState
from tests.api.test_games import (
    Player,
    Scheme,
    first_difference,
    household_for,
    probe_uprn,
)
from tests.api.test_games_by_file import state_counts
from tests.journeys.walking import Walk
from tests.support.world import World

_PATH = "/v1/unused-homes"


class Asking(Player):
    """A player who asks of unused homes as a person and as a system."""

    def ask_of_homes(self) -> int:
        """Read the whole list, a page of it, and each as a system; count the homes."""
        whole = self.ask("GET", _PATH).json()["items"]
        self.ask("GET", f"{_PATH}?limit=1")
        answer = self.world.machine_call(self.code, "GET", _PATH)
        self.told.write(f"system {_PATH}", answer)
        assert answer.json()["items"] == whole
        return len(whole)


def probe(world: World) -> list[str]:
    """Post a home in each of two areas, let a round draw one, and ask for days."""
    player = Asking(world, ISLINGTON)
    areas = (CAMDEN, SOUTHWARK)
    uprns = [probe_uprn(number) for number in range(len(areas))]
    player.ask("POST", "/v1/stock", {"uprns": uprns})
    for number, area in enumerate(areas):
        home = player.post(number, AREAS[area]).json()["reference"]
        player.ask("POST", f"/v1/homes/{home}/release", who="deputy")
    assert player.ask_of_homes() == 0
    Walk(world, new=ISLINGTON).run_round()
    assert state_counts(world)[HomeState.RESERVED] == 1, "a home was drawn"
    player.ask_of_homes()
    for _ in range(6):
        world.wait(hours=4)
        told = player.ask_of_homes()
    # The round drew one of the two, and both are told of.
    assert told == len(areas)
    return player.told.lines


def test_unused_homes_tell_nothing_of_where_a_household_would_live(
    scheme: Scheme,
) -> None:
    told = []
    for area in (CAMDEN, SOUTHWARK):
        with scheme(household_for(area)) as world:
            told.append(probe(world))
    assert first_difference(*told) is None
