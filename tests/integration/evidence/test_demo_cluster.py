"""The bundled cluster, found by the file that it writes, read by our own reader and by kubectl."""

import json
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from local.cluster.server import serving
from local.demo.scene import CLUSTER
from local.demo_cluster import CRASHING, demo_cluster, write_targets
from shared.bootstrap.evidence import build_evidence
from shared.diagnosis.evidence import EvidenceProblem, EvidenceSource
from tests.support.fake_cluster import inquiry_about, ref

KUBECTL = shutil.which("kubectl")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(demo_cluster()) as server:
        yield server.url


def kubectl(url: str, *arguments: str) -> str:
    command = [str(KUBECTL), "--server", url, "--kubeconfig", "/dev/null", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def test_it_is_asked_by_the_file_that_it_writes(url, tmp_path, monkeypatch):
    write_targets(tmp_path / "targets.json", url)
    monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(tmp_path / "targets.json"))
    collect = build_evidence()
    evidence, seen = collect.collect(inquiry_about(ref("Deployment", CRASHING, "booking", CLUSTER)))
    collect.close()
    assert {log.lines[-1] for log in seen.logs} == {'level=fatal msg="required setting SURCHARGE_TABLE is not set"'}
    assert {each.source for each in evidence if each.problem is EvidenceProblem.NOT_CONFIGURED} == {
        EvidenceSource.ARGOCD,
        EvidenceSource.PROMETHEUS,
    }


def test_a_file_of_targets_that_cannot_be_used_says_why(tmp_path, monkeypatch):
    (tmp_path / "targets.yaml").write_text("clusters: [{name: a, server: x, in_cluster: true}]")
    monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(tmp_path / "targets.yaml"))
    with pytest.raises(ValueError, match="cluster a: exactly one of kubeconfig, in_cluster and server"):
        build_evidence()


def test_a_kubeconfig_leads_to_its_cluster(url, tmp_path, monkeypatch):
    kubeconfig = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "demo", "cluster": {"server": url}}],
        "contexts": [{"name": "demo", "context": {"cluster": "demo", "user": "ana"}}],
        "users": [{"name": "ana", "user": {"token": "let-me-in"}}],
    }
    (tmp_path / "kubeconfig").write_text(json.dumps(kubeconfig))
    cluster = {"name": "demo", "kubeconfig": str(tmp_path / "kubeconfig"), "context": "demo"}
    (tmp_path / "targets.yaml").write_text(json.dumps({"clusters": [cluster]}))
    monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(tmp_path / "targets.yaml"))
    collect = build_evidence()
    seen = collect.collect(inquiry_about(ref("Deployment", CRASHING, "booking"))).snapshot
    collect.close()
    assert len(seen.logs) == 4


@pytest.mark.skipif(KUBECTL is None, reason="kubectl is not installed")
def test_kubectl_lists_what_is_in_it(url):
    rows = kubectl(url, "get", "pods", "-n", "booking", "-l", f"app.kubernetes.io/name={CRASHING}", "-o", "json")
    [one, other] = json.loads(rows)["items"]
    assert one["status"]["containerStatuses"][0]["state"]["waiting"]["reason"] == "CrashLoopBackOff"
    said = kubectl(url, "logs", "-n", "booking", other["metadata"]["name"], "--previous", "--tail", "1")
    assert said == 'level=fatal msg="required setting SURCHARGE_TABLE is not set"\n'


@pytest.mark.skipif(KUBECTL is None, reason="kubectl is not installed")
def test_kubectl_describes_what_is_in_it(url):
    described = kubectl(url, "describe", "deployment", "-n", "booking", CRASHING)
    assert ["Available", "False", "MinimumReplicasUnavailable"] in [line.split() for line in described.splitlines()]
