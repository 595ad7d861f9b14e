"""The tools that a runbook's step can name: each takes arguments of its own and is one action of the vocabulary."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from shared.kernel.value import Value
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import (
    Action,
    ArgoSync,
    ArgoTerminate,
    Cordon,
    GitPatch,
    GitRevert,
    ResizeInPlace,
    ResourceAction,
    Uncordon,
)
from shared.remediation.tool_arguments import (
    ApplicationArguments,
    NodeArguments,
    OwnActionArguments,
    PatchArguments,
    ResizeArguments,
    RevertArguments,
    ScaleArguments,
    SyncArguments,
    WorkloadArguments,
)


class UnknownTool(LookupError):  # noqa: N818 - says what it is
    """No machine does that."""


class InvalidToolArguments(ValueError):  # noqa: N818 - says what they are
    """The tool does not take these."""


def _restart(asked: WorkloadArguments) -> Action:
    return ResourceAction(application=asked.application, target=asked.target, name="restart", parameters={})


def _scale(asked: ScaleArguments) -> Action:
    parameters = {"replicas": str(asked.replicas)}
    return ResourceAction(application=asked.application, target=asked.target, name="scale", parameters=parameters)


def _own_action(asked: OwnActionArguments) -> Action:
    return ResourceAction(application=asked.application, target=asked.target, name=asked.action, parameters={})


def _cordon(asked: NodeArguments) -> Action:
    node = ResourceRef(kind=asked.kind, name=asked.name, cluster=asked.cluster, environment=asked.environment)
    return Cordon(target=node)


def _uncordon(asked: NodeArguments) -> Action:
    node = ResourceRef(kind=asked.kind, name=asked.name, cluster=asked.cluster, environment=asked.environment)
    return Uncordon(target=node)


def _resize(asked: ResizeArguments) -> Action:
    return ResizeInPlace(target=asked.target, container=asked.container, memory=asked.memory)


def _sync(asked: SyncArguments) -> Action:
    return ArgoSync(application=asked.application, revision=asked.revision)


def _terminate(asked: ApplicationArguments) -> Action:
    return ArgoTerminate(application=asked.application)


def _revert(asked: RevertArguments) -> Action:
    return GitRevert(application=asked.application, repository=asked.repository, revision=asked.revision)


def _patch(asked: PatchArguments) -> Action:
    for name, text in (("before", asked.before), ("after", asked.after)):
        try:
            json.loads(text)
        except ValueError as invalid:
            raise InvalidToolArguments(f"{name} is no JSON") from invalid
    return GitPatch(
        application=asked.application,
        target=asked.target,
        pointer=asked.pointer,
        before=asked.before,
        after=asked.after,
    )


_Row = tuple[type[Value], Callable[[Any], Action]]
_TOOLS: Final[Mapping[str, _Row]] = {
    "k8s.rollout_restart": (WorkloadArguments, _restart),
    "k8s.scale": (ScaleArguments, _scale),
    "k8s.cordon": (NodeArguments, _cordon),
    "k8s.uncordon": (NodeArguments, _uncordon),
    "k8s.resize": (ResizeArguments, _resize),
    "argocd.sync": (SyncArguments, _sync),
    "argocd.terminate": (ApplicationArguments, _terminate),
    "argocd.resource_action": (OwnActionArguments, _own_action),
    "git.revert": (RevertArguments, _revert),
    "git.patch": (PatchArguments, _patch),
}
#: What others call the same.
_ALIASES: Final[Mapping[str, str]] = {
    "k8s.restart": "k8s.rollout_restart",
    "k8s.restart_workload": "k8s.rollout_restart",
    "kubernetes.cordon": "k8s.cordon",
    "kubernetes.resize": "k8s.resize",
    "kubernetes.rollout_restart": "k8s.rollout_restart",
    "kubernetes.scale": "k8s.scale",
    "kubernetes.uncordon": "k8s.uncordon",
    "argocd.terminate_operation": "argocd.terminate",
    "argocd.run_action": "argocd.resource_action",
}
TOOLS: Final = frozenset(_TOOLS)
#: What a target that was named once says for a step that names none.
_OF_TARGET: Final = ("kind", "name", "namespace", "cluster", "environment")


def action_of(tool: str, arguments: Mapping[str, str], target: ResourceRef | None) -> Action:
    """Makes the action; a step that names no object means the execution's target.

    Raises UnknownTool and InvalidToolArguments.
    """
    row = _TOOLS.get(_ALIASES.get(tool, tool))
    if row is None:
        raise UnknownTool(f"{tool} is no tool that there is; there are {', '.join(sorted(TOOLS))}")
    schema, make = row
    try:
        return make(TypeAdapter(schema).validate_python(_completed(schema, arguments, target)))
    except ValidationError as invalid:
        raise InvalidToolArguments("; ".join(_told(error) for error in invalid.errors()[:5])) from invalid


def _completed(schema: type[Value], arguments: Mapping[str, str], target: ResourceRef | None) -> dict[str, str]:
    if target is None or "name" in arguments:
        return dict(arguments)
    known = {name: getattr(target, name) for name in _OF_TARGET if name in schema.model_fields}
    return {name: value for name, value in known.items() if value is not None} | dict(arguments)


def _told(error: Mapping[str, Any]) -> str:
    """Without the value, which may be anybody's."""
    return f"{'.'.join(map(str, error['loc']))}: {error['msg']}"[:200]
