"""What the path of a file says: the layouts of must-gather, of cluster-info dump and of a node's own logs."""

import re
from typing import NamedTuple

from shared.adapters.case_files.kinds import ResourceKind, kind_named

_SEPARATOR = r"(?:^|/)"
_MUST_GATHER_LOG = re.compile(
    _SEPARATOR
    + r"namespaces/(?P<namespace>[^/]+)/pods/(?P<pod>[^/]+)/(?P<container>[^/]+)/[^/]+/logs/(?P<which>\w+)[^/]*\.log$"
)
_NODE_CONTAINER_LOG = re.compile(
    _SEPARATOR + r"(?P<pod>[a-z0-9.-]+)_(?P<namespace>[a-z0-9-]+)_(?P<container>[a-z0-9-]+?)-[0-9a-f]{64}\.log$"
)
_NODE_POD_LOG = re.compile(
    _SEPARATOR
    + r"(?P<namespace>[a-z0-9-]+)_(?P<pod>[a-z0-9.-]+)_[0-9a-f-]{32,36}/(?P<container>[a-z0-9-]+)/(?P<which>\d+)\.log$"
)
_INSIGHTS_LOG = re.compile(_SEPARATOR + r"config/pod/(?P<namespace>[^/]+)/(?:logs/)?(?P<pod>[^/]+)/[^/]+\.log$")
_GATHERED = re.compile(_SEPARATOR + r"namespaces/(?P<namespace>[^/]+)/[^/]+/(?P<plural>[a-z]+)\.ya?ml$")
_DUMPED = re.compile(_SEPARATOR + r"(?:(?P<namespace>[a-z0-9-]+)/)?(?P<plural>[a-z]+)\.(?:json|yaml)$")
_DUMPED_LOG = re.compile(_SEPARATOR + r"(?P<namespace>[a-z0-9-]+)/(?P<pod>[a-z0-9.-]+)/logs\.txt$")


class LogName(NamedTuple):
    """Which container a log is of, as its path says; empty parts are not said."""

    namespace: str
    pod: str
    container: str
    previous: bool


def is_log(path: str) -> bool:
    return path.lower().endswith((".log", ".log.txt")) or _DUMPED_LOG.search(path) is not None


def log_name(path: str) -> LogName | None:
    """None where the path does not follow a layout that says it."""
    for layout in (_MUST_GATHER_LOG, _NODE_CONTAINER_LOG, _NODE_POD_LOG):
        if found := layout.search(path):
            which = found.groupdict().get("which")
            return LogName(found["namespace"], found["pod"], found["container"], which == "previous")
    if found := _INSIGHTS_LOG.search(path):
        return LogName(found["namespace"], found["pod"], "", previous=False)
    return None


def whole_list(path: str, kind_of_list: str) -> tuple[str, str] | None:
    """(kind, namespace) where the layout says that a list is whole.

    ``kubectl get`` prints a List, which may be a selection; a dump has a list of one kind.
    """
    if found := _GATHERED.search(path):
        known = kind_named(found["plural"])
        return None if known is None else (known.kind, found["namespace"])
    found = _DUMPED.search(path)
    known = kind_named(found["plural"]) if found is not None else None
    if found is None or known is None or known.kind != kind_of_list:
        return None
    return known.kind, _namespace(known, found["namespace"])


def _namespace(known: ResourceKind, namespace: str | None) -> str:
    return namespace or "" if known.namespaced else ""
