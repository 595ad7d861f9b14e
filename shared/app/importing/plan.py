"""What an import would do: each draft against what stands there, as a line for people, an intent for the writer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from shared.app.importing.merging import differing_fields, merged_definition
from shared.app.importing.origin import is_unedited, location_of, origin_location, with_digest
from shared.app.importing.targets import TARGETS, DesiredDefinition, ImportTarget
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.message import Intent
from shared.ports.current_state import Reference, Stored
from shared.ports.imports import Draft, ImportKind, Trouble

#: Such services are known from elsewhere only: any catalog that writes them down may have them.
_YIELDS = "openslo:"


class Action(StrEnum):
    """It is what becomes of one thing that the files speak of."""

    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    SKIP = "skip"
    CONFLICT = "conflict"
    #: By the writer, with its reason.
    REJECTED = "rejected"
    #: Imported once and no longer in the source; it stays.
    GONE = "gone"
    #: The same, of what is found no more then: it is nothing without its source.
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """It is one line of the report; its fields are described where they are published (``LineView``)."""

    action: Action
    path: str
    line: int | None = None
    aggregate_type: str = ""
    slug: str = ""
    code: str = ""
    detail: str = ""
    fields: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStep:
    """It is a line for people, with what is asked of the writer for it."""

    line: ReportLine
    #: None: nothing is asked of the writer.
    intent: Intent | None = None
    #: The version that the comparison was made with; None for what is new.
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingState:
    """Everything that the drafts may refer to, as it stood at one moment."""

    stored: Mapping[Reference, Stored] = field(default_factory=dict)
    incidents: Mapping[int, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """It compares drafts with what exists."""

    tenant_id: TenantId
    kind: ImportKind
    source: str
    take_over: bool
    existing: ExistingState

    def steps(self, drafts: Sequence[Draft]) -> list[ImportStep]:
        """Returns one step for each draft, in their order."""
        known = {reference.aggregate_id for reference in self.existing.stored}
        known |= {reference_to(draft, self.tenant_id).aggregate_id for draft in drafts}
        return [self._step(draft, known) for draft in drafts]

    def _step(self, draft: Draft, known: set[UUID]) -> ImportStep:
        reference = reference_to(draft, self.tenant_id)
        stored = self.existing.stored.get(reference)
        line = ReportLine(
            action=Action.SAME,
            path=draft.path,
            line=draft.line,
            aggregate_type=draft.aggregate_type,
            slug=draft.slug,
            notes=self._notes(draft, known),
        )
        if stored is not None and draft.only_if_missing:
            return ImportStep(line=line)
        target = TARGETS[draft.aggregate_type]
        if stored is None or not target.is_defined_in(stored.state):
            wanted = self._wanted(draft, reference, draft.definition)
            return ImportStep(line=_as(line, Action.CREATE), intent=target.creation(wanted))
        return self._compared(draft, reference, stored, line)

    def _compared(self, draft: Draft, reference: Reference, stored: Stored, line: ReportLine) -> ImportStep:
        target = TARGETS[draft.aggregate_type]
        present, origin = target.definition_in(stored.state), target.origin_in(stored.state)
        merged = merged_definition(draft, present)
        fields = differing_fields(present, merged)
        deleted = stored.state.get("deleted") is True
        claimed = origin is not None and location_of(origin) == self._place(draft)
        if not fields and not deleted and (claimed or not self.take_over):
            return ImportStep(line=line)
        why = self._objection(target, present, origin, stored.state, claimed=claimed)
        if why is not None:
            return ImportStep(line=_as(line, Action.CONFLICT, code=why[0], detail=why[1], fields=fields))
        wanted = self._wanted(draft, reference, merged)
        intent = target.creation(wanted) if deleted else target.change(wanted)
        return ImportStep(
            line=_as(line, Action.CHANGE, fields=fields or ("origin",)), intent=intent, version=stored.version
        )

    def _objection(
        self, target: ImportTarget, present: BaseModel, origin: str | None, state: Mapping[str, Any], *, claimed: bool
    ) -> tuple[str, str] | None:
        """Code and words, when it is not the file's to say."""
        if state.get("status") == "published":
            return "import.published", "it is published: set it back to draft first"
        yields = target.origin_beside and origin is not None and origin.startswith(_YIELDS)
        returns = claimed and state.get("gone_from") == location_of(origin or "")
        if self.take_over:
            return None
        if state.get("deleted") is True and not returns:
            return "import.deleted_here", "it was deleted here; taking it over brings it back"
        if origin is None:
            return "import.ours", "it was made or kept by people here; take it over to have it follow the file"
        if not (claimed or yields):
            return "import.claimed", f"it belongs to {location_of(origin)}; if that has moved, take it over"
        edited = "import.edited_here", "it was edited here since it was imported; taking it over loses the edit"
        return None if is_unedited(origin, present, target.linked_here) else edited

    def _wanted(self, draft: Draft, reference: Reference, definition: BaseModel) -> DesiredDefinition:
        target = TARGETS[draft.aggregate_type]
        origin = with_digest(self._place(draft), definition, target.linked_here)
        incident = None if draft.incident_number is None else self.existing.incidents.get(draft.incident_number)
        return DesiredDefinition(
            aggregate_id=reference.aggregate_id,
            slug=draft.slug,
            definition=definition if target.origin_beside else definition.model_copy(update={"origin": origin}),
            origin=origin,
            incident_id=None if incident is None else IncidentId(incident),
        )

    def _place(self, draft: Draft) -> str:
        return origin_location(self.kind, self.source, draft.path)

    def _notes(self, draft: Draft, known: set[UUID]) -> tuple[str, ...]:
        absent = [name for identity, name in draft.names.items() if identity not in known]
        notes = [f"refers to {', '.join(absent)[:300]}, which the catalog does not have"] if absent else []
        number = draft.incident_number
        if number is not None and number not in self.existing.incidents:
            notes.append(f"there is no INC-{number} here; it stands by itself")
        return (*draft.notes, *notes)


