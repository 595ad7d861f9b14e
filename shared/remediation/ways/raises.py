"""Ways that raise a bound: of replicas, of a quota. Each has a ceiling, and a person chooses the value below it."""

import json

from shared.remediation.actions import GitPatch
from shared.remediation.case import CauseInView, Closed, Open
from shared.remediation.manifests import beside, name_at, pointer_to, ref_of, root_key
from shared.remediation.quantities import doubled
from shared.remediation.ways.after_commit import committed

_LONGEST_RESOURCE = 200


def raise_maximum(case: CauseInView) -> Open | Closed:
    """Raises what an autoscaler may have at most; one that KEDA made is changed where KEDA reads it."""
    present = case.manifest.at("spec", "maxReplicas").number
    if present is None:
        return Closed("raising the maximum closed: the autoscaler was not read")
    maker = root_key(case.world.index, case.subject)
    made = maker.kind == "ScaledObject"
    target = ref_of(maker if made else case.subject)
    patch = GitPatch(
        application=case.application,
        target=target,
        pointer="/spec/maxReplicaCount" if made else "/spec/maxReplicas",
        before=json.dumps(present),
        after="",
        bound=f"more than {present}, at most {2 * present} (twice the present maximum), and what quota and nodes hold",
    )
    return committed(case, case.app, (patch,), f"it is at its maximum of {present} and wants more")


def raise_quota(case: CauseInView) -> Open | Closed:
    """Raises the one value of the quota that refused, as its own message names it."""
    refusal = next(filter(None, map(_refusal, (citation.says for citation in case.cause.citations))), None)
    quotas = {each.key.name: place for each, place in beside(case.world.index, case.root, "ResourceQuota")}
    if refusal is None or refusal[0] not in quotas:
        return Closed("raising the quota closed: the quota that refused was not read")
    quota, resource, requested = refusal
    hard, used = (name_at(quotas[quota].at(*part, resource)) for part in (("spec", "hard"), ("status", "used")))
    twice = doubled(hard)
    if twice is None:
        return Closed(f"raising the quota closed: {quota} has no bound on {resource}")
    key = case.root._replace(kind="ResourceQuota", name=quota)
    app = case.app_of(key)
    patch = GitPatch(
        application=app.name if app else None,
        target=ref_of(key),
        pointer=pointer_to("spec", "hard", resource),
        before=json.dumps(hard),
        after="",
        bound=f"at least {used} in use and {requested} asked for, at most {twice} (twice the present bound)"[:300],
    )
    return committed(case, app, (patch,), f"quota {quota} allows {hard} of {resource} and {used} are in use")


def _refusal(says: str) -> tuple[str, str, str] | None:
    """Quota, resource and amount of ``exceeded quota: NAME, requested: R=N, used: …``; the first resource it names."""
    _, found, rest = says.partition("exceeded quota: ")
    name, has_request, asked = rest.partition(", requested: ")
    resource, equals, amount = asked.partition(", used:")[0].split(",")[0].partition("=")
    said = found and has_request and equals and len(resource) <= _LONGEST_RESOURCE
    return (name, resource, amount) if said else None
