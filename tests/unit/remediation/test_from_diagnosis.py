"""From what is read of a cluster to what is proposed, for each fault in each of its forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.hypothesis import FaultKind
from shared.diagnosis.snapshot import Observed, Snapshot
from shared.remediation.propose import propose
from tests.support import manifests as k8s
from tests.support.fault_examples import EXAMPLES, Example
from tests.support.remediation import BAD, GOOD, application, verbs

#: What is proposed where an application with auto-sync got a new revision two hours ago.
AFTER_A_DEPLOY: Mapping[FaultKind, Mapping[str, list[str]]] = {
    FaultKind.CRASH_LOOP: {"": ["git.revert"]},
    FaultKind.IMAGE_PULL: {"": ["git.revert"], "unreachable": [], "rate_limited": [], "no_space": []},
    FaultKind.OUT_OF_MEMORY: {"": ["git.revert"], "no_limit": []},
    FaultKind.PENDING: {"": []},
    FaultKind.VOLUME: {"": []},
    FaultKind.PROBE: {"": ["git.revert"]},
    FaultKind.CONFIG_MISSING: {"": ["git.revert"]},
    FaultKind.NODE: {"": ["kubernetes.cordon"]},
    FaultKind.DNS: {"": [], "corefile_invalid": ["git.revert"]},
    FaultKind.CERTIFICATE: {"": []},
    FaultKind.QUOTA: {"": ["git.revert"], "surge_refused": ["git.patch"], "exceeded": []},
    FaultKind.SYNC_FAILED: {"": [], "stuck": ["argocd.terminate_operation", "argocd.sync"]},
    FaultKind.HPA_AT_MAXIMUM: {"": ["git.patch"], "replicas_not_running": []},
    FaultKind.ROLLOUT_STUCK: {"": ["git.revert"], "ordered_pod_blocks": ["git.revert", "escalate"]},
    FaultKind.JOB_FAILED: {"": []},
}
#: What is proposed where no Argo CD is known and nothing is known to have changed.
ALONE = {
    (FaultKind.NODE, ""): ["kubernetes.cordon"],
    (FaultKind.QUOTA, "surge_refused"): ["git.patch"],
    (FaultKind.SYNC_FAILED, "stuck"): ["argocd.terminate_operation", "argocd.sync"],
    (FaultKind.HPA_AT_MAXIMUM, "at_maximum"): ["git.patch"],
}
OWNED = frozenset({"Deployment", "StatefulSet", "HorizontalPodAutoscaler", "Certificate"})

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.fault}-{each.variant}")


def deployed(seen: Snapshot) -> Observed:
    """An application that owns all that people write themselves."""
    app = application(
        automated={},
        deployed=((GOOD, k8s.NOW - timedelta(days=2)), (BAD, k8s.NOW - timedelta(hours=2))),
        owns=[
            {"kind": each.key.kind, "namespace": each.key.namespace, "name": each.key.name, "status": "Synced"}
            for each in seen.objects
            if each.key.kind in OWNED
        ],
    )
    return replace(app, key=app.key._replace(name="deployed", cluster=""))


@every_example
def test_after_a_deploy(example: Example) -> None:
    seen = example.snapshot
    proposal = propose(diagnose(seen), replace(seen, objects=(*seen.objects, deployed(seen))), now=k8s.NOW)
    expected = AFTER_A_DEPLOY[example.fault]
    assert verbs(proposal) == expected.get(example.variant, expected[""])


@every_example
def test_where_nothing_is_known_to_have_changed(example: Example) -> None:
    proposal = propose(diagnose(example.snapshot), example.snapshot, now=k8s.NOW)
    expected = ALONE.get((example.fault, example.variant), ALONE.get((example.fault, ""), []))
    assert verbs(proposal) == expected
    assert proposal.plan is not None or proposal.reason.startswith("Escalate")
