"""Alertmanager's webhook, version 4."""

from datetime import datetime

from shared.adapters.intake.body import read_object, shown
from shared.adapters.intake.group import Dialect, read_group
from shared.kernel.vocabulary import AlertSource
from shared.ports.intake import Source
from shared.ports.webhook import NotOurs, Reading


def read_alertmanager(body: bytes, source: Source, received_at: datetime) -> Reading:
    """Unknown fields are accepted: new versions bring some. Raises UnreadableBody, NotOurs."""
    payload = read_object(body)
    version = payload.get("version")
    if version != "4":
        if version == "1" and "orgId" in payload:
            raise NotOurs("this is Grafana's webhook (version 1 with orgId); its source must be of kind grafana")
        raise NotOurs(f"version is {shown(version)!r}, not '4': another sender, or a custom payload")
    if not isinstance(payload.get("groupKey"), str):
        raise NotOurs("groupKey is missing: a custom payload")
    return read_group(payload, source, received_at, _DIALECT)


_DIALECT = Dialect(source=AlertSource.PROMETHEUS)
