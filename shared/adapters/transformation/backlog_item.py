"""Backlog items as another system tells them: an event that is readable becomes what is asked of the writer."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from shared.adapters.cloudevents.codec import Unreadable, brief, parse_rfc3339
from shared.adapters.imports.knowledge_slugs import told_apart
from shared.adapters.transformation.payload import Payload
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent, Revision
from shared.kernel.envelope import Envelope
from shared.kernel.ids import DocumentId, TenantId, derive, document_id_for

PRODUCER = "/sre/ingest_backlog"
ACTOR = "integration:transformation"
Told = PutKnowledgeDocument | RemoveKnowledgeDocument

_TYPE = re.compile(r"io\.ameide\.transformation\.(?:domain\.)?fact\.backlog-item-(?P<what>[a-z]+)\.v1")
_PUT = frozenset({"created", "changed", "updated"})
_REMOVED = frozenset({"removed", "deleted"})
_LONGEST_ID, _LONGEST_TRACE = 300, 512
#: Of an item that has a number and says nothing of time: older than all that does.
_SOME_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def read_backlog_event(event: Mapping[str, Any], received_at: datetime) -> Envelope[Told] | None:
    """None is an event of another kind. Raises Unreadable."""
    found = _TYPE.fullmatch(str(event.get("type")))
    if found is None or found["what"] not in _PUT | _REMOVED:
        return None
    try:
        return _envelope(event, received_at, removed=found["what"] in _REMOVED)
    except ValidationError as invalid:
        raise Unreadable(brief(invalid)) from invalid


def _envelope(event: Mapping[str, Any], received_at: datetime, *, removed: bool) -> Envelope[Told]:
    tenant_id = TenantId(_uuid(event.get("tenantid"), "tenantid"))
    source, event_id = (_attribute(event, name) for name in ("source", "id"))
    message_id = derive(tenant_id, "transformation", source, event_id)
    told_at = _moment(event.get("time"))
    item = Payload.of(event.get("data"))
    item_id = item.identity() or _last_of_subject(event)
    if not item_id or len(item_id) > _LONGEST_ID:
        raise Unreadable(f"it does not name its item in at most {_LONGEST_ID} characters")
    slug = told_apart(f"backlog/{item_id}")
    document_id = document_id_for(tenant_id, slug)
    revision = _revision(item, event, told_at)
    return Envelope(
        message_id=message_id,
        tenant_id=tenant_id,
        data=_removal(document_id, item_id, item, revision)
        if removed
        else PutKnowledgeDocument(
            document_id=document_id, slug=slug, content=_content(item_id, item), revision=revision
        ),
        occurred_at=told_at or received_at,
        producer=PRODUCER,
        actor=ACTOR,
        correlation_id=_uuid_or_none(event.get("correlationid")) or message_id,
        causation_id=_uuid_or_none(event_id),
        traceparent=_trace(event.get("traceparent")),
        tracestate=_trace(event.get("tracestate")),
    )


def _content(item_id: str, item: Payload) -> KnowledgeContent:
    title = item.line("title", "summary", longest=500)
    if not title:
        raise Unreadable("the item has no title: an event tells all of it, not what has changed")
    return KnowledgeContent(
        kind=DocumentKind.BACKLOG_ITEM,
        title=title,
        body=item.text("body", "description", "markdown", "content", longest=100_000),
        status=item.line("status", "state"),
        environment=item.line("environment"),
        application=item.line("application", "service", "component"),
        resource=item.line("resource"),
        symptom=item.text("symptom", "symptoms"),
        root_cause=item.text("root_cause"),
        fix=item.text("fix", "resolution"),
        verification=item.text("verification"),
        verified=item.flag("verified"),
        occurred_at=item.moment("occurred_at"),
        tags=item.tags("tags", "labels"),
        url=item.url("url", "link", "html_url"),
        origin=_origin(item_id),
    )


def _removal(document_id: DocumentId, item_id: str, item: Payload, revision: Revision) -> RemoveKnowledgeDocument:
    return RemoveKnowledgeDocument(
        document_id=document_id,
        reason=item.text("reason", longest=4_000) or "it was removed from the backlog",
        revision=revision,
        gone_from=_origin(item_id),
    )


def _revision(item: Payload, event: Mapping[str, Any], told_at: datetime | None) -> Revision:
    """Its number where it has one; its time, which also tells apart what has none."""
    number = item.number("version", "revision")
    if number is None:
        number = Payload({"version": event.get("aggregateversion")}).number("version")
    at = item.moment("removed_at", "deleted_at", "updated_at", "changed_at", "modified_at") or told_at
    if at is None and number is None:
        raise Unreadable("the item says neither its version nor when it changed")
    return Revision(number=number, at=at or _SOME_TIME)


def _origin(item_id: str) -> str:
    return f"transformation:{item_id}"


def _last_of_subject(event: Mapping[str, Any]) -> str:
    """``backlog-item/4711``."""
    subject = event.get("subject")
    return subject.rpartition("/")[2].strip() if isinstance(subject, str) else ""


def _attribute(event: Mapping[str, Any], name: str) -> str:
    value = event.get(name)
    if not isinstance(value, str) or not value:
        raise Unreadable(f"attribute {name} is missing")
    return value


def _moment(written: Any) -> datetime | None:
    try:
        return parse_rfc3339(written) if isinstance(written, str) else None
    except ValueError as invalid:
        raise Unreadable("attribute time is not a time") from invalid


def _uuid(value: Any, name: str) -> UUID:
    found = _uuid_or_none(value)
    if found is None:
        raise Unreadable(f"attribute {name} is not a UUID")
    return found


def _uuid_or_none(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _trace(value: Any) -> str | None:
    """A broken trace never breaks the message."""
    return value if isinstance(value, str) and len(value) <= _LONGEST_TRACE and value.isprintable() else None
