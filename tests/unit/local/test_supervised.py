"""A log that cannot be written fails nobody's work, and what is lost is told."""

import errno
import io
from typing import Any

from local.supervised import EnduringStream


class _Disk(io.StringIO):
    full = False

    def write(self, text: str) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(text)


def test_what_a_full_disk_does_not_take_is_counted_and_told_when_there_is_room():
    disk = _Disk()
    stream = EnduringStream(disk)
    stream.write("before\n")
    disk.full = True
    assert stream.write("lost\n") == len("lost\n")
    stream.writelines(["lost\n"])
    stream.flush()
    disk.full = False
    print("after", file=stream)
    assert disk.getvalue() == "before\n2 pieces of this log could not be written\nafter\n"


def test_it_is_the_stream_in_everything_else():
    stream: Any = EnduringStream(io.StringIO())
    assert stream.readable()
