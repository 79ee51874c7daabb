"""A case that is left to one person of a landlord, and one that goes on from it."""

from sqlmodel import select

from fixtures.scenarios import HACKNEY, chain_from_a_void
from reciprocal.access import blocks
from reciprocal.requests.tables import PropertyRequest
from tests.support.world import DAY, MakeWorld


def test_a_case_that_goes_on_is_left_to_whom_the_earlier_was(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    lead, other = world.person(HACKNEY), world.person(HACKNEY, "second")
    with world.acting(world.coordinator) as session:
        first, second, third = session.exec(select(PropertyRequest.id)).all()[:3]
        blocks.leave_to(
            session,
            request_id=first,
            organisation_id=lead.organisation_id,
            person_id=lead.id,
        )
        blocks.leave_likewise(session, earlier_id=first, request_id=second)
        blocks.leave_likewise(session, earlier_id=third, request_id=third)
        ours = lead.organisation_id
        assert blocks.left_to_one(session) == {first, second}
        assert blocks.left_to_others(session, ours, other.id) == {first, second}
        assert blocks.left_to_others(session, ours, lead.id) == set()
