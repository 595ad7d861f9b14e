"""What an import would do: each draft against what stands there, as a line for people, an intent for the writer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from shared.app.importing.origin import place_of, signed, untouched
from shared.app.importing.targets import TARGETS, Target, Wanted
from shared.kernel.alert_names import alerts_of_matcher
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.message import Intent
from shared.ports.current_state import Reference, Stored
from shared.ports.imports import Draft, ImportKind, Trouble

#: Such services are known from elsewhere only: any catalog that writes them down may have them.
_YIELDS = "openslo:"
_MOST_URLS = 20


class Action(StrEnum):
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
class Line:
    """One line of the report."""

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
class Step:
    line: Line
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
    tenant_id: TenantId
    kind: ImportKind
    source: str
    take_over: bool
    existing: ExistingState

    def steps(self, drafts: Sequence[Draft]) -> list[Step]:
        known = {reference.aggregate_id for reference in self.existing.stored}
        known |= {reference_to(draft, self.tenant_id).aggregate_id for draft in drafts}
        return [self._step(draft, known) for draft in drafts]

    def _step(self, draft: Draft, known: set[UUID]) -> Step:
        reference = reference_to(draft, self.tenant_id)
        stored = self.existing.stored.get(reference)
        line = Line(
            action=Action.SAME,
            path=draft.path,
            line=draft.line,
            aggregate_type=draft.aggregate_type,
            slug=draft.slug,
            notes=self._notes(draft, known),
        )
        if stored is not None and draft.only_if_missing:
            return Step(line=line)
        target = TARGETS[draft.aggregate_type]
        if stored is None or not target.exists(stored.state):
            wanted = self._wanted(draft, reference, draft.definition)
            return Step(line=_as(line, Action.CREATE), intent=target.creation(wanted))
        return self._compared(draft, reference, stored, line)

    def _compared(self, draft: Draft, reference: Reference, stored: Stored, line: Line) -> Step:
        target = TARGETS[draft.aggregate_type]
        present, origin = target.defined(stored.state), target.origin(stored.state)
        merged = _merged(draft, present)
        fields = _different(present, merged)
        deleted = stored.state.get("deleted") is True
        claimed = origin is not None and place_of(origin) == self._place(draft)
        if not fields and not deleted and (claimed or not self.take_over):
            return Step(line=line)
        why = self._objection(target, present, origin, stored.state, claimed=claimed)
        if why is not None:
            return Step(line=_as(line, Action.CONFLICT, code=why[0], detail=why[1], fields=fields))
        wanted = self._wanted(draft, reference, merged)
        intent = target.creation(wanted) if deleted else target.change(wanted)
        return Step(line=_as(line, Action.CHANGE, fields=fields or ("origin",)), intent=intent, version=stored.version)

    def _objection(
        self, target: Target, present: BaseModel, origin: str | None, state: Mapping[str, Any], *, claimed: bool
    ) -> tuple[str, str] | None:
        """Code and words, when it is not the file's to say."""
        if state.get("status") == "published":
            return "import.published", "it is published: set it back to draft first"
        yields = target.origin_beside and origin is not None and origin.startswith(_YIELDS)
        returns = claimed and state.get("gone_from") == place_of(origin or "")
        if self.take_over:
            return None
        if state.get("deleted") is True and not returns:
            return "import.deleted_here", "it was deleted here; taking it over brings it back"
        if origin is None:
            return "import.ours", "it was made or kept by people here; take it over to have it follow the file"
        if not (claimed or yields):
            return "import.claimed", f"it belongs to {place_of(origin)}; if that has moved, take it over"
        edited = "import.edited_here", "it was edited here since it was imported; taking it over loses the edit"
        return None if untouched(origin, present, target.linked_here) else edited

    def _wanted(self, draft: Draft, reference: Reference, definition: BaseModel) -> Wanted:
        target = TARGETS[draft.aggregate_type]
        origin = signed(self._place(draft), definition, target.linked_here)
        incident = None if draft.incident_number is None else self.existing.incidents.get(draft.incident_number)
        return Wanted(
            aggregate_id=reference.aggregate_id,
            slug=draft.slug,
            definition=definition if target.origin_beside else definition.model_copy(update={"origin": origin}),
            origin=origin,
            incident_id=None if incident is None else IncidentId(incident),
        )

    def _place(self, draft: Draft) -> str:
        return place(self.kind, self.source, draft.path)

    def _notes(self, draft: Draft, known: set[UUID]) -> tuple[str, ...]:
        absent = [name for identity, name in draft.names.items() if identity not in known]
        notes = [f"refers to {', '.join(absent)[:300]}, which the catalog does not have"] if absent else []
        number = draft.incident_number
        if number is not None and number not in self.existing.incidents:
            notes.append(f"there is no INC-{number} here; it stands by itself")
        return (*draft.notes, *notes)


