"""What administrators of a tenant look after: what was put aside, and what they did."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.pages.shared_content import counted, few
from shared.adapters.console.visit import Visit
from shared.ports.credentials import Role

#: Kind → what it is called, what has happened, whether it can be driven again, whether it can be let go.
_KINDS = {
    "dead-letter": ("Dead letters", "A subscription refused the message too often.", True, True),
    "poison": ("Unreadable messages", "The writer cannot read the message.", True, True),
    "parked": ("Parked", "The broker does not take a message of it, so all that follow wait.", True, False),
    "quarantine": ("Quarantine", "The body of a webhook could not be understood.", True, True),
    "unread": (
        "Unread facts",
        "A read model or a workflow cannot read the fact; a rebuild reads it again.",
        False,
        False,
    ),
}


def _dead_letters(visit: Visit) -> Mapping[str, Any]:
    kind = visit.one("kind")
    page = visit.ask(ask("ListDeadLetters", kind=kind, limit=50, cursor=visit.one("cursor")))
    ordered = sorted(page.items, key=lambda entry: list(_KINDS).index(entry.kind))
    return {
        "groups": [(each, _KINDS[each], list(entries)) for each, entries in groupby(ordered, lambda e: e.kind)],
        "kinds": _KINDS,
        "kind": kind,
        "next_cursor": page.next_cursor,
        "answer": _answer(page.items, whole=page.next_cursor is None),
    }


def _answer(entries: Sequence[Any], *, whole: bool) -> str:
    if not entries:
        return "Nothing was put aside."
    oldest = min(entries, key=lambda entry: entry.since)
    number = counted(len(entries), "thing") if whole else f"More than {counted(len(entries), 'thing')}"
    waits = "waits" if whole and len(entries) == 1 else "wait"
    return f"{number} {waits} for a person; of these the oldest since {oldest.since:%d %B}, at {oldest.stage[:60]}."


def _audit(visit: Visit) -> Mapping[str, Any]:
    page = visit.ask(ask("ListAuditEntries", limit=100, cursor=visit.one("cursor")))
    last = page.items[0] if page.items else None
    return {
        "entries": page.items,
        "next_cursor": page.next_cursor,
        "answer": "Nobody has administered anything yet." if last is None else "Newest first; nobody can alter it.",
    }


def _sources(visit: Visit) -> Mapping[str, Any]:
    listed = visit.ask(ask("ListSources"))
    sources = listed.items
    never = [source.name for source in sources if source.last_seen_at is None]
    said = f"{counted(len(sources), 'source')}; nothing was heard yet of {few(never)}." if never else None
    return {
        "sources": sources,
        "kinds": listed.kinds,
        "answer": said or f"{counted(len(sources), 'source')}; each was heard.",
    }


def _api_keys(visit: Visit) -> Mapping[str, Any]:
    keys = visit.ask(ask("ListApiKeys")).items
    alive = [key for key in keys if key.revoked_at is None and (key.expires_at is None or key.expires_at > visit.now)]
    endless = sum(key.expires_at is None for key in alive)
    return {
        "keys": keys,
        "roles": [role.value for role in Role],
        "answer": f"{counted(len(alive), 'key')} may ask; of these {endless} without an end.",
    }


def _integrity(visit: Visit) -> Mapping[str, Any]:
    report = visit.ask(ask("CheckIntegrity", limit=500, cursor=visit.one("cursor")))
    behind = [model.name.replace("_", " ") for model in report.read_models if model.behind or model.ahead]
    history = f"{counted(report.flawed, 'history', 'histories')} not as written" if report.flawed else "All as written"
    return {
        "report": report,
        "answer": f"{history}; {f'{few(behind)} not level with it' if behind else 'every read model holds it'}.",
    }


DEAD_LETTERS = ConsolePage(
    name="dead-letters",
    path="/system/dead-letters",
    template="dead_letters.html",
    needs="ListDeadLetters",
    show=_dead_letters,
)
AUDIT = ConsolePage(name="audit", path="/system/audit", template="audit.html", needs="ListAuditEntries", show=_audit)
INTEGRITY = ConsolePage(
    name="integrity", path="/system/integrity", template="integrity.html", needs="CheckIntegrity", show=_integrity
)
SOURCES = ConsolePage(
    name="sources", path="/system/sources", template="sources.html", needs="ListSources", show=_sources
)
API_KEYS = ConsolePage(
    name="api-keys", path="/system/keys", template="api_keys.html", needs="ListApiKeys", show=_api_keys
)
