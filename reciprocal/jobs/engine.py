"""How the engine is set: its tables, what it may write down, what it may say."""

import json
import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url

from reciprocal.jobs.locks import make_parent
from reciprocal.jobs.terms import JobFailed, code_of

if TYPE_CHECKING:
    from dbos import DBOSConfig, Serializer

_APP_NAME = "reciprocal"
_APP_VERSION = "1"  # fixed: the engine only recovers work of its own version
_SCHEMA = "dbos"
_POOL_SIZE = 5
_POLL_SECONDS = 0.25  # also how long closing waits for the listener

_log = logging.getLogger("reciprocal.jobs")


def prepare(url: str, *, app_role: str | None = None) -> None:
    """Create or migrate the engine's tables, as the role that owns the database.

    On PostgreSQL they stand in schema `dbos`, and `app_role` gets what a worker needs
    and no right to change them: a worker never migrates. On SQLite a worker makes its
    own file at launch, so there is nothing to grant. Cheap when nothing is to do.
    """
    from dbos import DBOS  # noqa: PLC0415 - see the module

    quieten()
    if make_url(url).get_backend_name() == "sqlite":
        make_parent(url)
        app_role = None
    DBOS.migrate(url, schema=_SCHEMA, application_role=app_role)


def config(url: str, executor_id: str) -> "DBOSConfig":
    """Return the engine's settings: no telemetry, no remote control, no migration.

    Only an embedded SQLite file is migrated by its worker, which alone uses it.
    """
    return {
        "name": _APP_NAME,
        "system_database_url": url,
        "dbos_system_schema": _SCHEMA,
        "application_version": _APP_VERSION,
        "executor_id": executor_id,
        "run_migrations": url.startswith("sqlite"),
        "sys_db_pool_size": _POOL_SIZE,
        "db_engine_kwargs": {"hide_parameters": True},
        "serializer": _plain(),
        "enable_otlp": False,
        "notification_listener_polling_interval_sec": _POLL_SECONDS,
        "log_level": "WARNING",
    }


class _PlaceOnly(logging.Handler):
    """Passes on where the engine complained and of what class, never its words."""

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[0] if record.exc_info else None
        _log.warning(
            "job engine: %s at %s:%d%s",
            record.levelname.lower(),
            record.filename,
            record.lineno,
            f" ({fault.__name__})" if fault else "",
        )


def quieten() -> None:
    """Put our handler in before the engine adds its own, which prints everything."""
    engine = logging.getLogger("dbos")
    engine.propagate = False
    if not any(isinstance(handler, _PlaceOnly) for handler in engine.handlers):
        engine.handlers = [_PlaceOnly(level=logging.WARNING)]


def _plain() -> "Serializer":
    """Return what the engine writes values with: JSON of ids, counts and codes.

    The engine's own default is pickle, which would store whole exceptions and would
    run code planted in its tables.
    """
    from dbos import Serializer  # noqa: PLC0415 - see the module

    class Plain(Serializer):
        def serialize(self, data: Any) -> str:  # noqa: ANN401 - the engine's signature
            if isinstance(data, BaseException):
                return json.dumps({"failure": code_of(data)})
            return json.dumps({"value": data})

        def deserialize(cls, serialized_data: str) -> Any:  # noqa: ANN401, N805
            found = json.loads(serialized_data)
            if "failure" in found:
                return JobFailed(found["failure"])
            return found["value"]

        def name(self) -> str:
            return "reciprocal_plain"

    return Plain()
