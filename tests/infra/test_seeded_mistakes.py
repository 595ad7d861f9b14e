"""Each mistake is made on purpose, and somebody has to find it: Terraform in the files, a policy in the plan."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.infra.mistakes import FOUND_BY_VALIDATE, NOT_FOUND, Mistake
from tests.infra.policies import complaints
from tests.infra.terraform import ROOT, Workspace

Plan = dict[str, Any]


@pytest.mark.parametrize("mistake", FOUND_BY_VALIDATE, ids=lambda mistake: mistake.name)
def test_terraform_finds_that(workspace: Workspace, changed, mistake: Mistake):
    changed(mistake.file, mistake.old, mistake.new)
    said = workspace.run("validate", "-json")
    assert said.code == 1
    assert mistake.told in said.text


def _first(plan: Plan, kind: str, key: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each["change"]["after"]
        for each in plan["resource_changes"]
        if each["type"] == kind and (key is None or each.get("index") == key)
    )
    return found


def _subscription(plan: Plan) -> dict[str, Any]:
    address = 'module.pubsub.google_pubsub_subscription.push["domain-writer.intents"]'
    found: dict[str, Any] = next(
        each["change"]["after"] for each in plan["resource_changes"] if each["address"] == address
    )
    return found


def _service(plan: Plan, key: str) -> dict[str, Any]:
    return _first(plan, "google_cloud_run_v2_service", key)


def _without(plan: Plan, kind: str, key: str) -> None:
    plan["resource_changes"] = [
        each for each in plan["resource_changes"] if not (each["type"] == kind and each.get("index") == key)
    ]


def _more(plan: Plan, kind: str, **values: Any) -> None:
    plan["resource_changes"].append(
        {"address": f"{kind}.more", "type": kind, "index": "more", "change": {"after": values}}
    )


def _settings(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = _first(plan, "google_sql_database_instance")["settings"][0]
    return found


SEEDED: dict[str, Callable[[Plan], object]] = {
    "it has no dead letters": lambda plan: _subscription(plan).update(dead_letter_policy=[]),
    "its deliveries are few": lambda plan: _subscription(plan)["dead_letter_policy"][0].update(max_delivery_attempts=8),
    "nobody wakes the relay": lambda plan: _without(plan, "google_pubsub_subscription", "outbox-relay.wakes"),
    "it has no pauses": lambda plan: _subscription(plan).update(retry_policy=[]),
    "it has no order": lambda plan: _subscription(plan).update(enable_message_ordering=False),
    "nobody says who pushes": lambda plan: _subscription(plan)["push_config"][0].update(oidc_token=[]),
    "it is wrapped": lambda plan: _subscription(plan)["push_config"][0].update(no_wrapper=[]),
    "it has another filter": lambda plan: _subscription(plan).update(filter='attributes:"alert"'),
    "it is pushed elsewhere": lambda plan: _subscription(plan)["push_config"][0].update(push_endpoint="https://x/"),
    "it expires": lambda plan: _subscription(plan).update(expiration_policy=[]),
    "its deadline is the default": lambda plan: _subscription(plan).update(ack_deadline_seconds=10),
    "its messages are transformed": lambda plan: _subscription(plan).update(message_transforms=[{}]),
    "a subscription is missing": lambda plan: _without(plan, "google_pubsub_subscription", "domain-writer.intents"),
    "a subscription is nobody's": lambda plan: _more(plan, "google_pubsub_subscription", name="old"),
    "a topic is missing": lambda plan: _without(plan, "google_pubsub_topic", "sre.domain.facts.v1"),
    "dead letters cannot be forwarded": lambda plan: _without(
        plan, "google_pubsub_topic_iam_member", "domain-writer.intents"
    ),
    "a service is missing": lambda plan: _without(plan, "google_cloud_run_v2_service", "outbox-relay"),
    "a service is nobody's": lambda plan: _more(plan, "google_cloud_run_v2_service"),
    "anybody may call the writer": lambda plan: _service(plan, "domain-writer").update(invoker_iam_disabled=True),
    "it is reached past the load balancer": lambda plan: _service(plan, "api").update(ingress="INGRESS_TRAFFIC_ALL"),
    "signatures are checked by nobody": lambda plan: _service(plan, "api")["template"][0]["containers"][0][
        "env"
    ].append({"name": "SRE_IDENTITY_SIGNATURES", "value": "platform"}),
    "it may take an hour": lambda plan: _service(plan, "api")["template"][0].update(timeout="3600s"),
    "it serves another target": lambda plan: _service(plan, "api")["template"][0]["containers"][0]["env"][0].update(
        value="other"
    ),
    "its environment lacks the database": lambda plan: _service(plan, "api")["template"][0]["containers"][0].update(
        env=[{"name": "FUNCTION_TARGET", "value": "api"}]
    ),
    "its image is named by a tag": lambda plan: _service(plan, "api")["template"][0]["containers"][0].update(
        image="functions:latest"
    ),
    "webhooks find no instance": lambda plan: _service(plan, "ingest-alert")["template"][0]["scaling"][0].update(
        min_instance_count=0
    ),
    "instances have no end": lambda plan: _service(plan, "ingest-alert")["template"][0].update(scaling=[]),
    "the broker may not call": lambda plan: _without(
        plan, "google_cloud_run_v2_service_iam_member", "domain-writer/push"
    ),
    "somebody else may call": lambda plan: _more(
        plan, "google_cloud_run_v2_service_iam_member", role="roles/run.invoker", member="serviceAccount:x@y"
    ),
    "everybody may call": lambda plan: _more(
        plan, "google_cloud_run_v2_service_iam_binding", role="roles/run.invoker", members=["allUsers"]
    ),
    "an account may edit everything": lambda plan: _more(plan, "google_project_iam_member", role="roles/editor"),
    "an account administers": lambda plan: _more(plan, "google_project_iam_member", role="roles/pubsub.admin"),
    "an account has a key": lambda plan: _more(plan, "google_service_account_key"),
    "an event trigger is used": lambda plan: _more(plan, "google_eventarc_trigger"),
    "the clock does not call": lambda plan: _without(plan, "google_cloud_scheduler_job", "outbox-relay"),
    "the clock says nothing of itself": lambda plan: _first(plan, "google_cloud_scheduler_job", "outbox-relay")[
        "http_target"
    ][0].update(oidc_token=[]),
    "the database has a public address": lambda plan: _settings(plan)["ip_configuration"][0].update(ipv4_enabled=True),
    "the database takes plain connections": lambda plan: _settings(plan)["ip_configuration"][0].update(ssl_mode=None),
    "the database is not backed up": lambda plan: _settings(plan).update(backup_configuration=[]),
    "too many connections": lambda plan: _settings(plan).update(
        database_flags=[
            {"name": "max_connections", "value": "100"},
            {"name": "cloudsql.iam_authentication", "value": "on"},
        ]
    ),
    "a login has a password": lambda plan: _first(plan, "google_sql_user").update(type="BUILT_IN"),
    "a secret stands in the state": lambda plan: _more(
        plan, "google_secret_manager_secret_version", secret_data="hunter2"
    ),
    "nobody is told of dead letters": lambda plan: _without(plan, "google_monitoring_alert_policy", "dead_letters"),
}


@pytest.mark.parametrize("name", SEEDED)
def test_a_policy_finds_that(production, table, name: str):
    plan = copy.deepcopy(production)
    SEEDED[name](plan)
    assert len(complaints(plan, table)) >= 1


def test_a_row_that_the_plan_does_not_know_is_found(production, table):
    more = copy.deepcopy(table)
    more["services"]["mcp"] = {**more["services"]["api"], "target": "mcp"}
    assert complaints(production, more) == ["services: service mcp is in the table and not in the plan"]


def test_what_nobody_finds_is_written_down():
    told = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert [kind for kind in NOT_FOUND if kind not in told] == []
