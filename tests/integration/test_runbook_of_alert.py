"""An alert finds its runbook: by address, by name, by what the text says; a sibling's page is not its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.adapters.postgres.projections.runbook_catalog.queries import PostgresRunbookQueries
from shared.projections.runbook_catalog.projection import runbook_catalog
from shared.projections.runbook_catalog.queries import RunbookOfAlertQuery
from tests.support.facts import OTHER_TENANT, TENANT
from tests.support.history_knowledge import runbook_created
from tests.support.projected import Projected, projected

pytestmark = pytest.mark.postgres

NOT_READY = "The {kind} has not been ready for fifteen minutes. Describe the {kind}, look at its events and its logs."


@pytest.fixture
def world(database_url: str) -> Iterator[Projected]:
    with projected(database_url, runbook_catalog) as made:
        yield made


def found(world: Projected, alertname: str, **asked: Any) -> tuple[str | None, str | None]:
    query = RunbookOfAlertQuery(alertname=alertname, **asked)
    answer = PostgresRunbookQueries(world.reading).find_runbook_of_alert(TENANT, query)
    return (answer.runbook.slug if answer.runbook else None, answer.found_by)


def siblings(world: Projected, *kinds: str) -> None:
    for kind in kinds:
        text = NOT_READY.format(kind=kind)
        world.happened(runbook_created(f"{kind}-not-ready", title=f"{kind} is not ready", markdown=text))


def test_the_address_comes_before_the_name_and_the_name_before_the_text(world: Projected) -> None:
    siblings(world, "pod", "node")
    world.happened(
        runbook_created("by-url", title="Elsewhere", urls=("https://runbooks.example/pods/",)),
        runbook_created("by-name", title="Something", trigger_conditions=('alertname="KubePodNotReady"',)),
    )
    text = "Pod has been in a non-ready state for more than 15 minutes."

    url = "https://runbooks.example/pods"
    assert found(world, "KubePodNotReady", text=text, runbook_url=url) == ("by-url", "url")
    assert found(world, "KubePodNotReady", text=text, runbook_url="https://other.example") == ("by-name", "name")
    assert found(world, "PodNotReady", text=text) == ("pod-not-ready", "name")
    assert found(world, "PodsNotReadyForLong", text=text) == ("pod-not-ready", "text")


def test_siblings_are_told_apart_by_the_kind_of_resource(world: Projected) -> None:
    siblings(world, "node")
    assert found(world, "KubePodNotReady", text="Pod is not ready, see its events and logs") == (None, None)

    siblings(world, "pod")
    assert found(world, "KubePodNotReady", text="not ready, see its events and logs") == ("pod-not-ready", "text")
    assert found(world, "KubeNodeNotReady", text="not ready, see its events and logs") == ("node-not-ready", "text")


def test_siblings_are_told_apart_by_the_condition(world: Projected) -> None:
    world.happened(
        runbook_created("node-disk-pressure", title="Node has disk pressure", markdown="Free the disk of the node."),
        runbook_created("node-memory-pressure", title="Node has memory pressure", markdown="Find what eats memory."),
    )

    assert found(world, "KubeNodeMemoryPressure") == ("node-memory-pressure", "text")
    assert found(world, "KubeNodeClockSkew", text="The clock of the node is off") == (None, None)


def test_no_runbook_is_an_answer(world: Projected) -> None:
    assert found(world, "Anything") == (None, None)
    siblings(world, "pod")
    text = "The certificate of the pod expires, it is not ready"
    assert found(world, "CertificateExpiresSoon", text=text) == (None, None)


def test_what_found_it_is_explained(world: Projected) -> None:
    siblings(world, "pod", "node")

    query = RunbookOfAlertQuery(alertname="KubePodNotReady", text="events")
    answer = PostgresRunbookQueries(world.reading).find_runbook_of_alert(TENANT, query)

    assert {"pod", "not", "ready", "events"} <= {each.term for each in answer.why}
    assert answer.words is not None
    assert 0 < answer.words < 1


def test_a_runbook_of_another_tenant_is_none(world: Projected) -> None:
    world.happened(runbook_created("pod-not-ready", title="Pod is not ready"), tenant=OTHER_TENANT)

    assert found(world, "PodNotReady") == (None, None)
