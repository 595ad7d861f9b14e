"""Requests as A2A tells them: tasks with the outcome as an artifact, and answers."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from a2a.types import Artifact, Message, Part, Role, Task, TaskState, TaskStatus
from pydantic import BaseModel

from shared.adapters.a2a.wire import COMPARISON, DRY_RUN, JSON_TYPE, OUTCOME
from shared.kernel.ids import derive_from
from shared.ports.coder_tasks import CoderTask, TaskStage
from shared.remediation.ground import PlanComparison
from shared.remediation.outcome import DryRun

STATES: Mapping[TaskStage, TaskState] = MappingProxyType(
    {
        TaskStage.WORKING: TaskState.TASK_STATE_WORKING,
        TaskStage.INPUT_REQUIRED: TaskState.TASK_STATE_INPUT_REQUIRED,
        TaskStage.COMPLETED: TaskState.TASK_STATE_COMPLETED,
        TaskStage.FAILED: TaskState.TASK_STATE_FAILED,
        TaskStage.REJECTED: TaskState.TASK_STATE_REJECTED,
        TaskStage.CANCELED: TaskState.TASK_STATE_CANCELED,
    }
)
STAGES: Mapping[int, TaskStage] = MappingProxyType({int(state): stage for stage, state in STATES.items()})


def task_of(task: CoderTask) -> Task:
    """The context of a task is its approval."""
    told = Task(
        id=str(task.task_id),
        context_id=str(task.request.approval_id),
        status=TaskStatus(state=STATES[task.stage], message=_said(task)),
        artifacts=[] if task.outcome is None else [_artifact(task)],
    )
    told.status.timestamp.FromDatetime(task.changed_at)
    return told


def answer_of(message_id: UUID, text: str) -> Message:
    """An answer that is no task: nothing of it goes on."""
    return Message(message_id=str(message_id), role=Role.ROLE_AGENT, parts=[Part(text=text)])


def dry_run_answer(message_id: UUID, dry_run: DryRun) -> Message:
    """The dry run as JSON, byte for byte: an approval is bound to its text."""
    return _json_answer(message_id, DRY_RUN, dry_run)


def comparison_answer(message_id: UUID, comparison: PlanComparison) -> Message:
    return _json_answer(message_id, COMPARISON, comparison)


def _json_answer(message_id: UUID, name: str, value: BaseModel) -> Message:
    part = Part(text=value.model_dump_json(), media_type=JSON_TYPE, filename=f"{name}.json")
    return Message(message_id=str(message_id), role=Role.ROLE_AGENT, parts=[part])


def _said(task: CoderTask) -> Message:
    return Message(
        message_id=str(derive_from(task.task_id, task.stage)),
        context_id=str(task.request.approval_id),
        task_id=str(task.task_id),
        role=Role.ROLE_AGENT,
        parts=[Part(text=task.reason)],
    )


def _artifact(task: CoderTask) -> Artifact:
    text = "" if task.outcome is None else task.outcome.model_dump_json()
    return Artifact(artifact_id=OUTCOME, name=OUTCOME, parts=[Part(text=text, media_type=JSON_TYPE)])
