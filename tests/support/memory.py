"""Directories in memory, where nothing waits for a disk that others write to as well."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Bytes that must be free in memory, or the disk is taken.
_ROOM = 4 << 30


@contextmanager
def quick_directory(prefix: str) -> Iterator[Path]:
    """A directory of a short path, for the sake of sockets'; in memory where there is room, else in ``/tmp``."""
    parent = "/dev/shm" if _roomy("/dev/shm") else "/tmp"  # noqa: S108 - a directory of ours is made in it
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True) as directory:
        yield Path(directory)


def _roomy(memory: str) -> bool:
    return os.access(memory, os.W_OK | os.X_OK) and shutil.disk_usage(memory).free > _ROOM
