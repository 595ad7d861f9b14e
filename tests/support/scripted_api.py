"""An API that gives the answers it is told to, in the shapes in which Kubernetes and Argo CD say no."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shared.adapters.effects.answers import Answered, Json, readable
from shared.ports.effects import EffectUnavailable

Said = Answered | Exception


class Sent(NamedTuple):
    method: str
    path: str
    query: Json
    body: Json | None
    kind: str


@dataclass
class ScriptedApi:
    """``reads`` are given in order for a path, the last of them for ever; ``writes`` in order, whatever is written."""

    reads: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))
    writes: list[Said] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def read(self, path: str, query: dict[str, str], until: float) -> Answered:
        del query, until
        answers = self.reads[path]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return readable(answer)

    def write(self, method: str, path: str, until: float, *, query: Json, body: Json | None, kind: str) -> Answered:
        del until
        self.sent.append(Sent(method, path, query, body, kind))
        answer = self.writes.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def says(body: Any, status: int = 200) -> Answered:
    return Answered(status, body, str(body))


def kubernetes_no(status: int, reason: str, message: str) -> Answered:
    """A ``Status`` as a kube-apiserver sends it."""
    body = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": message,
        "reason": reason,
        "code": status,
    }
    return says(body, status)


def argocd_no(status: int, code: int, message: str) -> Answered:
    """An error as Argo CD's gateway sends it: the code is gRPC's."""
    return says({"error": message, "code": code, "message": message}, status)


AWAY = EffectUnavailable("nobody listens")
