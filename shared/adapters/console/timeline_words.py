"""What an entry of a timeline says to a person: no ids of rules, and no marks of Markdown where it is plain text."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.adapters.console.shown_text import count
from shared.app.operations.incident.links import BY_HAND
from shared.processes.alert_correlation.rules import DEFAULT_RULES

_STRONG = re.compile(r"(?<![^\s(])\*\*(\S(?:[^*\n]*\S)?)\*\*(?![\w/*])")
_NAMES: Mapping[UUID, str] = {rule.rule_id: rule.definition.name for rule in DEFAULT_RULES}


def entry_words(entry: Any) -> str:
    """Gives the entry's text as it is shown."""
    if entry.kind == "alerts_correlated" and "alerts" in entry.details:
        return _joined(entry.details)
    return _STRONG.sub(r"\1", entry.text)


def _joined(details: Mapping[str, Any]) -> str:
    alerts = count(len(details["alerts"]), "alert")
    rule_id = UUID(str(details["rule_id"]))
    if rule_id == BY_HAND:
        return f"{alerts} put into it by hand"
    through = details.get("through")
    if through is not None:
        edges = (f"{edge['dependent']} depends on {edge['dependency']}" for edge in through.get("edges", ()))
        return f"{alerts} joined because {', '.join(edges) or 'they are of ' + through['service']}"
    name = f"the rule “{_NAMES[rule_id]}”" if rule_id in _NAMES else "a rule"
    same = ", ".join(f"{label.lstrip('@')} {value}" for label, value in details.get("matched", {}).items() if value)
    return f"{alerts} joined by {name}{f': {same}' if same else ''}"
