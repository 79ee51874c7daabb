"""Runs a match round as a coordinator, and prints its steps by code.

python run_round.py EMAIL
SERVICE is the service's address. The password is asked for and kept nowhere.
"""

import getpass
import os
import sys
import time
from collections.abc import Iterator

from reciprocal.client import Client, ClientFault, PersonSignIn, every

WAIT_S = 2.0


def run_round(client: Client, wait_s: float = WAIT_S) -> Iterator[str]:
    """Run a round; give a line for it, and one for each step of its plan."""
    reference = client.run_round().body["reference"]
    known = client.one_round(reference)
    while known.body["stage"] in ("frozen", "solved"):
        time.sleep(wait_s)
        known = client.one_round(reference, known=known)
    found = known.body
    yield f"{found['code']} {found['stage']}: {found['households']} households"
    for step in every(client.round_steps, reference=reference):
        yield (
            f"{step['exchange_kind']} {step['exchange_number']}.{step['position']} "
            f"{step['request_code']} to {step['home_code']}: {step['kind']}"
        )


def main() -> str | None:
    """Run one; return what went wrong."""
    person = PersonSignIn(sys.argv[1], getpass.getpass())
    try:
        with Client(os.environ["SERVICE"], person) as client:
            for line in run_round(client):
                print(line, flush=True)
    except ClientFault as fault:
        return str(fault)
    return None


if __name__ == "__main__":
    sys.exit(main())
