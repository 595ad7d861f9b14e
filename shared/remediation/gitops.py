"""Applications of Argo CD, 2.x and 3.x, as far as a choice of actions depends on them; which of them owns an object."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from shared.diagnosis.index import SnapshotIndex
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.snapshot import ObjectKey
from shared.remediation.manifests import listed_as, name_at, named_as, root_key

_TRACKING = "argocd.argoproj.io/tracking-id"
_INSTANCE = "app.kubernetes.io/instance"
_MOST_CHARACTERS_OF_MESSAGE = 2_000


@dataclass(frozen=True, slots=True)
class ManifestSource:
    """Where manifests come from. With a ``chart`` a revision is a version of it and no commit."""

    repository: str
    target_revision: str
    chart: str


@dataclass(frozen=True, slots=True)
class Deployed:
    """One entry of an application's history: a revision per source, and when it was synchronised."""

    revisions: tuple[str, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SyncOperation:
    """The last synchronisation, or the present one."""

    phase: str
    message: str
    revisions: tuple[str, ...]

    @property
    def running(self) -> bool:
        return self.phase in {"Running", "Terminating"}

    @property
    def failed(self) -> bool:
        return self.phase in {"Failed", "Error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What its manifest says. ``history`` is oldest first; ``revisions`` are those that it was last compared with."""

    key: ObjectKey
    manifest: ManifestValue
    sources: tuple[ManifestSource, ...]
    several: bool
    automated: bool
    self_heal: bool
    history: tuple[Deployed, ...]
    operation: SyncOperation
    revisions: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.key.name

    @property
    def called(self) -> str:
        return f"Application {self.key.namespace or 'argocd'}/{self.name}"

    @property
    def applied(self) -> tuple[str, ...]:
        """The revisions that were last applied as a whole; empty where none is known."""
        return self.history[-1].revisions if self.history else ()

    def entry_of(self, key: ObjectKey) -> ManifestValue | None:
        """What the application says of one of its resources; None: it does not list it."""
        entries = self.manifest.at("status", "resources").each()
        return next((entry for entry in entries if listed_as(entry) == named_as(key)), None)


def read_application(key: ObjectKey, manifest: ManifestValue) -> Application:
    spec, status = manifest.at("spec"), manifest.at("status")
    automated = spec.at("syncPolicy", "automated")
    on = bool(automated) and automated.at("enabled").truth is not False
    several = list(spec.at("sources").each())
    state = status.at("operationState")
    return Application(
        key=key,
        manifest=manifest,
        sources=tuple(_source(each) for each in several or [spec.at("source")]),
        several=bool(several),
        automated=on,
        self_heal=on and automated.at("selfHeal").truth is True,
        history=tuple(Deployed(_revisions(each), each.at("deployedAt").moment) for each in status.at("history").each()),
        operation=SyncOperation(
            phase=name_at(state.at("phase")),
            message=state.at("message").text[:_MOST_CHARACTERS_OF_MESSAGE],
            revisions=_revisions(state.at("syncResult")) or _revisions(state.at("operation", "sync")),
        ),
        revisions=_revisions(status.at("sync")),
    )


class Owners:
    """Which application owns an object: by the object's own word, or because exactly one lists it.

    Of two applications with one name, in two Argo CDs, neither is taken for the owner of anything; one that was read
    twice, from Argo CD and from its cluster, is one.
    """

    def __init__(self, index: SnapshotIndex) -> None:
        self._index = index
        read: dict[str, list[Application]] = defaultdict(list)
        for observed, manifest in index.of_kind("Application"):
            read[observed.key.name].append(read_application(observed.key, manifest))
        self._named = {name: app for name, apps in read.items() if (app := _the_same(apps))}
        self._listed: dict[tuple[str, str, str], list[Application]] = defaultdict(list)
        for app in self._named.values():
            for entry in app.manifest.at("status", "resources").each():
                self._listed[listed_as(entry)].append(app)

    def named(self, name: str) -> Application | None:
        return self._named.get(name)

    def of(self, key: ObjectKey) -> Application | None:
        """The application of the object or of what controls it; None: none is known, or it is not clear which."""
        if key.kind == "Application":
            return self._named.get(key.name)
        return self._directly(key) or self._directly(root_key(self._index, key))

    def _directly(self, key: ObjectKey) -> Application | None:
        manifest = self._index.find(key)
        tracked = self._tracked(manifest) if manifest else None
        listing = self._listed.get(named_as(key), ())
        return tracked or (listing[0] if len(listing) == 1 else None)

    def _tracked(self, manifest: ManifestValue) -> Application | None:
        """Its tracking annotation is ``app:group/kind:namespace/name``, where ``app`` may be ``namespace_app``."""
        tracked = name_at(manifest.at("metadata", "annotations", _TRACKING)).split(":")[0]
        instance = name_at(manifest.at("metadata", "labels", _INSTANCE))
        names = (tracked, tracked.partition("_")[2], instance)
        return next((self._named[name] for name in names if name in self._named), None)


def _the_same(apps: Sequence[Application]) -> Application | None:
    """The one application that was read, the more of it first; None: there are several of that name."""
    identities = {app.manifest.at("metadata", "uid").text for app in apps}
    if len(apps) > 1 and (len(identities) > 1 or "" in identities):
        return None
    return max(apps, key=lambda app: bool(app.manifest.at("syncWindows")))


def _source(source: ManifestValue) -> ManifestSource:
    return ManifestSource(
        repository=_without_credentials(name_at(source.at("repoURL"))),
        target_revision=name_at(source.at("targetRevision")) or "HEAD",
        chart=name_at(source.at("chart")),
    )


def _without_credentials(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "@" not in parts.netloc:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _revisions(place: ManifestValue) -> tuple[str, ...]:
    several = tuple(name_at(each) for each in place.at("revisions").each())
    only = name_at(place.at("revision"))
    return several or ((only,) if only else ())
