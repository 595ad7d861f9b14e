"""How a draft of each kind of thing becomes an intent, and where its present definition stands in the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.values import KnowledgeContent
from shared.domain.on_call_schedule.intents import CreateOnCallSchedule, UpdateOnCallSchedule
from shared.domain.on_call_schedule.values import ScheduleDefinition
from shared.domain.postmortem.intents import CreatePostmortem, UpdatePostmortem
from shared.domain.postmortem.values import PostmortemContent
from shared.domain.runbook.intents import CreateRunbook, UpdateRunbook
from shared.domain.runbook.values import RunbookDefinition
from shared.domain.service.intents import CreateService, UpdateService
from shared.domain.service.values import ServiceDefinition
from shared.domain.slo.intents import CreateSLO, UpdateSLO
from shared.domain.slo.values import SLODefinition
from shared.kernel.ids import (
    IncidentId,
    TenantId,
    derive,
    document_id_for,
    runbook_id_for,
    schedule_id_for,
    service_id_for,
    slo_id_for,
)
from shared.kernel.message import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredDefinition:
    """It is what is to be; ``definition`` holds its origin where its kind keeps it there."""

    aggregate_id: UUID
    slug: str
    definition: BaseModel
    origin: str | None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTarget:
    """It says how a kind of thing is identified, made and changed, and where its definition stands in the state."""

    definition: type[BaseModel]
    identify: Callable[[TenantId, str], UUID]
    create: type[Intent]
    update: type[Intent]
    #: Where the definition stands: in the state, and in the intents.
    key: str = "definition"
    #: The origin stands beside the definition, not in it.
    origin_beside: bool = False
    #: Fields that people link here and no file speaks of.
    linked_here: frozenset[str] = frozenset()
    #: How what vanished from its source is removed; None: it stays until somebody deletes it.
    remove: type[Intent] | None = None

    def definition_in(self, state: Mapping[str, Any]) -> BaseModel:
        """Reads the definition from a stored state. Raises ValidationError where there is none."""
        return self.definition.model_validate(state[self.key])

    def is_defined_in(self, state: Mapping[str, Any]) -> bool:
        """Nothing stands there where it was removed before it came."""
        return state.get(self.key) is not None

    @property
    def origin_path(self) -> tuple[str, ...]:
        """Is the path of the origin in a stored state."""
        return ("origin",) if self.origin_beside else (self.key, "origin")

    def origin_in(self, state: Mapping[str, Any]) -> str | None:
        """Reads the origin from a stored state. None: people here keep the thing."""
        found = state.get("origin") if self.origin_beside else (state[self.key] or {}).get("origin")
        return found if isinstance(found, str) else None

    def creation(self, wanted: DesiredDefinition) -> Intent:
        """Makes the intent that creates the thing, or brings a deleted one back."""
        return self.create.model_validate(self._common(wanted) | self._of_creation(wanted))

    def change(self, wanted: DesiredDefinition) -> Intent:
        """Makes the intent that replaces the definition."""
        named = {"slug": wanted.slug} if self.update is self.create else {}
        return self.update.model_validate(self._common(wanted) | named)

    def removal(self, aggregate_id: UUID, place: str) -> Intent | None:
        """Makes the intent that removes what is no longer in ``place``. None: it stays until somebody deletes it."""
        if self.remove is None:
            return None
        why = f"it is no longer in {place}"
        return self.remove.model_validate({self.remove.id_field: aggregate_id, "reason": why, "gone_from": place})

    def _common(self, wanted: DesiredDefinition) -> dict[str, Any]:
        values: dict[str, Any] = {self.create.id_field: wanted.aggregate_id, self.key: wanted.definition}
        # Who may overrule whom was decided on the version that the intent names.
        return values | ({"origin": wanted.origin, "take_over": True} if self.origin_beside else {})

    def _of_creation(self, wanted: DesiredDefinition) -> dict[str, Any]:
        if self.create is CreatePostmortem:
            return {"incident_id": wanted.incident_id}
        return {"slug": wanted.slug}


def _postmortem_id(tenant_id: TenantId, slug: str) -> UUID:
    return derive(tenant_id, "postmortem", "import", slug)


TARGETS: Mapping[str, ImportTarget] = {
    "service": ImportTarget(
        definition=ServiceDefinition,
        identify=service_id_for,
        create=CreateService,
        update=UpdateService,
        origin_beside=True,
        linked_here=frozenset({"runbook_ids", "slo_ids"}),
    ),
    "slo": ImportTarget(definition=SLODefinition, identify=slo_id_for, create=CreateSLO, update=UpdateSLO),
    "runbook": ImportTarget(
        definition=RunbookDefinition, identify=runbook_id_for, create=CreateRunbook, update=UpdateRunbook
    ),
    "postmortem": ImportTarget(
        definition=PostmortemContent,
        identify=_postmortem_id,
        create=CreatePostmortem,
        update=UpdatePostmortem,
        key="content",
    ),
    "on_call_schedule": ImportTarget(
        definition=ScheduleDefinition,
        identify=schedule_id_for,
        create=CreateOnCallSchedule,
        update=UpdateOnCallSchedule,
    ),
    "knowledge_document": ImportTarget(
        definition=KnowledgeContent,
        identify=document_id_for,
        create=PutKnowledgeDocument,
        update=PutKnowledgeDocument,
        key="content",
        remove=RemoveKnowledgeDocument,
    ),
}
