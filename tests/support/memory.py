"""Where tests write: in memory where there is enough of it, on the disk otherwise.

Nothing a test stores need survive a power cut. A commit that waits for a disk takes a
hundred times one that does not, and the tests make hundreds of thousands.
"""

import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_NEEDED_BYTES = 4 * 1024**3


def new_folder(prefix: str) -> Path:
    """Make a folder; whoever asks removes it."""
    try:
        free_bytes = shutil.disk_usage(_MEMORY).free
    except OSError:
        free_bytes = 0
    inside = _MEMORY if free_bytes > _NEEDED_BYTES else None
    return Path(tempfile.mkdtemp(prefix=prefix, dir=inside))
