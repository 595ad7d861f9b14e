"""Names and lanes on the wire are promises: the values here are written out and never change."""

from typing import ClassVar
from uuid import UUID

import pytest

from shared.domain.alert.facts import AlertWentStale
from shared.domain.incident.intents import CorrelateAlertsToIncident, CreateIncident
from shared.kernel.message import Message, ProcessFact
from shared.kernel.wire import flow_of, kebab, lane_key, lane_of, partition_key, topic_of, wire_name, wire_type


class IncidentTriageStarted(ProcessFact):
    aggregate_type: ClassVar[str] = "incident_triage"
    id_field: ClassVar[str] = "workflow_id"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IncidentCreated", "incident-created"),
        ("AlertsCorrelatedToIncident", "alerts-correlated-to-incident"),
        ("SLIWindowRecorded", "sli-window-recorded"),
        ("CreateSLORequested", "create-slo-requested"),
        ("SLOBudgetExhausted", "slo-budget-exhausted"),
        ("OnCallOverrideAdded", "on-call-override-added"),
    ],
)
def test_class_names_become_kebab_names(name, expected):
    assert kebab(name) == expected


@pytest.mark.parametrize(
    ("message", "name", "event_type", "topic"),
    [
        (
            CreateIncident,
            "CreateIncidentRequested",
            "io.ameide.sre.intent.create-incident-requested.v1",
            "sre.domain.intents.v1",
        ),
        (
            CorrelateAlertsToIncident,
            "CorrelateAlertsToIncidentRequested",
            "io.ameide.sre.intent.correlate-alerts-to-incident-requested.v1",
            "sre.domain.intents.v1",
        ),
        (AlertWentStale, "AlertWentStale", "io.ameide.sre.fact.alert-went-stale.v1", "sre.domain.facts.v1"),
        (
            IncidentTriageStarted,
            "IncidentTriageStarted",
            "io.ameide.sre.process-fact.incident-triage-started.v1",
            "sre.process.facts.v1",
        ),
    ],
)
def test_a_message_has_its_name_type_and_topic(message, name, event_type, topic):
    assert (wire_name(message), wire_type(message), topic_of(message)) == (name, event_type, topic)


def test_what_is_neither_intent_nor_fact_has_no_topic():
    with pytest.raises(TypeError):
        topic_of(Message)


@pytest.mark.parametrize(
    ("partition", "lane"),
    [
        ("00000000-0000-0000-0000-000000000001/incident/00000000-0000-0000-0000-000000000002", 12),
        ("00000000-0000-0000-0000-000000000001/alert/00000000-0000-0000-0000-000000000002", 10),
        ("", 0),
        ("ü", 5),
    ],
)
def test_an_aggregate_keeps_its_lane(partition, lane):
    assert lane_of(partition) == lane


def test_every_lane_is_used():
    tenant = UUID(int=1)
    lanes = {lane_of(partition_key(tenant, "alert", str(UUID(int=number)))) for number in range(500)}
    assert lanes == set(range(16))


def test_the_ordering_key_names_tenant_and_lane():
    assert lane_key(UUID(int=1), 7) == "00000000-0000-0000-0000-000000000001/lane-07"


@pytest.mark.parametrize(
    ("key", "flow"),
    [
        (f"{UUID(int=1)}/alertmanager/0f1e", "alertmanager"),
        (f"{UUID(int=1)}/grafana", "grafana"),
        (lane_key(UUID(int=1), 7), ""),
        (f"{UUID(int=1)}/lane-service/1", "lane-service"),
        ("x", ""),
        ("", ""),
    ],
)
def test_a_source_is_a_flow_and_all_lanes_of_a_tenant_are_one(key, flow):
    assert flow_of(key) == flow
