"""Commands over HTTP: what the writer is told, and what its answer looks like to the caller."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.kernel.ids import derive
from shared.ports.outcome import Outcome, Problem
from tests.support.api import ADA, BOB, Api

ANY = UUID(int=0)
CREATE = {"title": "Checkout fails", "severity": "critical"}


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with connect_pool(database_url, role="sre_query", application="api-test") as pool:
        yield Api(database_url, pool)


def refusal(status: Any, code: str, version: int = 1) -> Outcome:
    return Outcome(
        message_id=ANY, status=status, aggregate_version=version, problem=Problem(code=code, title="No", detail="why")
    )


def test_opening_an_incident_tells_the_writer_who_asks_and_answers_where_it_is(api: Api):
    key = api.key(ADA, "responder")
    answer = api.ask(
        "POST", "/v1/incidents", key=key, body=CREATE, headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    )
    assert answer.status_code == 201
    (told,) = api.gate.asked
    assert (told.tenant_id, told.actor, told.producer) == (ADA, "human:responder-key", "/sre/api")
    assert (told.data.title, told.data.severity, told.data.source) == ("Checkout fails", "critical", "manual")
    assert (told.traceparent or "").startswith(f"00-{'a' * 32}-")
    assert answer.headers["Location"] == f"/v1/incidents/{told.data.incident_id}"
    assert answer.headers["ETag"] == '"1"'
    assert answer.json == {
        "message_id": str(told.message_id),
        "status": "accepted",
        "aggregate_type": "incident",
        "aggregate_id": str(told.data.incident_id),
        "version": 1,
        "fact_ids": [str(answer.json["fact_ids"][0])],
        "position": 1,
        "reason": None,
        "replayed": False,
    }


def test_the_same_idempotency_key_is_the_same_message_and_the_same_incident(api: Api):
    key, other = api.key(ADA, "responder"), api.key(ADA, "responder")
    headers = {"Idempotency-Key": "deploy-7"}
    first = api.ask("POST", "/v1/incidents", key=key, body=CREATE, headers=headers)
    again = api.ask("POST", "/v1/incidents", key=key, body=CREATE, headers=headers)
    assert (first.json["replayed"], again.json["replayed"]) == (False, True)
    assert first.json["aggregate_id"] == again.json["aggregate_id"]
    theirs = api.ask("POST", "/v1/incidents", key=other, body=CREATE, headers=headers)
    assert theirs.json["message_id"] != first.json["message_id"], "another caller's key is another key"
    unnamed = [api.ask("POST", "/v1/incidents", key=key, body=CREATE).json["message_id"] for _ in range(2)]
    assert unnamed[0] != unnamed[1]


def test_an_idempotency_key_used_for_another_request_is_a_conflict(api: Api):
    api.gate.answer_with = refusal("conflict", "message.id_reused", 0)
    answer = api.ask("POST", "/v1/incidents", key=api.key(ADA, "admin"), body=CREATE)
    assert (answer.status_code, answer.json["code"]) == (409, "message.id_reused")
    assert answer.content_type == "application/problem+json"


def test_if_match_is_the_version_the_writer_must_find_and_another_one_is_412(api: Api):
    key, incident = api.key(ADA, "responder"), api.incident(ADA)
    path = f"/v1/incidents/{incident}/acknowledge"
    assert api.ask("POST", path, key=key, headers={"If-Match": '"7"'}).status_code == 200
    assert [asked.aggregate_version for asked in api.gate.asked] == [7]
    assert api.ask("POST", path, key=key, headers={"If-Match": "*"}).status_code == 200
    assert [asked.aggregate_version for asked in api.gate.asked] == [7, None]
    api.gate.answer_with = refusal("conflict", "version.conflict", 9)
    stale = api.ask("POST", path, key=key, headers={"If-Match": '"7"'})
    assert (stale.status_code, stale.json["version"]) == (412, 9)


@pytest.mark.parametrize("condition", ["7", 'W/"7"', '"7", "8"', '"seven"', '"99999999999"', ""])
def test_another_form_of_if_match_is_refused_and_not_ignored(api: Api, condition: str):
    path = f"/v1/incidents/{api.incident(ADA)}/acknowledge"
    answer = api.ask("POST", path, key=api.key(ADA, "responder"), headers={"If-Match": condition})
    assert (answer.status_code, answer.json["code"], api.gate.asked) == (400, "header.if-match", [])


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "käse", "a b"])
def test_an_idempotency_key_that_cannot_be_one_is_refused(api: Api, name: str):
    answer = api.ask("POST", "/v1/incidents", key=api.key(ADA, "admin"), body=CREATE, headers={"Idempotency-Key": name})
    assert (answer.status_code, answer.json["code"]) == (400, "header.idempotency-key")


def test_a_rejected_command_says_why_and_what_would_be_possible(api: Api):
    incident = api.incident(ADA, status="resolved")
    api.gate.answer_with = refusal("rejected", "incident.not_open")
    body = {"status": "mitigating"}
    answer = api.ask("POST", f"/v1/incidents/{incident}/status", key=api.key(ADA, "responder"), body=body)
    assert answer.status_code == 409
    assert answer.json == {
        "type": "urn:ameide:sre:problem:incident.not_open",
        "title": "No",
        "status": 409,
        "code": "incident.not_open",
        "detail": "why",
        "message_id": str(api.gate.asked[-1].message_id),
        "allowed_transitions": ["investigating", "closed"],
    }


def test_a_command_that_changes_nothing_is_answered_200_with_the_reason(api: Api):
    api.gate.answer_with = refusal("ignored", "same")
    answer = api.ask("POST", "/v1/incidents", key=api.key(ADA, "admin"), body=CREATE)
    assert (answer.status_code, answer.json["status"], answer.json["reason"]) == (200, "ignored", "same")
    assert "Location" not in answer.headers


def test_without_the_writer_nothing_is_claimed_and_the_caller_is_asked_to_try_again(api: Api):
    api.gate.away = True
    answer = api.ask("POST", "/v1/incidents", key=api.key(ADA, "admin"), body=CREATE)
    assert (answer.status_code, answer.json["code"]) == (503, "writer.unavailable")
    assert answer.headers["Retry-After"] == "2"


def test_an_agent_may_ask_for_a_resolve_and_the_domain_decides(api: Api):
    incident = api.incident(ADA)
    key = api.key(ADA, "agent")
    assert api.ask("POST", f"/v1/incidents/{incident}/close", key=key).status_code == 403
    api.gate.answer_with = refusal("rejected", "incident.approval_needed")
    answer = api.ask("POST", f"/v1/incidents/{incident}/resolve", key=key, body={"summary": "restarted"})
    assert (answer.status_code, answer.json["code"]) == (409, "incident.approval_needed")
    assert api.gate.asked[-1].actor == "agent:agent-key"


def test_an_integration_reports_alerts_under_its_own_source_names(api: Api):
    body = {
        "source": "custom",
        "source_name": "cron",
        "fingerprint": "backup",
        "status": "firing",
        "name": "BackupFailed",
        "severity": "low",
        "labels": {},
        "annotations": {},
        "starts_at": "2026-03-01T12:00:00Z",
    }
    answer = api.ask("POST", "/v1/alerts", key=api.key(ADA, "integration"), body=body)
    assert answer.status_code == 200
    (told,) = api.gate.asked
    assert (told.actor, told.data.source_name) == ("integration:integration-key", "api/cron")
    assert told.data.alert_id == derive(ADA, "alert", "api/cron", "backup")
    assert told.data.received_at == told.occurred_at


def test_a_timeline_entry_gets_the_time_of_asking_unless_it_must_be_repeatable(api: Api):
    incident, key = api.incident(ADA), api.key(ADA, "agent")
    path = f"/v1/incidents/{incident}/timeline"
    assert api.ask("POST", path, key=key, body={"text": "looking"}).status_code == 200
    (told,) = api.gate.asked
    assert (told.data.entry.text, told.data.entry.kind, told.data.entry.occurred_at) == (
        "looking",
        "note",
        told.occurred_at,
    )
    headers = {"Idempotency-Key": "n1"}
    assert api.ask("POST", path, key=key, body={"text": "looking"}, headers=headers).json["code"] == "body.time-missing"
    timed = {"text": "looking", "occurred_at": "2026-03-01T12:00:00+01:00"}
    first = api.ask("POST", path, key=key, body=timed, headers=headers)
    again = api.ask("POST", path, key=key, body=timed, headers=headers)
    assert (first.status_code, again.json["replayed"]) == (200, True)
    assert api.gate.asked[-1].data == api.gate.asked[-2].data


def test_what_a_command_names_must_be_the_callers(api: Api):
    mine, theirs = api.incident(ADA), api.incident(BOB)
    key = api.key(ADA, "responder")
    link = {"linked_id": str(theirs), "kind": "related"}
    assert api.ask("POST", f"/v1/incidents/{mine}/links", key=key, body=link).status_code == 404
    merge = {"merged_ids": [str(theirs)], "reason": "same"}
    assert api.ask("POST", f"/v1/incidents/{mine}/merge", key=key, body=merge).status_code == 404
    with_theirs = {"postmortem_id": str(theirs)}
    assert api.ask("POST", f"/v1/incidents/{mine}/close", key=key, body=with_theirs).status_code == 404
    assert api.ask("POST", "/v1/incidents", key=key, body={**CREATE, "follows": str(theirs)}).status_code == 404
    alerts = {"alerts": [{"alert_id": str(api.alert(BOB)), "episode": 1}]}
    assert api.ask("POST", f"/v1/incidents/{mine}/alerts", key=key, body=alerts).status_code == 404
    assert api.gate.asked == []
