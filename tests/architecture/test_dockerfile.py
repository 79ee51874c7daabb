"""The image and its small deployment, held to the code they start.

No container engine runs where the tests do, so this reads the files: each copied
folder, started module, named setting and port must be one that the code has.
"""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from reciprocal.settings import Settings
from scripts.tree import PRODUCT, ROOT
from tests.support.commands import cli_commands

PREFIX = "RECIPROCAL_"
FIELDS = {PREFIX + name.upper() for name in Settings.model_fields}
SECRET = re.compile(
    r"password|secret|token|api_?key|BEGIN [A-Z ]*PRIVATE", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction of a Dockerfile, and the stage it stands in."""

    stage: int
    name: str
    text: str


def read_dockerfile() -> list[Instruction]:
    """Read the instructions, their continued lines joined and comments left out."""
    text = (ROOT / "Dockerfile").read_text()
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    found: list[Instruction] = []
    stage = 0
    for line in filter(None, (line.strip() for line in joined.splitlines())):
        name, _, rest = line.partition(" ")
        stage += name == "FROM"
        found.append(Instruction(stage, name, " ".join(rest.split())))
    return found


INSTRUCTIONS = read_dockerfile()
LAST_STAGE = INSTRUCTIONS[-1].stage
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}


def texts(name: str, stage: int | None = None) -> list[str]:
    """List what follows each instruction of a name."""
    return [
        each.text
        for each in INSTRUCTIONS
        if each.name == name and stage in (None, each.stage)
    ]


def environment_of(text: str) -> dict[str, str]:
    """Read the pairs of an ENV instruction."""
    return dict(pair.split("=", 1) for pair in shlex.split(text))


IMAGE_ENVIRONMENT = {
    key: value
    for text in texts("ENV", LAST_STAGE)
    for key, value in environment_of(text).items()
}


def test_the_stages_start_from_the_same_python_as_the_tests() -> None:
    assert texts("FROM") == ["python:3.11-slim AS build", "python:3.11-slim"]


def test_packages_are_installed_by_hash_and_in_the_first_stage_alone() -> None:
    (installed,) = texts("RUN", 1)

    assert "pip install --require-hashes -r requirements.txt" in installed
    assert texts("RUN", LAST_STAGE) == []


def test_what_is_copied_is_the_product_without_its_demonstration() -> None:
    copied = [text.split() for text in texts("COPY", LAST_STAGE)]
    folders = {source for source, target in (c for c in copied if len(c) == 2)}

    assert ["--from=build", "/venv", "/venv"] in copied
    assert folders == set(PRODUCT) - {"fixtures"}
    assert all((ROOT / folder / "__init__.py").exists() for folder in folders)


def test_the_build_sees_only_what_it_copies() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    sources = {
        text.split()[0] for text in texts("COPY") if not text.startswith("--from")
    }

    assert "*" in lines
    assert allowed == sources


def test_it_runs_as_a_numbered_user_who_is_not_root() -> None:
    (user,) = texts("USER")

    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert INSTRUCTIONS.index(Instruction(LAST_STAGE, "USER", user)) > max(
        index for index, each in enumerate(INSTRUCTIONS) if each.name == "COPY"
    )


def test_health_is_asked_with_what_the_image_has() -> None:
    (check,) = texts("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    port = Settings.model_fields["port"].default

    assert command[:2] == ["python", "-c"]
    compile(command[2], "healthcheck", "exec")
    assert f"http://127.0.0.1:{port}/health/live" in command[2]


def test_it_listens_on_the_port_that_it_exposes() -> None:
    port = str(Settings.model_fields["port"].default)

    assert texts("EXPOSE") == [port]
    assert IMAGE_ENVIRONMENT["RECIPROCAL_PORT"] == port


def starts() -> dict[str, list[str]]:
    """Gather the command that each of our services starts with."""
    (default,) = texts("CMD")
    entry = json.loads(texts("ENTRYPOINT")[0])
    return {
        name: entry + service.get("command", json.loads(default))
        for name, service in OURS.items()
    }


@pytest.mark.parametrize("service", OURS)
def test_each_service_starts_a_command_that_exists(service: str) -> None:
    python, flag, module, *command = starts()[service]

    assert (python, flag) == ("python", "-m")
    assert (ROOT / module / "__main__.py").exists()
    assert not command or " ".join(command) in cli_commands()


def test_every_setting_that_is_set_is_one() -> None:
    named = {key for key in IMAGE_ENVIRONMENT if key.startswith(PREFIX)}
    for service in OURS.values():
        named |= {key for key in service["environment"] if key.startswith(PREFIX)}

    assert named - FIELDS == set()


def test_no_secret_is_written_down() -> None:
    dockerfile = "\n".join(f"{each.name} {each.text}" for each in INSTRUCTIONS)
    given = [
        str(value)
        for service in SERVICES.values()
        for key, value in service.get("environment", {}).items()
        if "PASSWORD" in key or "://" in str(value)
    ]

    assert SECRET.search(dockerfile) is None
    assert given
    assert all("${" in value for value in given)
    assert all(PREFIX not in line for line in texts("ARG"))


def test_only_the_door_is_published_and_only_to_this_machine() -> None:
    published = {name: s["ports"] for name, s in SERVICES.items() if "ports" in s}

    assert published == {"api": ["127.0.0.1:8000:8000"]}


def test_services_keep_nothing_and_may_do_little() -> None:
    for name, service in OURS.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name


def test_only_the_migration_is_given_the_owner() -> None:
    owners = {
        name
        for name, service in OURS.items()
        if "RECIPROCAL_OWNER_DATABASE_URL" in service["environment"]
    }

    assert owners == {"migrate"}


def test_each_solver_keeps_its_own_name_after_a_crash() -> None:
    workers = {
        name: service["environment"]["RECIPROCAL_EXECUTOR_ID"]
        for name, service in OURS.items()
        if "worker" in service.get("command", [])
    }

    assert workers == {"solver-0": "solver-0"}


def test_the_files_are_where_an_engine_looks_for_them() -> None:
    for name in ("Dockerfile", "compose.yaml", ".dockerignore", "requirements.txt"):
        assert Path(ROOT / name).is_file()
