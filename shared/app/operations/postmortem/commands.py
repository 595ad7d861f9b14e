"""PostmortemService: what can be asked for about a postmortem."""

from collections.abc import Iterable
from uuid import UUID

from shared.app.operations.examples import EXAMPLE_ID, OTHER_ID
from shared.app.operations.kinds import RESPONDERS, RESPONDERS_AND_AGENTS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import body_model, field_values
from shared.domain.postmortem.intents import CreatePostmortem, PublishPostmortem, UpdatePostmortem
from shared.kernel.ids import IncidentId, PostmortemId, derive_from, postmortem_id_for
from shared.ports.current_state import Reference

_SERVICE = "PostmortemService"
_ALL = "/v1/postmortems"
_ONE = f"{_ALL}/{{postmortem_id}}"
_ID = {"postmortem_id": EXAMPLE_ID}
_CONTENT = {
    "title": "Checkout failed for 40 minutes",
    "summary": "A deployment halved the connection pool.",
    "impact": {"user_impact": "Three of ten orders failed", "scope": "shop, production"},
    "root_cause": {"category": "configuration", "description": "The pool's size was read as a share"},
    "action_items": [{"id": "a1", "title": "Refuse a pool below ten", "owner": "ana", "due": "2030-04-01"}],
    "authors": ["ana"],
    "reviewers": ["ben"],
}


def _create(context: CommandContext) -> CreatePostmortem:
    """An incident has one unless somebody says otherwise: asked for twice, it is the same."""
    values = field_values(context.arguments)
    incident_id = values["incident_id"]
    if values["postmortem_id"] is None:
        values["postmortem_id"] = (
            PostmortemId(derive_from(context.message_id, "postmortem"))
            if incident_id is None
            else postmortem_id_for(context.caller.tenant_id, IncidentId(incident_id))
        )
    return CreatePostmortem.model_validate(values)


def _named(intent: CreatePostmortem | UpdatePostmortem) -> Iterable[Reference]:
    if isinstance(intent, CreatePostmortem) and intent.incident_id is not None:
        yield Reference("incident", intent.incident_id)
    if intent.content is not None:
        yield from (Reference("service", each) for each in intent.content.service_ids)


POSTMORTEM_COMMANDS: tuple[Command, ...] = (
    Command(
        name="CreatePostmortem",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(CreatePostmortem, postmortem_id=(UUID | None, None), incident_id=(UUID | None, None)),
        summary="Begin a postmortem as a draft",
        example={"incident_id": OTHER_ID, "content": _CONTENT},
        intent=_create,
        creates=True,
        references=_named,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdatePostmortem",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(UpdatePostmortem),
        summary="Replace its content, move it between draft and review, or take a published one back",
        example=_ID | {"status": "in_review"},
        intent=intent_from_body(UpdatePostmortem),
        references=_named,
    ),
    Command(
        name="PublishPostmortem",
        service=_SERVICE,
        path=f"{_ONE}/publish",
        roles=RESPONDERS,
        request=body_model(PublishPostmortem),
        summary="Publish it: with root cause, impact, action items and a reviewer who is not an author",
        example=_ID,
        intent=intent_from_body(PublishPostmortem),
    ),
)
