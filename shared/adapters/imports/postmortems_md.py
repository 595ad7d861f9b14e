"""Postmortems as Markdown: headings say which part is which, front matter says of which incident."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from shared.adapters.imports.markdown import MarkdownPage, Section, items_of, page_of, plain
from shared.adapters.imports.postmortem_parts import action_items, timeline
from shared.adapters.imports.reading import Unusable, listed, made, slug_from, tags, text
from shared.adapters.imports.runbooks_md import slug_of_path, title_of
from shared.domain.postmortem.values import Impact, PostmortemContent, RootCause, RootCauseCategory
from shared.kernel.ids import ServiceId, service_id_for
from shared.kernel.zones import UnknownZone, zone_named
from shared.ports.imports import Document, Draft, Parsed, Setting, Trouble

_PARTS = {
    "summary": r"(?:executive )?summary|overview|what happened|tl;?dr",
    "impact": r"(?:customer |user |business )?impact",
    "timeline": r"timeline.*|chronology",
    "root_cause": r"root causes?(?: analysis)?|cause|trigger",
    "factors": r"contributing (?:factors|causes)",
    "actions": r"action items?|actions|follow[- ]?ups?(?: actions)?|next steps|corrective actions",
    "lessons": r"lessons(?: learned)?|learnings|what went (?:well|wrong).*|where we got lucky",
}
_NUMBER = re.compile(r"(?:INC-)?(\d{1,15})", re.IGNORECASE)
_NOTHING_TO_DO = re.compile(r"(?:none|no action(?: items?)?(?: (?:is|are))?(?: needed)?|n/a)\.?", re.IGNORECASE)
_CHANGED = frozenset({"service_ids", "reviewers"})


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    drafts: dict[str, Draft] = {}
    troubles: list[Trouble] = []
    contested: set[str] = set()
    for document in documents:
        try:
            draft = _draft(document, setting)
        except Unusable as unusable:
            troubles.append(unusable.trouble(document.path))
            continue
        first = drafts.setdefault(draft.slug, draft)
        if first is not draft:
            contested.add(draft.slug)
            why = f"{first.path} has the slug {draft.slug} already; give one of them another in its front matter"
            trouble = Trouble(path=document.path, code="postmortem.slug_twice", why=why, conflict=True, slug=draft.slug)
            troubles.append(trouble)
    return Parsed(drafts=[draft for slug, draft in drafts.items() if slug not in contested], troubles=troubles)


def _draft(document: Document, setting: Setting) -> Draft:
    page = page_of(document.text)
    parts = _parts(page)
    if not parts and "incident" not in page.front:
        raise Unusable("postmortem.no_parts", "it has none of the headings of a postmortem, and names no incident")
    slug = slug_from(text(page.front.get("slug"))) or slug_of_path(document.path)
    if not slug:
        raise Unusable("postmortem.no_slug", "its path gives no slug; name one in its front matter")
    notes = ["it is a draft here, whatever it was: publishing is for a person"]
    services = [slug_from(name) for name in listed(page.front.get("services")) if slug_from(name)]
    ids: dict[ServiceId, str] = {service_id_for(setting.tenant_id, name): name for name in services}
    content = _content(page, parts, document, notes, tuple(ids))
    return Draft(
        aggregate_type="postmortem",
        slug=slug,
        definition=content,
        path=document.path,
        line=1,
        silent=frozenset(field for field in _CHANGED if not getattr(content, field)),
        notes=tuple(notes),
        names=dict(ids.items()),
        incident_number=_incident(page.front),
    )


def _content(
    page: MarkdownPage,
    parts: Mapping[str, Section],
    document: Document,
    notes: list[str],
    services: tuple[ServiceId, ...],
) -> PostmortemContent:
    actions = action_items(parts["actions"]) if "actions" in parts else ()
    nothing = "actions" in parts and _NOTHING_TO_DO.fullmatch(plain(parts["actions"].text)) is not None
    return made(
        PostmortemContent,
        title=title_of(page, slug_of_path(document.path) or document.path),
        summary=_said(parts, "summary"),
        timeline=timeline(parts["timeline"], _day(page.front), _zone(page.front), notes) if "timeline" in parts else (),
        impact=_impact(page, parts),
        root_cause=_root_cause(page, parts, notes),
        contributing_factors=_factors(parts),
        action_items=actions,
        no_action_needed=nothing and not actions,
        lessons_learned=_said(parts, "lessons"),
        service_ids=services,
        tags=tags(listed(page.front.get("tags"))),
        authors=tags(listed(page.front.get("authors") or page.front.get("author"))),
        reviewers=tags(listed(page.front.get("reviewers"))),
        markdown=document.text,
    )


def _parts(page: MarkdownPage) -> Mapping[str, Section]:
    """The first section of each kind."""
    found: dict[str, Section] = {}
    for section in page.sections:
        for part, words in _PARTS.items():
            if part not in found and re.fullmatch(words, section.title.rstrip(": "), re.IGNORECASE):
                found[part] = section
                break
    return found


def _said(parts: Mapping[str, Section], part: str) -> str:
    return parts[part].text if part in parts else ""


def _impact(page: MarkdownPage, parts: Mapping[str, Section]) -> Impact | None:
    said = _said(parts, "impact")
    if not said:
        return None
    started, ended = (_moment(page.front, *keys) for keys in (("impact_start", "start"), ("impact_end", "end")))
    if started is not None and ended is not None and ended < started:
        raise Unusable("postmortem.impact", "the impact ends before it starts")
    return made(Impact, user_impact=said, started_at=started, ended_at=ended)


def _root_cause(page: MarkdownPage, parts: Mapping[str, Section], notes: list[str]) -> RootCause | None:
    said = _said(parts, "root_cause")
    if not said:
        return None
    word = text(page.front.get("root_cause_category") or page.front.get("category")).lower().replace(" ", "_")
    known = word in tuple(RootCauseCategory)
    if word and not known:
        notes.append(f"category {word[:40]!r} is none of {', '.join(RootCauseCategory)}")
    category = RootCauseCategory(word) if known else RootCauseCategory.UNKNOWN
    return made(RootCause, category=category, description=said)


def _factors(parts: Mapping[str, Section]) -> tuple[str, ...]:
    if "factors" not in parts:
        return ()
    section = parts["factors"]
    blocks = items_of(section) or [block for block in section.blocks if block.kind == "paragraph"]
    return tuple(plain(block.text) for block in blocks if plain(block.text))


def _incident(front: Mapping[str, Any]) -> int | None:
    said = text(front.get("incident") or front.get("incident_number"))
    found = _NUMBER.fullmatch(said)
    if said and found is None:
        raise Unusable("postmortem.incident", f"{said[:40]!r} is no number of an incident, such as INC-42")
    return int(found[1]) if found else None


def _day(front: Mapping[str, Any]) -> str:
    return text(front.get("date") or front.get("start") or front.get("impact_start"))[:10]


def _zone(front: Mapping[str, Any]) -> str:
    name = text(front.get("zone") or front.get("timezone")) or "UTC"
    try:
        zone_named(name)
    except UnknownZone as unknown:
        raise Unusable("postmortem.zone", str(unknown)) from unknown
    return name


def _moment(front: Mapping[str, Any], *keys: str) -> datetime | None:
    said = next((found for key in keys if (found := text(front.get(key)))), "")
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(said)
        local = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone_named(_zone(front)))
        return local.astimezone(UTC)
    except (ValueError, OverflowError) as invalid:
        raise Unusable("postmortem.time", f"{said[:40]!r} is no time, such as 2026-03-01 12:03") from invalid
