"""From what was read of an application to a look at its change. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from shared.diagnosis.evidence import EvidenceProblem
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.snapshot import Snapshot
from shared.kernel.vocabulary import ResourceRef
from shared.processes.change_verification.look import ChangeCommit, ChangeLook
from shared.remediation.gitops import Application
from shared.remediation.manifests import name_at
from shared.remediation.recovery.deployed import application_at
from shared.remediation.recovery.look import Look

_MOST: Final = 50
_UNWELL: Final = frozenset({"Degraded", "Missing"})
#: How GitHub, Bitbucket and GitLab name a request in the message of its merge.
_REQUEST: Final = re.compile(r"(?:[Pp]ull request |\(|[Mm]erge request )([\w./-]{0,60}[#!]\d{1,9})")
_LOCAL: Final = frozenset({"", "in-cluster"})


def look_at(snapshot: Snapshot, application: ResourceRef, revision: str) -> ChangeLook:
    look = Look(snapshot=snapshot, concerned=(application,), done_at=None, before=None)
    result = application_at(look, application.name, revision)
    app = look.owners.named(application.name)
    what = f"Application {application.name} is Synced at {revision[:12]}, its operation Succeeded, and it is Healthy"
    if app is None:
        configured = not any(_is_not_set_up(gap.wanted, gap.problem) for gap in snapshot.gaps)
        unread = "" if result.holds is False else result.seen
        return ChangeLook(checks=(result.of(what),), unread=unread, configured=configured)
    return ChangeLook(
        checks=(result.of(what),),
        commit=_commit(app, revision),
        touched=tuple(_touched(app))[:_MOST],
        unwell=tuple(_unwell(app))[:_MOST],
    )


def _is_not_set_up(wanted: str, problem: str) -> bool:
    return problem == EvidenceProblem.NOT_CONFIGURED and "argocd" in wanted


def _commit(app: Application, revision: str) -> ChangeCommit | None:
    """Who made it; None where Argo CD tells of another commit, or of none."""
    told = app.manifest.at("revisionMetadata")
    if told.at("revision").text != revision:
        return None
    message = told.at("message").text[:2_000]
    named = _REQUEST.search(message)
    return ChangeCommit(
        revision=revision[:200],
        author=told.at("author").text[:300],
        message=message,
        written_at=told.at("date").moment,
        pull_request=named.group(1) if named else "",
    )


def _touched(app: Application) -> Iterator[ResourceRef]:
    """What the last operation changed: it names everything, and says of what it left alone that it is unchanged."""
    for each in app.manifest.at("status", "operationState", "syncResult", "resources").each():
        if name_at(each.at("name")) and not each.at("message").text.endswith("unchanged"):
            yield _ref(app, each)


def _unwell(app: Application) -> Iterator[ResourceRef]:
    for each in app.manifest.at("status", "resources").each():
        if name_at(each.at("name")) and each.at("health", "status").text in _UNWELL:
            yield _ref(app, each)


def _ref(app: Application, place: ManifestValue) -> ResourceRef:
    cluster = name_at(app.manifest.at("spec", "destination", "name"))
    return ResourceRef(
        kind=name_at(place.at("kind")),
        name=name_at(place.at("name")),
        namespace=name_at(place.at("namespace")) or None,
        cluster=None if cluster in _LOCAL else cluster,
    )
