"""Ways that change one setting whose right value follows from what was read."""

import json

from shared.diagnosis.manifest_value import condition
from shared.remediation.actions import GitPatch
from shared.remediation.case import CauseInView, Closed, Open
from shared.remediation.manifests import beside, called, name_at, ref_of
from shared.remediation.ways.after_commit import committed

_ROLLING = ("spec", "strategy", "rollingUpdate")
_LONGEST = 100
_NONE = frozenset({"0", "0%"})


def surge_zero(case: CauseInView) -> Open | Closed:
    """Has a deployment replace pods one by one instead of adding one first; Kubernetes then wants one to be missing."""
    root = case.world.index.find(case.root)
    if case.root.kind != "Deployment" or root is None:
        return Closed("maxSurge closed: the deployment was not read")
    surge, missing = root.at(*_ROLLING, "maxSurge"), root.at(*_ROLLING, "maxUnavailable")
    if not all(isinstance(each.value, str | int | None) and len(each.says) < _LONGEST for each in (surge, missing)):
        return Closed("maxSurge closed: the strategy is not of the expected form")
    if root.at("spec", "strategy", "type").text == "Recreate" or str(surge.value) in _NONE:
        return Closed("maxSurge closed: no pod is added to the old ones as it is")
    app, target = case.app, ref_of(case.root)
    changes = [("maxSurge", surge.value, 0)]
    if str(missing.value) in _NONE:
        changes.append(("maxUnavailable", missing.value, 1))
    patches = tuple(
        GitPatch(
            application=app.name if app else None,
            target=target,
            pointer=f"/{'/'.join(_ROLLING)}/{name}",
            before=json.dumps(before),
            after=json.dumps(after),
            bound="one pod fewer than asked for serves while each is replaced",
        )
        for name, before, after in changes
    )
    return committed(case, app, patches, f"the quota holds the old pods of {called(target)} and none above them")


def other_issuer(case: CauseInView) -> Open | Closed:
    """Names an issuer that exists, where the certificate names one that does not; which one is for a person to say."""
    reference = case.manifest.at("spec", "issuerRef")
    kind, name = name_at(reference.at("kind")) or "Issuer", name_at(reference.at("name"))
    if case.subject.kind in {"Issuer", "ClusterIssuer"}:
        return Closed(f"another issuer closed: {case.called} exists; it is the one to mend")
    if case.subject.kind != "Certificate" or not name:
        return Closed("another issuer closed: the certificate was not read")
    index = case.world.index
    issuers = beside(index, case.subject, kind) if kind == "Issuer" else iter(index.of_kind(kind))
    ready = {observed.key.name: condition(place, "Ready").at("status").text == "True" for observed, place in issuers}
    if name in ready:
        return Closed(f"another issuer closed: {kind} {name} exists; it is the one to mend")
    usable = sorted(each for each, is_ready in ready.items() if is_ready)
    if not usable:
        return Closed(f"another issuer closed: no {kind} that is ready was read")
    patch = GitPatch(
        application=case.application,
        target=case.cause.subject,
        pointer="/spec/issuerRef/name",
        before=json.dumps(name),
        after="",
        bound=f"one that is ready: {', '.join(usable)}"[:300],
    )
    return committed(case, case.app, (patch,), f"it names {kind} {name}, which does not exist")
