"""What was changed before an incident, from what objects say of themselves."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.diagnosis.changes import changes_in
from shared.diagnosis.snapshot import ObjectKey, Observed

FROM = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
TO = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
IN_IT = "2026-12-01T08:30:00Z"
BEFORE = "2026-12-01T07:59:59Z"


def observed(kind: str, manifest: dict[str, Any]) -> Observed:
    return Observed(ObjectKey("c", kind, "shop", "web"), manifest, "e1")


def told(kind: str, manifest: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.subject, each.summary) for each in changes_in([observed(kind, manifest)], FROM, TO)]


def edited(manager: str, at: str, **more: object) -> dict[str, Any]:
    writer = {"manager": manager, "operation": "Update", "time": at, **more}
    return {"metadata": {"creationTimestamp": BEFORE, "managedFields": [writer]}}


def test_a_sync_is_a_change():
    history = [
        {"revision": "77aa10f0aa11", "deployedAt": BEFORE},
        {"revision": "8e16b12fda5b1dcc", "deployedAt": IN_IT},
    ]
    assert told("Application", {"status": {"history": history}}) == [
        ("sync", "Application shop/web", "synchronised to 8e16b12fda5b")
    ]


def test_a_new_replica_set_is_a_rollout():
    metadata = {"creationTimestamp": IN_IT, "annotations": {"deployment.kubernetes.io/revision": "4"}}
    assert told("ReplicaSet", {"metadata": metadata}) == [
        ("rollout", "ReplicaSet shop/web", "revision 4 was rolled out")
    ]


def test_an_edit_names_who_made_it():
    assert told("ConfigMap", edited("kubectl-edit", IN_IT)) == [
        ("edit", "ConfigMap shop/web", "was changed by kubectl-edit")
    ]


def test_a_scale_by_a_person_is_an_edit_and_one_by_an_autoscaler_is_not():
    assert told("Deployment", edited("kubectl", IN_IT, subresource="scale")) == [
        ("edit", "Deployment shop/web", "was changed by kubectl")
    ]
    assert told("Deployment", edited("kube-controller-manager", IN_IT, subresource="scale")) == []


@pytest.mark.parametrize(
    "manifest",
    [
        edited("kubectl-edit", BEFORE),
        edited("kubectl-edit", "2026-12-01T09:00:01Z"),
        edited("kube-controller-manager", IN_IT),
        edited("some-operator", IN_IT, subresource="status"),
        edited("some-operator", IN_IT, subresource=["status"]),
        edited("kubectl-edit", "not a time"),
        {"metadata": {"managedFields": [None, 3, {"time": 7}]}},
        {"metadata": 3},
    ],
)
def test_what_is_no_change_in_the_window_is_not_told(manifest):
    assert told("ConfigMap", manifest) == []


def test_a_pod_that_is_made_anew_is_no_change():
    assert told("Pod", {"metadata": {"creationTimestamp": IN_IT}}) == []


def test_the_earliest_comes_first_whatever_the_order_of_reading():
    objects = [observed("ConfigMap", edited("b", "2026-12-01T08:40:00Z")), observed("Secret", edited("a", IN_IT))]
    assert [each.subject for each in changes_in(objects, FROM, TO)] == ["Secret shop/web", "ConfigMap shop/web"]
    assert changes_in(objects, FROM, TO) == changes_in(objects[::-1], FROM, TO)
