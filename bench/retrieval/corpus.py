"""The corpus as facts of one tenant, and the questions with their answers."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import frontmatter

from shared.domain.knowledge_document.facts import KnowledgeDocumentPut
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.domain.postmortem.facts import PostmortemPublished
from shared.domain.postmortem.values import PostmortemContent
from shared.domain.runbook.facts import RunbookCreated
from shared.domain.runbook.values import RunbookDefinition
from shared.kernel.envelope import Envelope
from shared.kernel.ids import DocumentId, PostmortemId, RunbookId, TenantId
from shared.kernel.message import Fact

TENANT = TenantId(UUID(int=626))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_HERE = Path(__file__).parent
_NAMED = ("environment", "application", "resource")


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    #: Documents that answer it, by name; none: nothing here does.
    answers: frozenset[str]
    kind: str


def questions() -> list[Question]:
    told = json.loads((_HERE / "questions.json").read_text("utf-8"))
    return [Question(each["id"], each["question"], frozenset(each["answers"]), each["kind"]) for each in told]


def name_of() -> dict[UUID, str]:
    return {_id(path.stem): path.stem for path in _paths()}


def facts() -> Iterator[Envelope[Any]]:
    for path in _paths():
        yield envelope(_fact(path))


def envelope(fact: Fact, tenant: TenantId = TENANT) -> Envelope[Any]:
    message_id = uuid5(tenant, fact.aggregate_id)
    return Envelope(
        message_id=message_id,
        tenant_id=tenant,
        data=fact,
        occurred_at=NOW,
        producer="/sre/domain_writer",
        actor="human:bench",
        correlation_id=message_id,
        aggregate_version=1,
    )


def _paths() -> Sequence[Path]:
    return sorted((_HERE / "corpus").glob("*.md"))


def _id(name: str) -> UUID:
    return uuid5(TENANT, name)


def _fact(path: Path) -> Fact:
    """As an import would have made it: runbooks are runbooks, postmortems are published ones."""
    read = frontmatter.loads(path.read_text("utf-8"))
    title, tags = str(read["title"]), tuple(str(tag) for tag in _list(read.metadata.get("tags")))
    match read["kind"]:
        case "runbook":
            definition = RunbookDefinition(title=title, tags=tags, markdown=read.content)
            return RunbookCreated(
                runbook_id=RunbookId(_id(path.stem)),
                slug=path.stem,
                runbook_version=1,
                definition=definition,
                created_by="human:bench",
            )
        case "postmortem":
            return PostmortemPublished(
                postmortem_id=PostmortemId(_id(path.stem)),
                incident_id=None,
                content=PostmortemContent(title=title, tags=tags, summary=read.content),
                published_by="human:bench",
                published_at=NOW,
            )
        case kind:
            named = {name: str(read.get(name, "")) for name in _NAMED}
            content = KnowledgeContent(kind=DocumentKind(str(kind)), title=title, tags=tags, body=read.content, **named)
            return KnowledgeDocumentPut(
                document_id=DocumentId(_id(path.stem)),
                slug=path.stem,
                document_version=1,
                content=content,
                put_by="human:bench",
            )


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
