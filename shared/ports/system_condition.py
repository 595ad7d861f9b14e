"""How much of a tenant's waits where, and since when."""

from dataclasses import dataclass
from typing import Protocol

from shared.kernel.ids import TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionLag:
    """Whether one read model, workflow or step keeps up. All tenants stand in one queue, so how much waits in it is not
    told.
    """

    name: str
    """The subscription, which is called as what it feeds."""
    behind: bool
    """True when something has waited for it for more than a minute, whoever's it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAsideCount:
    """How much waits for a person."""

    kind: str
    """The kind, as ListDeadLetters has it."""
    waiting: int
    """How many entries of the tenant there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCondition:
    """Everything that waits, at one moment."""

    relay_waiting: int
    """Facts of the tenant that the relay has not published yet."""
    relay_oldest_age_s: float
    """Seconds since the oldest of them was recorded; 0 where none waits."""
    workflow_messages_waiting: int
    """Messages of the tenant's workflows that the relay has not published yet."""
    subscriptions: tuple[SubscriptionLag, ...]
    """Each read model, workflow and step of the installation, and whether it keeps up."""
    embeddings_waiting: int
    """Documents of the tenant that are found by words and not yet by meaning."""
    embeddings_oldest_due_s: float
    """Seconds since the one that has been due longest became so; 0 where none is due."""
    put_aside: tuple[PutAsideCount, ...]
    """What was put aside of the tenant's and waits for a person, by kind; kinds of which nothing waits are left out."""


class SystemConditions(Protocol):
    def condition(self, tenant_id: TenantId) -> SystemCondition:
        """Looks at everything that waits now."""
