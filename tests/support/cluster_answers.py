"""A cluster in the words in which its API answers, and who changes objects of it."""

from typing import Any

from shared.adapters.kubernetes.object_changes import EFFECT
from shared.adapters.kubernetes.object_effector import ObjectEffector
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import ResourceAction
from tests.support.orders import EFFECT as EFFECT_ID
from tests.support.scripted_api import ScriptedApi, kubernetes_no, says

WEB = "/apis/apps/v1/namespaces/shop/deployments/web"
POD = "/api/v1/namespaces/shop/pods/web-1"
NODE = "/api/v1/nodes/pier-a"
MARK = {EFFECT: str(EFFECT_ID)}
MODIFIED = kubernetes_no(
    409,
    "Conflict",
    'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes'
    " to the latest version and try again",
)
ABSENT = kubernetes_no(404, "NotFound", 'deployments.apps "web" not found')
FORBIDDEN = kubernetes_no(
    403,
    "Forbidden",
    'deployments.apps "web" is forbidden: User "system:serviceaccount:sre:sre-coder" cannot patch resource'
    ' "deployments" in API group "apps" in the namespace "shop"',
)
INVALID = kubernetes_no(422, "Invalid", 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: 3: no')


def ref(kind: str = "Deployment", name: str = "web", namespace: str | None = "shop") -> ResourceRef:
    return ResourceRef(kind=kind, name=name, namespace=namespace, cluster="prod")


def act(name: str, target: ResourceRef | None = None, **parameters: str) -> ResourceAction:
    return ResourceAction(application=None, target=target or ref(), name=name, parameters=parameters)


def web(version: str = "7", **more: Any) -> dict[str, Any]:
    said = {"metadata": {"uid": "u-1", "resourceVersion": version}, "spec": {"replicas": 2}}
    return {**said, **more}


def marked(body: dict[str, Any], **more: str) -> dict[str, Any]:
    return body | {"metadata": body["metadata"] | {"annotations": MARK | more}}


def effector(api: ScriptedApi) -> ObjectEffector:
    kinds = frozenset({"argocd.resource_action", "kubernetes.cordon"})
    return ObjectEffector(kinds, lambda resource: ("prod", api) if resource.cluster == "prod" else None, pause_s=0.001)


def an_api(path: str, *reads: Any, writes: tuple[Any, ...] = ()) -> ScriptedApi:
    api = ScriptedApi(writes=list(writes))
    api.reads[path] += [
        each if isinstance(each, Exception) or not isinstance(each, dict) else says(each) for each in reads
    ]
    return api
