"""Says what an alert is called."""

from collections.abc import Mapping

from shared.adapters.intake.marks import Marks
from shared.adapters.intake.texts import cut_and_marked
from shared.kernel.subject import subject_of

_LONGEST = 500
#: Where no label names anything, the beginning of what is said about it.
_TELLING = ("summary", "title", "message", "description")
_MOST_CARRIED = 3


def name_of(labels: Mapping[str, str], annotations: Mapping[str, str], marks: Marks) -> str:
    """Gives ``alertname``; without one, what the alert is about (``job=backup-a``), any label, or its first words."""
    name = labels.get("alertname", "").strip()
    if name:
        return cut_and_marked(labels["alertname"], _LONGEST, "alertname", marks)
    marks.add("there is no alertname: named after what it carries")
    return (_carried(labels) or _first_words(annotations) or "unnamed alert")[:_LONGEST]


def _carried(labels: Mapping[str, str]) -> str:
    subject = subject_of(labels)
    if subject.label:
        return f"{subject.label}={labels[subject.label]}"
    told = [f"{name}={value}" for name, value in sorted(labels.items()) if value and name != "severity"]
    return " ".join(told[:_MOST_CARRIED])


def _first_words(annotations: Mapping[str, str]) -> str:
    return next((" ".join(annotations[name].split()) for name in _TELLING if annotations.get(name, "").strip()), "")
