"""Which request gets which answer, and a record of every write. Sockets are the server's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from local.cluster import answers
from local.cluster.answers import Refused
from local.cluster.asking import Asked, taken_apart
from local.cluster.discovery import discovered
from local.cluster.objects import KINDS, ClusterObjects
from local.cluster.reading import ClusterReads
from local.cluster.tables import is_asked, table
from local.cluster.writing import ClusterWrites, scale_of
from local.world.access import OPEN, WorldAccess, WorldUser
from local.world.audit import AuditEntry, AuditLog
from local.world.requests import WorldAnswer, WorldRequest, as_json
from shared.ports.clock import Clock, SystemClock

_MOST_ASKED: Final = 10_000
Rule = Callable[[Asked], WorldAnswer | None]


@dataclass(slots=True)
class ClusterApi:
    objects: ClusterObjects
    access: WorldAccess = OPEN
    clock: Clock = field(default_factory=SystemClock)
    audit: AuditLog = field(default_factory=AuditLog.nowhere)
    rules: list[Rule] = field(default_factory=list)
    """Asked first, in order: the first that has an answer gives it. They may refuse, wait and lie."""
    asked: list[str] = field(default_factory=list)
    """The last targets that were asked for, as they came."""
    oldest_version: int = 0
    """Continuing a list of an older version is refused: it has been compacted away."""

    def answer(self, request: WorldRequest) -> WorldAnswer:
        self.asked.append(request.target)
        del self.asked[:-_MOST_ASKED]
        try:
            user = self.access.user(request.bearer)
            if user is None:
                raise answers.unauthorized()
            if (known := discovered(request.path)) is not None:
                return as_json(known)
            asked = taken_apart(request)
        except Refused as refusal:
            return refusal.answer
        answer = self._answered(asked, request, user)
        if not asked.reads:
            self.audit.write(_entry(asked, user, answer.status))
        return answer

    def _answered(self, asked: Asked, request: WorldRequest, user: WorldUser) -> WorldAnswer:
        try:
            for rule in self.rules:
                if (answer := rule(asked)) is not None:
                    return answer
            if not asked.reads:
                if not user.may_write:
                    raise answers.forbidden(user.name, asked.verb, asked.group, asked.plural, asked.namespace)
                with self.objects.changed:
                    return ClusterWrites(self.objects, self.clock).answer(asked, request)
            return self._read(asked, request)
        except Refused as refusal:
            return refusal.answer

    def _read(self, asked: Asked, request: WorldRequest) -> WorldAnswer:
        reads = ClusterReads(self.objects, self.oldest_version)
        if asked.subresource == "log":
            return reads.log(asked)
        if asked.subresource == "scale":
            return as_json(scale_of(reads.one(asked)))
        if asked.verb == "watch":
            return WorldAnswer(200, pieces=reads.watch(asked))
        found = reads.one(asked) if asked.name else reads.page(asked)
        if is_asked(request.accept):
            kind, items = KINDS[asked.group, asked.plural], [found] if asked.name else found["items"]
            found = table(kind, items, found["metadata"]["resourceVersion"], self.clock.now())
        return as_json(found)


def _entry(asked: Asked, user: WorldUser, code: int) -> AuditEntry:
    return AuditEntry(
        api="kubernetes", user=user.name, verb=asked.verb, resource=asked.called, dry_run=asked.dry_run, code=code
    )
