"""The pages that are measured: every one of the console's that shows something of a tenant of years."""

import re
from typing import Final

from bench.console.process import ServedFunction
from bench.filled import id_of

_ASSET: Final = re.compile(r'(?:href|src)="(/assets/[^"]+)"')

_INCIDENT: Final = f"/incidents/{id_of('incident', 500)}"
_ALERT: Final = id_of("alert", 400)

VISITED: Final = (
    *("/", "/incidents", "/incidents?show=all", "/incidents?show=all&text=gateway+loses", "/incidents?sort=severity"),
    *(_INCIDENT, f"{_INCIDENT}/similar", "/alerts", "/alerts?severity=critical", "/alerts?text=ledger"),
    *(f"/alerts/{_ALERT}", f"/explain/{_ALERT}", "/approvals", "/slos"),
    *("/services", "/services?text=checkout", f"/services/{id_of('service', 7)}"),
    *("/fleet", "/fleet/application?environment=env-7&name=app-7", "/on-call"),
    *("/silences", "/silences/new?label=service%3Dcheckout-3"),
    *("/runbooks", f"/runbooks/{id_of('runbook', 9)}", "/postmortems", "/knowledge?q=checkout+502"),
    *("/system", "/search?q=checkout", "/wall", "/settings"),
)


def first_page_bytes(console: ServedFunction) -> int:
    """What a browser that was never here loads for the first page, compressed."""
    sent = dict(console.headers)
    console.headers = {name: value for name, value in sent.items() if name != "Accept-Encoding"}
    text = console.get("/")[1].decode()
    console.headers = sent
    return sum(len(console.get(path)[1]) for path in ("/", *dict.fromkeys(_ASSET.findall(text))))
