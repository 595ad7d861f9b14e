"""Postmortems: found, read, written, reviewed and published; and what they ask to be done."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.wrappers import Response

from shared.adapters.console.answers import file
from shared.adapters.console.asking import ask
from shared.adapters.console.form import arguments_of
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.form_fields import form_fields, written
from shared.adapters.console.pages.postmortem_text import body_of, markdown_of
from shared.adapters.console.pages.shared_content import content_of, counted, items_of
from shared.adapters.console.prose import prose
from shared.adapters.console.visit import Visit
from shared.domain.postmortem.values import ActionStatus, PostmortemContent, PostmortemStatus, RootCauseCategory

#: More lines do not fit into one form; such a postmortem is changed over the API.
_MOST_LINES = 100
#: A form is refused with more fields than this and its own.
_MOST_FIELDS = 480


def _list(visit: Visit) -> Mapping[str, Any]:
    found = visit.ask(
        ask(
            "SearchPostmortems",
            text=visit.one("text"),
            statuses=visit.several("status"),
            root_causes=visit.several("root_cause"),
            cursor=visit.one("cursor"),
            limit=50,
        )
    )
    parts = visit.gather(
        actions=ask("GetPostmortemActionItems", limit=50, owner=visit.one("owner")),
        causes=ask("ListPostmortemsByRootCause", limit=1),
    )
    actions = items_of(parts, "actions")
    return {
        "found": found,
        "parts": parts,
        "actions": actions,
        "causes": content_of(parts, "causes"),
        "statuses": [status.value for status in PostmortemStatus],
        "given": {"text": visit.one("text"), "status": visit.several("status") or []},
        "answer": _answer(found.items, actions),
    }


def _answer(postmortems: Sequence[Any], actions: Sequence[Any]) -> str:
    if not postmortems:
        return "No postmortem is like that."
    unpublished = sum(each.status is not PostmortemStatus.PUBLISHED for each in postmortems)
    overdue = sum(item.overdue for item in actions)
    late = f"{counted(overdue, 'action is', 'actions are')} overdue" if overdue else "no action is overdue"
    return f"{counted(unpublished, 'postmortem is', 'postmortems are')} not published yet; {late}."


def _one(visit: Visit) -> Mapping[str, Any]:
    postmortem = visit.ask(ask("GetPostmortem", visit.ids))
    asks = {}
    if postmortem.incident_id is not None:
        asks["incident"] = ask("GetIncident", {"incident_id": postmortem.incident_id})
        asks["similar"] = ask("GetSimilarPostmortems", {"incident_id": postmortem.incident_id}, limit=5)
    parts = visit.gather(**asks)
    fields = form_fields("content", postmortem.content)
    similar = [each for each in items_of(parts, "similar") if each.document_id != postmortem.postmortem_id]
    return {
        "postmortem": postmortem,
        "incident": content_of(parts, "incident"),
        "similar": similar,
        "fields": fields if len({name for name, _ in fields}) <= _MOST_FIELDS else [],
        "text": prose(body_of(postmortem.content)),
        "answer": _one_answer(postmortem),
    }


def _one_answer(postmortem: Any) -> str:
    if postmortem.status is PostmortemStatus.PUBLISHED:
        return f"Published by {(postmortem.published_by or '').partition(':')[2]}."
    if postmortem.missing_for_publishing:
        return f"To be published it still needs {_listed(postmortem.missing_for_publishing)}."
    if postmortem.status is PostmortemStatus.DRAFT:
        return "Nothing is missing; send it to review."
    return "Nothing is missing; a reviewer may publish it."


def _listed(needs: Sequence[str]) -> str:
    *others, last = needs
    return f"{', '.join(others)} and {last}" if others else last


def _edit(visit: Visit) -> Mapping[str, Any]:
    postmortem = visit.ask(ask("GetPostmortem", visit.ids))
    return _editor(postmortem, postmortem.content)


def _typed(visit: Visit) -> Mapping[str, Any]:
    """The editor with what was typed, and how that would read."""
    typed = arguments_of(visit.form, visit.reader.zone)
    return _editor(visit.ask(ask("GetPostmortem", visit.ids)), written("content", PostmortemContent, typed))


def _editor(postmortem: Any, content: Any) -> Mapping[str, Any]:
    return {
        "postmortem": postmortem,
        "content": content,
        "editable": len(content.timeline) <= _MOST_LINES,
        "categories": [category.value for category in RootCauseCategory],
        "action_statuses": [status.value for status in ActionStatus],
        "text": prose(body_of(content)),
        "answer": _one_answer(postmortem),
    }


def _markdown(visit: Visit) -> Response:
    content = visit.ask(ask("GetPostmortem", visit.ids)).content
    return file(markdown_of(content).encode(), "text/markdown; charset=utf-8", "postmortem.md")


POSTMORTEMS = ConsolePage(
    name="postmortems",
    path="/postmortems",
    template="postmortems.html",
    needs="SearchPostmortems",
    show=_list,
    rail=RailEntry(label="Postmortems", group=2),
)
POSTMORTEM = ConsolePage(
    name="postmortem",
    path="/postmortems/<uuid:postmortem_id>",
    template="postmortem.html",
    needs="GetPostmortem",
    show=_one,
)
POSTMORTEM_EDITOR = ConsolePage(
    name="postmortem-editor",
    path="/postmortems/<uuid:postmortem_id>/edit",
    template="postmortem_edit.html",
    needs="UpdatePostmortem",
    show=_edit,
    typed=_typed,
)
POSTMORTEM_MARKDOWN = ConsolePage(
    name="postmortem-markdown",
    path="/postmortems/<uuid:postmortem_id>/postmortem.md",
    template="postmortem.html",
    needs="GetPostmortem",
    show=_markdown,
)
