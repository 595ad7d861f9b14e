"""Paths to operations, built from the table: what is not in the table has no route."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request

from shared.adapters.http.problem import HttpProblem, Problematic, stop
from shared.ports.operation import Operation


@dataclass(frozen=True, slots=True)
class MatchedOperation:
    """The operation that a request names, and the ids in its path."""

    operation: Operation
    ids: Mapping[str, UUID]


class Routes:
    """Finds operations by method and path. Raises ValueError when two of them have one name."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._operations = {operation.name: operation for operation in operations}
        if len(self._operations) != len(operations):
            raise ValueError("two operations have the same name")
        self._map = _compiled(tuple(_rule(operation) for operation in operations))

    def find(self, request: Request) -> MatchedOperation:
        """Gives the operation that the request names. Raises Problematic: 404 or 405."""
        try:
            name, ids = self._map.bind("api").match(request.path, method=request.method)
        except MethodNotAllowed as refused:
            allowed = {"Allow": ", ".join(sorted(refused.valid_methods or ()))}
            raise stop(405, "route.method", "This path knows other methods only", headers=allowed) from refused
        except HTTPException as unknown:
            raise Problematic(NO_ROUTE) from unknown
        return MatchedOperation(self._operations[name], ids)


NO_ROUTE = HttpProblem(status=404, code="route.unknown", title="There is no such path")


@dataclass(frozen=True, slots=True)
class _Rule:
    """``path`` in werkzeug's form: ``/v1/incidents/<uuid:incident_id>``."""

    name: str
    method: str
    path: str


def _rule(operation: Operation) -> _Rule:
    path = operation.path
    for name in operation.path_parameters:
        path = path.replace(f"{{{name}}}", f"<uuid:{name}>")
    return _Rule(operation.name, operation.method, path)


@cache
def _compiled(rules: tuple[_Rule, ...]) -> Map:
    """Werkzeug compiles code for every rule, also for making its address: a process does that once for a table."""
    made = [Rule(rule.path, endpoint=rule.name, methods=[rule.method]) for rule in rules]
    return Map(made, strict_slashes=True, merge_slashes=False)
