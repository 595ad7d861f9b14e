"""Alerts that name their runbook: its address and their names are added to the runbook that is meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from uuid import UUID

from shared.app.importing.origin import is_unedited, location_of, with_digest
from shared.app.importing.plan import Action, ImportStep, ReportLine
from shared.app.importing.targets import TARGETS, DesiredDefinition
from shared.domain.runbook.values import RunbookDefinition
from shared.kernel.alert_names import alerts_of_matcher, matcher_of_alerts
from shared.kernel.matchers import InvalidMatcher, compile_matcher
from shared.ports.current_state import Stored
from shared.ports.imports import Attachment

_ENDING = re.compile(r"(?:/(?:index|readme))?\.(?:html?|md|markdown|mdx)$|/(?:index|readme)$", re.IGNORECASE)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9._:/-]+")
_MAX_URLS = 20
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _Known:
    aggregate_id: UUID
    version: int
    slug: str
    definition: RunbookDefinition


class _Runbooks:
    """By address, by slug, and by the path that they were imported from."""

    def __init__(self, stored: Iterable[Stored]) -> None:
        self.known = {each.aggregate_id: _known(each) for each in stored}
        self._by_url: dict[str, set[UUID]] = {}
        self._by_path: dict[str, set[UUID]] = {}
        for each in self.known.values():
            for url in each.definition.urls:
                self._by_url.setdefault(url, set()).add(each.aggregate_id)
            for path in {each.slug, *_paths_of(each.definition.origin)}:
                self._by_path.setdefault(path, set()).add(each.aggregate_id)

    def meant_by(self, url: str) -> set[UUID]:
        """Looks for the longest end of the address that names a runbook; several may be so named."""
        if url in self._by_url:
            return self._by_url[url]
        for path in _ends(url):
            if path in self._by_path:
                return self._by_path[path]
        return set()


def steps_of_attachments(attachments: Sequence[Attachment], stored: Iterable[Stored]) -> list[ImportStep]:
    """``stored`` are all runbooks. Alerts of one runbook make one step; what names none or several is only told."""
    runbooks = _Runbooks(stored)
    steps: list[ImportStep] = []
    wanted: dict[UUID, list[Attachment]] = {}
    for attachment in attachments:
        meant = runbooks.meant_by(attachment.url)
        if len(meant) == 1:
            wanted.setdefault(next(iter(meant)), []).append(attachment)
        else:
            slugs = sorted(runbooks.known[each].slug for each in meant)
            steps.append(_unattached(attachment, slugs))
    return [*(_attached(runbooks.known[each], named) for each, named in wanted.items()), *steps]


def _attached(runbook: _Known, named: Sequence[Attachment]) -> ImportStep:
    present, notes = runbook.definition, list[str]()
    urls = tuple(dict.fromkeys((*present.urls, *(each.url for each in named))))
    if len(urls) > _MAX_URLS:
        notes.append(f"it has more than {_MAX_URLS} addresses; the others were left out")
    alerts = frozenset(each.alert for each in named)
    changes = {
        "urls": urls[:_MAX_URLS],
        "trigger_conditions": _triggers(present.trigger_conditions, alerts, notes),
    }
    merged = present.model_copy(update=changes)
    fields = tuple(name for name in changes if getattr(present, name) != getattr(merged, name))
    line = ReportLine(
        action=Action.CHANGE if fields else Action.SAME,
        path=named[0].path,
        line=named[0].line,
        aggregate_type="runbook",
        slug=runbook.slug,
        detail=f"for {', '.join(sorted(alerts))}"[:500],
        fields=fields,
        notes=tuple(notes),
    )
    if not fields:
        return ImportStep(line=line)
    origin = present.origin
    if origin is not None and is_unedited(origin, present, ()):
        # Still as imported: what rule files add is no edit of a person's.
        origin = with_digest(location_of(origin), merged, ())
    definition = merged.model_copy(update={"origin": origin})
    change = DesiredDefinition(
        aggregate_id=runbook.aggregate_id, slug=runbook.slug, definition=definition, origin=origin
    )
    return ImportStep(line=line, intent=TARGETS["runbook"].change(change), version=runbook.version)


def _triggers(present: tuple[str, ...], alerts: frozenset[str], notes: list[str]) -> tuple[str, ...]:
    """A list of names is made longer; other conditions are somebody's own and stay as they are."""
    if any(_holds(condition, alerts) for condition in present):
        return present
    listed = alerts_of_matcher(present[0]) if len(present) == 1 else frozenset() if not present else None
    if listed is None:
        notes.append("its conditions are not a list of alerts, and stay; the address is enough to find it")
        return present
    matcher = matcher_of_alerts(sorted(listed | alerts))
    try:
        compile_matcher(matcher)
    except InvalidMatcher:
        notes.append("too many alerts to list; the address is enough to find it")
        return present
    return (matcher,)


def _holds(condition: str, alerts: frozenset[str]) -> bool:
    listed = alerts_of_matcher(condition)
    return listed is not None and listed >= alerts


def _unattached(attachment: Attachment, slugs: Sequence[str]) -> ImportStep:
    several = bool(slugs)
    said = f"{attachment.alert}: {attachment.url}"[:400]
    line = ReportLine(
        action=Action.CONFLICT if several else Action.SKIP,
        path=attachment.path,
        line=attachment.line,
        code="prometheus.several_runbooks" if several else "prometheus.unknown_runbook",
        detail=f"{said} may be {' or '.join(slugs[:5])}" if several else f"{said} is no runbook here",
    )
    return ImportStep(line=line)


def _known(stored: Stored) -> _Known:
    definition = RunbookDefinition.model_validate(stored.state["definition"])
    return _Known(stored.aggregate_id, stored.version, str(stored.state["slug"]), definition)


def _paths_of(origin: str | None) -> Iterator[str]:
    """Ends of the path of its file; a name alone would fit too much."""
    if origin is not None:
        yield from (end for end in _ends(location_of(origin).partition(":")[2]) if "/" in end)


def _ends(url: str) -> Iterator[str]:
    """``/docs/db/failover.md#now`` ends in docs/db/failover, db/failover, failover."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return
    plain = _NOT_IN_SLUG.sub("-", _ENDING.sub("", path.rstrip("/")).lower())
    parts = [part for part in plain.split("/") if part]
    for start in range(max(0, len(parts) - _DEEPEST), len(parts)):
        yield "/".join(parts[start:])
