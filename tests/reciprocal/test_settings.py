"""Settings come from the environment, are frozen, and are never repeated back."""

from pathlib import Path
from traceback import format_exception

import pytest
from pydantic import ValidationError

from reciprocal.errors import SettingsRefused
from reciprocal.settings import Settings

POSTGRES = "postgresql+psycopg://app:hunter2@server/reciprocal"


def refusal() -> str:
    """Read the settings, which are refused; return what is said."""
    with pytest.raises(SettingsRefused) as refused:
        Settings()
    assert "hunter2" not in "".join(format_exception(refused.value))
    return str(refused.value)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RECIPROCAL_{name.upper()}", raising=False)


def test_without_any_setting_all_is_kept_under_var() -> None:
    found = Settings()

    assert found.database_url == "sqlite:///var/reciprocal.sqlite"
    assert found.owner_url == found.database_url
    assert found.jobs_url == "sqlite:///var/reciprocal.sqlite.jobs"
    assert found.key_file == Path("var/keys/root.json")
    assert (found.host, found.port) == ("127.0.0.1", 8000)


def test_on_postgresql_the_jobs_stand_beside_the_facts() -> None:
    assert Settings(database_url=POSTGRES).jobs_url == POSTGRES


def test_owner_and_jobs_may_be_elsewhere() -> None:
    owner, jobs = POSTGRES.replace("app", "owner"), f"{POSTGRES}_jobs"
    found = Settings(
        database_url=POSTGRES, owner_database_url=owner, jobs_database_url=jobs
    )

    assert (found.owner_url, found.jobs_url) == (owner, jobs)


def test_settings_do_not_change_while_the_service_runs() -> None:
    found = Settings()

    with pytest.raises(ValidationError):
        found.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "OWNER_DATABASE_URL", "JOBS_DATABASE_URL"]
)
@pytest.mark.parametrize(
    "url",
    [
        "mysql://app:hunter2@server/reciprocal",
        "postgresql://app:hunter2@server/reciprocal",
        "postgresql+psycopg://app:hunter2@server",
        "postgresql+psycopg://app:hunter2@server:hunter2/reciprocal",
        "postgresql+psycopg://[hunter2",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "hunter2",
    ],
)
def test_a_bad_url_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    """A URL holds a password."""
    monkeypatch.setenv(f"RECIPROCAL_{name}", url)

    said = refusal()

    assert said.startswith("A database URL must start with")
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "listed", ["*", "0.0.0.0/0", "::/0", "hunter2", "10.0.0.1/8", "10.0.0.1;10.0.0.2"]
)
def test_whom_to_believe_is_said_exactly(
    monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    """A list that means everybody would let anybody say who they are."""
    monkeypatch.setenv("RECIPROCAL_PROXIES", f"10.0.0.9,{listed}")

    assert refusal().startswith("Each proxy must be an IP address or a network")


def test_proxies_are_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().listed_proxies == ()
    monkeypatch.setenv("RECIPROCAL_PROXIES", "10.0.0.9, 10.1.0.0/16,fd00::/8,")

    assert Settings().listed_proxies == ("10.0.0.9", "10.1.0.0/16", "fd00::/8")


def test_each_setting_at_fault_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECIPROCAL_PORT", "hunter2")
    monkeypatch.setenv("RECIPROCAL_JOBS_RECOVER", "hunter2")

    assert refusal() == (
        "These settings cannot be used; correct them: "
        "RECIPROCAL_JOBS_RECOVER, RECIPROCAL_PORT."
    )


def test_an_unknown_setting_in_code_is_refused() -> None:
    with pytest.raises(SettingsRefused, match="RECIPROCAL_DATBASE_URL") as refused:
        Settings(datbase_url="hunter2")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("", "http://127.0.0.1:8000"),
        ("https://homes.example.org", "https://homes.example.org"),
        ("https://homes.example.org/", "https://homes.example.org"),
        ("https://homes.example.org:8443", "https://homes.example.org:8443"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_the_public_address_is_the_one_that_was_set(url: str, base: str) -> None:
    assert Settings(public_url=url).public_base == base


@pytest.mark.parametrize(
    "url",
    [
        "http://homes.example.org",
        "https://homes.example.org/api",
        "https://homes.example.org?hunter2",
        "https://homes.example.org#hunter2",
        "https://hunter2@homes.example.org",
        "https://homes.example.org:hunter2",
        "https://",
        "homes.example.org",
        "hunter2",
    ],
)
def test_an_address_that_no_proof_could_name_is_refused(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("RECIPROCAL_PUBLIC_URL", url)

    assert refusal().startswith("The public address must be https://")


@pytest.mark.parametrize(
    ("url", "said", "taken"),
    [
        ("sqlite:///var/reciprocal.sqlite", None, True),
        ("sqlite:///var/reciprocal.sqlite", False, False),
        (POSTGRES, None, False),
        (POSTGRES, True, True),
    ],
)
def test_bare_keys_count_where_the_facts_are_a_file(
    url: str, said: object, taken: object
) -> None:
    found = Settings(database_url=url, machine_keys=said)

    assert found.machine_keys_taken is taken


@pytest.mark.parametrize(
    ("url", "said", "required"),
    [
        ("sqlite:///var/x.sqlite", None, False),
        ("sqlite:///var/x.sqlite", True, True),
        (POSTGRES, None, True),
        (POSTGRES, False, False),
    ],
)
def test_a_second_factor_is_required_but_in_the_embedded_default(
    url: str,
    *,
    said: bool | None,
    required: bool,
) -> None:
    found = Settings(database_url=url, second_factor=said)

    assert found.second_factor_required is required
