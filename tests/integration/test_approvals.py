"""Approvals as people and agents meet them: over the API, on the terminal, and when nobody answers."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import typer
from typer.testing import CliRunner

from cli.approvals import approvals
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.overdue import PostgresOverdueAggregates
from shared.app.sweep_overdue import SweepOverdue
from shared.domain.incident.approving import resolution_plan
from shared.ports.clock import SystemClock
from tests.support.api import ADA, BOB, Api
from tests.support.approvals import PLAN
from tests.support.json_client import JsonAnswer
from tests.support.served import served
from tests.support.writing_gate import deciding_api


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


@pytest.fixture
def keys(api: Api) -> Mapping[str, str]:
    return {role: api.key(ADA, role) for role in ("viewer", "responder", "approver", "agent")}


def ask_for(api: Api, key: str, **definition: Any) -> str:
    said = {"title": "Synchronise checkout", "plan": PLAN, "risk": "high"} | definition
    made = api.ask("POST", "/v1/approvals", key=key, body=json.dumps({"definition": said}).encode())
    assert made.status_code == 201, made.text
    return str(made.json["aggregate_id"])


def say(api: Api, key: str, approval: str, verb: str, **body: Any) -> JsonAnswer:
    return api.ask("POST", f"/v1/approvals/{approval}/{verb}", key=key, body=json.dumps(body).encode())


def read(api: Api, key: str, approval: str) -> dict[str, Any]:
    found: dict[str, Any] = api.ask("GET", f"/v1/approvals/{approval}", key=key).json
    return found


def test_where_the_risk_is_low_a_responder_may_say_yes(api: Api, keys):
    approval = ask_for(api, keys["agent"], risk="low")
    read_hash = {"plan_hash": read(api, keys["viewer"], approval)["plan_hash"]}
    assert say(api, keys["viewer"], approval, "grant", **read_hash).status_code == 403
    assert say(api, keys["responder"], approval, "grant", **read_hash).status_code == 200


def test_an_agent_asks_a_person_reads_and_says_yes_and_the_agent_begins_once(api: Api, keys):
    approval = ask_for(api, keys["agent"])
    (waiting,) = api.ask("GET", "/v1/approvals?status=requested", key=keys["viewer"]).json["items"]
    assert (waiting["approval_id"], waiting["definition"]["plan"]) == (approval, PLAN)
    read_hash = {"plan_hash": waiting["plan_hash"]}

    assert say(api, keys["agent"], approval, "grant", **read_hash).status_code == 403
    too_little = say(api, keys["responder"], approval, "grant", **read_hash)
    assert (too_little.status_code, too_little.json["code"]) == (409, "approval.role_not_enough")
    claimed = say(api, keys["responder"], approval, "grant", **read_hash, granted_as="approver")
    assert claimed.status_code == 422, "who one is, one does not say oneself"
    assert say(api, keys["approver"], approval, "grant", **read_hash).status_code == 200
    begun = {"plan_hash": waiting["plan_hash"], "effect_id": str(uuid4())}
    assert say(api, keys["agent"], approval, "consume", **begun).json["status"] == "accepted"
    assert say(api, keys["agent"], approval, "consume", **begun).json["fact_ids"] == []
    again = say(api, keys["agent"], approval, "consume", **begun | {"effect_id": str(uuid4())})
    assert (again.status_code, again.json["code"]) == (409, "approval.consumed")
    assert read(api, keys["viewer"], approval)["status"] == "consumed"


def test_who_proposes_does_not_approve(api: Api, keys):
    approval = ask_for(api, keys["approver"])
    own = say(api, keys["approver"], approval, "grant", plan_hash=read(api, keys["viewer"], approval)["plan_hash"])
    assert (own.status_code, own.json["code"]) == (409, "approval.own_proposal")


def test_of_many_who_begin_at_once_one_may(api: Api, keys):
    approval = ask_for(api, keys["agent"])
    plan_hash = read(api, keys["viewer"], approval)["plan_hash"]
    assert say(api, keys["approver"], approval, "grant", plan_hash=plan_hash).status_code == 200

    def begin(effect: str) -> int:
        return say(api, keys["agent"], approval, "consume", plan_hash=plan_hash, effect_id=effect).status_code

    with ThreadPoolExecutor(8) as executors:
        answers = list(executors.map(begin, [str(uuid4()) for _ in range(24)]))
    assert sorted(answers) == [200, *[409] * 23]


def test_another_tenant_neither_sees_nor_answers(api: Api, keys):
    approval = ask_for(api, keys["agent"])
    stranger = api.key(BOB, "approver")
    plan_hash = read(api, keys["viewer"], approval)["plan_hash"]
    assert api.ask("GET", f"/v1/approvals/{approval}", key=stranger).status_code == 404
    assert say(api, stranger, approval, "grant", plan_hash=plan_hash).status_code == 404
    assert api.ask("GET", "/v1/approvals", key=stranger).json["items"] == []


def test_an_agent_resolves_an_incident_in_the_words_that_were_approved(api: Api, keys):
    body = json.dumps({"title": "Checkout answers 502", "severity": "low"}).encode()
    incident = api.ask("POST", "/v1/incidents", key=keys["responder"], body=body).json["aggregate_id"]
    plan = resolution_plan(incident, "The rollback mended it")
    approval = ask_for(api, keys["agent"], plan=plan, incident_id=incident, risk="low")
    plan_hash = read(api, keys["viewer"], approval)["plan_hash"]

    def resolve(summary: str) -> JsonAnswer:
        said = json.dumps({"summary": summary, "approval_id": approval}).encode()
        return api.ask("POST", f"/v1/incidents/{incident}/resolve", key=keys["agent"], body=said)

    assert resolve("The rollback mended it").json["code"] == "incident.approval_required"
    assert say(api, keys["approver"], approval, "grant", plan_hash=plan_hash).status_code == 200
    assert resolve("It healed by itself").json["code"] == "incident.approval_required"
    assert resolve("The rollback mended it").status_code == 200
    of_it = api.ask("GET", f"/v1/approvals?incident_id={incident}", key=keys["viewer"]).json["items"]
    assert [each["approval_id"] for each in of_it] == [approval]


def test_what_nobody_answers_expires_and_is_shown_so_at_once(api: Api, keys, database_url: str):
    approval = ask_for(api, keys["agent"])
    with psycopg.connect(database_url, autocommit=True) as sql:
        sql.execute(
            "UPDATE domain.aggregate SET expected_by = now() - interval '1 s', state = jsonb_set(state,"
            " '{expires_at}', to_jsonb(now() - interval '1 s')) WHERE aggregate_type = 'approval'"
        )
    assert read(api, keys["viewer"], approval)["status"] == "expired"
    assert api.ask("GET", "/v1/approvals?status=requested", key=keys["viewer"]).json["items"] == []
    with connect_pool(database_url, role="sre_writer", application="test", max_size=1) as pool:
        overdue = PostgresOverdueAggregates(pool)
        judge: Any = lambda _tenant, asked: api.gate.submit(asked)  # noqa: E731 - the writer behind the gate
        sweep = SweepOverdue(handle=judge, overdue=overdue, clock=SystemClock())
        assert (sweep(), sweep()) == (1, 0)
    with psycopg.connect(database_url) as sql:
        stored = sql.execute("SELECT state ->> 'status' FROM domain.aggregate WHERE aggregate_type = 'approval'")
        assert stored.fetchall() == [("expired",)]


def test_on_the_terminal_the_plan_is_shown_before_yes_is_asked_for(api: Api, keys):
    app = typer.Typer()
    app.add_typer(approvals, name="approvals")
    approval = ask_for(api, keys["agent"], title="Synchronise \x1b[31mcheckout")
    with served(api.client.application) as url:

        def sre(line: str, answer: str = "") -> Any:
            told = [*line.split(), "--url", url, "--token", keys["approver"]]
            return CliRunner().invoke(app, told, input=answer)

        refused = sre(f"approvals approve {approval}", "n\n")
        assert refused.exit_code == 1
        assert '"application": "checkout"' in refused.stdout
        assert "\x1b[31m" not in refused.stdout
        assert read(api, keys["viewer"], approval)["status"] == "requested"
        assert "its plan holds no actions that are done at a target" in refused.stdout
        said = sre(f"approvals approve {approval}", "y\n")
        assert said.exit_code == 0, said.stderr
        assert "granted" in sre(f"approvals show {approval}").stdout
        assert sre(f"approvals approve {approval} --yes").exit_code == 1
