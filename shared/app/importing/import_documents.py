"""Bringing a company in: files are read, compared with what stands here, and what differs is asked of the writer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from shared.app.importing.attachments import steps_of_attachments
from shared.app.importing.origin import place_of
from shared.app.importing.plan import Action, ExistingState, Line, Planner, Step, gone, of_trouble, place, reference_to
from shared.app.importing.targets import TARGETS
from shared.kernel.batches import batched_by_size
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId, derive
from shared.kernel.message import Intent
from shared.ports.current_state import Beginning, CurrentState, Reference, Stored
from shared.ports.imports import Document, ImportKind, Parsed, Parser, Setting
from shared.ports.outcome import CommandGate, Outcome

PRODUCER = "/sre/import"
MOST_DRAFTS = 10_000
_BATCH = 500
#: The writer takes 12 MiB; an event is larger than its definition.
_BATCH_BYTES = 4 * 1024 * 1024
_PAGE = 500
_MOST_PAGES = 40
#: Sources of which each thing is one entry: what is no longer there is gone.
_WHOLE: Mapping[ImportKind, str] = {ImportKind.BACKSTAGE: "service", ImportKind.KNOWLEDGE: "knowledge_document"}


class TooMuch(ValueError):  # noqa: N818 - an answer to whoever asked
    """More than one import may hold; the text is safe to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What is asked: ``whole`` says that the documents are all there is of this source."""

    tenant_id: TenantId
    actor: str
    kind: ImportKind
    source: str
    documents: Sequence[Document]
    whole: bool
    dry_run: bool
    take_over: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDocuments:
    state: CurrentState
    gate: CommandGate
    parsers: Mapping[ImportKind, Parser]

    def __call__(self, asked: Import) -> list[Line]:
        """One line for each thing that the files speak of. Raises TooMuch, WriterUnavailable."""
        setting = Setting(tenant_id=asked.tenant_id, source=asked.source, at=asked.at)
        parsed = self.parsers[asked.kind](asked.documents, setting)
        if len(parsed.drafts) + len(parsed.attachments) > MOST_DRAFTS:
            raise TooMuch(f"the files speak of more than {MOST_DRAFTS} things")
        steps = [*self._planned(asked, parsed), *map(of_trouble, parsed.troubles)]
        if asked.kind in _WHOLE:
            steps += self._gone(asked, parsed, _WHOLE[asked.kind])
        return [step.line for step in steps] if asked.dry_run else self._done(asked, steps)

    def _planned(self, asked: Import, parsed: Parsed) -> list[Step]:
        planner = Planner(
            tenant_id=asked.tenant_id,
            kind=asked.kind,
            source=asked.source,
            take_over=asked.take_over,
            existing=self._existing(asked, parsed),
        )
        steps = planner.steps(parsed.drafts)
        if parsed.attachments:
            steps += steps_of_attachments(parsed.attachments, self._all(asked.tenant_id, "runbook"))
        return steps

    def _existing(self, asked: Import, parsed: Parsed) -> ExistingState:
        references = {reference_to(draft, asked.tenant_id) for draft in parsed.drafts}
        references |= {Reference("service", each) for draft in parsed.drafts for each in draft.names}
        numbers = {draft.incident_number for draft in parsed.drafts if draft.incident_number is not None}
        return ExistingState(
            stored=self.state.found(asked.tenant_id, references) if references else {},
            incidents=self.state.incidents_numbered(asked.tenant_id, numbers) if numbers else {},
        )

    def _gone(self, asked: Import, parsed: Parsed, aggregate_type: str) -> Iterator[Step]:
        """Of the files that were read, or of the whole source; what could not be read may still hold it."""
        target = TARGETS[aggregate_type]
        here = {reference_to(draft, asked.tenant_id).aggregate_id for draft in parsed.drafts}
        here |= {target.identify(asked.tenant_id, trouble.slug) for trouble in parsed.troubles if trouble.slug}
        unread = {place(asked.kind, asked.source, trouble.path) for trouble in parsed.troubles if not trouble.read}
        read = {place(asked.kind, asked.source, document.path) for document in asked.documents} - unread
        below = place(asked.kind, asked.source, "") if asked.whole and asked.source else None
        of_source = Beginning(target.origin_path, place(asked.kind, asked.source, ""))
        for stored in self._all(asked.tenant_id, aggregate_type, of_source, deleted=False):
            origin = place_of(target.origin(stored.state) or "")
            elsewhere = below is not None and origin.startswith(below) and origin not in unread
            if stored.aggregate_id not in here and (origin in read or elsewhere):
                path = origin.removeprefix(place(asked.kind, asked.source, ""))
                yield gone(target, stored, aggregate_type, path, origin, take_over=asked.take_over)

    def _all(
        self, tenant_id: TenantId, aggregate_type: str, beginning: Beginning | None = None, **holding: Any
    ) -> Iterator[Stored]:
        after = None
        for _ in range(_MOST_PAGES):
            page = self.state.listed(
                tenant_id, aggregate_type, holding=holding, beginning=beginning, after=after, limit=_PAGE
            )
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].aggregate_id
        raise TooMuch(f"there are more than {_PAGE * _MOST_PAGES} things of the kind {aggregate_type}")

    def _done(self, asked: Import, steps: Sequence[Step]) -> list[Line]:
        """Asks the writer, in batches; each refusal costs itself only."""
        outcomes: list[Outcome] = []
        asking = [step for step in steps if step.intent is not None]
        sized = (_envelope(asked, step) for step in asking)
        for batch in batched_by_size(sized, most=_BATCH, most_bytes=_BATCH_BYTES, size_of=lambda each: each[1]):
            outcomes += self.gate.submit([envelope for envelope, _size in batch])
        told = iter([_told(step.line, outcome) for step, outcome in zip(asking, outcomes, strict=True)])
        return [step.line if step.intent is None else next(told) for step in steps]


def _envelope(asked: Import, step: Step) -> tuple[Envelope[Intent], int]:
    """And how large it is. The same wish on the same version is the same message, however often it is sent."""
    intent = step.intent
    assert intent is not None  # noqa: S101 - the caller has looked
    body = intent.model_dump_json()
    digest = sha256(body.encode()).hexdigest()
    message_id = derive(asked.tenant_id, "import", asked.kind, intent.aggregate_id, digest, step.version or 0)
    envelope = Envelope(
        message_id=message_id,
        tenant_id=asked.tenant_id,
        data=intent,
        occurred_at=asked.at,
        producer=PRODUCER,
        actor=asked.actor,
        correlation_id=message_id,
        aggregate_version=step.version,
    )
    return envelope, len(body)


def _told(line: Line, outcome: Outcome) -> Line:
    if outcome.status in ("accepted", "ignored"):
        return line
    problem = outcome.problem
    action = Action.REJECTED if outcome.status == "rejected" else Action.CONFLICT
    detail = "it changed meanwhile: import again" if outcome.status == "conflict" else ""
    return replace(
        line,
        action=action,
        code=problem.code if problem else outcome.status,
        detail=detail or (problem.detail or problem.title if problem else ""),
    )


def counted(lines: Iterable[Line]) -> dict[str, int]:
    counts = dict.fromkeys((action.value for action in Action), 0)
    for line in lines:
        counts[line.action.value] += 1
    return counts
