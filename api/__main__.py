"""Serve the API: `python -m api`."""

import sys

import uvicorn

from api.app import create_app
from reciprocal.composition import Service
from reciprocal.errors import ReciprocalError
from reciprocal.settings import Settings


def main() -> None:
    """Serve until stopped, without an access log: addresses hold references."""
    try:
        settings = Settings()
        working = Service(settings)
        working.database.require_tables()
        app = create_app(working)
    except ReciprocalError as fault:
        sys.exit(str(fault))
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # `api.proxies` knows whom to believe
        log_level="warning",
    )


if __name__ == "__main__":
    main()