def reference_to(draft: Draft, tenant_id: TenantId) -> Reference:
    """Derives the aggregate's id from the tenant and the draft's slug."""
    return Reference(draft.aggregate_type, TARGETS[draft.aggregate_type].identify(tenant_id, draft.slug))


def step_of_trouble(trouble: Trouble) -> ImportStep:
    """Makes a line that asks nothing of the writer."""
    action = Action.CONFLICT if trouble.conflict else Action.SKIP
    line = ReportLine(
        action=action, path=trouble.path, line=trouble.line, slug=trouble.slug, code=trouble.code, detail=trouble.why
    )
    return ImportStep(line=line)


def step_of_gone(
    target: ImportTarget, stored: Stored, aggregate_type: str, path: str, origin: str, *, take_over: bool
) -> ImportStep:
    """Is about what was imported from there and is there no more; what somebody has edited since is for a person."""
    slug = str(stored.state["slug"])
    line = ReportLine(action=Action.GONE, path=path, aggregate_type=aggregate_type, slug=slug, code="import.gone")
    removal = target.removal(stored.aggregate_id, origin)
    if removal is None:
        return ImportStep(
            line=replace(line, detail="it is no longer in the source; it stays until somebody deletes it")
        )
    signed_origin = target.origin_in(stored.state) or ""
    if not take_over and not is_unedited(signed_origin, target.definition_in(stored.state), target.linked_here):
        why = "it is no longer in the source and was edited here since; taking it over removes it"
        return ImportStep(line=replace(line, action=Action.CONFLICT, code="import.edited_here", detail=why))
    why = "it is no longer in the source"
    return ImportStep(line=replace(line, action=Action.REMOVE, detail=why), intent=removal, version=stored.version)


def _as(
    line: ReportLine, action: Action, *, code: str = "", detail: str = "", fields: tuple[str, ...] = ()
) -> ReportLine:
    return ReportLine(
        action=action,
        path=line.path,
        line=line.line,
        aggregate_type=line.aggregate_type,
        slug=line.slug,
        code=code,
        detail=detail,
        fields=fields,
        notes=line.notes,
    )
