"""Registers a system of your organisation with the public half of its key.

A person runs it once: python register_system.py EMAIL NAME PUBLIC_KEY_FILE
The file holds what `python -m reciprocal.client new-key` printed. SERVICE is the
service's address. It prints the client id, which is no secret.
"""

import getpass
import json
import os
import sys
from pathlib import Path

from reciprocal.client import Client, ClientFault, PersonSignIn


def register(client: Client, name: str, public_key: Path) -> str:
    """Register a system with all that its kind may do; return its client id."""
    system = client.add_machine({"name": name}).body["reference"]
    jwk = json.loads(public_key.read_text())
    client.add_public_key(system, {"public_key": jwk})
    return system


def main() -> str | None:
    """Register one; return what went wrong."""
    email, name, public_key = sys.argv[1:]
    person = PersonSignIn(email, getpass.getpass())
    try:
        with Client(os.environ["SERVICE"], person) as client:
            print(register(client, name, Path(public_key)))
    except ClientFault as fault:
        return str(fault)
    return None


if __name__ == "__main__":
    sys.exit(main())
