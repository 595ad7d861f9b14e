"""/metrics of the whole system, in Prometheus' form, for whoever has a key that may read.

Every part measures itself. The front asks each of the others for its numbers, which are read when somebody asks, adds
those of the database, and says of a part that does not answer that it does not.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from wsgiref.types import WSGIApplication

from werkzeug.wrappers import Request, Response

from local.environment import PARTS_AT, parts_in
from local.readers import Readers, build_readers
from shared.adapters.http.authorization import presented_token
from shared.adapters.http.problem import MEDIA_TYPE as MEDIA_TYPE_OF_PROBLEMS
from shared.adapters.http.problem import UNAUTHENTICATED
from shared.adapters.metrics.carried import points_from_json, points_to_json
from shared.adapters.metrics.exposition import MEDIA_TYPE, prometheus_text
from shared.adapters.metrics.instruments import PART_ANSWERS
from shared.adapters.metrics.readings import installation_points, process_points
from shared.adapters.metrics.tally import TALLY, Point
from shared.adapters.observe import failed
from shared.adapters.postgres.connection import TRANSIENT, connect_pool
from shared.adapters.postgres.health import DatabaseCondition, examine
from shared.settings import DatabaseSettings

PATH = "/metrics"
_THIS_PART = "front"
#: A part that has not answered by then is said not to answer; a scrape has ten seconds.
_PART_S = 1.5
_DATABASE_MS = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsPage:
    """The front's. ``parts``: ports by name; ``look`` raises one of TRANSIENT while the database is away."""

    readers: Readers
    look: Callable[[], DatabaseCondition]
    parts: Mapping[str, int]

    def respond(self, request: Request) -> Response:
        token = presented_token(request.environ)
        condition = self._condition()
        if token is None or not self.readers.knows(token, ask=condition is not None):
            return _refused()
        answers = {name: self._points_of(name, port, token) for name, port in self.parts.items()}
        answers[_THIS_PART] = process_points(TALLY)
        up = [Point(PART_ANSWERS, (name,), float(points is not None)) for name, points in answers.items()]
        told = {name: points or [] for name, points in answers.items()}
        return Response(prometheus_text([*installation_points(condition), *up], told), content_type=MEDIA_TYPE)

    def _condition(self) -> DatabaseCondition | None:
        try:
            return self.look()
        except TRANSIENT as away:
            failed("metrics.database", away)
            return None

    def _points_of(self, name: str, port: int, token: str) -> list[Point] | None:
        try:
            return _asked(port, token)
        except (OSError, HTTPException, ValueError) as away:
            failed("metrics.part", away, part=name)
            return None


@dataclass(frozen=True, slots=True)
class PartNumbers:
    """What any other part tells the front."""

    readers: Readers

    def respond(self, request: Request) -> Response:
        token = presented_token(request.environ)
        if token is None or not self.readers.knows(token):
            return _refused()
        return Response(points_to_json(process_points(TALLY)), content_type="application/json")


def _asked(port: int, token: str) -> list[Point]:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PART_S)
    try:
        connection.request("GET", PATH, headers={"Authorization": f"Bearer {token}"})
        return points_from_json(connection.getresponse().read())
    finally:
        connection.close()


def build_metrics_page() -> MetricsPage:
    pool = connect_pool(
        DatabaseSettings().database_url,
        role="sre_admin",
        application="metrics",
        max_size=1,
        statement_timeout_ms=_DATABASE_MS,
    )
    return MetricsPage(
        readers=build_readers(), look=lambda: examine(pool), parts=parts_in(os.environ.get(PARTS_AT, ""))
    )


def build_part_numbers() -> PartNumbers:
    return PartNumbers(build_readers())


def application_of(page: MetricsPage | PartNumbers) -> WSGIApplication:
    """Gives it as what a server calls."""
    return Request.application(page.respond)


def _refused() -> Response:
    return Response(UNAUTHENTICATED.body, status=UNAUTHENTICATED.status, content_type=MEDIA_TYPE_OF_PROBLEMS)
