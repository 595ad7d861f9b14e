"""Ways that act on what runs: by Argo CD's own resource actions and syncs, which need no write access to a cluster."""

import json
from collections.abc import Iterator

from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.diagnosis.snapshot import ObjectKey
from shared.remediation.actions import ArgoSync, ArgoTerminate, Cordon, GitPatch, ResourceAction
from shared.remediation.case import CauseInView, Closed, Open
from shared.remediation.manifests import beside, called, listed_as, name_at, ref_of
from shared.remediation.ways.after_commit import committed

#: Jobs and cron jobs that may be run again without harm say so by this annotation, set to ``true``.
IDEMPOTENT = "sre.ameide.io/idempotent"


def sync_missing(case: CauseInView) -> Open | Closed:
    """Has Argo CD make an object that git has and the cluster has not."""
    for key in _missing(case):
        app = case.app_of(key)
        entry = app.entry_of(key) if app else None
        if app is None or entry is None or entry.at("status").text == "Synced":
            continue
        gates = case.world.gates_of(app)
        closed = gates.sync()
        if closed:
            return Closed(closed)
        sync = ArgoSync(application=app.name, resources=(ref_of(key),))
        return Open((sync,), "git has it and the cluster has not", tuple(filter(None, (gates.healthy_alone(),))))
    return Closed("sync closed: no application is known to have what is missing")


def refresh_secret(case: CauseInView) -> Open | Closed:
    """Has the External Secrets operator write a secret anew from where it is kept."""
    wanted = {key.name for key in (*_missing(case), *_pull_secrets(case)) if key.kind == "Secret"}
    for observed, external in beside(case.world.index, case.root, "ExternalSecret"):
        if (name_at(external.at("spec", "target", "name")) or observed.key.name) in wanted:
            target = ref_of(observed.key)
            app = case.app_of(observed.key)
            action = ResourceAction(application=app.name if app else None, target=target, name="refresh", parameters={})
            return Open((action,), f"{called(target)} makes the secret")
    return Closed("refresh closed: no ExternalSecret that makes the secret was read")


def cordon(case: CauseInView) -> Open | Closed:
    """Keeps new pods from the node, if it is the only one concerned."""
    nodes = case.world.index.of_kind("Node")
    broken = [node for seen, node in nodes if seen.key.cluster == case.subject.cluster and _in_trouble(node)]
    if not case.manifest:
        return Closed("cordon closed: the node was not read")
    if len(broken) > 1:
        return Closed(f"cordon closed: {len(broken)} nodes are in trouble, so what they share is broken")
    if case.manifest.at("spec", "unschedulable").truth is True:
        return Closed("cordon closed: the node is cordoned already")
    return Open((Cordon(target=case.cause.subject),), "it takes no new pods until a person has looked")


def terminate(case: CauseInView) -> Open | Closed:
    """Ends an operation that does not end, and asks for the sync again: auto-sync will not retry it."""
    app = case.app
    if app is None or not app.operation.running:
        return Closed("terminate closed: no operation is known to run")
    gates = case.world.gates_of(app)
    if not gates.window.manual:
        return Closed(f"terminate closed: the operation waits, {gates.window.why}")
    actions = (ArgoTerminate(application=app.name), ArgoSync(application=app.name))
    return Open(actions, "its operation does not end")


def sync_again(case: CauseInView) -> Open | Closed:
    """Repeats a sync whose hook failed, where every failed hook says that it may run again."""
    app = case.app
    if app is None:
        return Closed("sync closed: the application was not read")
    gates = case.world.gates_of(app)
    hooks = app.manifest.at("status", "operationState", "syncResult", "resources").each()
    failed = [listed_as(hook) for hook in hooks if hook.at("hookPhase").text in {"Failed", "Error"}]
    cluster = case.root.cluster
    keys = [ObjectKey(cluster, kind, namespace, name) for kind, namespace, name in failed]
    if not keys or not all(_idempotent(case, key) for key in keys):
        return Closed(f"sync closed: a hook that failed does not say by {IDEMPOTENT} that it may run again")
    closed = gates.sync()
    if closed:
        return Closed(closed)
    told = tuple(filter(None, (gates.retried_by_itself(),)))
    return Open((ArgoSync(application=app.name),), "the hook that failed may run again", told)


def run_job_again(case: CauseInView) -> Open | Closed:
    """Makes a further job of a cron job, only where it says that it may run again."""
    root = case.root
    if root.kind != "CronJob":
        return Closed("another run closed: the job belongs to no cron job")
    if not _idempotent(case, root):
        return Closed(f"another run closed: {called(ref_of(root))} does not say by {IDEMPOTENT} that it may run again")
    action = ResourceAction(application=case.application, target=ref_of(root), name="create-job", parameters={})
    return Open((action,), f"{called(ref_of(root))} may run again")


def resume(case: CauseInView) -> Open | Closed:
    """Lets a paused rollout go on: in the cluster where that lasts, in git where it is taken back."""
    root = case.world.index.find(case.root)
    if case.root.kind != "Deployment" or root is None or root.at("spec", "paused").truth is not True:
        return Closed("")
    app, target = case.app, ref_of(case.root)
    closed = case.world.gates_of(app).live_change() if app else None
    why = "it is paused"
    if app and closed:
        patch = GitPatch(
            application=app.name, target=target, pointer="/spec/paused", before="true", after=json.dumps(False)
        )
        found = committed(case, app, (patch,), why)
        return Open(found.actions, found.why, (closed, *found.told))
    action = ResourceAction(application=case.application, target=target, name="resume", parameters={})
    return Open((action,), why)


def abort(case: CauseInView) -> Open | Closed:
    """Sends the traffic of an Argo Rollout back to its stable version."""
    root = case.world.index.find(case.root)
    if case.root.kind != "Rollout" or root is None or root.at("status", "abort").truth is True:
        return Closed("")
    action = ResourceAction(application=case.application, target=ref_of(case.root), name="abort", parameters={})
    return Open((action,), "its traffic goes back to its stable version")


def _in_trouble(node: ManifestValue) -> bool:
    pressed = any(condition(node, f"{what}Pressure").at("status").truth is True for what in ("Memory", "Disk", "PID"))
    return pressed or condition(node, "Ready").at("status").text in {"False", "Unknown"}


def _missing(case: CauseInView) -> Iterator[ObjectKey]:
    """Config maps and secrets that are known not to be there, the subject first."""
    if case.subject.kind in {"ConfigMap", "Secret"}:
        yield case.subject
    for key in sorted(case.world.snapshot.absent):
        same_place = (key.cluster, key.namespace) == (case.root.cluster, case.root.namespace)
        if key.kind in {"ConfigMap", "Secret"} and same_place and _names(case, key):
            yield key


def _names(case: CauseInView, key: ObjectKey) -> bool:
    return any(key.name in citation.says for citation in case.cause.citations)


def _pull_secrets(case: CauseInView) -> Iterator[ObjectKey]:
    root = case.world.index.find(case.root)
    for path in (("spec", "template", "spec"), ("spec",)):
        for each in root.at(*path, "imagePullSecrets").each() if root else ():
            yield ObjectKey(case.root.cluster, "Secret", case.root.namespace, name_at(each.at("name")))


def _idempotent(case: CauseInView, key: ObjectKey) -> bool:
    place = case.world.index.find(key)
    return place is not None and place.at("metadata", "annotations", IDEMPOTENT).text == "true"
