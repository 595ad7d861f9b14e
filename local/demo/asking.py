"""What somebody asked at some time, as the message that the writer takes; the same history gives the same messages."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId, derive
from shared.kernel.message import Intent
from shared.kernel.wire import wire_name

PRODUCER = "/sre/demo"
#: Who speaks for the monitoring, and for what a workflow would have asked.
MONITORING = "integration:demo"
WORKFLOW = "process:demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedIntent:
    at: datetime
    actor: str
    intent: Intent


def human(name: str) -> str:
    return f"human:{name}"


def envelope_of(tenant_id: TenantId, ask: DatedIntent) -> Envelope[Any]:
    intent = ask.intent
    digest = sha256(intent.model_dump_json().encode()).hexdigest()
    wish = (ask.at.isoformat(), ask.actor, wire_name(type(intent)), intent.aggregate_id, digest)
    message_id = derive(tenant_id, "demo", *wish)
    return Envelope(
        message_id=message_id,
        tenant_id=tenant_id,
        data=intent,
        occurred_at=ask.at,
        producer=PRODUCER,
        actor=ask.actor,
        correlation_id=message_id,
    )
