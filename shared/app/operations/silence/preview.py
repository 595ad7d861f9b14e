"""What a silence would hold back, before it is made."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Annotated

from pydantic import Field

from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.operations.view import View
from shared.kernel.matchers import StepBudget, all_hold, matcher_problem
from shared.kernel.value import Matcher
from shared.kernel.vocabulary import AlertStatus
from shared.ports.operation import Answer, OperationRequest
from shared.projections.alert_groups.queries import ActiveAlerts, AlertSearch, AlertSummary
from shared.projections.page import MAX_LIMIT, InvalidQuery, Page

_DAY = timedelta(days=1)
_MOST_LOOKED_AT = 1_000
_MOST_EXAMPLES = 10


class PreviewParameters(Arguments):
    """The matchers of a silence that nobody has made yet."""

    matchers: Annotated[tuple[Matcher, ...], Field(min_length=1, max_length=50)]
    """Label matchers in Alertmanager syntax, all of which must match, 1 to 50."""


class SilencePreview(View):
    """It is said what a silence with these matchers would hold back."""

    firing: int
    """How many alerts that fire now match."""
    firing_compared: int
    """How many alerts that fire now were looked at: the newest, at most a thousand."""
    last_day: int
    """How many alerts match whose episode began within the last day, whether it is over or not."""
    last_day_compared: int
    """How many such alerts were looked at: the newest, at most a thousand."""
    examples: tuple[AlertSummary, ...]
    """The newest that match, at most ten, what fires first."""


def silence_preview(queries: QueryServices, request: OperationRequest) -> Answer:
    """Raises InvalidQuery for matchers that cannot be used."""
    matchers = PreviewParameters.model_validate(request.arguments).matchers
    if (problem := matcher_problem(matchers)) is not None:
        raise InvalidQuery(problem)
    tenant_id, since = request.caller.tenant_id, queries.clock.now() - _DAY
    firing = _read(lambda cursor: queries.alerts.list_active_alerts(tenant_id, _active(cursor)))
    of_the_day = _read(
        lambda cursor: queries.alerts.search_alerts(
            tenant_id, AlertSearch(starts_from=since, cursor=cursor, limit=MAX_LIMIT)
        )
    )
    steps = StepBudget()
    matching = [alert for alert in firing if all_hold(matchers, alert.labels, steps)]
    matching_day = [alert for alert in of_the_day if all_hold(matchers, alert.labels, steps)]
    over = [alert for alert in matching_day if alert.status is not AlertStatus.FIRING]
    preview = SilencePreview(
        firing=len(matching),
        firing_compared=len(firing),
        last_day=len(matching_day),
        last_day_compared=len(of_the_day),
        examples=tuple((*matching, *over)[:_MOST_EXAMPLES]),
    )
    return Answer(content=preview)


def _active(cursor: str | None) -> ActiveAlerts:
    return ActiveAlerts(cursor=cursor, limit=MAX_LIMIT)


def _read(page_at: Callable[[str | None], Page[AlertSummary]]) -> list[AlertSummary]:
    return list(islice(_pages(page_at), _MOST_LOOKED_AT))


def _pages(page_at: Callable[[str | None], Page[AlertSummary]]) -> Iterator[AlertSummary]:
    cursor: str | None = None
    while True:
        page = page_at(cursor)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
