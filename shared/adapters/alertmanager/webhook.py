"""Alertmanager's webhook, version 4."""

from datetime import datetime

from shared.adapters.intake.body import read_object, shown
from shared.adapters.intake.group import Dialect, parse_group
from shared.kernel.vocabulary import AlertSource
from shared.ports.intake import Source
from shared.ports.webhook import ParsedWebhook, UnexpectedPayload


def parse_alertmanager(body: bytes, source: Source, received_at: datetime) -> ParsedWebhook:
    """Parses the body of a ``webhook_config`` (``version`` "4"); another version of it is refused.

    Fields that are not known are accepted, because new versions bring some. Raises UnreadableBody, UnexpectedPayload.
    """
    payload = read_object(body)
    version = payload.get("version")
    if version != "4":
        if version == "1" and "orgId" in payload:
            raise UnexpectedPayload(
                "this is Grafana's webhook (version 1 with orgId); its source must be of kind grafana"
            )
        raise UnexpectedPayload(f"version is {shown(version)!r}, not '4': another sender, or a custom payload")
    if not isinstance(payload.get("groupKey"), str):
        raise UnexpectedPayload("groupKey is missing: a custom payload")
    return parse_group(payload, source, received_at, _DIALECT)


_DIALECT = Dialect(source=AlertSource.PROMETHEUS)
