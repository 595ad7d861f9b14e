"""The way to whoever carries plans out: A2A 1.0 by JSON-RPC, without its SDK, which takes a second to import."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
from pydantic import BaseModel, ValidationError

from shared.adapters.a2a.wire import COMPARISON, DRY_RUN, OUTCOME, RPC_PATH, VERSION, VERSION_HEADER, message_id_of
from shared.adapters.http.service_identity import Tokens
from shared.kernel.ids import TenantId
from shared.ports.coder import Coder, CoderUnavailable
from shared.ports.failpoint import failpoint
from shared.remediation.ground import PlanComparison
from shared.remediation.outcome import DryRun, EffectStatus, RemediationOutcome

T = TypeVar("T", bound=BaseModel)

#: It may answer a little later than it was asked to.
_BEYOND_S = 5.0
_CANCEL_S = 10.0
_KNOWN_UNDER_WAY = frozenset({EffectStatus.PENDING, EffectStatus.UNKNOWN})
_UNDER_WAY = frozenset({"TASK_STATE_SUBMITTED", "TASK_STATE_WORKING"})


class CoderClient:
    """``url`` is without the path; ``audience`` is what the other side expects our tokens to name."""

    def __init__(self, url: str, *, audience: str, tokens: Tokens, client: httpx.Client | None = None) -> None:
        self._url = url.rstrip("/") + RPC_PATH
        self._audience = audience
        self._tokens = tokens
        self._client = client or httpx.Client(follow_redirects=False)

    def dry_run(self, tenant_id: TenantId, plan: str, *, within_s: float) -> DryRun:
        """Raises CoderUnavailable."""
        said = {"skill": "dry_run_plan", "plan": plan, "within_s": within_s}
        answer = self._send(tenant_id, uuid4(), said, within_s)
        return _read(DryRun, _texts(answer.get("message", {}).get("parts")), DRY_RUN)

    def compare(self, tenant_id: TenantId, approval_id: UUID, *, within_s: float) -> PlanComparison:
        """Raises CoderUnavailable."""
        said = {"skill": "compare_approval", "approval_id": str(approval_id), "within_s": within_s}
        answer = self._send(tenant_id, uuid4(), said, within_s)
        return _read(PlanComparison, _texts(answer.get("message", {}).get("parts")), COMPARISON)

    def apply(
        self, tenant_id: TenantId, approval_id: UUID, *, actions: Sequence[int] = (), within_s: float
    ) -> RemediationOutcome | None:
        """Raises CoderUnavailable."""
        said = {"approval_id": str(approval_id), "actions": list(actions), "within_s": within_s}
        task = self._send(tenant_id, message_id_of(approval_id, actions), said, within_s).get("task", {})
        outcome = _read(RemediationOutcome, _artifact(task, OUTCOME), OUTCOME) if task.get("artifacts") else None
        under_way = task.get("status", {}).get("state") in _UNDER_WAY
        if under_way and outcome is not None and outcome.status not in _KNOWN_UNDER_WAY:
            return None
        if outcome is None and not under_way:
            raise CoderUnavailable("it answered without saying what became of it")
        return outcome

    def cancel(self, tenant_id: TenantId, approval_id: UUID) -> None:
        """Raises CoderUnavailable."""
        self._send(tenant_id, uuid4(), {"skill": "stop", "approval_id": str(approval_id)}, _CANCEL_S)

    def _send(
        self, tenant_id: TenantId, message_id: UUID, said: Mapping[str, Any], within_s: float
    ) -> Mapping[str, Any]:
        message = {"messageId": str(message_id), "role": "ROLE_USER", "parts": [{"data": said}]}
        body = {
            "jsonrpc": "2.0",
            "id": str(message_id),
            "method": "SendMessage",
            "params": {"tenant": str(tenant_id), "message": message},
        }
        failpoint("coder_client.send")
        try:
            headers = {
                "Authorization": f"Bearer {self._tokens.token(self._audience)}",
                VERSION_HEADER: VERSION,
            }
            timeout = httpx.Timeout(within_s + _BEYOND_S, connect=min(5.0, within_s + _BEYOND_S))
            response = self._client.post(self._url, json=body, headers=headers, timeout=timeout)
            response.raise_for_status()
            answer = response.json()
        except (httpx.HTTPError, OSError, ValueError) as failed:
            raise CoderUnavailable(f"who carries plans out does not answer ({type(failed).__name__})") from failed
        failpoint("coder_client.sent")
        return _result(answer)


def _result(answer: object) -> Mapping[str, Any]:
    if isinstance(answer, dict) and isinstance(result := answer.get("result"), dict):
        return result
    error = answer.get("error") if isinstance(answer, dict) else None
    why = error.get("message") if isinstance(error, dict) else "an answer that nobody understands"
    raise CoderUnavailable(f"it was not taken: {why}")


def _artifact(task: Mapping[str, Any], name: str) -> str:
    for artifact in task.get("artifacts", ()):
        if artifact.get("name") == name:
            return _texts(artifact.get("parts"))
    return ""


def _texts(parts: Any) -> str:
    return "".join(part.get("text", "") for part in parts or ())


def _read(form: type[T], text: str, what: str) -> T:
    try:
        return form.model_validate(json.loads(text))
    except (ValidationError, ValueError) as unreadable:
        raise CoderUnavailable(f"it answered with a {what} that cannot be read") from unreadable


_: type[Coder] = CoderClient
