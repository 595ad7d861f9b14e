"""An alert is looked into: from the webhook to what was seen before, what is broken, and a plan nobody carried out."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

import shared.bootstrap.triage
from tests.support.investigators import Finds
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert


@pytest.fixture(scope="module")
def investigator() -> Iterator[Finds]:
    with pytest.MonkeyPatch.context() as patch:
        finds = Finds()
        patch.setattr(shared.bootstrap.triage, "build_investigator", lambda: finds)
        yield finds


@pytest.fixture
def looked_into(investigator: Finds, site: Site) -> Site:
    return site


def said(site: Site) -> list[dict[str, Any]]:
    rows = site.world.rows(
        "SELECT event FROM process.fact WHERE tenant_id = %s ORDER BY workflow_id, version", site.tenant.id
    )
    return [json.loads(event) for (event,) in rows]


def names(site: Site) -> list[str]:
    return [event["type"].removeprefix("io.ameide.sre.process-fact.").removesuffix(".v1") for event in said(site)]


def test_a_high_alert_leads_to_a_plan_that_waits(looked_into: Site):
    looked_into.tell(a_group(an_alert("a1", severity="high")))
    assert names(looked_into) == [
        "incident-triage-started",
        "pattern-lookup-completed",
        "triage-phase-completed",
        "remediation-proposed",
    ]
    assert [event["aggregateversion"] for event in said(looked_into)] == ["1", "2", "3", "4"]
