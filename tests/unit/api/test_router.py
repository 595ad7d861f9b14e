"""What the router does when things break behind it, and who is refused wherever he comes in."""

from uuid import UUID

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request

from shared.adapters.http.router import Router, RouterDependencies
from shared.app.operations.catalogue import OPERATIONS
from shared.kernel.ids import TenantId
from shared.ports.credentials import Credential, Role
from shared.ports.operation import Answer, Declined, Operation, OperationRequest, authorise

NOBODY = UUID(int=1)
TOKENS = {f"token-{role}": role for role in Role}


class Away(Exception):  # noqa: N818
    pass


class KnownKeys:
    def find(self, token: str) -> Credential | None:
        role = TOKENS.get(token)
        return None if role is None else Credential(tenant_id=TenantId(NOBODY), key_id=NOBODY, name="ada", role=role)


class BreakingDispatcher:
    def __init__(self, failure: Exception) -> None:
        self._failure = failure

    def dispatch(self, _operation: Operation, _request: OperationRequest) -> Answer:
        raise self._failure


def healthy() -> None:
    pass


def client_over(failure: Exception) -> Client:
    dependencies = RouterDependencies(
        dispatcher=BreakingDispatcher(failure),
        credentials=KnownKeys(),
        transient=(Away,),
        ping=healthy,
        document=lambda: b"{}",
    )
    return Client(Request.application(Router(OPERATIONS, dependencies).respond))


def ask(failure: Exception):
    return client_over(failure).get("/v1/incidents/open", headers={"Authorization": "Bearer token-viewer"})


def test_what_breaks_unexpectedly_is_recorded_and_not_told(capsys: pytest.CaptureFixture[str]):
    answer = ask(RuntimeError("password=hunter2"))
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert "hunter2" not in answer.text
    assert '"error":"RuntimeError"' in capsys.readouterr().err


def test_what_passes_by_itself_is_a_503_with_a_time_to_try_again():
    answer = ask(Away())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


def test_one_line_is_written_per_request_and_it_names_no_secret(capsys: pytest.CaptureFixture[str]):
    ask(Away())
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert '"operation":"api.ListOpenIncidents"' in lines[0]
    assert "token-viewer" not in lines[0]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_whoever_is_not_named_is_refused_wherever_he_comes_in(operation: Operation):
    for role in Role:
        caller = Credential(tenant_id=TenantId(NOBODY), key_id=NOBODY, name="ada", role=role)
        if role in operation.roles:
            authorise(operation, caller)
        else:
            with pytest.raises(Declined) as refused:
                authorise(operation, caller)
            assert refused.value.reason == "forbidden"


def test_two_operations_with_one_name_are_a_mistake_found_at_start():
    twice = (OPERATIONS[0], OPERATIONS[0])
    dependencies = RouterDependencies(
        dispatcher=BreakingDispatcher(Away()), credentials=KnownKeys(), transient=(), ping=healthy, document=lambda: b""
    )
    with pytest.raises(ValueError, match="same name"):
        Router(twice, dependencies)
