"""The game of asking why: no other case, and no probing home, shows in an answer."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from matching.codec import explanation_from_text, explanation_to_text
from matching.explain import explain
from matching.explanation import Explanation, Told
from matching.plan import Plan
from matching.pool import Home, Household, Pool
from matching.reasons import WIDEST_FIRST, Band, ToldReason
from matching.terms import RefusalCode
from tests.matching.builders import POLICY, a_home, a_household, a_pool, solved
from tests.matching.effort import effort
from tests.matching.strategies import homes, households, odd_pools, tiny_pools

NOBODY_MOVES = replace(solved(Pool((), (), ())), exchanges=())
_NARROWEST_FIRST = WIDEST_FIRST[::-1]


def explained(pool: Pool, plan: Plan = NOBODY_MOVES) -> Explanation:
    return explain(plan, pool, POLICY)


def told(pool: Pool, household_id: str) -> Told:
    (found,) = [row for row in explained(pool).told if row.household_id == household_id]
    return found


@st.composite
def two_pools(draw: st.DrawFn) -> tuple[Pool, Pool, str]:
    """Two pools alike but for what other cases said, and what befell the homes.

    The same homes stand in both, as anybody could describe them, and one household is
    the same in both. Every other is another: its areas, its needs, its links and the
    homes it refused; and so is what a past household left on a home: a marker, a team
    barred, a link.
    """
    # In tiny pools most pairs suit, so that what befell a home is all there is.
    kinds = st.one_of(tiny_pools(), odd_pools())
    pool = draw(kinds.filter(lambda found: found.households))
    mine = draw(st.sampled_from(pool.households))
    home_ids = (*(home.id for home in pool.homes), "gone")
    others = tuple(
        row if row is mine else draw(households(row.id, home_ids))
        for row in pool.households
    )
    changed = tuple(_with_another_past(draw, home) for home in pool.homes)
    return pool, replace(pool, households=others, homes=changed), mine.id


def _with_another_past(draw: st.DrawFn, home: Home) -> Home:
    other = draw(homes(home.id, home.occupant_id))
    return replace(
        home,
        marker=other.marker,
        teams_barred=other.teams_barred,
        households_barred=other.households_barred,
    )


@effort(25, soak=5_000)
@given(two_pools())
def test_no_other_case_changes_a_word_of_what_is_told(
    pools: tuple[Pool, Pool, str],
) -> None:
    one, other, mine = pools
    assert told(one, mine) == told(other, mine)


@effort(12, soak=1_000)
@given(odd_pools())
def test_who_is_moved_changes_nothing_of_what_is_told(pool: Pool) -> None:
    """Nor is there a word of whether a plan moves the household itself."""
    assert explained(pool, solved(pool)).told == explained(pool).told


@st.composite
def probed(draw: st.DrawFn) -> tuple[Pool, Pool]:
    """A pool, and the same with one more void in it."""
    pool = draw(odd_pools())
    probe = draw(homes("probe"))
    return pool, replace(pool, homes=(*pool.homes, probe))


@effort(15, soak=2_000)
@given(probed())
def test_a_probing_home_moves_an_answer_by_a_band_at_most(
    pools: tuple[Pool, Pool],
) -> None:
    """And never makes a band narrower, nor takes a suitable home away."""
    for before, after in zip(*(explained(pool).told for pool in pools), strict=True):
        for was, is_now in (
            (before.refused, after.refused),
            (before.nearest, after.nearest),
        ):
            assert _steps(dict(was), dict(is_now)) <= {0, 1}
        if before.reason is ToldReason.NOT_THIS_ROUND:
            assert after.reason is before.reason


def _steps(was: dict[RefusalCode, Band], is_now: dict[RefusalCode, Band]) -> set[int]:
    """Return by how many bands each code went up."""
    return {
        _NARROWEST_FIRST.index(is_now.get(code, Band.NONE))
        - _NARROWEST_FIRST.index(was.get(code, Band.NONE))
        for code in was.keys() | is_now.keys()
    }


@effort(15, soak=2_000)
@given(probed())
def test_every_home_that_nobody_enters_is_told_of_alike(
    pools: tuple[Pool, Pool],
) -> None:
    """T7: a landlord's set of explanations has one member, probe or no probe."""
    unused = [row for pool in pools for row in explained(pool, solved(pool)).homes]
    assert len({(row.reason, row.sentence) for row in unused}) <= 1


@effort(10, soak=500)
@given(odd_pools())
def test_an_explanation_survives_its_text(pool: Pool) -> None:
    found = explained(pool, solved(pool))
    text = explanation_to_text(found)
    assert explanation_from_text(text) == found
    assert explanation_to_text(explanation_from_text(text)) == text


def test_another_case_is_seen_to_change_what_the_coordinator_reads() -> None:
    """The game can be lost: what may be told to her is not what a service is told."""
    people: list[Household] = [a_household("p", "a"), a_household("q", "b")]
    home = a_home("v", "c")
    free = a_pool(people, [home])
    linked = a_pool(people, [replace(home, households_barred=frozenset({"p"}))])
    assert told(free, "p") == told(linked, "p")
    read = [explained(pool).main_reason("p") for pool in (free, linked)]
    assert len(set(read)) == 2
