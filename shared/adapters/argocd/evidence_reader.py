"""Reads one Argo CD for one incident: the applications that the resources belong to, as they are and as they were."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote

from shared.adapters.argocd.belonging import ListedApplication, belonging_to, listed
from shared.adapters.argocd.conditions import object_in, text_in
from shared.adapters.argocd.resource_tree import unhealthy, with_health
from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.notebook import Notebook
from shared.adapters.evidence.target import NotRead
from shared.diagnosis.evidence import EvidenceProblem, EvidenceSource
from shared.diagnosis.snapshot import ObjectKey
from shared.ports.clock import Clock
from shared.ports.evidence import Collected, Inquiry

#: Applications of one inquiry.
MOST_APPLICATIONS = 5
#: Seconds for which a list of all applications serves other inquiries, too.
FRESH_S = 15.0
_GROUP = "argoproj.io"
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PATH = "/api/v1/applications"
_FIELDS = ",".join(
    f"items.{field}" for field in ("metadata.name", "metadata.namespace", "spec.destination", "status.resources")
)


@dataclass(slots=True)
class ArgoCDReader:
    connection: HttpConnection
    clock: Clock
    _listed: tuple[float, Sequence[ListedApplication]] = field(default=(float("-inf"), ()), init=False)

    @property
    def source(self) -> EvidenceSource:
        return EvidenceSource.ARGOCD

    @property
    def target(self) -> str:
        return self.connection.place.name

    def concerns(self, inquiry: Inquiry) -> bool:
        known = self.connection.place.clusters
        named = {each.cluster or each.environment for each in inquiry.resources if each.kind != "Application"} - {None}
        return bool(inquiry.resources) and (not known or not named or bool(named & {*known, self.target}))

    def read(self, inquiry: Inquiry, until: float) -> Collected:
        notes = Notebook(source=self.source, target=self.target, at=self.clock.now())
        for name, namespace in islice(self._wanted(inquiry, notes, until), MOST_APPLICATIONS):
            self._application(name, namespace, notes, until)
        return notes.collected()

    def close(self) -> None:
        self.connection.close()

    def _wanted(self, inquiry: Inquiry, notes: Notebook, until: float) -> Iterator[tuple[str, str]]:
        """Names the applications, first those that the incident is about itself."""
        own = [each for each in inquiry.resources if each.kind == "Application"]
        yield from (named := dict.fromkeys((each.name, each.namespace or "") for each in own))
        others = [each for each in inquiry.resources if each.kind != "Application"]
        if others:
            found = belonging_to(others, inquiry.alerts, self._all(notes, until))
            yield from (each for each in found if each[0] not in {name for name, _ in named})

    def _all(self, notes: Notebook, until: float) -> Sequence[ListedApplication]:
        read_at, applications = self._listed
        if time.monotonic() - read_at < FRESH_S:
            return applications
        try:
            answer = self.connection.get(_PATH, {"fields": _FIELDS}, until)
        except NotRead as failure:
            notes.failed(f"GET {_PATH}", "list of applications", failure)
            return ()
        applications = listed(answer)
        self._listed = (time.monotonic(), applications)
        return applications

    def _application(self, name: str, namespace: str, notes: Notebook, until: float) -> None:
        path = f"{_PATH}/{quote(name, safe='')}"
        where = {"appNamespace": namespace} if namespace else {}
        key = ObjectKey(self.target, "Application", namespace, name, _GROUP)
        try:
            application = self.connection.get(path, where, until)
        except NotRead as failure:
            if failure.problem is EvidenceProblem.NOT_FOUND:
                notes.missing(key, f"GET {path}", failure.detail)
            else:
                notes.failed(f"GET {path}", f"Application {name}", failure)
            return
        tree = self._beside(f"{path}/resource-tree", f"resource tree of {name}", where, notes, until)
        windows = self._beside(f"{path}/syncwindows", f"sync windows of {name}", where, notes, until)
        commit = self._commit(path, _commit_of(application), name, where, notes, until)
        whole = {"kind": "Application", **with_health(application, tree or {})}
        beside = {"syncWindows": windows, "revisionMetadata": commit}
        notes.found(key, f"GET {path}", whole | {field: found for field, found in beside.items() if found is not None})
        if tree is not None:
            notes.note(f"GET {path}/resource-tree", f"Resources of {name} that are not healthy", unhealthy(tree))

    def _commit(
        self, path: str, revision: str, name: str, where: dict[str, str], notes: Notebook, until: float
    ) -> dict[str, Any] | None:
        """Reads who made the commit that was synchronised last, and what they say of it; None for a chart's version."""
        if not _COMMIT.fullmatch(revision):
            return None
        found = self._beside(f"{path}/revisions/{revision}/metadata", f"commit of {name}", where, notes, until)
        return None if found is None else {**found, "revision": revision}

    def _beside(
        self, path: str, wanted: str, where: dict[str, str], notes: Notebook, until: float
    ) -> dict[str, Any] | None:
        try:
            return self.connection.get(path, where, until)
        except NotRead as failure:
            notes.failed(f"GET {path}", wanted, failure)
            return None


def _commit_of(application: dict[str, Any]) -> str:
    """The revision of the last operation, else the one that was compared with; an empty one where there is none."""
    status = object_in(application, "status")
    result = object_in(object_in(status, "operationState"), "syncResult")
    return text_in(result, "revision") or text_in(object_in(status, "sync"), "revision")
