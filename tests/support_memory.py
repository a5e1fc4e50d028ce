"""How much memory this process has had at most; nothing of the project is imported, so that a small process can use it."""

import contextlib
import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak() -> int:
    """The most memory that was in use at once, in bytes. Linux keeps the parent's in getrusage, so /proc is asked there."""
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def forget_peak() -> None:
    """From here on `peak` speaks of what comes, where the system lets a process say so."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
