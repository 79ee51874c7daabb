"""Write a revision from the declared tables.

Until the first release there is one revision, made anew whenever tables change:
`python scripts/make_revision.py`. Afterwards each change adds one:
`python scripts/make_revision.py 0002 "add statements"`.
"""

import sys
import tempfile
from pathlib import Path

from reciprocal import migrations

VERSIONS = Path(migrations.__file__).parent / "versions"


def main(arguments: list[str]) -> None:
    """Replace the first revision, or add the one named."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.sqlite"
        if arguments:
            revision, message = arguments
            migrations.upgrade(url)
        else:
            revision, message = migrations.FIRST, "lay the tables"
            for old in VERSIONS.glob("*.py"):
                old.unlink()
        print(migrations.revise(url, message, revision))


if __name__ == "__main__":
    main(sys.argv[1:])
