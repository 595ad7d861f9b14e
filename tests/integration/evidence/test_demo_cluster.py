"""The bundled cluster, found by the file that it writes, read by our own reader and by kubectl."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from local.demo_targets import CLUSTER
from local.world.access import token_in
from shared.bootstrap.evidence import build_evidence
from shared.diagnosis.evidence import EvidenceSource
from shared.ports.evidence import AlertInQuestion
from tests.support.demo_world import WorldUnderTest, a_world, served
from tests.support.fake_cluster import NOW, inquiry_about, ref

KUBECTL = shutil.which("kubectl")
CRASHING = "pricing"
EXAMPLE = Path(__file__).parents[3] / "local" / "demo" / "pricing_crashes.json"


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> WorldUnderTest:
    return a_world(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def url(world: WorldUnderTest) -> Iterator[str]:
    with served(world) as urls:
        yield urls["cluster"]


def firing() -> AlertInQuestion:
    """The alert of the demonstration, as its sender sends it."""
    [alert] = json.loads(EXAMPLE.read_text("utf-8"))["alerts"]
    labels = alert["labels"]
    return AlertInQuestion(name=labels["alertname"], labels=labels, generator_url=alert["generatorURL"], starts_at=NOW)


def kubectl(url: str, *arguments: str) -> str:
    command = [str(KUBECTL), "--server", url, "--kubeconfig", "/dev/null", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def test_it_is_asked_by_the_file_that_it_writes(url, world, monkeypatch):
    monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(world.places.evidence))
    collect = build_evidence()
    asked = inquiry_about(ref("Deployment", CRASHING, "booking", CLUSTER))
    evidence, seen = collect.collect(replace(asked, alerts=(firing(),)))
    collect.close()
    assert {log.lines[-1] for log in seen.logs} == {'level=fatal msg="required setting SURCHARGE_TABLE is not set"'}
    assert {each.problem for each in evidence} == {None}
    of = {each.source: each for each in evidence}
    assert set(of) > {EvidenceSource.KUBERNETES, EvidenceSource.ARGOCD, EvidenceSource.PROMETHEUS}
    series = json.loads(of[EvidenceSource.PROMETHEUS].text)["series"]
    assert [(each["labels"]["pod"][:8], each["last"], len(each["points"]) > 20) for each in series] == [
        ("pricing-", 1.0, True),
        ("pricing-", 1.0, True),
    ]


def test_a_file_of_targets_that_cannot_be_used_says_why(tmp_path, monkeypatch):
    (tmp_path / "targets.yaml").write_text("clusters: [{name: a, server: x, in_cluster: true}]")
    monkeypatch.setenv("SRE_EVIDENCE_TARGETS", str(tmp_path / "targets.yaml"))
    with pytest.raises(ValueError, match="cluster a: exactly one of kubeconfig, in_cluster, server and eks"):
        build_evidence()


def test_a_kubeconfig_leads_to_its_cluster(url, world, tmp_path, monkeypatch):
    kubeconfig = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "demo", "cluster": {"server": url}}],
        "contexts": [{"name": "demo", "context": {"cluster": "demo", "user": "ana"}}],
        "users": [{"name": "ana", "user": {"token": token_in(world.places.tokens("cluster").reader)}}],
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
