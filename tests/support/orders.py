"""Orders to do one action, as whoever carries out an approved plan gives them."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.effects import Effector, EffectOrder
from shared.remediation.actions import Action
from shared.remediation.outcome import ActionOutcome

INCIDENT = UUID("3f2a0000-0000-4000-8000-000000000007")
EFFECT = UUID("e0000000-0000-4000-8000-000000000001")
APPROVAL = UUID("a0000000-0000-4000-8000-000000000001")
BRANCH = f"sre/{INCIDENT.hex[:12]}-{EFFECT}"
BEGUN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def order_of(action: Action, **more: Any) -> EffectOrder:
    said: dict[str, Any] = {
        "tenant_id": TenantId(UUID(int=1)),
        "incident_id": INCIDENT,
        "approval_id": APPROVAL,
        "plan_hash": "a1" * 32,
        "index": 0,
        "effect_id": EFFECT,
        "begun_at": BEGUN,
        "summary": "git.revert for Deployment shop/checkout",
        "because": ("Deployment shop/checkout crash-loops: exit 1",),
        "verify": ("no container of it restarts for the hold time",),
    }
    return EffectOrder(action=action, **(said | more))


def soon(seconds: float = 60.0) -> float:
    return time.monotonic() + seconds


def found(effector: Effector, order: EffectOrder, within_s: float = 60.0) -> ActionOutcome:
    """What a target says became of an order that arrived."""
    outcome = effector.look_up(order, soon(within_s))
    assert outcome is not None
    return outcome
