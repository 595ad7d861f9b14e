"""Knowledge: asked in one's own words, with where each hit comes from; and what people write down."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.form_fields import form_fields
from shared.adapters.console.pages.shared_content import counted, items_of
from shared.adapters.console.prose import prose
from shared.adapters.console.visit import Visit
from shared.kernel.ids import document_id_for
from shared.projections.knowledge_index.document import Kind

#: Where each kind of hit is read.
_PLACES = {"incident": "/incidents", "runbook": "/runbooks", "postmortem": "/postmortems"}
_HITS = 8


def _list(visit: Visit) -> Mapping[str, Any]:
    symptoms = visit.one("q")
    found = None
    if symptoms is not None:
        found = visit.ask(
            ask(
                "SearchPatterns",
                symptoms=symptoms[:2_000],
                kinds=visit.several("kind"),
                weak=visit.one("weak"),
                limit=_HITS,
            )
        )
    parts = visit.gather(documents=ask("ListKnowledgeDocuments", limit=20, cursor=visit.one("cursor")))
    return {
        "symptoms": symptoms or "",
        "found": found,
        "documents": [each for each in items_of(parts, "documents") if not each.deleted],
        "parts": parts,
        "kinds": [kind.value for kind in Kind],
        "given": {"q": symptoms, "kind": visit.several("kind") or [], "weak": visit.one("weak")},
        "places": _PLACES,
        "answer": _answer(found),
    }


def _answer(found: Any) -> str:
    if found is None:
        return "Say what is seen, in any words; paste a log line."
    if not found.matched:
        best = f"; the nearest is {found.best:.0%} likely" if found.best is not None else ""
        return f"Nothing known fits{best}."
    strong = sum(hit.score >= found.threshold for hit in found.items)
    known = f"{counted(strong, 'thing')} known {'fits' if strong == 1 else 'fit'}"
    return f"{known}; best: {found.items[0].title[:120]}."


def _one(visit: Visit) -> Mapping[str, Any]:
    document = visit.ask(ask("GetKnowledgeDocument", visit.ids))
    content = document.content
    return {
        "document": document,
        "content": content,
        "text": None if content is None else prose(content.body),
        "fields": [] if content is None else form_fields("content", content.model_copy(update={"body": ""})),
        "answer": _one_answer(document),
    }


def _one_answer(document: Any) -> str:
    if document.deleted or document.content is None:
        return "It was removed, and is no longer found."
    seen = "somebody has seen that it helps" if document.content.verified else "nobody has said yet that it helps"
    return f"A {document.content.kind.value.replace('_', ' ')}; {seen}."


def _new(visit: Visit) -> Mapping[str, Any]:
    """The id follows from the name, as everywhere; a form without scripts cannot make one up."""
    slug = f"notes/{visit.now:%Y-%m-%d-%H%M%S}-{token_hex(2)}"
    document_id = document_id_for(visit.session.credential.tenant_id, slug)
    return {"slug": slug, "document_id": document_id, "answer": "What was seen, what it was, what helped."}


KNOWLEDGE = ConsolePage(
    name="knowledge",
    path="/knowledge",
    template="knowledge.html",
    needs="SearchPatterns",
    show=_list,
    rail=RailEntry(label="Knowledge", key="k", group=2),
)
DOCUMENT = ConsolePage(
    name="document",
    path="/knowledge/<uuid:document_id>",
    template="document.html",
    needs="GetKnowledgeDocument",
    show=_one,
)
NEW_DOCUMENT = ConsolePage(
    name="new-document",
    path="/knowledge/new",
    template="new_document.html",
    needs="PutKnowledgeDocument",
    show=_new,
)
