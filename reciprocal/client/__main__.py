"""`python -m reciprocal.client new-key FILE`: a key pair for a system of yours.

`new-key` makes one and `public-key` reads one; both print the public half, which a
person of your organisation registers.
"""

import json
import sys

from reciprocal.client.faults import KeyFileRefused
from reciprocal.client.systems import new_key_file, public_key

_ACTS = {"new-key": new_key_file, "public-key": public_key}


def main(given: list[str]) -> int:
    """Do one act; return the status the program ends with."""
    match given:
        case [("new-key" | "public-key") as act, path]:
            try:
                print(json.dumps(_ACTS[act](path)))
            except KeyFileRefused as fault:
                print(fault, file=sys.stderr)
                return 1
            return 0
    print("Give new-key or public-key, and a file.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
