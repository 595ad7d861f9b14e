"""Events of another system's backlog, as recorded and as it would push them."""

import json
from pathlib import Path
from typing import Any

from shared.kernel.ids import DocumentId, TenantId, document_id_for

_FOLDER = Path(__file__).parents[1] / "payloads" / "transformation"
TYPE = "io.ameide.transformation.fact.backlog-item-{}.v1"


def recorded(name: str, *, tenant: object = None, **attributes: Any) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    return event | ({} if tenant is None else {"tenantid": str(tenant)}) | attributes


def told(what: str, number: int | None, *, item: str = "PAY-1", tenant: object = None, **fields: Any) -> dict[str, Any]:
    """One event about an item; its id is what it says."""
    data = {"id": item, "title": f"text {number}"} | fields | ({} if number is None else {"version": number})
    return recorded("created", tenant=tenant, type=TYPE.format(what), id=f"{item}/{what}/{number}", data=data)


def pushed(event: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """Headers and body of one event in binary mode."""
    attributes = {name: str(value) for name, value in event.items() if name not in ("data", "datacontenttype")}
    headers = {f"ce-{name}": value for name, value in attributes.items()} | {"Content-Type": "application/json"}
    return headers, json.dumps(event["data"]).encode()


def document_of(tenant: Any, item: str) -> DocumentId:
    return document_id_for(TenantId(tenant), f"backlog/{item}")
