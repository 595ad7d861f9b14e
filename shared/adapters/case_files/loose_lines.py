"""Lines that people cut out of a table or a description, without its head: rows of pods and events."""

import re
from collections.abc import Sequence
from itertools import pairwise

from shared.adapters.case_files.collector import Collector, Fidelity, FileLines, LooseEvents
from shared.adapters.case_files.container_states import take_loose_state
from shared.adapters.case_files.event_rows import event_of_row, is_described_event
from shared.adapters.case_files.kinds import BY_KIND
from shared.adapters.case_files.passages import TextPassage
from shared.adapters.case_files.table_rows import manifest_of
from shared.adapters.case_files.tables import Row

_POD = re.compile(
    r"^(?:(?P<namespace>[a-z0-9-]{1,63})\s+)?(?:pods?/)?(?P<name>[a-z0-9][a-z0-9.-]{0,252})"
    r"\s+(?P<ready>\d{1,3}/\d{1,3})\s+(?P<status>[A-Z][\w:/-]{1,60})"
    r"\s+(?P<restarts>\d{1,6})(?:\s+\(\S+ ago\))?\s+(?P<age>[\dydhms]{2,20})\b\s*(?P<wide>.*)$"
)
_LISTED_EVENT = re.compile(
    r"^(?:(?P<namespace>[a-z0-9-]{1,63})\s+)?(?P<seen>[\dydhms]{2,20})\s+(?P<type>Normal|Warning)\s+(?P<reason>\w{3,60})\s+"
    r"(?P<object>[a-z.]{2,60}/\S{1,253})\s+(?P<message>\S.*)$"
)
_BESIDE_THE_MESSAGE = re.compile(
    r"^(?:spec\.\S+|kubelet|default-scheduler|[\w.-]+-(?:controller|scheduler))(?:, \S+)?$"
)
_LINES_OF_A_MESSAGE = 6
_HEAD_OF_EVENTS = re.compile(r"^\s*(?:Events:|Type\s+Reason\s+Age|(?:Last State|State):|[-\s]*)(?:\s.*)?$")


def take_loose_lines(into: Collector, part: TextPassage) -> Sequence[int]:
    """The indices of the lines that are neither."""
    left: list[int] = []
    events: list[tuple[int, str]] = []
    inside, states = _inside_messages(part.lines), take_loose_state(into, part)
    for index, line in enumerate(part.lines):
        if found := _POD.match(line):
            _pod(into, part, index, found)
        elif found := _LISTED_EVENT.match(line):
            _event(into, part, index, found)
        elif is_described_event(line) or (events and line.startswith("   ")) or index in inside:
            events.append((part.first + index, line))
        elif line.strip() and index not in states and not _HEAD_OF_EVENTS.match(line):
            left.append(index)
    if events:
        into.loose.append(LooseEvents(FileLines(part.path, events[0][0], events[-1][0]), tuple(events)))
    return left


def _inside_messages(lines: Sequence[str]) -> frozenset[int]:
    """The indices of a few lines between two events: the first one's message goes on there."""
    events = [index for index, line in enumerate(lines) if is_described_event(line)]
    between = (range(one + 1, other) for one, other in pairwise(events) if other - one <= _LINES_OF_A_MESSAGE)
    whole = (few for few in between if not any(_HEAD_OF_EVENTS.match(lines[index]) for index in few))
    return frozenset(index for few in whole for index in few)


def _event(into: Collector, part: TextPassage, index: int, found: re.Match[str]) -> None:
    """A row of the list of events; of the wide one the first cell that says something."""
    said = [each for each in re.split(r"\s{2,}", found["message"]) if not _BESIDE_THE_MESSAGE.match(each)]
    cells = {
        "LAST SEEN": found["seen"], "TYPE": found["type"], "REASON": found["reason"], "OBJECT": found["object"],
        "MESSAGE": said[0] if said else "",
    }  # fmt: skip
    namespace = found["namespace"] or (part.command.namespace if part.command is not None else "")
    event_of_row(into, part, Row(index, part.lines[index], cells), namespace)


def _pod(into: Collector, part: TextPassage, index: int, found: re.Match[str]) -> None:
    asked = part.command
    wide = found["wide"].split()
    cells = {
        "READY": found["ready"], "STATUS": found["status"], "RESTARTS": found["restarts"],
        "NODE": wide[1] if len(wide) > 1 else "",
    }  # fmt: skip
    namespace = found["namespace"] or (asked.namespace if asked is not None else "")
    manifest = manifest_of(BY_KIND["Pod"], namespace, found["name"], Row(index, part.lines[index], cells))
    into.manifest(
        manifest, FileLines(part.path, part.first + index, part.first + index), Fidelity.ROW, part.lines[index]
    )
