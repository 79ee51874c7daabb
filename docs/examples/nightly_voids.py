"""Posts everything this landlord offers tonight, from the spreadsheet of its system.

Each night: python nightly_voids.py voids.xlsx (or voids.csv)
SERVICE is the service's address, CLIENT_ID and KEY_FILE are the system's own. Run it
again when it failed; nothing is ever posted twice.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

from reciprocal.client import (
    CSV,
    XLSX,
    Client,
    ClientFault,
    Refused,
    SystemClient,
    key_from_file,
    new_key,
)


def post_voids(client: Client, spreadsheet: Path) -> str:
    """Let the pot hold what a spreadsheet lists; return what was done, in numbers."""
    content = spreadsheet.read_bytes()
    kind = CSV if spreadsheet.suffix.lower() == ".csv" else XLSX
    # A dry run stores nothing, and names every fault of the file at once.
    client.import_homes(content, content_type=kind, mode="snapshot", dry_run=True)
    kept = Path(f"{spreadsheet}.key")
    key = key_for(content, kept)
    done = client.import_homes(content, content_type=kind, mode="snapshot", key=key)
    kept.unlink()
    body = done.body
    return (
        f"{body['rows']} rows: {body['posted']} posted, {body['amended']} amended, "
        f"{body['unchanged']} unchanged, {body['left_alone']} left alone; "
        f"{body['withdrawn']} withdrawn"
    )


def key_for(content: bytes, kept: Path) -> str:
    """Return the key of a night that was cut off with this very file, or a new one."""
    digest = hashlib.sha256(content).hexdigest()
    if kept.exists():
        before = json.loads(kept.read_text())
        if before["file"] == digest:
            return str(before["key"])
    key = new_key()
    # Whole or not at all, and before anything is sent.
    fresh = Path(f"{kept}.new")
    fresh.write_text(json.dumps({"file": digest, "key": key}))
    fresh.replace(kept)
    return key


def main() -> int:
    """Post tonight's file; return 1 to have it mended, 2 when no answer came."""
    try:
        key = key_from_file(os.environ["KEY_FILE"])
        system = SystemClient(os.environ["CLIENT_ID"], key)
        with Client(os.environ["SERVICE"], system) as client:
            print(post_voids(client, Path(sys.argv[1])))
    except Refused as refused:
        print(f"Nothing was done: {refused.code}.", file=sys.stderr)
        for fault in refused.faults:
            # Where it is and what to do; the service never repeats a cell.
            print(f"row {fault.row}, {fault.field}: {fault.fault}", file=sys.stderr)
        return 1
    except FileNotFoundError as missing:
        # Tonight's export was not written, or the key lies elsewhere.
        print(f"There is no file {missing.filename}.", file=sys.stderr)
        return 1
    except ClientFault as fault:
        # Nobody answered, or the key file cannot be used: it says which.
        print(fault, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
