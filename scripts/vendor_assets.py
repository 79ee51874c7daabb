"""Fetch what pages look like from its published packages, patch it, and commit it.

For a maintainer, with npm at hand; never at build, run or test time. The service is
no GOV.UK service: its typeface, crown and icons may not come along, so they are cut
out here and a test asserts that they are gone.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from scripts.tree import ROOT

ASSETS = ROOT / "api" / "pages" / "assets"
CHECKERS = ROOT / "tests" / "pages" / "vendor"

PACKAGES = {
    "govuk-frontend@6.6.0": {
        "dist/govuk/govuk-frontend.min.css": ASSETS / "govuk-frontend.min.css",
        "dist/govuk/govuk-frontend.min.js": ASSETS / "govuk-frontend.min.js",
    },
    "axe-core@4.14.1": {
        "axe.min.js": CHECKERS / "axe.min.js",
        "LICENSE": CHECKERS / "axe.LICENSE.txt",
    },
}
"""Each package with its version, and where each of its files goes."""

_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_TYPEFACE = re.compile(r"""["']?GDS Transport["']?\s*,\s*""")
_CROWN = re.compile(r"[^{}]*(?:__crown|copyright-logo)[^{}]*\{[^}]*\}")
_MAP = re.compile(r"\n?(?:/\*|//)# sourceMappingURL=[^\n*]*(?:\*/)?")
_NOTICE = re.compile(r"/\*!.*?\*/", re.DOTALL)


def patched(name: str, text: str) -> str:
    """Return a file's text without typeface, crown, crest, and map to its source."""
    text = _MAP.sub("", text)
    if name.endswith(".css"):
        for cut in (_NOTICE, _FONT_FACE, _TYPEFACE, _CROWN):
            text = cut.sub("", text)
    return text.strip() + "\n"


def fetch(package: str, folder: Path) -> Path:
    """Fetch a package into a folder, and return the folder it was opened in."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), package]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    into = folder / "opened"
    with tarfile.open(folder / ended.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(into, filter="data")
    return into / "package"


def main() -> int:
    """Fetch each package, and write its files with their digests beside them."""
    digests: dict[Path, list[str]] = {ASSETS: [], CHECKERS: []}
    for package, files in PACKAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            opened = fetch(package, Path(folder))
            for name, target in files.items():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(patched(name, (opened / name).read_text()))
                digest = hashlib.sha256(target.read_bytes()).hexdigest()
                digests[target.parent].append(f"{digest}  {target.name}  {package}")
    for folder_of_files, lines in digests.items():
        text = "\n".join(sorted(lines, key=lambda line: line.split()[1]))
        (folder_of_files / "vendored.txt").write_text(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
