"""The most memory that this process has used, for each model anew where the system allows it."""

import sys
from pathlib import Path
from typing import Final

__all__ = ["peak_bytes", "restart_peak"]

_CLEAR: Final = Path("/proc/self/clear_refs")
_STATUS: Final = Path("/proc/self/status")


def restart_peak() -> None:
    """Forget the peak so far, where the system can (Linux); elsewhere the peak stays that of the whole process."""
    try:
        _CLEAR.write_text("5")  # see proc(5): resets the peak resident set size
    except OSError:
        return


def peak_bytes() -> int | None:
    """The peak resident memory since `restart_peak`, without that of a GPU; `None` where the system does not tell."""
    try:
        for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
