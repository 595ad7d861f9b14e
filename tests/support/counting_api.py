"""A Prometheus for tests of what counts: each expression has its answer, in the shapes of the real one.

The shapes were recorded from Prometheus 2.42: blocks made by `promtool`, asked at `/api/v1/query_range`.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support.fake_api import FakeApi, fake_api

_MARKED = re.compile(r'label_replace\(\(\n(?P<expression>.*?)\n\), "__sli", "(?P<mark>[^"]+)", "", ""\)', re.DOTALL)
_PATH = "/api/v1/query_range"
SAME_LABELS = {
    "status": "error",
    "errorType": "execution",
    "error": "vector cannot contain metrics with the same labelset",
}

Series = Mapping[str, str]
"""Values by labels, each the same at every step: {'code="200"': "60"}."""


@dataclass
class CountingApi:
    """``known`` are expressions with their series; those in ``refused`` spoil every query that they are part of."""

    api: FakeApi
    known: dict[str, Series] = field(default_factory=dict)
    refused: dict[str, tuple[int, Any]] = field(default_factory=dict)
    only_at: dict[str, set[int]] = field(default_factory=dict)
    """Expressions that have values at these seconds only."""
    more: dict[str, Any] = field(default_factory=dict)
    """What every answer says besides."""

    @property
    def url(self) -> str:
        return self.api.url

    @property
    def queries(self) -> list[str]:
        return [form["query"] for _, form, _ in self.api.asked]

    def answer(self, form: Mapping[str, str]) -> tuple[int, Any]:
        marked = [(each["expression"], each["mark"]) for each in _MARKED.finditer(form["query"])]
        for expression, _ in marked:
            if expression in self.refused:
                return self.refused[expression]
        steps = range(int(form["start"]), int(form["end"]) + 1, int(form["step"]))
        result = [
            {
                "metric": {"__sli": mark, **({"code": labels} if labels else {})},
                "values": [[at, value] for at in steps if at in self.only_at.get(expression, steps)],
            }
            for expression, mark in marked
            for labels, value in self.known.get(expression, {}).items()
        ]
        return 200, {"status": "success", "data": {"resultType": "matrix", "result": result}, **self.more}


@contextmanager
def counting_api() -> Iterator[CountingApi]:
    with fake_api() as api:
        counting = CountingApi(api)
        api.routes[_PATH] = counting.answer
        yield counting
