"""What may be done: a table of actions, each with what forbids it by name, or with nothing."""

import pytest

from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import (
    Action,
    ArgoSync,
    ArgoTerminate,
    Cordon,
    DeleteObject,
    Escalate,
    GitPatch,
    GitRevert,
    ResizeInPlace,
    ResourceAction,
    RunRunbook,
    Uncordon,
    WriteNote,
)
from shared.remediation.effect_policy import EffectPolicy, refusal

REPOSITORY = "https://git.example.com/acme/gitops"
COMMIT = "c0ffee" + "0" * 34
POLICY = EffectPolicy(
    verbs=(
        *("git.*", "argocd.sync", "argocd.terminate_operation", "argocd.resource_action:restart"),
        *("argocd.resource_action:refresh", "argocd.resource_action:scale", "kubernetes.*", "backlog.note"),
    ),
    clusters=("prod-eu", "stage-*"),
    namespaces=("shop", "team-*"),
    kinds=("Deployment", "StatefulSet", "Pod", "Job", "Node", "ExternalSecret", "Secret", "Namespace", "Role"),
    applications=("shop-*", "checkout"),
    repositories=(REPOSITORY, "https://git.example.com/notes/*", "git@git.example.com:acme/gitops.git"),
    paths=("incidents/*", "apps/shop/*"),
)
CLUSTERS = {"prod-eu": "prod-eu", "production": "prod-eu", "stage-1": "stage-1", "dark": "dark", None: "prod-eu"}


def cluster_of(resource: ResourceRef) -> str | None:
    return CLUSTERS.get(resource.cluster or resource.environment)


def ref(kind: str = "Deployment", name: str = "web", namespace: str | None = "shop", **more: str) -> ResourceRef:
    return ResourceRef(kind=kind, name=name, namespace=namespace, **more)


def revert(repository: str = REPOSITORY, revision: str = COMMIT, **more: str) -> GitRevert:
    return GitRevert(**{"application": "checkout", "repository": repository, "revision": revision} | more)


def patch(pointer: str = "/spec/replicas", target: ResourceRef | None = None) -> GitPatch:
    return GitPatch(application="checkout", target=target or ref(), pointer=pointer, before="1", after="2")


def sync(application: str = "checkout", revision: str | None = None, *resources: ResourceRef) -> ArgoSync:
    return ArgoSync(application=application, revision=revision, resources=resources)


def act(name: str = "restart", target: ResourceRef | None = None, application: str | None = "checkout"):
    return ResourceAction(application=application, target=target or ref(), name=name, parameters={})


def resize(target: ResourceRef) -> ResizeInPlace:
    return ResizeInPlace(target=target, container="app", memory="1Gi")


def delete(target: ResourceRef) -> DeleteObject:
    return DeleteObject(target=target, uid="1")


def note(path: str = "incidents/1.md", repository: str = "https://git.example.com/notes/ops") -> WriteNote:
    return WriteNote(repository=repository, path=path, title="A", text="B")


NODE = ref("Node", "pier-a", None)

ALLOWED: list[Action] = [
    revert(),
    revert(f"{REPOSITORY}.git"),
    revert(f"{REPOSITORY}/"),
    revert("git@git.example.com:acme/gitops"),
    revert(revision="a" * 64, back_to=COMMIT),
    patch(),
    patch("/spec/template/spec/containers/0/image"),
    patch("/spec/template/spec/containers/0/resources/limits/memory", ref("StatefulSet", "db")),
    sync(),
    sync("shop-eu"),
    sync("checkout", COMMIT),
    sync("checkout", "1.2.3"),
    sync("checkout", None, ref(), ref("Secret", "db")),
    ArgoTerminate(application="checkout"),
    act(),
    act(application=None),
    act("scale"),
    act("refresh", ref("ExternalSecret", "db")),
    act("restart", ref(cluster="production")),
    act("restart", ref(environment="production")),
    act("restart", ref(cluster="stage-1", namespace="team-a")),
    resize(ref("Pod", "web-1")),
    delete(ref("Pod", "web-1")),
    delete(ref("Job", "migrate-1")),
    Cordon(target=NODE),
    Uncordon(target=NODE),
    note(),
    note("incidents/2026/1 checkout.md"),
]

