"""Who calls: what a bearer token of a person, a script or an agent stands for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from shared.kernel.actor import Actor, ActorKind
from shared.kernel.ids import TenantId


class Role(StrEnum):
    VIEWER = "viewer"
    RESPONDER = "responder"
    APPROVER = "approver"
    ADMIN = "admin"
    INTEGRATION = "integration"
    AGENT = "agent"


#: Every other role is a person's.
_ACTOR_KIND = {Role.AGENT: ActorKind.AGENT, Role.INTEGRATION: ActorKind.INTEGRATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    tenant_id: TenantId
    key_id: UUID
    name: str
    role: Role

    @property
    def actor(self) -> str:
        """As facts name them: ``human:ada``, ``agent:triage``, ``integration:ci``."""
        return str(Actor(_ACTOR_KIND.get(self.role, ActorKind.HUMAN), self.name))


class Credentials(Protocol):
    def find(self, token: str) -> Credential | None:
        """None: unknown, expired or revoked; which of them is nobody's business."""


class FirstOf:
    """Several kinds of credentials: the first that recognises the token."""

    def __init__(self, *kinds: Credentials) -> None:
        self._kinds = kinds

    def find(self, token: str) -> Credential | None:
        return next((found for kind in self._kinds if (found := kind.find(token)) is not None), None)
