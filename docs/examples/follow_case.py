"""Follows a service's own cases by stage and next step, to the keys.

All cases: python follow_case.py
One case until it is over: python follow_case.py REFERENCE
SERVICE is the service's address, CLIENT_ID and KEY_FILE are the system's own.
"""

import os
import sys
import time
from collections.abc import Iterator

from reciprocal.client import Client, ClientFault, SystemClient, every, key_from_file

OVER = ("moved", "declined", "closed")
WAIT_S = 300.0


def overview(client: Client) -> Iterator[str]:
    """Give each case, page after page: the service's own reference and the stage."""
    for case in every(client.own_cases, limit=200):
        yield f"{case['reference']} {case['stage']}: {case['next_step']}"


def follow(client: Client, reference: str, wait_s: float = WAIT_S) -> Iterator[str]:
    """Give the stage of a case now, and again each time it has changed."""
    known = client.own_case(reference)
    yield f"{known.body['stage']}: {known.body['next_step']}"
    while known.body["stage"] not in OVER:
        time.sleep(wait_s)
        # Answered with 304 and nothing else while the case is as it was.
        latest = client.own_case(reference, known=known)
        if latest is not known:
            yield f"{latest.body['stage']}: {latest.body['next_step']}"
        known = latest


def main() -> str | None:
    """Print all cases, or one until it is over; return what went wrong."""
    try:
        key = key_from_file(os.environ["KEY_FILE"])
        system = SystemClient(os.environ["CLIENT_ID"], key)
        with Client(os.environ["SERVICE"], system) as client:
            lines = follow(client, sys.argv[1]) if sys.argv[1:] else overview(client)
            for line in lines:
                print(line, flush=True)
    except ClientFault as fault:
        return str(fault)
    return None


if __name__ == "__main__":
    sys.exit(main())
