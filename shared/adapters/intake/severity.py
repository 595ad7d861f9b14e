"""What senders call their severities, and what we call them."""

import re
from collections.abc import Iterator, Mapping

from shared.adapters.intake.body import shown
from shared.adapters.intake.marks import Marks
from shared.kernel.vocabulary import Severity
from shared.ports.intake import SourceSettings

_WORDS = {
    Severity.CRITICAL: (
        "critical crit page emergency emerg panic fatal disaster alert urgent blocker severe outage showstopper"
        " catastrophic down red kritisch critique crítico critico crítica critica критический"
        " 严重 紧急 緊急 重大"
    ),
    Severity.HIGH: (
        "high error err major important alarm orange amber hoch fehler haut haute élevé élevée elevé majeur erreur"
        " alto alta erro grave высокий ошибка 高 错误"
    ),
    Severity.MEDIUM: (
        "medium warning warn minor average moderate ticket yellow mittel warnung moyen moyenne avertissement medio"
        " media médio média advertencia aviso avviso средний предупреждение"
        " 中 警告"
    ),
    Severity.LOW: (
        "low info informational information informative notice none debug trace ok trivial green normal cosmetic"
        " niedrig faible mineur bajo baja baixo baixa basso bassa низкий информация 低 信息"
    ),
}
_COMMON = {word: severity for severity, words in _WORDS.items() for word in words.split()}

#: P0, sev-1, S2, priority 3, or the number alone: nought and one are the worst, as with Opsgenie, Jira and PagerDuty.
_GRADE = re.compile(r"(?:p|s|sev|severity|prio|priority|level|lvl|l)?[\s_.#-]*([0-5])", re.ASCII)
_BY_GRADE = (Severity.CRITICAL, Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.LOW)
_BETWEEN_WORDS = re.compile(r"[^\w#.-]+")
_LONGEST_READ = 200

#: Somebody graded it in a word that we do not know. Too loud is noticed and mended by the source's ``severity_map``;
#: too quiet would be noticed by nobody.
UNKNOWN = Severity.HIGH


def severity_from(
    labels: Mapping[str, str], annotations: Mapping[str, str], settings: SourceSettings, marks: Marks
) -> Severity:
    """Reads the severity from the label that the source names, or else from the annotation of that name.

    A word that nobody has explained counts as high, and is marked. Saying nothing is no riddle: most rules that carry
    no severity are warnings somebody did not grade, so the alert counts as medium. An empty label is an absent one, as
    in Prometheus.
    """
    said = labels.get(settings.severity_label, "")
    if not said.strip():
        said = annotations.get(settings.severity_label, "")
    if not said.strip():
        return Severity.MEDIUM
    severity = severity_of(said, settings)
    if severity is None:
        marks.add(
            f"{settings.severity_label} {shown(said, 60)!r} is not a word we know: taken as {UNKNOWN.value};"
            " the source's severity_map can say what it means"
        )
    return severity or UNKNOWN


def severity_of(said: str, settings: SourceSettings) -> Severity | None:
    """Gives the severity that a word means, or None; of several words (``warning|critical``) the worst counts.

    The source's own words come before the common ones.
    """
    whole = said[:_LONGEST_READ].strip().lower()
    known = settings.severity_map.get(whole) or _known(whole, settings)
    if known is not None:
        return known
    return max(_each(whole, settings), key=lambda severity: severity.rank, default=None)


def _each(whole: str, settings: SourceSettings) -> Iterator[Severity]:
    for word in _BETWEEN_WORDS.split(whole):
        severity = _known(word, settings)
        if severity is not None:
            yield severity


def _known(word: str, settings: SourceSettings) -> Severity | None:
    graded = _GRADE.fullmatch(word)
    return settings.severity_map.get(word) or _COMMON.get(word) or (_BY_GRADE[int(graded[1])] if graded else None)
