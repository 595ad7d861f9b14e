"""Reads counts from what speaks Prometheus' query API: many objectives in one request, windows as its steps."""

import math
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.target import NotRead
from shared.adapters.prometheus.counts_answer import NotCounted, all_unknown, answer_of, series_by_mark
from shared.adapters.prometheus.counts_expression import expressions_of, is_closed, joined
from shared.adapters.prometheus.incomplete import incomplete_because
from shared.diagnosis.evidence import EvidenceProblem
from shared.kernel.batches import batched_by_size, grouped
from shared.kernel.ids import SloId
from shared.ports.sli_counts import CountsAnswer, CountsProblem, CountsQuestion, CountsReader

#: Objectives in one request, and the characters of their queries.
MOST_TOGETHER: Final = 50
MOST_CHARACTERS: Final = 20_000
#: What part of our patience a source may evaluate for.
_SHARE: Final = 0.8
_PATH: Final = "/api/v1/query_range"
#: Answers that one query of several may be to blame for: unreadable, not to be evaluated, too large, too slow.
_BLAMED: Final = frozenset({400, 413, 414, 422, 500, 503, 504})
_OF_A_QUERY: Final = "PromQL"
#: Objectives that are remembered as those that are asked by themselves.
_MOST_APART: Final = 1_000
_PROBLEMS: Final[Mapping[EvidenceProblem, CountsProblem]] = {
    EvidenceProblem.TIMEOUT: CountsProblem.UNREACHABLE,
    EvidenceProblem.UNREACHABLE: CountsProblem.UNREACHABLE,
    EvidenceProblem.NOT_CONFIGURED: CountsProblem.UNREACHABLE,
    EvidenceProblem.TRUNCATED: CountsProblem.UNREADABLE,
}


@dataclass(frozen=True, slots=True)
class PrometheusCounts:
    """Several threads may use it. ``request_s``: what one request may take altogether, in seconds."""

    connection: HttpConnection
    request_s: float = 15.0
    _apart: dict[SloId, None] = field(default_factory=dict, init=False)
    """Those whose queries were refused: they spoil no request of others again."""

    @property
    def source(self) -> str:
        return self.connection.place.name

    def read(self, questions: Sequence[CountsQuestion], until: float) -> Iterator[CountsAnswer]:
        judged = [(question, self._may_be_joined(question)) for question in questions]
        together = [question for question, may in judged if may]
        for _, alike in grouped(together, lambda each: (each.from_at, each.to_at, each.step)):
            for batch in batched_by_size(alike, most=MOST_TOGETHER, most_bytes=MOST_CHARACTERS, size_of=_length):
                yield from self._answers(batch, until)
        for question in (question for question, may in judged if not may):
            yield from self._answers([question], until)

    def close(self) -> None:
        self.connection.close()

    def _may_be_joined(self, question: CountsQuestion) -> bool:
        return question.slo_id not in self._apart and all(map(is_closed, _expressions(question)))

    def _answers(self, batch: Sequence[CountsQuestion], until: float) -> Iterator[CountsAnswer]:
        try:
            yield from self._asked(batch, until)
        except _OneIsToBlame as blamed:
            if len(batch) > 1:
                half = len(batch) // 2
                yield from self._answers(batch[:half], until)
                yield from self._answers(batch[half:], until)
            else:
                self._set_apart(batch[0].slo_id)
                yield all_unknown(batch[0], blamed.problem, blamed.detail)
        except NotCounted as failure:
            yield from (all_unknown(question, failure.problem, failure.detail) for question in batch)

    def _asked(self, batch: Sequence[CountsQuestion], until: float) -> list[CountsAnswer]:
        """Raises NotCounted."""
        # Nobody who writes a query can know it, and so pass for another's answer.
        nonce = secrets.token_hex(8)
        marked = [
            [(f"{nonce}-{place}-{part}", expression) for part, expression in enumerate(_expressions(question))]
            for place, question in enumerate(batch)
        ]
        found = self._series(joined(pair for pairs in marked for pair in pairs), batch[0], until)
        self._forget_apart(batch)
        return [
            answer_of(question, [found.get(mark, []) for mark, _ in pairs])
            for question, pairs in zip(batch, marked, strict=True)
        ]

    def _series(self, query: str, like: CountsQuestion, until: float) -> dict[str, list[Mapping[int, str]]]:
        form = {
            "query": query,
            "start": f"{(like.from_at + like.step).timestamp():.0f}",
            "end": f"{like.to_at.timestamp():.0f}",
            "step": f"{like.step.total_seconds():.0f}",
            # It shall say itself that a query takes too long: that is an answer, and silence is none.
            "timeout": f"{max(1, math.floor(_SHARE * self.connection.place.timeout_s))}s",
        }
        try:
            answer = self.connection.post(_PATH, form, min(until, time.monotonic() + self.request_s))
        except NotRead as failure:
            raise _refused(failure) from failure
        _refuse_partial(answer)
        data = answer.get("data")
        if answer.get("status") != "success" or not isinstance(data, dict):
            raise NotCounted(CountsProblem.UNREADABLE, f"{answer.get('errorType')}: {answer.get('error')}")
        return series_by_mark(data.get("result"))

    def _set_apart(self, slo_id: SloId) -> None:
        if len(self._apart) < _MOST_APART:
            self._apart[slo_id] = None

    def _forget_apart(self, batch: Sequence[CountsQuestion]) -> None:
        if len(batch) == 1:
            self._apart.pop(batch[0].slo_id, None)


class _OneIsToBlame(NotCounted):
    """It may be the query of a single objective that spoils the answer to all."""


def _refused(failure: NotRead) -> NotCounted:
    blamed = failure.status in _BLAMED or failure.problem is EvidenceProblem.TRUNCATED
    if blamed and not _is_overloaded(failure):
        return _OneIsToBlame(_PROBLEMS.get(failure.problem, CountsProblem.REFUSED), failure.detail)
    return NotCounted(_PROBLEMS.get(failure.problem, _answered(failure)), failure.detail)


def _is_overloaded(failure: NotRead) -> bool:
    """503 says that a query took too long, or that the server is not ready; then nobody asks it more often."""
    return failure.status == HTTPStatus.SERVICE_UNAVAILABLE and "timed out" not in failure.detail


def _answered(failure: NotRead) -> CountsProblem:
    if failure.status is None:
        return CountsProblem.UNREADABLE
    is_away = failure.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return CountsProblem.UNREACHABLE if is_away else CountsProblem.REFUSED


def _refuse_partial(answer: Mapping[str, Any]) -> None:
    """Warnings of the language are of one query, all others of the data. Raises NotCounted."""
    reasons = incomplete_because(answer)
    if not reasons:
        return
    detail = "; ".join(reasons[:3])
    if all(each.startswith(_OF_A_QUERY) for each in reasons):
        raise _OneIsToBlame(CountsProblem.PARTIAL, detail)
    raise NotCounted(CountsProblem.PARTIAL, detail)


def _length(question: CountsQuestion) -> int:
    return sum(map(len, _expressions(question)))


def _expressions(question: CountsQuestion) -> tuple[str, ...]:
    return expressions_of(question.indicator, question.step)


_: type[CountsReader] = PrometheusCounts
