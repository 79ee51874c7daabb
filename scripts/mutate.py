"""Plant faults in the rules and the book one at a time, and tabulate who saw them.

`[tool.mutmut]` in pyproject says which files are mutated and by which tests each
fault must be seen. The table goes to `docs/mutation.md` and is committed: a
survivor is either a missing test or a change that means the same, and which of
the two is for a person to say.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import UTC, datetime

from scripts.tree import ROOT
from tests.support.postgres import start_postgres

PAGE = ROOT / "docs" / "mutation.md"
EQUIVALENTS = ROOT / "tests" / "equivalents.toml"
MUTMUT = f"{sys.prefix}/bin/mutmut"
RESULT = re.compile(r"^\s+(?P<mutant>[\w.ǁ]+__mutmut_\d+): (?P<status>[a-z ]+)$")
CAUGHT = frozenset({"killed", "timeout", "caught by type check", "segfault"})


def main() -> int:
    """Run the mutations anew and write the table; 1 where they could not be run."""
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    server = start_postgres()
    environment = {
        **os.environ,
        "TEST_DATABASE_URL": server.admin_url,
        "HYPOTHESIS_PROFILE": "planted",
    }
    try:
        ran = subprocess.run(
            [MUTMUT, "run", "--max-children", "2"],
            cwd=ROOT,
            env=environment,
            check=False,
        )
    finally:
        server.stop()
    if ran.returncode != 0:
        return 1
    listed = subprocess.run(
        [MUTMUT, "results", "--all", "true"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    statuses = read_results(listed.stdout)
    if not statuses:
        print("No fault was planted: look at [tool.mutmut].", file=sys.stderr)
        return 1
    unseen = (m for m, status in statuses.items() if status not in CAUGHT)
    alike = {m: why for m in unseen if (why := why_alike(m, shown(m))) is not None}
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(statuses, alike, datetime.now(UTC).date().isoformat()))
    print(f"Wrote {PAGE.relative_to(ROOT)}.")
    return 0


def read_results(text: str) -> dict[str, str]:
    """Read the status of each planted fault from what the tool lists."""
    matches = (RESULT.match(line) for line in text.splitlines())
    return {match["mutant"]: match["status"] for match in matches if match}


def module_of(mutant: str) -> str:
    """Name the file in which a fault was planted."""
    return mutant.rpartition(".")[0].replace(".", "/") + ".py"


def shown(mutant: str) -> str:
    """Return the difference that a planted fault makes."""
    return subprocess.run(
        [MUTMUT, "show", mutant], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def why_alike(mutant: str, difference: str) -> str | None:
    """Return why a fault means the same as what it replaced; None if nobody said so.

    `tests/equivalents.toml` lists them by function and by the lines that change, since
    numbers move with every edit.
    """
    lines = difference.splitlines()
    was = [line[1:].strip() for line in lines if re.match(r"-(?!--)", line)]
    now = [line[1:].strip() for line in lines if re.match(r"\+(?!\+\+)", line)]
    if len(was) == len(now) == 1 and _asserts(was[0]) == _asserts(now[0]) != "":
        return "only the words of an assertion differ, and nobody reads them by program"
    function = mutant.rpartition("__mutmut_")[0]
    for known in tomllib.loads(EQUIVALENTS.read_text())["equivalent"]:
        if (known["function"], [known["was"]], [known["now"]]) == (function, was, now):
            return str(known["why"])
    return None


def _asserts(line: str) -> str:
    """Return what a line asserts, without its words; nothing if it asserts nothing."""
    found = re.match(r'(assert .+), "[^"]*"$', line)
    return found[1] if found else ""


def page(statuses: dict[str, str], alike: dict[str, str], day: str) -> str:
    """Lay out the table, and list each fault that no test saw and each that none can.

    Args:
        alike: Why a fault that no test saw means the same as what it replaced.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mutant, status in statuses.items():
        counts[module_of(mutant)]["seen" if status in CAUGHT else status] += 1
    rows = [
        f"| `{module}` | {sum(found.values())} | {found['seen']}"
        f" | {found['survived']} | {found['no tests']} |"
        for module, found in sorted(counts.items())
    ]
    unseen = sorted(
        mutant
        for mutant, status in statuses.items()
        if status not in CAUGHT and mutant not in alike
    )
    seen = len(statuses) - len(unseen) - len(alike)
    return "\n".join(
        [
            "# Planted faults",
            "",
            f"Made by `make mutate` on {day}.",
            f"{seen} of {len(statuses)} faults were seen by a test.",
            f"{len(alike)} mean the same as what they replaced.",
            "",
            "| file | planted | seen | survived | no test ran it |",
            "| --- | ---: | ---: | ---: | ---: |",
            *rows,
            "",
            "## Not seen",
            "",
            "Show one with `.venv/bin/mutmut show NAME`.",
            "",
            *(f"- `{mutant}`: {statuses[mutant]}" for mutant in unseen),
            *([] if unseen else ["None."]),
            "",
            "## Mean the same",
            "",
            *(f"- `{mutant}`: {why}" for mutant, why in sorted(alike.items())),
            *([] if alike else ["None."]),
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
