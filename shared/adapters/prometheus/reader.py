"""Reads one Prometheus for one incident: the alerts' own expressions, and the golden signals that the catalog names."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.notebook import Notebook
from shared.adapters.evidence.target import NotRead
from shared.adapters.prometheus.incomplete import incomplete_because
from shared.adapters.prometheus.query import MOST_SERIES, RangeQuery, expression_of, series_of, shown
from shared.diagnosis.evidence import EvidenceProblem, EvidenceSource
from shared.ports.clock import Clock
from shared.ports.evidence import Collected, Inquiry

#: Questions of one inquiry.
MOST_QUESTIONS = 12
_PATH = "/api/v1/query_range"


@dataclass(frozen=True, slots=True)
class PrometheusReader:
    connection: HttpConnection
    clock: Clock
    clusters: frozenset[str]
    """Names and aliases of the clusters that it knows of; empty: all."""

    @property
    def source(self) -> EvidenceSource:
        return EvidenceSource.PROMETHEUS

    @property
    def target(self) -> str:
        return self.connection.place.name

    def concerns(self, inquiry: Inquiry) -> bool:
        named = {resource.cluster or resource.environment for resource in inquiry.resources} - {None}
        is_here = not self.clusters or not named or bool(named & self.clusters)
        return is_here and next(_questions(inquiry), None) is not None

    def read(self, inquiry: Inquiry, until: float) -> Collected:
        notes = Notebook(source=self.source, target=self.target, at=self.clock.now())
        for question in islice(_questions(inquiry), MOST_QUESTIONS):
            self._ask(question, notes, until)
        return notes.collected()

    def close(self) -> None:
        self.connection.close()

    def _ask(self, question: RangeQuery, notes: Notebook, until: float) -> None:
        asked = f"POST {_PATH} query={question.expression}&step={question.step.total_seconds():.0f}"
        try:
            answer = self.connection.post(_PATH, question.form(self.connection.place.timeout_s), until)
            series = series_of(_data(answer))
        except NotRead as failure:
            notes.failed(asked, question.title, failure)
            return
        problem, detail = _problem(answer, len(series))
        notes.note(
            asked,
            question.title,
            shown(series),
            from_at=question.from_at,
            to_at=question.to_at,
            problem=problem,
            detail=detail,
        )


def _questions(inquiry: Inquiry) -> Iterator[RangeQuery]:
    """Names each expression once, the alerts' first."""
    asked: set[str] = set()
    named = [(f"Expression of alert {alert.name}", expression_of(alert.generator_url)) for alert in inquiry.alerts]
    named += [(f"Signal {signal.title}", signal.expression) for signal in inquiry.signals]
    for title, expression in named:
        if expression and expression not in asked:
            asked.add(expression)
            yield RangeQuery(title, expression, inquiry.from_at, inquiry.to_at)


def _data(answer: dict[str, object]) -> dict[str, object]:
    """Gives what was found. Raises NotRead where the answer is none."""
    data = answer.get("data")
    if answer.get("status") != "success" or not isinstance(data, dict):
        raise NotRead(EvidenceProblem.UNREADABLE, f"{answer.get('errorType')}: {answer.get('error')}")
    return data


def _problem(answer: dict[str, object], series: int) -> tuple[EvidenceProblem | None, str]:
    """What is known of a part only may look well where the rest does not."""
    reasons = "; ".join(incomplete_because(answer)[:5])
    if reasons:
        return EvidenceProblem.UNAVAILABLE, reasons
    if series > MOST_SERIES:
        return EvidenceProblem.TRUNCATED, f"the first {MOST_SERIES} series"
    return None, ""
