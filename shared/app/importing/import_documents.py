"""Bringing a company in: files are read, compared with what stands here, and what differs is asked of the writer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from shared.app.importing.attachments import steps_of_attachments
from shared.app.importing.origin import location_of, origin_location
from shared.app.importing.plan import (
    Action,
    ExistingState,
    ImportStep,
    Planner,
    ReportLine,
    reference_to,
    step_of_gone,
    step_of_trouble,
)
from shared.app.importing.targets import TARGETS
from shared.kernel.batches import batched_by_size
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId, derive
from shared.kernel.message import Intent
from shared.ports.current_state import Beginning, CurrentState, Reference, Stored
from shared.ports.imports import Document, ImportKind, Parsed, Parser, Setting
from shared.ports.outcome import CommandGate, Outcome

PRODUCER = "/sre/import"
MAX_DRAFTS = 10_000
_BATCH = 500
#: The writer takes 12 MiB; an event is larger than its definition.
_BATCH_BYTES = 4 * 1024 * 1024
_PAGE = 500
_MAX_PAGES = 40
#: Sources of which each thing is one entry: what is no longer there is gone.
_WHOLE: Mapping[ImportKind, str] = {ImportKind.BACKSTAGE: "service", ImportKind.KNOWLEDGE: "knowledge_document"}


class ImportTooLarge(ValueError):  # noqa: N818 - an answer to whoever asked
    """One import speaks of more than it may hold; the text is safe to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """It is a part of a source: the paths after one, up to another, which is included. None: no bound."""

    after: str | None = None
    until: str | None = None

    def __contains__(self, path: str) -> bool:
        return (self.after is None or path > self.after) and (self.until is None or path <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """It says which files are brought in, and how far to go; ``whole`` says that they are all of the source, or of the
    stretch of it that they are from.
    """

    tenant_id: TenantId
    actor: str
    kind: ImportKind
    source: str
    documents: Sequence[Document]
    whole: bool
    dry_run: bool
    take_over: bool
    at: datetime
    stretch: Stretch = Stretch()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """It is what was done, or would be; ``elsewhere`` counts what came from other files of the source and stays."""

    lines: Sequence[ReportLine]
    elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDocuments:
    """It reads files, compares them with what stands here, and asks the writer for what differs."""

    state: CurrentState
    gate: CommandGate
    parsers: Mapping[ImportKind, Parser]

    def __call__(self, request: ImportRequest) -> Imported:
        """One line for each thing that the files speak of. Raises TooMuch, WriterUnavailable."""
        setting = Setting(tenant_id=request.tenant_id, source=request.source, at=request.at)
        parsed = self.parsers[request.kind](request.documents, setting)
        if len(parsed.drafts) + len(parsed.attachments) > MAX_DRAFTS:
            raise ImportTooLarge(f"the files speak of more than {MAX_DRAFTS} things")
        steps = [*self._planned(request, parsed), *map(step_of_trouble, parsed.troubles)]
        elsewhere = 0
        if request.kind in _WHOLE:
            gone, elsewhere = self._gone(request, parsed, _WHOLE[request.kind])
            steps += gone
        lines = [step.line for step in steps] if request.dry_run else self._done(request, steps)
        return Imported(lines=lines, elsewhere=elsewhere)

    def _planned(self, request: ImportRequest, parsed: Parsed) -> list[ImportStep]:
        planner = Planner(
            tenant_id=request.tenant_id,
            kind=request.kind,
            source=request.source,
            take_over=request.take_over,
            existing=self._existing(request, parsed),
        )
        steps = planner.steps(parsed.drafts)
        if parsed.attachments:
            steps += steps_of_attachments(parsed.attachments, self._all(request.tenant_id, "runbook"))
        return steps

    def _existing(self, request: ImportRequest, parsed: Parsed) -> ExistingState:
        references = {reference_to(draft, request.tenant_id) for draft in parsed.drafts}
        references |= {Reference("service", each) for draft in parsed.drafts for each in draft.names}
        numbers = {draft.incident_number for draft in parsed.drafts if draft.incident_number is not None}
        return ExistingState(
            stored=self.state.found(request.tenant_id, references) if references else {},
            incidents=self.state.incidents_numbered(request.tenant_id, numbers) if numbers else {},
        )

    def _gone(self, request: ImportRequest, parsed: Parsed, aggregate_type: str) -> tuple[list[ImportStep], int]:
        """Of the files that were read, or of the whole stretch; what could not be read may still hold it. And how much
        there is of other files, which stays.
        """
        target = TARGETS[aggregate_type]
        here = {reference_to(draft, request.tenant_id).aggregate_id for draft in parsed.drafts}
        here |= {target.identify(request.tenant_id, trouble.slug) for trouble in parsed.troubles if trouble.slug}
        unread = {trouble.path for trouble in parsed.troubles if not trouble.read}
        sent = {document.path for document in request.documents}
        place = origin_location(request.kind, request.source, "")
        steps, elsewhere = list[ImportStep](), 0
        of_source = Beginning(target.origin_path, place)
        for stored in self._all(request.tenant_id, aggregate_type, of_source, deleted=False):
            origin = location_of(target.origin_in(stored.state) or "")
            path = origin.removeprefix(place)
            if stored.aggregate_id in here or path in unread or path not in request.stretch:
                continue
            if path in sent or (request.whole and request.source):
                steps.append(step_of_gone(target, stored, aggregate_type, path, origin, take_over=request.take_over))
            elsewhere += path not in sent and bool(request.source) and not request.whole
        return steps, elsewhere

    def _all(
        self, tenant_id: TenantId, aggregate_type: str, beginning: Beginning | None = None, **holding: Any
    ) -> Iterator[Stored]:
        after = None
        for _ in range(_MAX_PAGES):
            page = self.state.listed(
                tenant_id, aggregate_type, holding=holding, beginning=beginning, after=after, limit=_PAGE
            )
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].aggregate_id
        raise ImportTooLarge(f"there are more than {_PAGE * _MAX_PAGES} things of the kind {aggregate_type}")

    def _done(self, request: ImportRequest, steps: Sequence[ImportStep]) -> list[ReportLine]:
        """Asks the writer, in batches; each refusal costs itself only."""
        outcomes: list[Outcome] = []
        asking = [step for step in steps if step.intent is not None]
        sized = (_envelope(request, step) for step in asking)
        for batch in batched_by_size(sized, most=_BATCH, most_bytes=_BATCH_BYTES, size_of=lambda each: each[1]):
            outcomes += self.gate.submit([envelope for envelope, _size in batch])
        told = iter([_with_outcome(step.line, outcome) for step, outcome in zip(asking, outcomes, strict=True)])
        return [step.line if step.intent is None else next(told) for step in steps]


def _envelope(request: ImportRequest, step: ImportStep) -> tuple[Envelope[Intent], int]:
    """And how large it is. The same wish on the same version is the same message, however often it is sent."""
    intent = step.intent
    assert intent is not None  # noqa: S101 - the caller has looked
    body = intent.model_dump_json()
    digest = sha256(body.encode()).hexdigest()
    message_id = derive(request.tenant_id, "import", request.kind, intent.aggregate_id, digest, step.version or 0)
    envelope = Envelope(
        message_id=message_id,
        tenant_id=request.tenant_id,
        data=intent,
        occurred_at=request.at,
        producer=PRODUCER,
        actor=request.actor,
        correlation_id=message_id,
        aggregate_version=step.version,
    )
    return envelope, len(body)


def _with_outcome(line: ReportLine, outcome: Outcome) -> ReportLine:
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


def count_by_action(lines: Iterable[ReportLine]) -> dict[str, int]:
    """Returns every action by name with its number of lines."""
    counts = dict.fromkeys((action.value for action in Action), 0)
    for line in lines:
        counts[line.action.value] += 1
    return counts
