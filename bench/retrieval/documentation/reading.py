"""Pages as an import reads them, and the questions; a page that is too long has become several documents."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from bench.retrieval.corpus import NOW, TENANT, Corpus
from bench.retrieval.document import Document
from bench.retrieval.documentation.packages import KEPT, PACKAGES
from bench.retrieval.questions import Question, read
from shared.adapters.imports.knowledge_md import parse
from shared.domain.knowledge_document.values import KnowledgeContent
from shared.ports.imports import Document as Page
from shared.ports.imports import Setting

QUESTIONS = Path(__file__).parent / "questions"


def is_fetched() -> bool:
    return all(package.is_fetched() for package in PACKAGES)


@cache
def _by_page() -> Mapping[str, list[Document]]:
    """What became of each page, by its path: npm/docs/content/commands/npm-audit.md."""
    pages = [
        Page(path.relative_to(KEPT).as_posix(), path.read_text("utf-8"))
        for package in PACKAGES
        for path in sorted(package.folder.rglob("*.md"))
    ]
    found: dict[str, list[Document]] = defaultdict(list)
    for draft in parse(pages, Setting(tenant_id=TENANT, source="", at=NOW)).drafts:
        if isinstance(draft.definition, KnowledgeContent):
            found[draft.path].append(_document(draft.slug, draft.definition))
    return found


def _document(name: str, content: KnowledgeContent) -> Document:
    return Document(
        name=name,
        kind=content.kind.value,
        title=content.title,
        tags=tuple(content.tags),
        body=content.body,
        environment=content.environment or "",
        application=content.application or "",
        resource=content.resource or "",
    )


def _documents() -> list[Document]:
    return [document for page in _by_page().values() for document in page]


def _questions() -> list[Question]:
    """Their answers are written down as pages. Raises KeyError when one is not there."""
    return [
        replace(
            question,
            answers=frozenset(document.name for page in question.answers for document in _by_page()[page]),
        )
        for question in read(QUESTIONS)
    ]


DOCUMENTATION = Corpus(_documents, _questions)
