"""Runbooks as Markdown: front matter says when and whose, headings, lists and code say what is done."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.imports.markdown import MarkdownPage, page_of, plain
from shared.adapters.imports.reading import Unusable, alert_triggers, flag, is_url, listed, made, slug_from, tags, text
from shared.adapters.imports.runbook_steps import steps_of
from shared.domain.runbook.values import AutomationLevel, RunbookDefinition
from shared.ports.imports import Document, Draft, Parsed, Setting, Trouble

_ABOUT_THE_REPOSITORY = frozenset(
    {"contributing", "changelog", "license", "security", "code_of_conduct", "pull_request_template", "codeowners"}
)
_FOLDER_PAGES = frozenset({"readme", "index", "_index"})
_LONGEST_TITLE = 500
_LONGEST_DESCRIPTION = 2_000


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    del setting
    drafts: dict[str, Draft] = {}
    troubles: list[Trouble] = []
    for document in documents:
        try:
            draft = _draft(document)
        except Unusable as unusable:
            troubles.append(unusable.trouble(document.path))
            continue
        first = drafts.setdefault(draft.slug, draft)
        if first is not draft:
            why = f"{first.path} has the slug {draft.slug} already; give one of them another in its front matter"
            trouble = Trouble(path=document.path, code="runbook.slug_twice", why=why, conflict=True, slug=draft.slug)
            troubles.append(trouble)
    contested = {trouble.slug for trouble in troubles if trouble.conflict}
    return Parsed(drafts=[draft for slug, draft in drafts.items() if slug not in contested], troubles=troubles)


def slug_of_path(path: str) -> str:
    """The path without its ending; the page of a folder is the folder."""
    stem = re.sub(r"\.(md|markdown|mdx)$", "", path, flags=re.IGNORECASE)
    folder, _, name = stem.rpartition("/")
    return slug_from(folder if name.lower() in _FOLDER_PAGES else stem)


def title_of(page: MarkdownPage, fallback: str) -> str:
    heading = next((block.text for block in page.blocks if block.kind == "heading" and block.level == 1), "")
    return (text(page.front.get("title")) or plain(heading) or fallback)[:_LONGEST_TITLE]


def _draft(document: Document) -> Draft:
    name = re.sub(r"\.\w+$", "", document.path.rsplit("/", 1)[-1]).lower()
    if name in _ABOUT_THE_REPOSITORY:
        raise Unusable("runbook.about_repository", "it is about the repository")
    page = page_of(document.text)
    slug = slug_from(text(page.front.get("slug"))) or slug_of_path(document.path)
    if not slug:
        raise Unusable("runbook.no_slug", "the page of the whole repository is no runbook; a slug makes it one")
    notes: list[str] = []
    definition = made(
        RunbookDefinition,
        title=title_of(page, slug),
        description=text(page.front.get("description")) or _first_paragraph(page),
        trigger_conditions=alert_triggers(listed(_first_of(page.front, "triggers", "alerts"))),
        urls=_urls(page.front, notes),
        steps=steps_of(page, notes),
        automation_level=_automation(page.front),
        approval_required=_approval(page.front),
        owner=text(page.front.get("owner")),
        tags=tags(listed(page.front.get("tags"))),
        markdown=document.text,
    )
    return Draft(
        aggregate_type="runbook",
        slug=slug,
        definition=definition,
        path=document.path,
        line=1,
        silent=_silent(page.front),
        notes=tuple(notes),
    )


def _silent(front: Mapping[str, Any]) -> frozenset[str]:
    said = {
        "trigger_conditions": ("triggers", "alerts"),
        "automation_level": ("automation", "automation_level"),
        "approval_required": ("approval", "approval_required"),
        "owner": ("owner",),
        "tags": ("tags",),
    }
    return frozenset(field for field, keys in said.items() if not any(key in front for key in keys))


def _first_of(front: Mapping[str, Any], *keys: str) -> Any:
    return next((front[key] for key in keys if front.get(key) is not None), None)


def _urls(front: Mapping[str, Any], notes: list[str]) -> tuple[str, ...]:
    given = [url for key in ("url", "urls", "runbook_url") for url in listed(front.get(key)) if url]
    notes += [f"{url[:100]!r} is no web address and was left out" for url in given if not is_url(url)]
    return tags([url for url in given if is_url(url)])


def _automation(front: Mapping[str, Any]) -> AutomationLevel:
    said = text(_first_of(front, "automation", "automation_level")).lower() or AutomationLevel.MANUAL
    try:
        return AutomationLevel(said)
    except ValueError as unknown:
        ways = ", ".join(AutomationLevel)
        raise Unusable("runbook.automation", f"automation is {said[:40]!r}, not one of {ways}") from unknown


def _approval(front: Mapping[str, Any]) -> bool:
    """Needed, unless the file says in so many words that it is not."""
    said = _first_of(front, "approval", "approval_required")
    return said is None or flag(said) or text(said).lower() in ("required", "needed")


def _first_paragraph(page: MarkdownPage) -> str:
    """Between the title and whatever comes next."""
    for block in page.blocks:
        if block.kind == "paragraph":
            return plain(block.text)[:_LONGEST_DESCRIPTION]
        if block.kind != "heading" or block.level > 1:
            return ""
    return ""
