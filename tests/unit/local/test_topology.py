"""Every subscription leads to an entry point that exists."""

import ast

import pytest

from local.back import PARTS
from local.hosting import FUNCTIONS
from shared.bootstrap.topology import ROUTES, SUBSCRIPTIONS, Route


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.subscription.name)
def test_the_entry_point_of_a_subscription_exists(route: Route):
    module = ast.parse((FUNCTIONS / route.function / "main.py").read_text("utf-8"))
    assert route.target in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_a_projector_is_handed_the_facts_of_its_aggregates_and_no_others():
    wanted = {each.name: each.aggregate_types for each in SUBSCRIPTIONS}
    assert wanted["projector-runbook-catalog.facts"] == {"runbook"}
    assert wanted["projector-incident-timeline.facts"] == {"alert", "incident"}
    assert wanted["triage-service-links.facts"] == {"incident", "service"}
    assert [name for name, types in wanted.items() if not types] == [
        "domain-writer.intents",
        "ingest-backlog.transformation-facts",
    ]


def test_subscriptions_have_names_of_their_own():
    assert len({subscription.name for subscription in SUBSCRIPTIONS}) == len(SUBSCRIPTIONS)


def test_a_path_ends_with_a_slash_and_so_meets_no_redirect():
    assert [route.path for route in ROUTES] == [
        "/domain_writer/domain_writer/",
        "/projectors/alert_groups/",
        "/projectors/fleet_health/",
        "/projectors/incident_timeline/",
        "/projectors/knowledge_index/",
        "/projectors/postmortem_search/",
        "/projectors/runbook_catalog/",
        "/projectors/service_catalog/",
        "/projectors/slo_burndown/",
        "/triage_steps/alert_correlation/",
        "/triage_steps/service_links/",
        "/triage_steps/incident_triage/",
        "/triage_steps/pattern_lookup/",
        "/triage_steps/investigate/",
        "/triage_steps/dry_run/",
        "/triage_steps/remediate/",
        "/triage_steps/verify/",
        "/triage_steps/call_off/",
        "/triage_steps/document/",
        "/triage_steps/runbook_execution/",
        "/triage_steps/runbook_steps/",
        "/triage_steps/change_verification/",
        "/triage_steps/read_change/",
        "/ingest_backlog/ingest_backlog/",
    ]


def test_on_one_machine_one_part_serves_each_subscription():
    served = [route.subscription.name for part in PARTS.values() for route in part.routes]
    assert sorted(served) == sorted(subscription.name for subscription in SUBSCRIPTIONS)
