"""PostmortemService: what an incident has taught."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shared.app.operations.incident.view import View
from shared.app.operations.kinds import (
    READERS,
    RESPONDERS,
    RESPONDERS_AND_AGENTS,
    Command,
    Draft,
    Query,
    Reads,
    straight,
)
from shared.app.operations.request_models import NoArguments, body_of, given
from shared.app.operations.standard_methods import Listed, ListParameters, one_of, page_of, shown
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem, UpdatePostmortem
from shared.domain.postmortem.publishing import missing_for_publishing
from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.kernel.ids import IncidentId, PostmortemId, derive_from, postmortem_id_for
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Answer, Asked, Operation, not_found

_SERVICE = "PostmortemService"
_ALL = "/v1/postmortems"
_ONE = f"{_ALL}/{{postmortem_id}}"
_ID = {"postmortem_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}
_INCIDENT = "0b1f5b6c-7d8e-4f90-8a1b-2c3d4e5f6071"
_CONTENT = {
    "title": "Checkout failed for 40 minutes",
    "summary": "A deployment halved the connection pool.",
    "impact": {"user_impact": "Three of ten orders failed", "scope": "shop, production"},
    "root_cause": {"category": "configuration", "description": "The pool's size was read as a share"},
    "action_items": [{"id": "a1", "title": "Refuse a pool below ten", "owner": "ana", "due": "2030-04-01"}],
    "authors": ["ana"],
    "reviewers": ["ben"],
}


class PostmortemView(View):
    postmortem_id: UUID
    version: int
    incident_id: UUID | None
    status: PostmortemStatus
    content: PostmortemContent
    #: What publishing still needs; empty when only the review is left.
    missing_for_publishing: tuple[str, ...]
    created_by: str
    written_by: str
    published_by: str | None
    published_at: datetime | None
    updated_at: datetime


def postmortem_view(stored: Stored) -> PostmortemView:
    content = PostmortemContent.model_validate(stored.state["content"])
    missing = missing_for_publishing(content)
    return PostmortemView.model_validate({**shown(stored, "postmortem_id"), "missing_for_publishing": missing})


def _create(draft: Draft) -> CreatePostmortem:
    """An incident has one unless somebody says otherwise: asked for twice, it is the same."""
    asked = given(draft.request)
    incident_id = asked["incident_id"]
    if asked["postmortem_id"] is None:
        asked["postmortem_id"] = (
            PostmortemId(derive_from(draft.message_id, "postmortem"))
            if incident_id is None
            else postmortem_id_for(draft.caller.tenant_id, IncidentId(incident_id))
        )
    return CreatePostmortem.model_validate(asked)


def _named(intent: CreatePostmortem | UpdatePostmortem) -> Iterable[Reference]:
    if isinstance(intent, CreatePostmortem) and intent.incident_id is not None:
        yield Reference("incident", intent.incident_id)
    if intent.content is not None:
        yield from (Reference("service", each) for each in intent.content.service_ids)


def _of_incident(reads: Reads, asked: Asked) -> Answer:
    tenant_id, incident_id = asked.caller.tenant_id, asked.ids["incident_id"]
    if reads.state.missing(tenant_id, {Reference("incident", incident_id)}):
        raise not_found()
    holding = {"incident_id": str(incident_id)}
    page = page_of(reads, asked, "postmortem", Listed[PostmortemView], postmortem_view, holding)
    return Answer(content=page)


POSTMORTEM_OPERATIONS: tuple[Operation, ...] = (
    Command(
        name="CreatePostmortem",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS_AND_AGENTS,
        request=body_of(CreatePostmortem, postmortem_id=(UUID | None, None), incident_id=(UUID | None, None)),
        summary="Begin a postmortem as a draft",
        example={"incident_id": _INCIDENT, "content": _CONTENT},
        intent=_create,
        creates=True,
        refers=_named,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdatePostmortem",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS_AND_AGENTS,
        request=body_of(UpdatePostmortem),
        summary="Replace its content, move it between draft and review, or take a published one back",
        example=_ID | {"status": "in_review"},
        intent=straight(UpdatePostmortem),
        refers=_named,
    ),
    Command(
        name="PublishPostmortem",
        service=_SERVICE,
        path=f"{_ONE}/publish",
        roles=RESPONDERS,
        request=body_of(PublishPostmortem),
        summary="Publish it: with root cause, impact, action items and a reviewer who is not an author",
        example=_ID,
        intent=straight(PublishPostmortem),
    ),
    Query(
        name="GetPostmortem",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=PostmortemView,
        summary="One postmortem, and what publishing still needs",
        example=_ID,
        answer=one_of("postmortem", "postmortem_id", postmortem_view),
    ),
    Query(
        name="ListPostmortemsByIncident",
        service=_SERVICE,
        path="/v1/incidents/{incident_id}/postmortems",
        roles=READERS,
        request=ListParameters,
        response=Listed[PostmortemView],
        summary="The postmortems of one incident",
        example={"incident_id": _INCIDENT},
        answer=_of_incident,
    ),
)
