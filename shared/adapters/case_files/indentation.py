"""Gives descriptions back the indentation that forums and chats take, by the names of their sections."""

from collections.abc import Sequence

_TOP = frozenset({
    "Name", "Namespace", "Priority", "Service Account", "Node", "Start Time", "Labels", "Annotations", "Status",
    "Reason", "Message", "IP", "IPs", "Controlled By", "Init Containers", "Containers", "Ephemeral Containers",
    "Conditions", "Volumes", "QoS Class", "Node-Selectors", "Tolerations", "Events", "Priority Class Name",
})  # fmt: skip
_OF_CONTAINERS = frozenset({"Init Containers", "Containers", "Ephemeral Containers"})
_OF_ONE = frozenset({
    "Container ID", "Image", "Image ID", "Port", "Ports", "Host Port", "Host Ports", "Command", "Args", "State",
    "Last State", "Ready", "Restart Count", "Limits", "Requests", "Liveness", "Readiness", "Startup", "Environment",
    "Environment Variables from", "Mounts", "Message",
})  # fmt: skip
_OF_STATES = frozenset({"Reason", "Exit Code", "Started", "Finished", "Signal"})


def indented(lines: Sequence[str]) -> Sequence[str]:
    """The lines as they are where any is indented; only pods are known well enough to be mended."""
    if any(line.startswith(" ") for line in lines) or "Containers:" not in (line.strip() for line in lines):
        return lines
    mended, section, is_within_one = [], "", False
    for line in lines:
        name, colon, value = line.partition(":")
        depth, is_top = 2, name in _TOP and not (section in _OF_CONTAINERS and name in _OF_STATES | {"Message"})
        if colon and is_top:
            section, is_within_one, depth = name, False, 0
        elif section in _OF_CONTAINERS and colon:
            starts_one = not value and name not in _OF_ONE
            is_within_one = is_within_one or starts_one
            depth = 2 if starts_one else 4 if name in _OF_ONE else 6
        elif section in _OF_CONTAINERS:
            depth = 6
        mended.append(" " * depth + line)
    return mended
