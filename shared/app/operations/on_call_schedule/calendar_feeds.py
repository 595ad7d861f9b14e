"""OnCallScheduleService: secret addresses at which calendar programs read a schedule."""

from typing import Any
from uuid import UUID

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, RESPONDERS, Procedure, ProcedureContext, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, NoArguments
from shared.app.operations.system.administration import administration_of
from shared.app.operations.view import View
from shared.kernel.value import Person
from shared.ports.calendar_feeds import CalendarFeed, TooManyFeeds
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, Declined, OperationRequest, not_found
from shared.ports.outcome import Problem

_SERVICE = "OnCallScheduleService"
_FEEDS = "/v1/on-call-schedules/{schedule_id}/calendar-feeds"
_MOST = 200


class CalendarFeedBody(Arguments):
    """An address is asked for."""

    person: Person | None = None
    """Only this person's turns are read there, as the schedule calls them. Null: the whole plan, with its gaps."""


class CalendarFeedList(View):
    """The addresses of a schedule that work."""

    items: tuple[CalendarFeed, ...]
    """The newest is first; at most 200."""


class IssuedCalendarFeed(View):
    """An address is told this once; its secret is stored as a hash only."""

    feed_id: UUID
    """The id of the address, by which it is revoked."""
    secret: str
    """The secret part of the address: ``/calendar/SECRET.ics`` below the console. It works until it is revoked, also
    when whoever made it may no longer sign in.
    """


class CalendarFeedRevoked(View):
    """At this address nothing is read any more."""

    feed_id: UUID
    """The address."""


def _require_schedule(queries: QueryServices, request: OperationRequest) -> UUID:
    schedule_id = request.ids["schedule_id"]
    if queries.state.get(request.caller.tenant_id, Reference("on_call_schedule", schedule_id)) is None:
        raise not_found()
    return schedule_id


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    schedule_id = _require_schedule(queries, request)
    found = queries.calendar_feeds.feeds(request.caller.tenant_id, schedule_id, limit=_MOST)
    return Answer(content=CalendarFeedList(items=tuple(found)))


def _create(context: ProcedureContext, request: OperationRequest) -> Answer:
    body, caller = CalendarFeedBody.model_validate(request.arguments), request.caller
    schedule_id, administration = _require_schedule(context.queries, request), administration_of(context)
    secret = administration.new_token()
    try:
        feed_id = administration.calendar_feeds.create(
            caller.tenant_id,
            schedule_id=schedule_id,
            person=body.person,
            token_hash=administration.hash_of(secret),
            most=_MOST,
            by=caller.actor,
        )
    except TooManyFeeds as many:
        title = f"The schedule has {_MOST} addresses already: revoke what nobody reads"
        raise Declined("rejected", Problem(code="calendar-feed.too-many", title=title)) from many
    return Answer(content=IssuedCalendarFeed(feed_id=feed_id, secret=secret))


def _revoke(context: ProcedureContext, request: OperationRequest) -> Answer:
    caller, feed_id = request.caller, request.ids["feed_id"]
    feed = context.queries.calendar_feeds.feed(caller.tenant_id, feed_id)
    if feed is None:
        raise not_found()
    if caller.role not in RESPONDERS and feed.created_by != caller.actor:
        title = "Somebody else made this address: a responder may revoke it"
        raise Declined("forbidden", Problem(code="calendar-feed.of-somebody-else", title=title))
    administration_of(context).calendar_feeds.revoke(caller.tenant_id, feed_id, by=caller.actor)
    return Answer(content=CalendarFeedRevoked(feed_id=feed_id))


_COMMON: Any = {"service": _SERVICE, "roles": READERS}

CALENDAR_FEED_QUERIES: tuple[Query, ...] = (
    Query(
        **_COMMON,
        name="ListCalendarFeeds",
        path=_FEEDS,
        request=NoArguments,
        response=CalendarFeedList,
        summary="Secret addresses at which calendar programs read a schedule, without their secrets",
        example={"schedule_id": EXAMPLE_ID},
        answer=_list,
    ),
)
CALENDAR_FEED_PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        **_COMMON,
        name="CreateCalendarFeed",
        path=_FEEDS,
        request=CalendarFeedBody,
        response=IssuedCalendarFeed,
        summary="Make a secret address at which a calendar program reads a schedule; it is told once",
        example={"schedule_id": EXAMPLE_ID, "person": "ana"},
        answer=_create,
    ),
    Procedure(
        **_COMMON,
        name="RevokeCalendarFeed",
        method="DELETE",
        path="/v1/calendar-feeds/{feed_id}",
        request=NoArguments,
        response=CalendarFeedRevoked,
        summary="End a secret address for good",
        example={"feed_id": EXAMPLE_ID},
        answer=_revoke,
    ),
)
