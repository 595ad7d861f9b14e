"""Whose an alert or a resource is: what a label names, else what a selector matches, an exporter's name last."""

import pytest

from shared.kernel.ids import ServiceId, derive
from shared.kernel.vocabulary import ResourceRef
from shared.projections.service_catalog.naming import NamedService, by_key
from shared.projections.service_catalog.owning import owner_of, subject_of_alert, subject_of_resource
from tests.support.claims import claim


def service(slug: str, name: str) -> NamedService:
    return NamedService(service_id=ServiceId(derive(slug)), slug=slug, name=name)


LEDGER, EXPORTER = service("ledger", "General Ledger"), service("node-exporter", "Node exporter")
NAMED = by_key([LEDGER, EXPORTER])
BY_NAMESPACE = claim("platform", namespace="*-prod")
API = ResourceRef(kind="Deployment", name="api", namespace="ledger-prod")


def owner(labels, *claims, named=()):
    return owner_of(subject_of_alert("DiskFull", labels, "prod", named), NAMED, claims)


@pytest.mark.parametrize(
    "labels",
    [
        {"service": "ledger"},
        {"service": " LEDGER "},
        {"service_name": "general ledger"},
        {"service.name": "General Ledger"},
        {"app": "ledger"},
        {"app_kubernetes_io_name": "ledger"},
        {"service": "unknown", "app": "ledger"},
        {"job": "books/ledger"},
        {"job": "kube-state-metrics", "service": "kube-state-metrics", "exported_service": "ledger"},
        {"service": "ledger", "app": "node-exporter"},
    ],
)
def test_the_first_label_that_names_a_service_decides_before_any_selector(labels):
    found = owner(labels | {"namespace": "x-prod"}, BY_NAMESPACE)
    assert found is not None
    assert found.service_id == LEDGER.service_id
    assert "of alert DiskFull names it" in found.because


def test_without_a_name_the_most_specific_selector_decides_for_all_that_the_alert_names():
    exact = claim("exact", name="api", kind="Deployment")
    labels = {"namespace": "ledger-prod", "deployment": "api"}
    assert owner(labels, BY_NAMESPACE, named=(API,)).service_id == BY_NAMESPACE.service_id
    found = owner(labels, BY_NAMESPACE, exact, named=(API,))
    assert (found.service_id, found.because) == (
        exact.service_id,
        "exact: its selector (kind: Deployment, name: api) matches alert DiskFull",
    )


def test_an_exporters_name_decides_only_when_nothing_else_does():
    scraped = {"service": "node-exporter", "namespace": "ledger-prod"}
    assert owner(scraped, BY_NAMESPACE).service_id == BY_NAMESPACE.service_id
    assert owner(scraped).service_id == EXPORTER.service_id


def test_where_a_scraped_thing_stands_is_told_by_its_own_namespace():
    scraped = {"job": "kube-state-metrics", "namespace": "monitoring", "exported_namespace": "ledger-prod"}
    assert owner(scraped, BY_NAMESPACE).service_id == BY_NAMESPACE.service_id
    assert owner(scraped, claim("monitoring", namespace="monitoring")) is None


def test_what_nobody_claims_is_nobodys():
    assert owner({"service": "unknown", "namespace": "elsewhere"}, BY_NAMESPACE) is None
    assert owner({"service": "  "}) is None
    assert owner({"service": "x" * 400}) is None


def test_a_resource_is_a_service_by_its_kind_or_somebodys_by_a_selector():
    by_kind = owner_of(subject_of_resource(ResourceRef(kind="Service", name="ledger")), NAMED, ())
    assert by_kind is not None
    assert by_kind.service_id == LEDGER.service_id
    assert owner_of(subject_of_resource(ResourceRef(kind="Pod", name="ledger")), NAMED, ()) is None
    by_selector = owner_of(subject_of_resource(API), NAMED, (BY_NAMESPACE,))
    assert by_selector is not None
    assert by_selector.service_id == BY_NAMESPACE.service_id


def test_a_slug_goes_before_a_name_and_of_one_name_the_first_by_slug():
    one, two, called = service("a", "Books"), service("b", "books"), service("c", "A")
    named = by_key([two, called, one])
    assert (named["books"], named["a"]) == (one, one)
