"""What a part does with its first instruction: end with its supervisor, give signs of life, survive a full disk."""

import os
import sys
from collections.abc import Iterable, Mapping
from typing import IO, cast

from local.beats import PULSE, Beats
from local.lifeline import end_with

LIFELINE = "SRE_LIFELINE"
BEATS = "SRE_BEATS"
#: What is told to each part for itself.
OWN_SETTINGS = frozenset({BEATS, LIFELINE})


class Supervised:
    """``beats`` is this process's Heartbeat; heard by nobody when nobody supervises it."""

    def __init__(self, beats: Beats) -> None:
        self.beats = beats

    def pulse(self) -> None:
        """The loop that answers requests goes round; to be called at least once a second, also when there are none."""
        self.beats.beat(PULSE)


def attach(environment: Mapping[str, str] = os.environ) -> Supervised:
    """To the supervisor that started this process, by the descriptors that it names in the environment."""
    sys.stdout = cast("IO[str]", EnduringStream(sys.stdout))
    sys.stderr = cast("IO[str]", EnduringStream(sys.stderr))
    if LIFELINE in environment:
        end_with(int(environment[LIFELINE]))
    return Supervised(Beats(int(environment[BEATS]) if BEATS in environment else None))


class EnduringStream:
    """A log that cannot be written fails nobody's work: what is lost is counted, and told when there is room again."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._lost = 0

    def write(self, text: str) -> int:
        try:
            if self._lost:
                self._stream.write(f"{self._lost} pieces of this log could not be written\n")
                self._lost = 0
            self._stream.write(text)
        except OSError:
            self._lost += 1
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            self._lost += 1

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
