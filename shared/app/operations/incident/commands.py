"""IncidentService: what can be asked for about an incident."""

from collections.abc import Iterable
from uuid import UUID

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import RESPONDERS, RESPONDERS_AND_AGENTS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import Arguments, ServiceNamed, body_model, field_values
from shared.domain.incident.intents import (
    AcknowledgeIncident,
    AddIncidentTimelineEntry,
    AssignIncident,
    AssignIncidentRole,
    CloseIncident,
    CreateIncident,
    ReclassifyIncidentSeverity,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.domain.incident.values import EntryKind, TimelineEntry
from shared.kernel.ids import IncidentId, derive_from
from shared.kernel.moment import Moment
from shared.kernel.vocabulary import IncidentSource
from shared.ports.credentials import Role
from shared.ports.current_state import Reference

#: By id, slug or name.
SERVICES_NAMED = (tuple[ServiceNamed, ...], Field(default=(), max_length=200))

_SERVICE = "IncidentService"
_ONE = "/v1/incidents/{incident_id}"
_ID = {"incident_id": EXAMPLE_ID}


class TimelineEntryBody(Arguments):
    """An entry for an incident's timeline is written by its caller."""

    kind: EntryKind = EntryKind.NOTE
    """What sort of entry it is."""
    text: str = Field(min_length=1, max_length=20_000)
    """What is to be remembered."""
    occurred_at: Moment | None = None
    """When it happened, with a zone. Null: the time of asking."""
    entry_id: UUID | None = None
    """The caller's id for the entry, for which a repetition adds nothing. Null: one is made."""
    supersedes: UUID | None = None
    """The entry that this one corrects. Null: none."""


def _create(context: CommandContext) -> CreateIncident:
    """Without an id of the caller's own it is the message's: asked twice under one key, it is one incident."""
    values = field_values(context.arguments)
    source = IncidentSource.AGENT if context.caller.role is Role.AGENT else IncidentSource.MANUAL
    return CreateIncident.model_validate(
        {
            **values,
            "incident_id": values["incident_id"] or derive_from(context.message_id, "incident"),
            "source": source,
        }
    )


def _add_entry(context: CommandContext) -> AddIncidentTimelineEntry:
    entry = field_values(context.arguments)
    entry["entry_id"] = entry["entry_id"] or derive_from(context.message_id, "entry")
    entry["occurred_at"] = entry["occurred_at"] or context.at
    return AddIncidentTimelineEntry(
        incident_id=IncidentId(context.ids["incident_id"]), entry=TimelineEntry.model_validate(entry)
    )


def _followed(intent: CreateIncident) -> Iterable[Reference]:
    yield from (Reference("service", each) for each in intent.service_ids)
    if intent.follows is not None:
        yield Reference("incident", intent.follows)


def _closed_with(intent: CloseIncident) -> Iterable[Reference]:
    return () if intent.postmortem_id is None else (Reference("postmortem", intent.postmortem_id),)


INCIDENT_COMMANDS: tuple[Command, ...] = (
    Command(
        name="CreateIncident",
        service=_SERVICE,
        path="/v1/incidents",
        roles=RESPONDERS,
        request=body_model(
            CreateIncident,
            without=frozenset({"source"}),
            incident_id=(UUID | None, None),
            service_ids=SERVICES_NAMED,
        ),
        summary="Open an incident",
        example={"title": "Checkout answers 5xx", "severity": "high"},
        intent=_create,
        creates=True,
        references=_followed,
        location=_ONE,
        success=201,
    ),
    Command(
        name="ReclassifyIncidentSeverity",
        service=_SERVICE,
        path=f"{_ONE}/severity",
        roles=RESPONDERS,
        request=body_model(ReclassifyIncidentSeverity),
        summary="Change how severe it is, with a reason",
        example=_ID | {"severity": "critical", "reason": "Payments are affected too"},
        intent=intent_from_body(ReclassifyIncidentSeverity),
    ),
    Command(
        name="AssignIncident",
        service=_SERVICE,
        path=f"{_ONE}/assignee",
        roles=RESPONDERS,
        request=body_model(AssignIncident),
        summary="Give it to somebody, or take it away",
        example=_ID | {"assignee": "ana"},
        intent=intent_from_body(AssignIncident),
    ),
    Command(
        name="AssignIncidentRole",
        service=_SERVICE,
        path=f"{_ONE}/roles",
        roles=RESPONDERS,
        request=body_model(AssignIncidentRole),
        summary="Name the commander, the communicator or the scribe",
        example=_ID | {"role": "commander", "assignee": "ana"},
        intent=intent_from_body(AssignIncidentRole),
    ),
    Command(
        name="AddIncidentTimelineEntry",
        service=_SERVICE,
        path=f"{_ONE}/timeline",
        roles=RESPONDERS_AND_AGENTS,
        request=TimelineEntryBody,
        summary="Write down a note, evidence, an action, a decision or a message",
        example=_ID | {"kind": "action", "text": "Rolled back to 1.4.2"},
        intent=_add_entry,
        time_field="occurred_at",
    ),
    Command(
        name="AcknowledgeIncident",
        service=_SERVICE,
        path=f"{_ONE}/acknowledge",
        roles=RESPONDERS,
        request=body_model(AcknowledgeIncident),
        summary="Say that somebody is on it",
        example=_ID | {"note": "On it"},
        intent=intent_from_body(AcknowledgeIncident),
    ),
    Command(
        name="TransitionIncidentStatus",
        service=_SERVICE,
        path=f"{_ONE}/status",
        roles=RESPONDERS,
        request=body_model(TransitionIncidentStatus, without=frozenset({"reopen_window_s"})),
        summary="Move it along, or reopen it with a reason",
        example=_ID | {"status": "investigating"},
        intent=intent_from_body(TransitionIncidentStatus),
    ),
    Command(
        name="ResolveIncident",
        service=_SERVICE,
        path=f"{_ONE}/resolve",
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(ResolveIncident),
        summary="Say how it ended; an agent needs an approval",
        example=_ID | {"summary": "The rollback mended it"},
        intent=intent_from_body(ResolveIncident),
    ),
    Command(
        name="CloseIncident",
        service=_SERVICE,
        path=f"{_ONE}/close",
        roles=RESPONDERS,
        request=body_model(CloseIncident),
        summary="Close what is resolved, for good; what was grave with its postmortem or a reason why there is none",
        example=_ID | {"waive_postmortem": "A drill"},
        intent=intent_from_body(CloseIncident),
        references=_closed_with,
    ),
)
