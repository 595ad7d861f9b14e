"""What others' files say of services, objectives, runbooks, schedules, knowledge, before anything is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel

from shared.kernel.ids import TenantId


class ImportKind(StrEnum):
    BACKSTAGE = "backstage"
    OPENSLO = "openslo"
    SLOTH = "sloth"
    PYRRA = "pyrra"
    RUNBOOKS = "runbooks"
    PROMETHEUS_RULES = "prometheus-rules"
    POSTMORTEMS = "postmortems"
    ICAL = "ical"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class Document:
    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Whose the files are, where they come from (``github.com/acme/catalog``, or empty), and what time it is."""

    tenant_id: TenantId
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A thing as a file wants it to be."""

    aggregate_type: str
    slug: str
    definition: BaseModel
    path: str
    line: int | None = None
    #: Fields of which the file says nothing: what stands there stays.
    silent: frozenset[str] = frozenset()
    #: Left out or read in a way that somebody may want to know of.
    notes: tuple[str, ...] = ()
    #: Services that the definition refers to, by the names that the file uses.
    names: Mapping[UUID, str] = field(default_factory=dict)
    #: The file knows of it but is not where it is written down: made when nobody has it, else left alone.
    only_if_missing: bool = False
    #: INC-42: what a postmortem is about.
    incident_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An alert that names its runbook."""

    alert: str
    url: str
    path: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why something was left out; what stands beside it is not concerned."""

    path: str
    code: str
    why: str
    line: int | None = None
    #: Two places claim the same thing; otherwise it is only not ours to import.
    conflict: bool = False
    slug: str = ""
    #: It was read, and holds nothing: what came from it before is gone.
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    drafts: Sequence[Draft] = ()
    troubles: Sequence[Trouble] = ()
    attachments: Sequence[Attachment] = ()


class Parser(Protocol):
    def __call__(self, documents: Sequence[Document], setting: Setting) -> Parsed:
        """A function of its arguments alone: nothing that a file refers to is fetched."""
