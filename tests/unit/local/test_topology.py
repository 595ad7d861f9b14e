"""Every subscription leads to an entry point that exists."""

import ast
from pathlib import Path

import pytest

from local.environment import functions_environment
from local.hosting import FUNCTIONS
from local.served_parts import PARTS
from shared.adapters.cloudevents.binding import batch_attributes
from shared.bootstrap.step_facts import STEPS
from shared.bootstrap.topology import ROUTES, SUBSCRIPTIONS, Route
from shared.bootstrap.triage import build_triage
from shared.domain.published import FACTS
from shared.kernel.wire import routing_attribute, type_attribute, wire_type
from shared.processes.published import PROCESS_FACTS


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.subscription.name)
def test_the_entry_point_of_a_subscription_exists(route: Route):
    module = ast.parse((FUNCTIONS / route.function / "main.py").read_text("utf-8"))
    assert route.target in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_a_projector_is_handed_the_facts_of_its_aggregates_and_no_others():
    wanted = {each.name: each.aggregate_types for each in SUBSCRIPTIONS}
    assert wanted["projector-runbook-catalog.facts"] == {"runbook"}
    assert wanted["projector-incident-timeline.facts"] == {"alert", "incident"}
    assert wanted["triage-service-links.facts"] == {"incident", "service"}
    assert [each.name for each in SUBSCRIPTIONS if each.wants_all] == [
        "domain-writer.intents",
        "ingest-backlog.transformation-facts",
    ]


def test_a_step_is_handed_the_process_facts_that_it_goes_on_from_and_no_others():
    wanted = {each.name: each.routing_attributes for each in SUBSCRIPTIONS if each.fact_types}
    assert wanted["triage-pattern-lookup.process-facts"] == {"incident-triage-started"}
    assert wanted["triage-dry-run.process-facts"] == {"remediation-proposed", "triage-phase-resumed"}
    assert wanted["triage-call-off.process-facts"] == {"triage-cancelled", "triage-escalated"}
    assert len(wanted) == 9


def test_a_step_handles_what_it_is_handed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    environment = functions_environment(
        database_url="postgresql://nobody@127.0.0.1:1/none",
        back_url="",
        wake_address="",
        data=tmp_path,
        embedded=False,
        port=1,
    )
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    receive = build_triage.__wrapped__().receive
    assert {name: receive[name].run.handles for name in STEPS} == {n: frozenset(facts) for n, facts in STEPS.items()}


def test_no_fact_is_routed_by_a_name_that_means_something_else_and_a_message_has_room_for_all():
    """Pub/Sub takes 100 attributes of a message."""
    aggregates = {routing_attribute(each.aggregate_type) for each in (*FACTS, *PROCESS_FACTS)}
    types = {type_attribute(wire_type(each)) for each in PROCESS_FACTS}
    assert len(types) == len(PROCESS_FACTS)
    assert not types & aggregates
    others = batch_attributes(tenant_id="", ordering_key="", batch_id="", producer="", aggregate_types=())
    assert len(others) + len({each.aggregate_type for each in PROCESS_FACTS}) + len(types) <= 100


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
        "/triage_steps/on_call_handoff/",
        "/ingest_backlog/ingest_backlog/",
    ]


def test_on_one_machine_one_part_serves_each_subscription():
    served = [route.subscription.name for part in PARTS.values() for route in part.routes]
    assert sorted(served) == sorted(subscription.name for subscription in SUBSCRIPTIONS)
