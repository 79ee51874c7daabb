"""Run every check that needs no test: lint, format, types, contracts, counts."""

import subprocess
import sys
from dataclasses import dataclass

from scripts import cells
from scripts.tree import ROOT, counts


@dataclass(frozen=True, slots=True)
class Check:
    """A tool that reads the whole tree and exits with 0 where it finds nothing."""

    name: str
    command: tuple[str, ...]


CHECKS = (
    Check("lint", ("ruff", "check", ".")),
    Check("format", ("ruff", "format", "--check", ".")),
    Check("types", ("mypy",)),
    Check("contracts", ("lint-imports", "--no-cache")),
)


def run_checks() -> dict[str, bool]:
    """Run each check, letting it print, and tell which found nothing."""
    found_nothing: dict[str, bool] = {}
    for check in CHECKS:
        print(f"--- {check.name}: {' '.join(check.command)}", flush=True)
        program = f"{sys.prefix}/bin/{check.command[0]}"
        ended = subprocess.run([program, *check.command[1:]], cwd=ROOT, check=False)
        found_nothing[check.name] = ended.returncode == 0
    return found_nothing


def main() -> int:
    """Run the checks and print the counts; 1 where any check found something."""
    found_nothing = run_checks()
    print("--- counts")
    print("\n".join(counts()))
    found_nothing["cells"] = cells.as_expected()
    failed = [name for name, clean in found_nothing.items() if not clean]
    print(f"found something: {', '.join(failed)}" if failed else "all clean")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
