"""The table of operations is complete, closed, and derived from the published language."""

import json
from collections import Counter

import pytest
from pydantic import ValidationError

from shared.app.operations.catalogue import OPERATIONS
from shared.app.operations.kinds import Command
from shared.ports.credentials import Role
from tests.support.language import operations


def test_every_operation_of_the_contract_is_there_once_for_the_roles_that_it_names():
    found: dict[str, dict[str, set[str]]] = {}
    for operation in OPERATIONS:
        found.setdefault(operation.service, {})[operation.name] = set(operation.roles)
    assert found == {
        service: {name: set(roles) for name, roles in rows.items()} for service, rows in operations().items()
    }
    assert [name for name, count in Counter(o.name for o in OPERATIONS).items() if count > 1] == []
    assert len({(o.method, o.path) for o in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_an_example_is_what_the_operation_takes(operation):
    needed = {*operation.path_parameters, *(n for n, i in operation.request.model_fields.items() if i.is_required())}
    assert needed <= operation.example.keys()
    arguments = {name: value for name, value in operation.example.items() if name not in operation.path_parameters}
    operation.request.model_validate_json(json.dumps(arguments))


def test_queries_are_gets_and_commands_are_not():
    assert {o.method for o in OPERATIONS if o.kind == "query"} == {"GET"}
    assert "GET" not in {o.method for o in OPERATIONS if o.kind == "command"}


def test_who_may_write_and_who_may_not():
    """A second look at what the tables say, in the large."""
    commands = {role: {o.name for o in OPERATIONS if o.kind == "command" and role in o.roles} for role in Role}
    telling = {"IngestAlert", "RecordSLIWindow", "RecordHealthCheck", "RecordFleetState"}
    assert commands[Role.VIEWER] == set()
    assert commands[Role.INTEGRATION] == telling
    assert commands[Role.AGENT] == {
        "AddIncidentTimelineEntry",
        "ResolveIncident",
        "ExecuteRunbook",
        "CreatePostmortem",
        "PutKnowledgeDocument",
        "UpdatePostmortem",
        "StartTriage",
        "EscalateIncident",
        "GiveFeedback",
        "RequestApproval",
        "WithdrawApproval",
        "ConsumeApproval",
    }
    assert commands[Role.ADMIN] == {o.name for o in OPERATIONS if o.kind == "command"}
    ruling = {"PutCorrelationRule", "DeleteCorrelationRule", "DeleteService", "PutTriagePolicy", "PutChangePolicy"}
    executing = {"ConsumeApproval"}
    assert commands[Role.APPROVER] == commands[Role.ADMIN] - telling - ruling - executing
    assert commands[Role.RESPONDER] == commands[Role.APPROVER] - {"ResumeAutomation"}


def test_an_integration_reads_nothing_but_what_became_of_its_messages():
    assert {o.name for o in OPERATIONS if o.kind == "query" and Role.INTEGRATION in o.roles} == {"GetMessageOutcome"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_nobody_says_who_he_is_in_a_body_or_a_parameter(operation):
    for field in ("tenant_id", "tenant", "actor", "message_id"):
        assert field not in operation.request.model_fields
        with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
            operation.request.model_validate({field: "x"})


@pytest.mark.parametrize("command", [o for o in OPERATIONS if isinstance(o, Command)], ids=lambda o: o.name)
def test_the_aggregate_of_a_command_is_named_in_its_path_or_made_by_it(command: Command):
    assert command.creates or command.path_parameters
    assert not set(command.path_parameters) & set(command.request.model_fields)
