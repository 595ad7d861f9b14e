"""What the invented programs do when they are started: they need settings and memory, and end without them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

from shared.remediation.quantities import amount_of

#: Seconds from the start of a container until it answers, and until one that cannot go on ends.
READY_S: Final = 3.0
ENDS_S: Final = 1.0
#: How long it takes until memory that is not enough is used up.
FILLS_S: Final = 20.0
_MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Program:
    """What every version of a program needs; ``settings`` are variables, ``memory`` is in bytes."""

    settings: tuple[str, ...] = ()
    memory: int = 64 * _MIB
    read: int = 11
    """How many keys its configuration has, as its log tells."""


class ProgramEnding(NamedTuple):
    """How a container ends, some seconds after its start, and what it has written until then."""

    exit_code: int
    reason: str
    after_s: float
    lines: tuple[str, ...]


class NotPulled(NamedTuple):
    reason: str
    message: str


class Runs(NamedTuple):
    lines: tuple[str, ...]


Outcome = ProgramEnding | NotPulled | Runs


@dataclass(frozen=True, slots=True)
class Software:
    """Which images there are and what is in them, by the name of their repository without its registry."""

    programs: Mapping[str, Program]
    unpublished: frozenset[str] = frozenset()
    """Images that nobody has pushed."""
    stubborn: Mapping[str, str] = field(default_factory=dict)
    """Of programs that do not start whatever their settings are, the last line that they write."""

    def outcome(self, container: Mapping[str, Any]) -> Outcome:
        """Says what comes of a container, by its image, variables and limits."""
        image = str(container["image"])
        if image in self.unpublished:
            return NotPulled("ErrImagePull", f'failed to resolve reference "{image}": {image}: not found')
        name, _, version = image.rpartition("/")[2].partition(":")
        program = self.programs.get(name, Program())
        started = (
            f'level=info msg="starting {name}" version={version}',
            f'level=info msg="configuration read" keys={program.read}',
        )
        given = {str(each.get("name")) for each in container.get("env") or ()}
        if absent := next((setting for setting in program.settings if setting not in given), None):
            return _fatal(started, f"required setting {absent} is not set")
        if name in self.stubborn:
            return _fatal(started, self.stubborn[name])
        if (limit := _memory_limit(container)) is not None and limit < program.memory:
            return ProgramEnding(137, "OOMKilled", FILLS_S, (*started, 'level=info msg="tables are being loaded"'))
        return Runs((*started, f"{name} is listening on :8080"))


def _fatal(started: tuple[str, ...], why: str) -> ProgramEnding:
    return ProgramEnding(1, "Error", ENDS_S, (*started, f'level=fatal msg="{why}"'))


def _memory_limit(container: Mapping[str, Any]) -> Decimal | None:
    return amount_of(((container.get("resources") or {}).get("limits") or {}).get("memory"))
