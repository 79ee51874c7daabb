"""Runs a match round as a coordinator, prints its steps by code, and has you decide.

python run_round.py EMAIL
SERVICE is the service's address. The password is asked for and kept nowhere.
"""

import getpass
import os
import sys
import time
from collections.abc import Iterator
from typing import cast

from reciprocal.client import Client, ClientFault, PersonSignIn, every
from reciprocal.client.shapes.coordinators_sent import StepAnswerBody
from reciprocal.client.shapes.shared_words import WithheldReason

WAIT_S = 2.0


def run_round(client: Client, wait_s: float = WAIT_S) -> Iterator[str]:
    """Run a round; give a line for it, and one for each step of its plan."""
    reference = client.run_round().body["reference"]
    known = client.one_round(reference)
    while known.body["stage"] == "frozen":
        time.sleep(wait_s)
        known = client.one_round(reference, known=known)
    found = known.body
    yield f"{found['code']} {found['stage']}: {found['households']} households"
    ready: set[int] = set()
    for step in every(client.round_steps, reference=reference):
        yield (
            f"{step['exchange_kind']} {step['exchange_number']}.{step['position']} "
            f"{step['request_code']} to {step['home_code']}: {step['kind']}"
        )
        if step["kind"] == "ready" and step["decided"] is None:
            ready.add(step["exchange_number"])
    if ready:
        decided = client.decide_round(reference, {"decisions": asked(ready)}).body
        yield f"{decided['code']} {decided['stage']}: {decided['proposed']} proposed"


def asked(exchanges: set[int]) -> list[StepAnswerBody]:
    """Ask of each exchange whether it may be proposed: yes, or the reason why not."""
    said: list[StepAnswerBody] = []
    for number in sorted(exchanges):
        word = input(f"May exchange {number} be proposed? yes, or a reason: ").strip()
        if word == "yes":
            said.append({"exchange_number": number, "answer": "agreed"})
        else:
            reason = cast("WithheldReason", word)
            said.append(
                {"exchange_number": number, "answer": "withheld", "reason": reason}
            )
    return said


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