REFUSED: list[tuple[Action, str]] = [
    (RunRunbook(runbook_id="1", runbook_version=1, slug="x"), "runbook.execute is nothing that is done at a target"),
    (Escalate(reason="x"), "escalate is nothing that is done at a target"),
    (act("pause"), "action argocd.resource_action:pause is not allowed"),
    (act("create-job", ref("Job", "x")), "action argocd.resource_action:create-job is not allowed"),
    (revert("https://git.example.com/acme/other"), "repository 'https://git.example.com/acme/other' is not allowed"),
    (
        revert("https://git.example.com/acme/gitops.git.evil"),
        "gitops.git.evil' is not allowed",
    ),
    (revert("ext::sh -c id"), "repository 'ext::sh -c id' is not allowed"),
    (revert("https://git.example.com.evil/acme/gitops"), "repository"),
    (revert(revision="main"), "'main' is no commit in full"),
    (revert(revision="--all"), "'--all' is no commit in full"),
    (revert(revision=COMMIT[:12]), "is no commit in full"),
    (revert(back_to="HEAD~1"), "'HEAD~1' is no commit in full"),
    (revert(application="payroll"), "application payroll is not allowed"),
    (sync("payroll"), "application payroll is not allowed"),
    (sync("shop/../payroll"), "'shop/../payroll' is no name of an application"),
    (sync("shop-eu?appNamespace=x"), "is no name of an application"),
    (sync("checkout", "../x"), "'../x' is no revision"),
    (sync("checkout", "--x"), "'--x' is no revision"),
    (sync("checkout", None, ref(namespace="bank")), "namespace bank is not allowed"),
    (sync("checkout", None, ref("Ingress")), "kind Ingress is not allowed"),
    (ArgoTerminate(application="payroll"), "application payroll is not allowed"),
    (act("restart", ref("DaemonSet")), "kind DaemonSet is not allowed"),
    (act("restart", ref(namespace="bank")), "namespace bank is not allowed"),
    (act("restart", ref(namespace="kube-system")), "namespace kube-system is not allowed"),
    (act("restart", ref(namespace=None)), "Deployment web names no namespace"),
    (act("restart", ref(cluster="dark")), "cluster dark is not allowed"),
    (act("restart", ref(cluster="moon")), "cluster 'moon' is not known"),
    (act("restart", ref(name="../secrets/db")), "is no name of an object"),
    (act("restart", ref(name="web?dryRun=All")), "is no name of an object"),
    (act("restart", ref(name="web\nx")), "is no name of an object"),
    (act("restart", ref(name="a" * 254)), "is no name of an object"),
    (act("restart", ref(namespace="shop/pods")), "is no name of an object"),
    (act("restart", ref("deployments/scale")), "is no name of an object"),
    (act("refresh", ref("Namespace", "shop")), "argocd.resource_action:refresh of a Namespace is never done"),
    (delete(ref("Namespace", "shop", None)), "kubernetes.delete of a Namespace is never done"),
    (delete(ref("PersistentVolumeClaim", "data")), "kubernetes.delete of a PersistentVolumeClaim is never done"),
    (delete(ref("PersistentVolume", "data", None)), "kubernetes.delete of a PersistentVolume is never done"),
    (delete(ref("Secret", "db")), "kubernetes.delete of a Secret is never done"),
    (delete(ref("Deployment")), "only a pod or a job may be deleted"),
    (delete(ref("pod", "web-1")), "only a pod or a job may be deleted"),
    (delete(NODE), "only a pod or a job may be deleted"),
    (delete(ref("Pod", "web-1", "bank")), "namespace bank is not allowed"),
    (patch(target=ref("Secret", "db")), "git.patch of a Secret is never done"),
    (patch(target=ref("Role", "admin")), "git.patch of a Role is never done"),
    (patch(target=ref("ClusterRoleBinding", "admin", None)), "git.patch of a ClusterRoleBinding is never done"),
    (patch(target=ref("ServiceAccount", "web")), "git.patch of a ServiceAccount is never done"),
    (act("scale", ref("Secret", "db")), "argocd.resource_action:scale of a Secret is never done"),
    (patch("/spec/template/spec/containers/0/securityContext/privileged"), "of privileged is never done"),
    (patch("/spec/template/spec/hostNetwork"), "of hostNetwork is never done"),
    (patch("/spec/template/spec/volumes/0/hostPath/path"), "of hostPath is never done"),
    (patch("/spec/template/spec/serviceAccountName"), "of serviceAccountName is never done"),
    (patch(target=ref(namespace="bank")), "namespace bank is not allowed"),
    (Cordon(target=ref("Node", "pier-a", None, cluster="dark")), "cluster dark is not allowed"),
    (Cordon(target=ref("Node", "pier-a", "bank")), "namespace bank is not allowed"),
    (resize(ref("Pod", "web-1", "bank")), "namespace bank is not allowed"),
    (note("../up.md"), "'../up.md' is no path below the repository's root"),
    (note("/etc/passwd"), "is no path"),
    (note("incidents/../../x"), "is no path"),
    (note("incidents\\x"), "is no path"),
    (note("incidents/.git/config"), "is no path"),
    (note(".github/workflows/x.yml"), "is no path"),
    (note("incidents/\u202efdp.md"), "is no path"),
    (note("incidents/a\nb.md"), "is no path"),
    (note("docs/x.md"), "path docs/x.md is not allowed"),
    (note(repository="https://elsewhere.example/notes/ops"), "is not allowed"),
]


def test_the_table_is_long_enough_to_be_one():
    assert len(ALLOWED) + len(REFUSED) >= 90


@pytest.mark.parametrize("action", ALLOWED, ids=str)
def test_what_is_on_the_lists_is_allowed(action):
    assert refusal(POLICY, action, cluster_of) is None


@pytest.mark.parametrize(("action", "why"), REFUSED, ids=str)
def test_everything_else_is_refused_by_name(action, why):
    told = refusal(POLICY, action, cluster_of)
    assert told is not None
    assert why in told


@pytest.mark.parametrize("action", [*ALLOWED, *(action for action, _ in REFUSED)], ids=str)
def test_a_policy_that_allows_nothing_refuses_everything(action):
    assert refusal(EffectPolicy(), action, cluster_of) is not None


@pytest.mark.parametrize("field", ["verbs", "clusters", "namespaces", "kinds", "applications", "repositories", "paths"])
def test_each_list_counts(field):
    narrowed = POLICY.model_copy(update={field: ()})
    assert any(refusal(narrowed, action, cluster_of) for action in ALLOWED)


def test_what_is_never_done_is_not_even_with_a_policy_that_allows_everything():
    everything = EffectPolicy(**dict.fromkeys(EffectPolicy.model_fields, ("*",)))
    never = [(action, why) for action, why in REFUSED if "never" in why or "only a pod" in why or "is no " in why]
    assert len(never) > 25
    for action, why in never:
        assert why in (refusal(everything, action, lambda _: "x") or "")
