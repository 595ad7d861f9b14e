"""Approvals: what waits for a yes, what became of the others, and the card on which one says it."""

import json
from collections.abc import Mapping
from typing import Any

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.approval_card import approval_card
from shared.adapters.console.visit import Visit
from shared.domain.approval.values import ApprovalStatus

_STATUSES = tuple(status.value for status in ApprovalStatus)


def _list(visit: Visit) -> Mapping[str, Any]:
    status = visit.one("status") or ApprovalStatus.REQUESTED.value
    found = visit.ask(
        ask("ListApprovals", status=None if status == "all" else status, limit=50, cursor=visit.one("cursor"))
    )
    return {"found": found, "status": status, "statuses": (*_STATUSES, "all")}


def _one(visit: Visit) -> Mapping[str, Any]:
    approval = visit.ask(ask("GetApproval", visit.ids))
    incident_id = approval.definition.incident_id
    parts = {} if incident_id is None else visit.gather(incident=ask("GetIncident", {"incident_id": incident_id}))
    return {"approval": approval, "card": approval_card(visit, approval), "parts": parts, "plan": _pretty(approval)}


def _pretty(approval: Any) -> str:
    try:
        return json.dumps(json.loads(approval.definition.plan), indent=2, ensure_ascii=False)
    except ValueError:
        return str(approval.definition.plan)


APPROVALS = ConsolePage(
    name="approvals",
    path="/approvals",
    template="approvals.html",
    needs="ListApprovals",
    show=_list,
    rail=RailEntry(label="Approvals", key="p"),
)
APPROVAL = ConsolePage(
    name="approval", path="/approvals/<uuid:approval_id>", template="approval.html", needs="GetApproval", show=_one
)
