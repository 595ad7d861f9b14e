"""A2A's methods over the desk. Nothing of it lives in this process: every request is answered from the database."""

from collections.abc import AsyncGenerator, Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID, uuid4

from a2a.server.context import ServerCallContext
from a2a.server.events.event_queue import Event
from a2a.server.request_handlers.request_handler import RequestHandler, validate_request_params
from a2a.types import AgentCard, ListTasksResponse, Message, Task
from a2a.utils.errors import (
    A2AError,
    InternalError,
    InvalidParamsError,
    PushNotificationNotSupportedError,
    TaskNotCancelableError,
    TaskNotFoundError,
    UnsupportedOperationError,
)

from shared.adapters.a2a.asked import CoderMessage, asked_in
from shared.adapters.a2a.card import extended_card
from shared.adapters.a2a.told import STAGES, answer_of, comparison_answer, dry_run_answer, task_of
from shared.ports.coder_desk import Asker, Desk, TaskEnded, UnknownTask, WrongRequest
from shared.ports.coder_tasks import TaskRequest, TooManyTasks
from shared.ports.effects import EffectUnavailable
from shared.remediation.plan_text import InvalidPlan

#: In the context's state: who asks for a tenant, when its answer is due, and failures that are nobody's answer.
ASKER, UNTIL, FAILURES = "sre.asker", "sre.until", "sre.failures"
_LISTED = 50

F = TypeVar("F", bound=Callable[..., Any])


def _answering(method: F) -> F:
    """Failures that are an answer become one; of others the caller hears only that there was one."""

    @wraps(method)
    async def answered(self: "CoderHandler", params: Any, context: ServerCallContext) -> Any:
        try:
            return await method(self, params, context)
        except A2AError:
            raise
        except (WrongRequest, InvalidPlan) as wrong:
            raise InvalidParamsError(str(wrong)) from wrong
        except TooManyTasks as many:
            raise InvalidParamsError("there are too many requests for this approval") from many
        except EffectUnavailable as away:
            raise InternalError(f"a target does not answer: {away}") from away
        except UnknownTask as unknown:
            raise TaskNotFoundError from unknown
        except TaskEnded as ended:
            raise TaskNotCancelableError from ended
        except Exception as failure:
            context.state[FAILURES].append(failure)
            raise InternalError("something here is broken, or the database is away") from failure

    return answered  # type: ignore[return-value]


class CoderHandler(RequestHandler):
    """``url``: where callers reach it, for the card."""

    def __init__(self, desk: Desk, url: str) -> None:
        self._desk = desk
        self._url = url

    @_answering
    @validate_request_params
    async def on_message_send(self, params: Any, context: ServerCallContext) -> Task | Message:
        asker, message = _asker(context), params.message
        if message.task_id:
            return self._resumed(asker, message, context)
        asked = asked_in(message)
        until = context.state[UNTIL](asked.within_s)
        if asked.kind == "dry_run":
            return dry_run_answer(uuid4(), self._desk.dry_run(asker, asked.plan or "", until=until))
        request = _request(asked)
        if asked.kind == "compare":
            return comparison_answer(uuid4(), self._desk.compare(asker, request.approval_id, until=until))
        if asked.kind == "stop":
            self._desk.stop(asker, request.approval_id)
            return answer_of(uuid4(), "nothing further of it is begun")
        if message.context_id not in ("", str(request.approval_id)):
            raise InvalidParamsError("the context of a request is its approval")
        at_once = params.configuration.return_immediately
        return task_of(self._desk.send(asker, message.message_id, request, until=until, at_once=at_once))

    def _resumed(self, asker: Asker, message: Message, context: ServerCallContext) -> Task:
        """Whatever a further message to a task says, it is asked again for what it is for."""
        task = self._desk.get(asker, _uuid(message.task_id))
        until = context.state[UNTIL](300.0)
        return task_of(self._desk.send(asker, task.message_id, task.request, until=until))

    @_answering
    @validate_request_params
    async def on_get_task(self, params: Any, context: ServerCallContext) -> Task | None:
        return task_of(self._desk.get(_asker(context), _uuid(params.id)))

    @_answering
    async def on_list_tasks(self, params: Any, context: ServerCallContext) -> ListTasksResponse:
        """The last changed first, so many at most; there are no further pages."""
        if params.page_token:
            raise InvalidParamsError("there are no further pages: name a context")
        found = self._desk.listed(
            _asker(context),
            approval_id=_uuid(params.context_id) if params.context_id else None,
            stage=STAGES.get(params.status),
            limit=params.page_size if 0 < params.page_size <= _LISTED else _LISTED,
        )
        tasks = [task_of(task) for task in found]
        return ListTasksResponse(tasks=tasks, page_size=_LISTED, total_size=len(tasks), next_page_token="")

    @_answering
    @validate_request_params
    async def on_cancel_task(self, params: Any, context: ServerCallContext) -> Task | None:
        return task_of(self._desk.cancel(_asker(context), _uuid(params.id)))

    @_answering
    async def on_get_extended_agent_card(self, params: Any, context: ServerCallContext) -> AgentCard:  # noqa: ARG002
        return extended_card(self._url)

    async def on_message_send_stream(self, params: Any, context: ServerCallContext) -> AsyncGenerator[Event]:
        """A function answers once: send, and ask again."""
        _refuse_streams(params, context)
        yield Message()

    async def on_subscribe_to_task(self, params: Any, context: ServerCallContext) -> AsyncGenerator[Event]:
        _refuse_streams(params, context)
        yield Message()

    async def on_create_task_push_notification_config(self, params: Any, context: ServerCallContext) -> Any:
        _refuse_pushes(params, context)

    async def on_get_task_push_notification_config(self, params: Any, context: ServerCallContext) -> Any:
        _refuse_pushes(params, context)

    async def on_list_task_push_notification_configs(self, params: Any, context: ServerCallContext) -> Any:
        _refuse_pushes(params, context)

    async def on_delete_task_push_notification_config(self, params: Any, context: ServerCallContext) -> None:
        _refuse_pushes(params, context)


def _asker(context: ServerCallContext) -> Asker:
    """Of a tenant's own credential the tenant is known; one of our services names it."""
    asker: Asker = context.state[ASKER](context.tenant)
    return asker


def _request(asked: CoderMessage) -> TaskRequest:
    if asked.approval_id is None:
        raise InvalidParamsError("it names no approval")
    return TaskRequest(approval_id=asked.approval_id, actions=asked.actions, skill=asked.skill)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as unknown:
        raise TaskNotFoundError from unknown


def _refuse_streams(_params: Any, _context: ServerCallContext) -> None:
    raise UnsupportedOperationError("there are no streams: send, and ask again")


def _refuse_pushes(_params: Any, _context: ServerCallContext) -> None:
    raise PushNotificationNotSupportedError
