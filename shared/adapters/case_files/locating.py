"""Finds the very line of a file that a citation speaks of."""

import re
from collections.abc import Iterator

import yaml

from shared.adapters.case_files.bounds import LONGEST_EVIDENCE

_STEP = re.compile(r"\.([A-Za-z_]\w*)|\['([^']*)'\]|\[(\d{1,6})\]")
_IN_LOG = re.compile(r"line (\d{1,9})")
_ITEM = re.compile(r"^(\s*)- ")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line_of(text: str, path: str) -> int | None:
    """The line, from 1, of the value at a JSON path, or of a log; None where the text is no object that has it."""
    if found := _IN_LOG.fullmatch(path):
        return int(found[1])
    if path == "event":
        return 1
    steps = _steps(path)
    if not steps or len(text) > LONGEST_EVIDENCE:
        return None
    events = yaml.parse(_ITEM.sub(r"\1  ", text.replace("\t", " "), count=1), Loader=_LOADER)
    try:
        return _found(events, steps)
    except (yaml.YAMLError, StopIteration):
        return None


def _steps(path: str) -> list[str | int]:
    """Of ``$.status.containerStatuses[0].ready``; none where it is written in another way."""
    found = list(_STEP.finditer(path, 1))
    if sum(len(each[0]) for each in found) != len(path) - 1:
        return []
    return [int(each[3]) if each[3] is not None else each[1] or each[2] for each in found]


def _found(events: Iterator[yaml.Event], steps: list[str | int]) -> int | None:
    """Walks down to the value, past everything beside the way."""
    event: yaml.Event = next(each for each in events if isinstance(each, yaml.CollectionStartEvent))
    for step in steps:
        below = _in_list(events, step) if isinstance(event, yaml.SequenceStartEvent) else _in_mapping(events, step)
        if below is None:
            return None
        event = below
    return None if event.start_mark is None else int(event.start_mark.line) + 1


def _in_mapping(events: Iterator[yaml.Event], name: str | int) -> yaml.Event | None:
    for key in events:
        if not isinstance(key, yaml.ScalarEvent):
            return None
        value = next(events)
        if key.value == name:
            return value
        _pass(events, value)
    return None


def _in_list(events: Iterator[yaml.Event], number: str | int) -> yaml.Event | None:
    for index, value in enumerate(events):
        if isinstance(value, yaml.CollectionEndEvent):
            return None
        if index == number:
            return value
        _pass(events, value)
    return None


def _pass(events: Iterator[yaml.Event], value: yaml.Event) -> None:
    """Goes on behind a value."""
    depth = int(isinstance(value, yaml.CollectionStartEvent))
    while depth:
        event = next(events)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
