"""What others see as this process's command: a fork shows its parent's until it says otherwise. Linux only."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

#: Of /proc/PID/stat, counted behind the name: where the arguments begin and end in memory.
_ARG_START, _ARG_END = 45, 46


def show(arguments: Sequence[str]) -> None:
    """Writes over the arguments this process was started with; what is longer than they were is cut off."""
    fields = Path("/proc/self/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    start, end = int(fields[_ARG_START]), int(fields[_ARG_END])
    text = b"".join(argument.encode() + b"\0" for argument in arguments)
    # The last byte is a zero: otherwise the kernel reads on into the environment.
    ctypes.memmove(start, text[: end - start - 1].ljust(end - start, b"\0"), end - start)
