"""What intake could not read is read again: after a setting, a template or our reader was mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.app.accept_webhook import reason_of
from shared.app.publish_alerts import PublishAlerts
from shared.ports.intake import QuarantineAdmin, QuarantinedBody, Sources
from shared.ports.webhook import SourceKinds, UnexpectedPayload, UnreadableBody


@dataclass(frozen=True, slots=True)
class Redriven:
    settled: int
    still_waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedriveQuarantine:
    """As if it came at the time it came: an old body must not look like today's news."""

    kinds: SourceKinds
    publish: PublishAlerts
    quarantine: QuarantineAdmin
    sources: Sources
    limit: int = 1000

    def __call__(self, ids: Sequence[UUID] | None = None) -> Redriven:
        """An entry is settled only after all of it is published; again and again does no harm, the ids are the same."""
        settled = still_waiting = 0
        for quarantine_id in self.quarantine.waiting(ids, self.limit):
            entry = self.quarantine.entry(quarantine_id)
            if entry is None:
                continue
            reason = self._again(entry)
            if reason:
                self.quarantine.still_waiting(quarantine_id, reason)
                still_waiting += 1
            else:
                self.quarantine.settle(quarantine_id)
                settled += 1
        return Redriven(settled, still_waiting)

    def _again(self, entry: QuarantinedBody) -> str:
        """Why it is still not understood; empty when it is."""
        source = self.sources.named(entry.tenant_id, entry.source_name)
        if source is None:
            return "its source is no longer registered"
        kind = self.kinds.get(source.kind)
        if kind is None:
            return f"sources of kind {source.kind} are not known here"
        try:
            parsed = kind.parse(entry.body, source, entry.received_at)
        except (UnreadableBody, UnexpectedPayload) as refused:
            return str(refused)
        published = self.publish(source, parsed, received_at=entry.received_at)
        return reason_of(parsed.invalid + published.refused)
