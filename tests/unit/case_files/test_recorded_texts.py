"""Texts that people published, each with the fault that a reader would name and what is left unread."""

from pathlib import Path

import pytest

from shared.adapters.case_files.found import find, read_all
from shared.adapters.case_files.read_case import read_case
from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.finding import name_of
from shared.diagnosis.snapshot import ObjectKey
from tests.support.manifests import NOW

PASTED = Path(__file__).parents[2] / "payloads" / "case_files" / "pasted"
FAULTS = {
    "certificate.md": ["certificate unknown Certificate sanjaytest/pk"],
    "certificate_tables.md": ["certificate unknown Certificate gateway/doc-1"],
    "cluster_info_dump.txt": ["crash_loop exit_error Pod kube-system/kube-flannel-ds-7rxss"],
    "config_missing_get_all.txt": [
        f"config_missing unknown Pod wesql/wesql830-replicasets-{number}" for number in range(3)
    ],
    "config_missing_init.md": ["config_missing unknown Deployment default/sample-mychart"],
    "config_missing_key.md": ["config_missing secret_key_absent Secret aegis-secret-aegis-workload-demo"],
    "config_missing_job_pod.md": ["config_missing secret_absent Secret busybox-secret-47"],
    "config_missing_mount.txt": ["config_missing secret_absent Secret topolvm-system/topolvm-mutatingwebhook"],
    "config_missing_mount_events.md": ["config_missing secret_absent Secret my-namespace/secret-appsettings"],
    "config_missing_mount_rows.txt": ["config_missing secret_absent Secret compcrdwebhook-secret"],
    "config_missing_row.txt": ["config_missing secret_absent Secret secrets-2.16.4-1"],
    "config_missing_part.txt": ["config_missing secret_absent Secret ob-host-single-conn-credential"],
    "coredns_table.txt": [
        "crash_loop unknown Deployment kube-system/coredns",
        "dns servers_down Deployment kube-system/coredns",
    ],
    "crash_loop_coredns.md": ["dns corefile_invalid Pod kube-system/coredns-56684f94d6-f7tzp"],
    "crash_loop_flattened.txt": ["crash_loop exit_error Deployment default/wordpress"],
    "crash_loop_watch.md": ["crash_loop unknown Pod nginx"],
    "event_described.txt": ["pending insufficient_cpu Deployment default/resource-test"],
    "hpa_at_maximum.md": ["hpa_at_maximum at_maximum HorizontalPodAutoscaler prod/envoy-hpa"],
    "hpa_session.txt": ["hpa_at_maximum at_maximum HorizontalPodAutoscaler otel-demo/ad"],
    "image_pull_events_older.txt": ["image_pull unknown Pod (unnamed)"],
    "image_pull_split_message.txt": ["image_pull unauthorized Deployment optaplanner-demo/optaplanner-demo"],
    "image_pull_token.txt": ["image_pull unauthorized Pod (unnamed)"],
    "image_pull_unauthorized_events.txt": ["image_pull unauthorized Deployment octarine-guardrails-enforcer"],
    "image_pull_older.txt": ["image_pull unknown Pod kube-system/fluentd-elasticsearch-e2e-test-mml-minion-siao"],
    "image_pull_table.md": ["image_pull unknown Deployment shotgun"],
    "job.txt": ["job_failed backoff_limit Job default/test-job"],
    "job_failed.yaml": ["job_failed backoff_limit Job argoci-workflows/fail"],
    "memory_exit_1.txt": ["out_of_memory step Pod (unnamed)"],
    "memory_two_states.md": ["out_of_memory at_limit Pod (unnamed)"],
    "memory_partial.txt": ["out_of_memory no_limit Pod kube-system/metrics-server-9fb4947d6-s6sgl"],
    "node_status_unknown.txt": ["node unreachable Node gke-dev-default-pool-efca0068-6srl"],
    "node_unreachable.txt": ["node unreachable Node node-10"],
    "openshift_daemon_sets.md": ["image_pull unknown Pod openshift-service-catalog-apiserver/apiserver-7xk2n"],
    "pending.md": ["pending node_affinity Pod pt-4c12g-2"],
    "pending_affinity.md": ["pending node_affinity Pod (unnamed)"],
    "pending_broken_head.txt": ["pending node_affinity Pod (unnamed)"],
    "pending_pod.yaml": ["pending nodes_not_ready Pod default/web-0"],
    "quota_events_older.txt": ["quota exceeded ResourceQuota namespace-quota"],
    "quota_replica_set.txt": ["quota exceeded ResourceQuota kubeblocks-ens/devops"],
    "volume_claim.md": ["volume class_absent PersistentVolumeClaim openstack/mysql-data-mariadb-server-1"],
    "volume_no_class.md": ["volume class_absent PersistentVolumeClaim default/storage0-data-fastdfs-group0-storage0-0"],
    "volume_no_default_class.md": ["volume class_absent PersistentVolumeClaim jhub/hub-db-dir"],
    "volume_multi_attach.txt": ["volume multi_attach PersistentVolumeClaim master/teamcity-teamcity-0"],
}
#: They show something wrong, and not what: a reader would ask for more as well.
UNEXPLAINED = {"hpa_no_metrics.md", "hpa_no_metrics_api.md", "memory_2015.txt", "pod_without_kind.json"}
#: They show nothing that is wrong now.
NOTHING = {
    "events_without_head.txt", "exit_137.txt",
    "job_status_yaml.md", "jobs_running.txt", "replica_set_older.txt",
    "volume_first_consumer.txt",
}  # fmt: skip
UNREAD = {
    "certificate_tables.md": ["12", "19"],
    "config_missing_get_all.txt": ["7-10"],
    "config_missing_init.md": ["6"],
    "config_missing_job_pod.md": ["1"],
    "config_missing_key.md": ["1", "8"],
    "config_missing_mount_events.md": ["1-4"],
    "crash_loop_coredns.md": ["1"],
    "crash_loop_watch.md": ["1"],
    "exit_137.txt": ["1-3"],
    "hpa_no_metrics.md": ["1"],
    "hpa_no_metrics_api.md": ["1"],
    "image_pull_table.md": ["1"],
    "job_status_yaml.md": ["25", "28"],
    "memory_exit_1.txt": ["1"],
    "memory_two_states.md": ["1", "8"],
    "openshift_daemon_sets.md": ["1-2", "9"],
    "pending.md": ["1"],
    "pending_affinity.md": ["1"],
    "pending_broken_head.txt": ["1"],
}
every_text = pytest.mark.parametrize("name", sorted(path.name for path in PASTED.iterdir()))


@every_text
def test_a_published_text_names_the_fault_that_a_reader_would(name: str) -> None:
    case = read_case(read_all(find([PASTED / name]).files), NOW)
    diagnosis = diagnose(case.snapshot)
    subjects = [(each, each.subject) for each in diagnosis.hypotheses]
    named = [
        f"{each.fault} {each.variant} {name_of(ObjectKey('', of.kind, of.namespace or '', of.name))}"
        for each, of in subjects
    ]
    assert sorted(named) == FAULTS.get(name, [])
    assert bool(diagnosis.unexplained) == (name in UNEXPLAINED)


@every_text
def test_what_is_left_of_it_is_listed(name: str) -> None:
    case = read_case(read_all(find([PASTED / name]).files), NOW)
    assert [each.lines for each in case.unread] == UNREAD.get(name, [])
    assert case.evidence or case.unread


def test_every_text_is_in_one_of_the_lists():
    listed = [*FAULTS, *UNEXPLAINED, *NOTHING]
    assert sorted(listed) == sorted(path.name for path in PASTED.iterdir())
