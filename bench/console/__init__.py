"""The console: what its pages weigh and cost beside a tenant of years, and how soon a page shows what happened."""

from collections.abc import Iterator

from bench.console import live, pages
from bench.measure import Result


def run() -> Iterator[Result]:
    yield from pages.run()
    yield from live.run()
