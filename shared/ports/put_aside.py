"""What was put aside because some stage could not do it: administrators look at it, drive it again, or let it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from shared.kernel.ids import TenantId

PutAsideKind = Literal["dead-letter", "poison", "parked", "quarantine", "unread"]
#: Of a body so much is shown.
PUT_ASIDE_EXCERPT_BYTES = 1_000


class PutAsideKey(NamedTuple):
    """Where an entry stands in the list, which has the newest first: it continues with what is older."""

    since: datetime
    kind: str
    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """One thing waits for a person."""

    kind: PutAsideKind
    """Why it waits: ``dead-letter``, a subscription refused it too often; ``poison``, the writer cannot read it;
    ``parked``, the broker does not take an aggregate's message; ``quarantine``, intake cannot read it; ``unread``, a
    read model or a workflow cannot read it.
    """
    entry_id: str
    """Its id among those of its kind."""
    stage: str
    """Which part put it aside: the subscription, the source, the read model, the workflow."""
    since: datetime
    """When it was put aside, in UTC."""
    reason: str
    """What was found wrong."""
    attempts: int | None
    """How often it was tried. Null: it is not counted."""
    size: int
    """Bytes of the whole body, as they came."""
    excerpt: str
    """The first bytes of the body as text (at most 1,000 bytes), with what is no text replaced by U+FFFD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadMessage:
    """A message that the writer could not read."""

    entry_id: str
    #: The event as it came, JSON text.
    body: str


class NotPutAside(LookupError):  # noqa: N818 - names the condition
    """Of these entries not all wait in this tenant; nothing was done."""


class PutAsideReads(Protocol):
    def entries(
        self, tenant_id: TenantId, *, kind: PutAsideKind | None, before: PutAsideKey | None, limit: int
    ) -> Sequence[PutAside]:
        """Gives at most ``limit`` of the tenant's entries, newest first, after ``before`` if given."""


class PutAsideRows(PutAsideReads, Protocol):
    """Each method first looks whether all ids wait in this tenant, and raises NotPutAside where they do not.

    ``by`` is the actor: that they asked is recorded with what was done.
    """

    def release(self, tenant_id: TenantId, kind: PutAsideKind, ids: Sequence[str], *, by: str) -> int:
        """Puts dead letters back into their queue, or has the relay try again what is parked. Gives how many."""

    def unread_messages(self, tenant_id: TenantId, ids: Sequence[str], *, by: str) -> Sequence[UnreadMessage]:
        """Gives what the writer could not read, to be published again."""

    def published_again(self, tenant_id: TenantId, ids: Sequence[str]) -> None:
        """Records that these messages are on their way again."""

    def claimed(self, tenant_id: TenantId, kind: PutAsideKind, ids: Sequence[str], *, by: str) -> None:
        """Records who has something driven again that somebody else does."""

    def discard(self, tenant_id: TenantId, kind: PutAsideKind, ids: Sequence[str], *, by: str, reason: str) -> int:
        """Lets dead letters, unreadable messages or bodies go for good. Gives how many it were."""
