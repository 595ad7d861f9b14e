"""The coder as other agents meet it, by the SDK's own client: card, send, poll, cancel, resume, and two replicas."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from a2a.client import Client, ClientConfig, create_client
from a2a.client.errors import A2AClientError
from a2a.types import (
    CancelTaskRequest,
    GetExtendedAgentCardRequest,
    GetTaskRequest,
    ListTasksRequest,
    Message,
    Part,
    Role,
    SendMessageConfiguration,
    SendMessageRequest,
    Task,
    TaskState,
)
from a2a.utils.errors import A2AError
from google.protobuf.json_format import ParseDict

from shared.kernel.ids import triage_policy_id_for
from shared.remediation.actions import ArgoSync, ArgoTerminate
from tests.support.api import ADA, BOB
from tests.support.coder_site import CoderSite, a_coder_site
from tests.support.coding import a_plan
from tests.support.outside import Mood
from tests.support.patience import PATIENCE_S

pytestmark = pytest.mark.postgres

COMPLETED, WORKING = TaskState.TASK_STATE_COMPLETED, TaskState.TASK_STATE_WORKING
CANCELED, HELD = TaskState.TASK_STATE_CANCELED, TaskState.TASK_STATE_INPUT_REQUIRED
REFUSALS = (A2AError, A2AClientError)


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[CoderSite]:
    with a_coder_site(database_url, tmp_path) as site:
        yield site


@asynccontextmanager
async def speaking(url: str, key: str) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(headers=headers, timeout=PATIENCE_S) as http:
        yield await create_client(url, client_config=ClientConfig(httpx_client=http, streaming=False))


def asked(said: dict[str, Any], message_id: str = "m1", task_id: str = "", **configuration: Any) -> SendMessageRequest:
    message = Message(
        message_id=message_id, task_id=task_id, role=Role.ROLE_USER, parts=[ParseDict({"data": said}, Part())]
    )
    return SendMessageRequest(message=message, configuration=SendMessageConfiguration(**configuration))


async def sent(client: Client, request: SendMessageRequest) -> Task:
    (answer,) = [event async for event in client.send_message(request)]
    assert answer.WhichOneof("payload") == "task"
    task: Task = answer.task
    return task


async def polled(client: Client, task_id: str) -> Task:
    return await client.get_task(GetTaskRequest(id=task_id))


def speak(url: str, key: str, say: Callable[[Client], Awaitable[Any]]) -> Any:
    async def conversation() -> Any:
        async with speaking(url, key) as client:
            return await say(client)

    return asyncio.run(conversation())


def test_strangers_read_the_card_and_only_callers_that_are_known_are_told_what_is_written(site: CoderSite):
    with site.replica() as url:
        card = httpx.get(f"{url}/.well-known/agent-card.json")
        again = httpx.get(card.url, headers={"If-None-Match": card.headers["ETag"]})
        extended = speak(
            url,
            site.api.key(ADA, "agent"),
            lambda client: client.get_extended_agent_card(GetExtendedAgentCardRequest()),
        )
    assert [skill["id"] for skill in card.json()["skills"]] == ["dry_run_plan", "compare_approval"]
    assert (card.json()["capabilities"]["extendedAgentCard"], again.status_code) == (True, 304)
    assert [skill.id for skill in extended.skills] == [
        "dry_run_plan",
        "compare_approval",
        "apply_gitops_remediation",
        "restart_workload",
        "execute_runbook",
        "update_backlog_documentation",
        "stop",
    ]


def test_an_agent_sends_what_was_approved_and_polls_what_became_of_it(site: CoderSite):
    approval = site.granted(a_plan(ArgoTerminate(application="shop"), ArgoSync(application="till")))
    said = {"skill": "apply_gitops_remediation", "approval_id": str(approval)}

    async def conversation(client: Client) -> tuple[Task, Task, Any, Task]:
        task = await sent(client, asked(said))
        again = await sent(client, asked(said))
        listed = await client.list_tasks(ListTasksRequest(context_id=str(approval), include_artifacts=True))
        return task, again, listed, await client.get_task(GetTaskRequest(id=task.id))

    with site.replica() as url:
        task, again, listed, polled = speak(url, site.api.key(ADA, "agent"), conversation)
    assert (task.status.state, task.context_id) == (COMPLETED, str(approval))
    assert task == again == polled == listed.tasks[0]
    outcome = json.loads(task.artifacts[0].parts[0].text)
    assert [action["status"] for action in outcome["actions"]] == ["succeeded", "succeeded"]
    assert [change.place for change in site.outside.log] == [0, 1]


def test_what_was_cancelled_is_cancelled_twice_and_what_has_ended_is_not(site: CoderSite):
    waiting, done = site.requested(), site.granted(a_plan(ArgoSync(application="till")))

    async def conversation(client: Client) -> list[Any]:
        held = await sent(client, asked({"approval_id": str(waiting)}, "w"))
        ended = await sent(client, asked({"approval_id": str(done)}, "d"))
        first = await client.cancel_task(CancelTaskRequest(id=held.id))
        second = await client.cancel_task(CancelTaskRequest(id=held.id))
        with pytest.raises(REFUSALS):
            await client.cancel_task(CancelTaskRequest(id=ended.id))
        site.grant(waiting)
        return [held, first, second, await sent(client, asked({"approval_id": str(waiting)}, "another"))]

    with site.replica() as url:
        tasks = speak(url, site.api.key(ADA, "agent"), conversation)
    assert [task.status.state for task in tasks] == [HELD, CANCELED, CANCELED, CANCELED]
    assert [change.approval_id for change in site.outside.log] == [done]


def test_what_could_not_go_on_is_resumed_by_the_same_message_by_its_task_or_by_the_clock(site: CoderSite):
    approvals = [site.granted(a_plan(ArgoSync(application=name))) for name in ("a", "b", "c")]

    async def conversation(client: Client) -> list[TaskState]:
        site.outside.mood = Mood.SILENT
        tasks = [await sent(client, asked({"approval_id": str(each)}, str(each))) for each in approvals]
        assert {task.status.state for task in tasks} == {WORKING}
        site.outside.mood = Mood.WELL
        await sent(client, asked({"approval_id": str(approvals[0])}, str(approvals[0])))
        await sent(client, asked({}, "any", tasks[1].id))
        return [(await client.get_task(GetTaskRequest(id=task.id))).status.state for task in tasks]

    with site.replica() as url:
        states = speak(url, site.api.key(ADA, "agent"), conversation)
    assert states == [COMPLETED, COMPLETED, WORKING]
    assert len(site.outside.log) == 2
    assert site.rows("UPDATE coder.task SET changed_at = changed_at - interval '1 min' WHERE due RETURNING 1") == [(1,)]
    assert [site.tick() for _ in range(2)] == [1, 0]
    assert len(site.outside.log) == 3


def test_at_once_it_is_answered_and_the_clock_begins_it(site: CoderSite):
    approval = site.granted()
    with site.replica() as url:
        task = speak(
            url,
            site.api.key(ADA, "agent"),
            lambda client: sent(client, asked({"approval_id": str(approval)}, return_immediately=True)),
        )
    assert (task.status.state, site.outside.log) == (WORKING, [])
    site.rows("UPDATE coder.task SET changed_at = changed_at - interval '1 min' RETURNING 1")
    assert site.tick() == 1
    assert len(site.outside.log) == 1


def test_nobody_sees_or_cancels_what_another_asked_for(site: CoderSite):
    approval = site.requested()
    owner = site.api.key(ADA, "agent")
    with site.replica() as url:
        task = speak(url, owner, lambda client: sent(client, asked({"approval_id": str(approval)})))

        async def intrude(client: Client) -> int:
            for ask in (
                lambda: client.get_task(GetTaskRequest(id=task.id)),
                lambda: client.cancel_task(CancelTaskRequest(id=task.id)),
                lambda: sent(client, asked({}, "x", task.id)),
            ):
                with pytest.raises(REFUSALS):
                    await ask()
            return len((await client.list_tasks(ListTasksRequest())).tasks)

        strangers = [site.api.key(tenant, "agent") for tenant in (ADA, BOB)]
        assert [speak(url, key, intrude) for key in strangers] == [0, 0]
        assert speak(url, owner, lambda client: client.get_task(GetTaskRequest(id=task.id))).status.state == HELD


def test_two_replicas_share_tasks_and_of_many_who_ask_at_once_one_acts(site: CoderSite):
    approval = site.granted(a_plan(ArgoTerminate(application="shop"), ArgoSync(application="till")))
    key = site.api.key(ADA, "agent")
    with ExitStack() as replicas:
        urls = [replicas.enter_context(site.replica()) for _ in range(2)]

        def ask(number: int) -> str:
            said = {"approval_id": str(approval)}
            name = f"m{number % 4}"
            return str(speak(urls[number % 2], key, lambda client: sent(client, asked(said, name))).id)

        with ThreadPoolExecutor(4) as askers:
            ids = list(askers.map(ask, range(12)))
        ended = [speak(url, key, partial(polled, task_id=each)).status.state for url in urls for each in ids[:4]]
    assert len(set(ids)) == 4
    assert COMPLETED in ended
    assert [change.place for change in site.outside.log] == [0, 1]


def test_a_skill_that_does_not_fit_what_was_approved_is_refused(site: CoderSite):
    approval = site.granted()
    key = site.api.key(ADA, "agent")
    with site.replica() as url:
        for skill in ("restart_workload", "update_backlog_documentation"):
            said = {"skill": skill, "approval_id": str(approval)}
            with pytest.raises(REFUSALS, match=r"is not for argocd\.sync"):
                speak(url, key, partial(sent, request=asked(said)))
    assert site.outside.log == []
    assert site.rows("SELECT count(*) FROM coder.task") == [(0,)]


def test_one_message_is_one_request(site: CoderSite):
    first, second = site.granted(), site.granted(a_plan(ArgoSync(application="till")))
    key = site.api.key(ADA, "agent")
    with site.replica() as url:
        speak(url, key, lambda client: sent(client, asked({"approval_id": str(first)}, "same")))
        with pytest.raises(REFUSALS, match="something else"):
            speak(url, key, lambda client: sent(client, asked({"approval_id": str(second)}, "same")))
    assert [change.approval_id for change in site.outside.log] == [first]


def test_the_operators_switch_holds_everything_at_once_and_lets_it_go_on(site: CoderSite):
    approval = site.granted()
    key = site.api.key(ADA, "agent")

    def state_of(url: str) -> TaskState:
        task: Task = speak(url, key, lambda client: sent(client, asked({"approval_id": str(approval)})))
        return task.status.state

    with site.replica() as url:
        site.rows("INSERT INTO coder.switch (name, paused, reason) VALUES ('all', true, 'a drill') RETURNING 1")
        assert (state_of(url), site.outside.log) == (HELD, [])
        site.rows("UPDATE coder.switch SET paused = false RETURNING 1")
        assert state_of(url) == COMPLETED


def test_a_tenants_policy_that_is_paused_holds_what_is_its_own(site: CoderSite):
    approval = site.granted()
    site.api.store(ADA, "triage_policy", triage_policy_id_for(ADA), {"paused": True})
    with site.replica() as url:
        task = speak(
            url, site.api.key(ADA, "agent"), lambda client: sent(client, asked({"approval_id": str(approval)}))
        )
    assert (task.status.state, site.outside.log) == (HELD, [])
    assert "paused for this tenant" in task.status.message.parts[0].text


def test_an_agents_key_cannot_say_yes_nor_make_a_yes_fit_another_plan(site: CoderSite):
    mild, wild = a_plan(), a_plan(ArgoSync(application="everything"))
    agent = site.api.key(ADA, "agent")
    approval = site.requested(mild, key=agent)
    state = site.api.ask("GET", f"/v1/approvals/{approval}", key=agent).json
    read = {"plan_hash": state["plan_hash"], "dry_run_hash": state["dry_run_hash"]}
    assert site.api.ask("POST", f"/v1/approvals/{approval}/grant", key=agent, body=read).status_code == 403
    site.grant(approval)
    forged = site.requested(wild, key=agent)
    definition = {"title": "x", "plan": "{}", "risk": "low"}
    rewritten = site.api.ask(
        "POST", "/v1/approvals", key=agent, body={"approval_id": str(approval), "definition": definition}
    )
    assert rewritten.status_code == 409
    with site.replica() as url:

        async def conversation(client: Client) -> list[TaskState]:
            tasks = [await sent(client, asked({"approval_id": str(each)}, str(uuid4()))) for each in (forged, approval)]
            for extra in ({"plan": "{}"}, {"plan_hash": "0" * 64}, {"dry_run": ""}):
                with pytest.raises(REFUSALS):
                    await sent(client, asked({"approval_id": str(forged), **extra}, str(uuid4())))
            return [task.status.state for task in tasks]

        assert speak(url, agent, conversation) == [HELD, COMPLETED]
    assert [(change.approval_id, change.target) for change in site.outside.log] == [
        (UUID(str(approval)), "application shop")
    ]
