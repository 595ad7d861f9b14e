"""How a page gets its content, and how a form has its effect: operations of the catalogue, as the person signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from shared.ports.credentials import Credential
from shared.ports.operation import Answer, Declined, Operation, OperationDispatcher, OperationRequest, authorise
from shared.ports.outcome import Problem

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Question:
    """One operation is to be asked. Arguments may be texts, as they stand in a URL or a form."""

    operation: str
    ids: Mapping[str, UUID] = field(default_factory=dict)
    arguments: Mapping[str, Any] = field(default_factory=dict)


def ask(operation: str, ids: Mapping[str, UUID] | None = None, /, **arguments: Any) -> Question:
    """Writes an `Question` as it reads: ``ask("SearchIncidents", limit=20)``. Arguments that are None are left out."""
    given = {name: value for name, value in arguments.items() if value is not None}
    return Question(operation, ids or {}, given)


class PersonalCatalogue:
    """The catalogue as one person may use it: puts operations to the dispatcher.

    ``min_position``: what this person did last; whatever can wait for it does, so that they see it done.
    """

    def __init__(
        self,
        dispatcher: OperationDispatcher,
        operations: Mapping[str, Operation],
        caller: Credential,
        *,
        min_position: int | None = None,
        traceparent: str | None = None,
    ) -> None:
        self._dispatcher = dispatcher
        self._operations = operations
        self._caller = caller
        self._min_position = min_position
        self._traceparent = traceparent

    def may(self, operation: str) -> bool:
        """Says whether this person's role may use the operation."""
        try:
            authorise(self._operations[operation], self._caller)
        except Declined:
            return False
        return True

    def summary(self, operation: str) -> str:
        """Gives what the operation tells, in its own words."""
        return self._operations[operation].summary

    def content(self, asked: Question) -> Any:
        """Gives what the operation answers, of its response type; for reading only. Raises Declined."""
        if self._operations[asked.operation].kind == "command":
            raise TypeError(f"{asked.operation} changes something: a form asks for it")
        return self.answer(asked).content

    def answer(self, asked: Question, *, key: str | None = None, version: int | None = None) -> Answer:
        """Asks. ``key``: under which a repetition is the same; ``version``: on which the person decided.

        Raises Declined and WriterUnavailable.
        """
        operation = self._operations[asked.operation]
        authorise(operation, self._caller)
        request = OperationRequest(
            caller=self._caller,
            ids=asked.ids,
            arguments=self._arguments(operation, asked.arguments),
            idempotency_key=key,
            expected_version=version,
            traceparent=self._traceparent,
        )
        return self._dispatcher.dispatch(operation, request)

    def _arguments(self, operation: Operation, given: Mapping[str, Any]) -> Any:
        waits = self._min_position is not None and "as_of" not in given
        waiting = waits and "min_position" in operation.request.model_fields
        own = {"min_position": self._min_position} if waiting else {}
        try:
            return operation.request.model_validate({**own, **given})
        except ValidationError as invalid:
            raise _not_as_taken(invalid) from invalid


def _not_as_taken(invalid: ValidationError) -> Declined:
    errors = invalid.errors(include_url=False, include_context=False, include_input=False)
    said = [f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"[:300] for error in errors[:_SHOWN]]
    problem = Problem(code="request.invalid", title="Something here is not as it has to be", detail="; ".join(said))
    return Declined("invalid", problem)
