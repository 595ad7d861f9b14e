"""How severe a CloudWatch alarm is, which CloudWatch does not say: by the source's map, or by the alarm's name."""

import re

from shared.adapters.intake.severity import severity_of
from shared.kernel.vocabulary import Severity
from shared.ports.intake import SourceSettings

_BETWEEN_PARTS = re.compile(r"[\W_]+")
#: Parts of a name that grade an alarm and say nothing else: "low" and "high" are mostly about the metric.
_GRADES = re.compile(r"critical|crit|page|emergency|warning|warn|info|(?:p|sev)-?[0-5]", re.IGNORECASE)
_WRITTEN = re.compile(r"\b(?:p|sev)[\s_-]?[0-5]\b", re.IGNORECASE)
#: Whoever says nothing has mostly not graded it, as with every other sender.
_UNSAID = Severity.MEDIUM


def severity_by_name(name: str, description: str, settings: SourceSettings) -> Severity:
    """Grades an alarm by the worst of what is said.

    The source's ``severity_map`` knows whole names of alarms and parts of them (``checkout-5xx``, ``prod``); without a
    word of its own, a grade in the name counts (``checkout-critical``, ``[P1] disk``), then one in the description.
    """
    parts = [part.lower() for part in _BETWEEN_PARTS.split(name) if part]
    own = [settings.severity_map[word] for word in (name.strip().lower(), *parts) if word in settings.severity_map]
    grades = own or _grades([part for part in parts if _GRADES.fullmatch(part)], settings)
    grades = grades or _grades(_WRITTEN.findall(name) or _WRITTEN.findall(description), settings)
    return max(grades, key=lambda severity: severity.rank, default=_UNSAID)


def _grades(words: list[str], settings: SourceSettings) -> list[Severity]:
    return [severity for word in words if (severity := severity_of(word, settings)) is not None]
