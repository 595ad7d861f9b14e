"""The table of operations is complete, closed, and derived from the published language."""

from collections import Counter

import pytest
from pydantic import ValidationError

from shared.app.operations.rows import Command
from shared.app.operations.table import OPERATIONS
from shared.ports.credentials import Role

NAMES = {
    "IncidentService": {
        "CreateIncident",
        "ReclassifyIncidentSeverity",
        "AssignIncident",
        "AssignIncidentRole",
        "AddIncidentTimelineEntry",
        "AcknowledgeIncident",
        "TransitionIncidentStatus",
        "ResolveIncident",
        "CloseIncident",
        "MergeIncidents",
        "LinkIncidents",
        "GetIncident",
        "ListOpenIncidents",
    },
    "AlertService": {"IngestAlert", "Acknowledge", "CorrelateToIncident", "UncorrelateAlert", "GetAlert"},
    "CorrelationRuleService": {"PutCorrelationRule", "DeleteCorrelationRule"},
    "IncidentQueryService": {"SearchIncidents", "GetIncidentTimeline", "GetMTTRMetrics"},
    "AlertQueryService": {"ListActiveAlerts", "ListAlertGroups", "SearchAlerts"},
    "MessageService": {"GetMessageOutcome", "ListQuarantine"},
}


def test_every_operation_of_the_contract_is_there_once():
    found: dict[str, set[str]] = {}
    for operation in OPERATIONS:
        found.setdefault(operation.service, set()).add(operation.name)
    assert found == NAMES
    assert [name for name, count in Counter(o.name for o in OPERATIONS).items() if count > 1] == []
    assert len({(o.method, o.path) for o in OPERATIONS}) == len(OPERATIONS)


def test_queries_are_gets_and_commands_are_not():
    assert {o.method for o in OPERATIONS if o.kind == "query"} == {"GET"}
    assert "GET" not in {o.method for o in OPERATIONS if o.kind == "command"}


@pytest.mark.parametrize(
    ("role", "commands"),
    [
        (Role.VIEWER, set()),
        (Role.INTEGRATION, {"IngestAlert"}),
        (Role.AGENT, {"AddIncidentTimelineEntry", "ResolveIncident"}),
        (
            Role.RESPONDER,
            {o.name for o in OPERATIONS if o.kind == "command"}
            - {"IngestAlert", "PutCorrelationRule", "DeleteCorrelationRule"},
        ),
        (
            Role.APPROVER,
            {o.name for o in OPERATIONS if o.kind == "command"}
            - {"IngestAlert", "PutCorrelationRule", "DeleteCorrelationRule"},
        ),
        (Role.ADMIN, {o.name for o in OPERATIONS if o.kind == "command"}),
    ],
)
def test_a_role_may_use_the_commands_that_are_named_for_it(role: Role, commands: set[str]):
    assert {o.name for o in OPERATIONS if o.kind == "command" and role in o.roles} == commands


def test_an_integration_reads_nothing_but_what_became_of_its_messages():
    assert {o.name for o in OPERATIONS if o.kind == "query" and Role.INTEGRATION in o.roles} == {"GetMessageOutcome"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
@pytest.mark.parametrize("field", ["tenant_id", "tenant", "actor", "message_id"])
def test_nobody_says_who_he_is_in_a_body_or_a_parameter(operation, field: str):
    assert field not in operation.request.model_fields
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        operation.request.model_validate({field: "x"})


@pytest.mark.parametrize("command", [o for o in OPERATIONS if isinstance(o, Command)], ids=lambda o: o.name)
def test_the_aggregate_of_a_command_is_named_in_its_path_or_made_by_it(command: Command):
    assert command.creates or len(command.path_parameters) == 1
    assert not set(command.path_parameters) & set(command.request.model_fields)
