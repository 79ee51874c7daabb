"""A round is handed to strangers without its names, and checked without a solver."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from fixtures.load import COORDINATOR
from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN, chain_from_a_void
from matching.codec import exported_from_text, exported_to_text
from matching.plan import Plan, SolveStatus
from matching.pool import Pool
from matching.relabel import relabelled
from reciprocal import ids
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import NotFound
from reciprocal.rounds import strangers
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import opened
from reciprocal.rounds.tables import MatchRound
from reciprocal.settings import Settings
from tests.matching.builders import POLICY, chain_of_three, solved
from tests.matching.proofs import certificate_of
from tests.support.typed import Type, typed
from tests.support.world import DAY, MakeWorld, World

__all__ = ["typed"]

COORDINATORS = sign_in_name(COORDINATOR, "lead")
_NONE = "This is not an exported round: "


@pytest.fixture
def world(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> World:
    """A scheme with one round, as the environment of a command names it."""
    world = make_world(chain_from_a_void(DAY))
    world.run_round()
    settings = world.working.settings
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RECIPROCAL_{name.upper()}", raising=False)
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", str(settings.key_file))
    return world


def _round(world: World) -> MatchRound:
    with world.acting(world.coordinator) as session:
        return session.exec(select(MatchRound)).one()


def _pool(world: World) -> Pool:
    actor = world.coordinator
    with world.acting(actor) as session:
        row = session.exec(select(MatchRound)).one()
        return opened(session, actor, row)[0]


def _own_words(world: World) -> set[str]:
    """Return every identifier, team, authority and sector of the sealed box."""
    pool = _pool(world)
    own = {row.id for row in pool.households} | {row.id for row in pool.landlords}
    for home in pool.homes:
        own |= {home.id, home.team, home.authority or "", home.sector or ""}
    for household in pool.households:
        own |= household.authorities_of_choice | household.authorities_to_avoid
        own |= household.sectors_to_avoid | {household.current_authority or ""}
    return own - {""}


def test_a_round_is_exported_by_a_coordinator_and_names_nothing_of_its_own(
    world: World, typed: Type, tmp_path: Path
) -> None:
    row = _round(world)
    said = typed("round", "export", row.board_ref, "--as", COORDINATORS)
    assert (said.code, said.err) == (0, "")
    told = exported_from_text(said.out.strip())
    assert [len(exchange.steps) for exchange in told.plan.exchanges]
    own = _own_words(world)
    assert own
    assert [word for word in own if json.dumps(word) in said.out] == []
    assert str(DAY.toordinal()) not in said.out
    with world.acting(world.coordinator) as session:
        audited = session.exec(
            select(AuditEntry).where(AuditEntry.action == "round.exported")
        ).one()
    assert audited.actor_id == world.coordinator.id
    assert audited.subject_id == row.id
    file = tmp_path / "round.json"
    file.write_text(said.out)
    checked = typed("round", "verify", str(file))
    assert checked.code in {0, 1}
    assert "breaks a rule" not in checked.out


@pytest.mark.parametrize("person", ["nobody@example.org", sign_in_name(CAMDEN, "lead")])
def test_nobody_else_exports_a_round(world: World, typed: Type, person: str) -> None:
    said = typed("round", "export", _round(world).board_ref, "--as", person)
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1


def test_there_is_nothing_to_export_of_another_round(world: World) -> None:
    actor = world.coordinator
    row = _round(world)
    with world.acting(actor) as session, pytest.raises(NotFound):
        strangers.export(session, actor=actor, round_ref=ids.new_id())
    with world.acting(actor) as session:
        found = session.get_one(MatchRound, row.id)
        found.state = RoundState.REFUSED
        session.add(found)
        session.flush()
        with pytest.raises(NotFound):
            strangers.export(session, actor=actor, round_ref=row.board_ref)
        session.rollback()


def test_whoever_a_case_is_closed_to_exports_no_round_with_it(world: World) -> None:
    row, pool = _round(world), _pool(world)
    closed = frozenset({pool.households[0].id})
    actor = replace(world.coordinator, blocked=closed)
    with world.acting(actor) as session, pytest.raises(NotFound):
        strangers.export(session, actor=actor, round_ref=row.board_ref)


def _file(folder: Path, pool: Pool, plan: Plan) -> Path:
    told = relabelled(pool, POLICY, plan, shuffle=lambda _: None)
    file = folder / "round.json"
    file.write_text(exported_to_text(told) + "\n")
    return file


def _proven(**changes: Any) -> Plan:  # noqa: ANN401 - any field
    plan = solved(chain_of_three())
    certificate = certificate_of(plan)
    return replace(plan, certificate=certificate, **changes)


def test_a_round_is_checked_level_by_level(typed: Type, tmp_path: Path) -> None:
    plan = _proven()
    said = typed("round", "verify", str(_file(tmp_path, chain_of_three(), plan)))
    assert (said.code, said.err) == (0, "")
    *levels, last = said.out.splitlines()
    assert levels == [
        f"{r.level}: {r.value}, no plan does better." for r in plan.levels
    ]
    assert last == "The plan keeps every rule, and no plan does better."


def test_a_gap_is_said_and_is_no_success(typed: Type, tmp_path: Path) -> None:
    plan = _proven(status=SolveStatus.PROVEN_BY_SOLVER)
    first, *others = plan.certificate
    loose = replace(first, tree=replace(first.tree, households=(("p1", 2),)))
    short = replace(plan, certificate=(loose, *others[:-1]))
    said = typed("round", "verify", str(_file(tmp_path, chain_of_three(), short)))
    assert said.code == 1
    lines = said.out.splitlines()
    assert lines[0] == "most_urgent_ready: 0, certified bound 2, gap 2."
    assert lines[-1].startswith("home_quality.closeness: ")
    assert lines[-1].endswith(", nothing is shown of it.")


def test_what_is_wrong_is_said_in_sentences(typed: Type, tmp_path: Path) -> None:
    plan = _proven()
    first, *others = plan.certificate
    free = replace(first, tree=replace(first.tree, scale=0))
    bad = replace(plan, certificate=(free, *others), levels=plan.levels[1:])
    said = typed("round", "verify", str(_file(tmp_path, chain_of_three(), bad)))
    assert said.code == 1
    assert "The plan breaks a rule: levels_wrong." in said.out
    assert "most_urgent_ready: The scale is below 1. (scale_wrong)" in said.out
    assert "keeps every rule" not in said.out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"{_NONE}text: it is not JSON."),
        ("\xff\xfe", f"{_NONE}text: it is not JSON."),
        (
            '{"format":"reciprocal-pool/1","body":{}}',
            f"{_NONE}text: its format must be reciprocal-round/1.",
        ),
        (
            '{"format":"reciprocal-round/1","body":{}}',
            f"{_NONE}exportedround: it must have exactly the fields of its kind.",
        ),
    ],
)
def test_a_file_that_is_no_round_is_one_sentence(
    typed: Type, tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "round.json"
    file.write_bytes(text.encode("latin-1"))
    said = typed("round", "verify", str(file))
    assert (said.code, said.out, said.err) == (2, "", sentence + "\n")


def test_a_file_that_is_not_there_is_one_sentence(typed: Type, tmp_path: Path) -> None:
    said = typed("round", "verify", str(tmp_path / "none.json"))
    assert (said.code, said.out) == (2, "")
    assert said.err == "The file cannot be read.\n"


def test_a_file_larger_than_any_round_is_not_read(
    typed: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reciprocal.opening._FILE_BYTES_MAX", 10)
    said = typed("round", "verify", str(_file(tmp_path, chain_of_three(), _proven())))
    assert (said.code, said.err) == (2, "The file is larger than any round.\n")


def test_a_number_that_nobody_can_add_up_is_one_sentence(
    typed: Type, tmp_path: Path
) -> None:
    pool = chain_of_three()
    vast = replace(pool.homes[0], bedrooms=10**30)
    file = _file(
        tmp_path,
        Pool(pool.households, (vast, *pool.homes[1:]), pool.landlords),
        _proven(),
    )
    said = typed("round", "verify", str(file))
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith("a number in it is too large.\n")
