"""The auditor's list of who is told what is the file, whole and as it decides."""

from collections.abc import Iterator

import pytest

from fixtures.load import AUDITOR, COORDINATOR
from reciprocal.access.actor import Role
from reciprocal.disclosure.pages import Wanted
from reciprocal.disclosure.present import resources
from reciprocal.errors import Forbidden
from reciprocal.reports import who_sees_what
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

Cell = tuple[str, str, str, str]


def cells() -> Iterator[Cell]:
    for name, thing in resources().items():
        for field in thing.fields:
            for role in Role:
                for stage in thing.stages:
                    if field.may_be_seen(role, stage):
                        yield role, name, stage, field.name


def listed(world_of: Journey, role: Role | None = None) -> list[dict[str, object]]:
    actor = world_of.world.person(AUDITOR)
    with world_of.world.acting(actor) as session:
        rows = who_sees_what.rows(session, actor, Wanted(limit=None), role=role)
        return [dict(row) for row in rows]


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move()))


def told(rows: list[dict[str, object]]) -> Iterator[Cell]:
    for row in rows:
        stages, fields = row["stages"], row["fields"]
        assert isinstance(stages, list)
        assert isinstance(fields, list)
        for stage in stages:
            for field in fields:
                yield str(row["role"]), str(row["thing"]), str(stage), str(field)


def test_every_cell_is_told_once_and_no_other(journey: Journey) -> None:
    found = list(told(listed(journey)))
    assert sorted(found) == sorted(cells())


def test_one_role_is_asked_for_and_what_is_sealed_is_marked(journey: Journey) -> None:
    rows = listed(journey, Role.REFERRING_WORKER)
    assert {row["role"] for row in rows} == {"referring_worker"}
    classes = {
        (name, field.name): field.data_class
        for name, thing in resources().items()
        for field in thing.fields
    }
    for row in rows:
        fields = row["fields"]
        assert isinstance(fields, list)
        sealed = [name for name in fields if classes[str(row["thing"]), name] == "S"]
        assert row["sealed"] == sealed
    assert any(row["sealed"] for row in rows)


def test_nobody_but_an_auditor_reads_it(journey: Journey) -> None:
    actor = journey.world.person(COORDINATOR)
    with journey.world.acting(actor) as session, pytest.raises(Forbidden):
        who_sees_what.rows(session, actor)
