"""The live feed: that something changed, as it happens; what it is now, the queries say."""

from typing import Annotated

from pydantic import Field

from shared.app.feed import FeedChange, FeedQuery, FeedReset
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.domain.published import FACTS
from shared.ports.operation import Answer, OperationRequest
from shared.projections.page import InvalidQuery

_NO_KINDS: tuple[str, ...] = ()


KINDS = frozenset(fact.aggregate_type for fact in FACTS)


class FeedParameters(Arguments):
    """It is said from where the feed is told, and of what."""

    after: Annotated[int, Field(ge=0, le=10**18)] | None = None
    """Go on after the fact at this position; 0 is before the first fact. Null: from now on."""
    last: Annotated[int, Field(ge=0, le=1_000)] = 0
    """Begin so many facts before now."""
    kinds: tuple[Annotated[str, Field(pattern=r"^[a-z_]+(,[a-z_]+)*$", max_length=500)], ...] = _NO_KINDS
    """Aggregate types such as ``incident`` or ``alert``, separated by commas or given several times. Empty: all."""
    follow: bool = True
    """False ends the answer when everything that there is was told."""


def _feed(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = FeedParameters.model_validate(request.arguments)
    kinds = {kind for several in wanted.kinds for kind in several.split(",")}
    if unknown := kinds - KINDS:
        raise InvalidQuery(f"nothing is of the kind {min(unknown)[:60]}; there are {', '.join(sorted(KINDS))}")
    after = wanted.after if request.last_id is None else request.last_id
    query = FeedQuery(after=after, last=wanted.last, kinds=sorted(kinds) or None, follow=wanted.follow)
    return Answer(stream=queries.feed.read(request.caller.tenant_id, query))


FEED_QUERIES: tuple[Query, ...] = (
    Query(
        name="FollowFeed",
        service="FeedService",
        path="/v1/feed",
        roles=READERS,
        request=FeedParameters,
        response=FeedChange | FeedReset,
        summary="What changed, as server-sent events, resumable; ends by itself after some minutes",
        example={"kinds": ["incident,alert"]},
        answer=_feed,
        streams=True,
        events={"change": "something changed", "reset": "the place is not known any more; read again"},
    ),
)
