"""One frozen object of settings, read from the environment at the start."""

from ipaddress import ip_network
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, PositiveInt, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from reciprocal.errors import SettingsRefused


class Settings(BaseSettings):
    """What an operator may set; each is an environment variable `RECIPROCAL_…`.

    Attributes:
        database_url: Where the service keeps its facts, as the app's own role.
        owner_database_url: The same database as the role that owns the tables and
            migrates them; the app's own when left empty (SQLite).
        jobs_database_url: Where the background engine keeps its workflows; beside
            the main database when left empty. It holds identifiers only.
        key_file: The root key file; made on first start, never in the database.
        executor_id: Stable name of this worker, so that it finds its own work
            again after a crash.
        jobs_recover: False only in a test that shows what recovery is for: nothing left
            unfinished is then taken up at the start.
        host, port: Where `python -m api` listens.
        processes: That serve there; with more than one, another beside them counts
            their budgets and works in the background.
        body_bytes_max: Largest request body. Units: bytes.
        public_url: Where callers reach the service, as `https://homes.example.org`;
            proofs are compared with it and never with what a caller sends. The host
            and port above when left empty.
        proxies: Addresses and networks of the proxies in front, with commas between;
            what they say of a caller's address and certificate is believed, and what
            anybody else says is not. None when left empty.
        machine_keys: Whether a machine's key counts by itself; when left out, only in
            the embedded default, where the facts are kept in a file.
        second_factor: Whether whoever signs in with a password must have a second
            factor; when left out, everywhere but in the embedded default.
        import_bytes_max: Largest file of an import. Units: bytes.
        session_idle_minutes, session_absolute_minutes: Limits of a sign-in.
        idempotency_days: How long the answer to a POST is kept, to be said again.
        person_requests_per_minute, system_requests_per_minute: What one person, and
            one client system, may ask of this service.
        trials_per_hour: What one coordinator may try out on rounds: each is two
            solves, and each answer tells a little.
        sign_in_attempts_per_name, sign_in_attempts_per_address: In a quarter of an
            hour, sign-ins and invitations taken up together. The first is also how
            many codes and passwords one person may try who is signed in.
        webhooks_to_loopback: Lets webhooks go over http to this machine; for a
            demonstration and for tests, never where landlords sign in.
        exit_url: Where somebody goes who leaves a page at once: a place where anybody
            might have been, on no account one of this service's own.
    """

    model_config = SettingsConfigDict(
        env_prefix="RECIPROCAL_", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    database_url: str = "sqlite:///var/reciprocal.sqlite"
    owner_database_url: str = ""
    jobs_database_url: str = ""
    key_file: Path = Path("var/keys/root.json")
    executor_id: str = "solver-0"
    jobs_recover: bool = True
    host: str = "127.0.0.1"
    port: int = 8000
    processes: PositiveInt = 1
    body_bytes_max: int = 256 * 1024
    public_url: str = ""
    proxies: str = ""
    machine_keys: bool | None = None
    second_factor: bool | None = None
    import_bytes_max: int = 16 * 1024 * 1024
    session_idle_minutes: int = 15
    session_absolute_minutes: int = 480
    idempotency_days: int = Field(default=90, ge=1)
    person_requests_per_minute: PositiveInt = 300
    system_requests_per_minute: PositiveInt = 1_200
    trials_per_hour: PositiveInt = 20
    sign_in_attempts_per_name: PositiveInt = 10
    sign_in_attempts_per_address: PositiveInt = 30
    webhooks_to_loopback: bool = False
    exit_url: str = "https://www.bbc.co.uk/weather"

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - a value of any setting
        """Read the environment.

        Raises:
            SettingsRefused: Naming the variables at fault and never what they hold.
        """
        try:
            super().__init__(**given)
        except ValidationError as fault:
            at_fault = {f"RECIPROCAL_{e['loc'][0]}".upper() for e in fault.errors()}
            names = ", ".join(sorted(at_fault))
            raise SettingsRefused(
                f"These settings cannot be used; correct them: {names}."
            ) from None

    @model_validator(mode="after")
    def _databases_known(self) -> Self:
        for url in (self.database_url, self.owner_url, self.jobs_url):
            if not _names_a_database(url):
                raise SettingsRefused(
                    "A database URL must start with sqlite:/// or "
                    "postgresql+psycopg:// and name a file or a database; correct "
                    "the RECIPROCAL_ settings."
                )
        return self

    @model_validator(mode="after")
    def _public_url_usable(self) -> Self:
        if self.public_url and not _is_public(self.public_url):
            raise SettingsRefused(
                "The public address must be https:// and a host, with no path after "
                "it; http:// only for this machine itself. Correct "
                "RECIPROCAL_PUBLIC_URL."
            )
        return self

    @model_validator(mode="after")
    def _proxies_known(self) -> Self:
        if not all(_is_some_hosts(each) for each in self.listed_proxies):
            raise SettingsRefused(
                "Each proxy must be an IP address or a network such as 10.0.8.0/24, "
                "with commas between, and never every address there is. Correct "
                "RECIPROCAL_PROXIES."
            )
        return self

    @property
    def listed_proxies(self) -> tuple[str, ...]:
        """Return the addresses and networks whose word about a caller is believed."""
        return tuple(each.strip() for each in self.proxies.split(",") if each.strip())

    @property
    def public_base(self) -> str:
        """Return the address that callers use, without a slash at its end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def machine_keys_taken(self) -> bool:
        """Tell whether a machine's key counts by itself."""
        if self.machine_keys is None:
            return self.database_url.startswith("sqlite")
        return self.machine_keys

    @property
    def second_factor_required(self) -> bool:
        """Tell whether a password alone lets nobody in for more than setting one up."""
        if self.second_factor is None:
            return not self.database_url.startswith("sqlite")
        return self.second_factor

    @property
    def owner_url(self) -> str:
        """Return the URL of the role that migrates."""
        return self.owner_database_url or self.database_url

    @property
    def jobs_url(self) -> str:
        """Return the URL of the background engine's own database.

        The engine keeps SQLite's journal in its own way, so it gets its own file.
        """
        if self.jobs_database_url:
            return self.jobs_database_url
        if self.database_url.startswith("sqlite"):
            return self.database_url + ".jobs"
        return self.database_url


def _is_public(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = parts.path in ("", "/") and not parts.query and not parts.fragment
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)
    return plain and secure and bool(host) and "@" not in parts.netloc


def _is_some_hosts(text: str) -> bool:
    try:
        return ip_network(text).prefixlen > 0
    except ValueError:
        return False


_HERE = ("127.0.0.1", "localhost", "::1")


def _names_a_database(url: str) -> bool:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return False
    try:
        database = make_url(url).database
    except (ArgumentError, ValueError):
        return False
    return database not in (None, "", ":memory:")
