"""What an alert is about: the thing itself, not what measured it."""

import pytest

from shared.kernel.subject import subject_of

KSM = {
    "job": "kube-state-metrics",
    "service": "kps-kube-state-metrics",
    "instance": "10.0.0.5:8080",
    "endpoint": "http",
    "container": "kube-state-metrics",
    "pod": "kps-kube-state-metrics-6d8f7b9c4-x2x9k",
    "namespace": "monitoring",
}
NODE_EXPORTER = {
    "job": "node-exporter",
    "service": "kps-prometheus-node-exporter",
    "instance": "10.0.0.7:9100",
    "container": "node-exporter",
    "pod": "kps-prometheus-node-exporter-x2x9k",
    "namespace": "monitoring",
}
APP = {
    "job": "checkout",
    "service": "checkout",
    "namespace": "shop",
    "pod": "checkout-7d9c5b6f4-x2x9k",
    "container": "checkout",
    "instance": "10.1.1.1:8080",
}


@pytest.mark.parametrize(
    ("labels", "kind", "group", "namespace", "service"),
    [
        (APP, "Pod", "checkout", "shop", "checkout"),
        (KSM | {"namespace": "blog", "pod": "db-0", "container": "db"}, "Pod", "db", "blog", ""),
        (KSM | {"namespace": "blog", "deployment": "web"}, "Deployment", "web", "blog", ""),
        (KSM | {"namespace": "blog", "statefulset": "db"}, "StatefulSet", "db", "blog", ""),
        (KSM | {"namespace": "blog", "horizontalpodautoscaler": "web"}, "HorizontalPodAutoscaler", "web", "blog", ""),
        (KSM | {"namespace": "blog", "job_name": "backup-28123456"}, "Job", "backup", "blog", ""),
        (KSM | {"node": "worker-3"}, "Node", "worker-3", "", ""),
        (
            KSM | {"exported_namespace": "blog", "exported_pod": "web-7d9c5b6f4-x2x9k", "exported_container": "web"},
            "Pod",
            "web",
            "blog",
            "",
        ),
        (KSM | {"exported_service": "cart", "exported_namespace": "shop"}, "", "", "shop", "cart"),
        # Kube-state-metrics speaks of a pod of another exporter, or of nothing but itself.
        (
            KSM | {"pod": "node-exporter-x2x9k", "container": "node-exporter"},
            "Pod",
            "node-exporter",
            "monitoring",
            "",
        ),
        (
            {"job": "kube-state-metrics", "service": "ksm", "namespace": "monitoring"},
            "Target",
            "kube-state-metrics",
            "monitoring",
            "ksm",
        ),
        (NODE_EXPORTER | {"device": "/dev/sda1"}, "Instance", "10.0.0.7:9100", "", ""),
        (
            {
                "job": "kubelet",
                "service": "kps-kubelet",
                "namespace": "shop",
                "persistentvolumeclaim": "data-db-0",
                "node": "worker-1",
                "instance": "10.0.0.1:10250",
            },
            "PersistentVolumeClaim",
            "data-db-0",
            "shop",
            "",
        ),
        # A sidecar measures the pod that it runs in.
        (
            {"job": "cart", "service": "cart-redis-exporter", "pod": "cart-redis-0", "container": "redis-exporter"},
            "Pod",
            "cart-redis",
            "",
            "",
        ),
        ({"job": "blackbox-icmp", "instance": "172.29.254.30"}, "Instance", "172.29.254.30", "", ""),
        ({"job": "node", "instance": "db1:9100", "name": "cron.service"}, "Instance", "db1:9100", "", ""),
        ({"job": "api", "instance": "api-1:8080"}, "Target", "api", "", ""),
        ({"job": "cadvisor", "instance": "cadvisor:8080", "name": "nginx"}, "Resource", "nginx", "", ""),
        # Argo CD's own metrics of applications, and what cert-manager says of a certificate.
        (
            {
                "job": "argocd-application-controller-metrics",
                "service": "argocd-application-controller-metrics",
                "pod": "argocd-application-controller-0",
                "namespace": "argocd",
                "dest_server": "https://kubernetes.default.svc",
                "name": "openproject",
                "project": "default",
            },
            "Application",
            "openproject",
            "argocd",
            "",
        ),
        (
            {
                "job": "cert-manager",
                "service": "cert-manager",
                "pod": "cert-manager-7d9c5b6f4-x2x9k",
                "namespace": "cert-manager",
                "exported_namespace": "shop",
                "name": "shop-tls",
            },
            "Resource",
            "shop-tls",
            "shop",
            "",
        ),
        ({"host": "andromeda"}, "Host", "andromeda", "", ""),
        ({"job": "telegraf", "host": "andromeda"}, "Host", "andromeda", "", ""),
        ({"workload": "cart", "workload_type": "deployment", "namespace": "shop"}, "Workload", "cart", "shop", ""),
        ({"job": "backup-a"}, "Target", "backup-a", "", ""),
        ({"rulename": "Backup age", "datasource_uid": "ds2", "ref_id": "A"}, "AlertRule", "Backup age", "", ""),
        ({"application": "cart", "namespace": "shop", "project": "shop"}, "Application", "cart", "shop", ""),
        ({"namespace": "shop"}, "", "", "shop", ""),
        # Of a chart that names the scraped service otherwise (kube-state-metrics#612).
        (
            {
                "job": "kubernetes-service-endpoints",
                "kubernetes_name": "prometheus-kube-state-metrics",
                "kubernetes_namespace": "monitoring",
                "namespace": "default",
                "pod": "template-598556f97-xbr7q",
                "container": "template",
                "instance": "10.0.0.9:8080",
            },
            "Pod",
            "template",
            "default",
            "",
        ),
        ({}, "", "", "", ""),
    ],
)
def test_what_it_is_about(labels, kind, group, namespace, service):
    subject = subject_of(labels | {"alertname": "A", "severity": "critical"})
    assert (subject.kind, subject.group, subject.namespace, subject.service) == (kind, group, namespace, service)


@pytest.mark.parametrize(
    ("pod", "workload"),
    [
        ("web-7d9c5b6f4-x2x9k", "web"),
        ("agent-x2x9k", "agent"),
        ("db-0", "db"),
        ("backup-28123456-x2x9k", "backup"),
        ("backup-files", "backup-files"),
        ("redis-cache-shard", "redis-cache-shard"),
        ("mysql", "mysql"),
    ],
)
def test_the_pods_of_a_workload_have_its_name_in_common(pod, workload):
    assert subject_of({"pod": pod}).workload == workload


def test_all_that_is_named_is_told_most_telling_first_and_once():
    subject = subject_of(
        APP | {"deployment": "checkout", "node": "worker-1", "hpa": "a", "horizontalpodautoscaler": "b"}
    )
    assert subject.things == (
        ("HorizontalPodAutoscaler", "b"),
        ("Deployment", "checkout"),
        ("Pod", "checkout-7d9c5b6f4-x2x9k"),
        ("Node", "worker-1"),
        ("Target", "checkout"),
    )


def test_the_label_is_named_as_it_was_sent():
    assert subject_of(KSM | {"exported_pod": "web-0"}).label == "exported_pod"