def place(kind: ImportKind, source: str, path: str) -> str:
    """``backstage:github.com/acme/catalog/payments.yaml``."""
    return f"{kind}:{source}/{path}" if source else f"{kind}:{path}"


def reference_to(draft: Draft, tenant_id: TenantId) -> Reference:
    return Reference(draft.aggregate_type, TARGETS[draft.aggregate_type].identify(tenant_id, draft.slug))


def of_trouble(trouble: Trouble) -> Step:
    action = Action.CONFLICT if trouble.conflict else Action.SKIP
    line = Line(
        action=action, path=trouble.path, line=trouble.line, slug=trouble.slug, code=trouble.code, detail=trouble.why
    )
    return Step(line=line)


def gone(target: Target, stored: Stored, aggregate_type: str, path: str, origin: str, *, take_over: bool) -> Step:
    """What was imported from there and is there no more; what somebody has edited since is for a person."""
    slug = str(stored.state["slug"])
    line = Line(action=Action.GONE, path=path, aggregate_type=aggregate_type, slug=slug, code="import.gone")
    removal = target.removal(stored.aggregate_id, origin)
    if removal is None:
        return Step(line=replace(line, detail="it is no longer in the source; it stays until somebody deletes it"))
    signed_origin = target.origin(stored.state) or ""
    if not take_over and not untouched(signed_origin, target.defined(stored.state), target.linked_here):
        why = "it is no longer in the source and was edited here since; taking it over removes it"
        return Step(line=replace(line, action=Action.CONFLICT, code="import.edited_here", detail=why))
    why = "it is no longer in the source"
    return Step(line=replace(line, action=Action.REMOVE, detail=why), intent=removal, version=stored.version)


def _as(line: Line, action: Action, *, code: str = "", detail: str = "", fields: tuple[str, ...] = ()) -> Line:
    return Line(
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


def _different(present: BaseModel, wanted: BaseModel) -> tuple[str, ...]:
    names = type(wanted).model_fields
    return tuple(name for name in names if name != "origin" and getattr(present, name) != getattr(wanted, name))


def _merged(draft: Draft, present: BaseModel) -> BaseModel:
    """What the file says, over what it is silent about."""
    kept = {name: getattr(present, name) for name in draft.silent}
    if draft.aggregate_type == "runbook":
        kept |= _kept_of_runbook(draft.definition, present, silent=draft.silent)
    return draft.definition.model_copy(update=kept)


def _kept_of_runbook(wanted: Any, present: Any, *, silent: frozenset[str]) -> dict[str, Any]:
    """Addresses and names of alerts that rule files have attached stay beside those of the file."""
    kept: dict[str, Any] = {"urls": tuple(dict.fromkeys((*wanted.urls, *present.urls)))[:_MOST_URLS]}
    if "trigger_conditions" not in silent and _extends(present.trigger_conditions, wanted.trigger_conditions):
        kept["trigger_conditions"] = present.trigger_conditions
    return kept


def _extends(present: Sequence[str], wanted: Sequence[str]) -> bool:
    """The same conditions, with more names of alerts."""
    (now, others), (then, more) = _split(present), _split(wanted)
    return others == more and bool(then) and now >= then


def _split(conditions: Sequence[str]) -> tuple[frozenset[str], list[str]]:
    names: frozenset[str] = frozenset()
    others: list[str] = []
    for condition in conditions:
        listed = alerts_of_matcher(condition)
        if listed is None or names:
            others.append(condition)
        else:
            names = listed
    return names, others
