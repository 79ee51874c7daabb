"""Writes docs/openapi.json, the API's description as other systems read it.

Run `python -m scripts.print_openapi > docs/openapi.json` from the root. A release
copies that file to docs/openapi-released.json, which later descriptions are held to.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from api.app import create_app
from reciprocal.composition import Service
from reciprocal.settings import Settings


def description() -> dict[str, Any]:
    """Return the description of an application that nobody has used."""
    with tempfile.TemporaryDirectory() as folder:
        working = Service(
            Settings(
                database_url=f"sqlite:///{folder}/none.db",
                owner_database_url="",
                jobs_database_url="",
                key_file=Path(folder) / "root.json",
            )
        )
        described = create_app(working, with_worker=False).openapi()
        working.close()
    return described


def openapi_page() -> str:
    """Return the whole page."""
    return json.dumps(description(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(openapi_page())
