"""Serve the API: `python -m api`."""

import sys

from api.serving import serve
from reciprocal.errors import ReciprocalError
from reciprocal.settings import Settings


def main() -> None:
    """Serve until stopped."""
    try:
        serve(Settings())
    except ReciprocalError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
