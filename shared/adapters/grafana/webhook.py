"""Grafana Alerting's webhook, version 1: Alertmanager's body with more to say about each alert."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.adapters.grafana.endings import ending_of
from shared.adapters.intake.body import read_object, shown
from shared.adapters.intake.group import Dialect, parse_group
from shared.kernel.vocabulary import AlertSource
from shared.ports.intake import Source
from shared.ports.webhook import ParsedWebhook, UnexpectedPayload

#: Grafana's field → the annotation it is kept as.
_KEPT = {
    "ruleUID": "grafana_rule_uid",
    "valueString": "grafana_value_string",
    "values": "grafana_values",
    "dashboardURL": "grafana_dashboard_url",
    "panelURL": "grafana_panel_url",
    "silenceURL": "grafana_silence_url",
    "imageURL": "grafana_image_url",
    "orgId": "grafana_org_id",
}


def parse_grafana(body: bytes, source: Source, received_at: datetime) -> ParsedWebhook:
    """Parses the body of a webhook contact point (``version`` "1" with an ``orgId``).

    DatasourceNoData and DatasourceError come as alerts of those names, and are. Raises UnreadableBody,
    UnexpectedPayload.
    """
    payload = read_object(body)
    version = payload.get("version")
    if version != "1" or not isinstance(payload.get("orgId"), int):
        if version == "4":
            raise UnexpectedPayload(
                "this is Alertmanager's webhook (version 4); its source must be of kind alertmanager"
            )
        if "evalMatches" in payload or "ruleUrl" in payload:
            raise UnexpectedPayload(
                "this is Grafana's legacy alerting (before version 9): use a contact point of unified alerting"
            )
        raise UnexpectedPayload(
            f"version is {shown(version)!r}, not '1' with an orgId: another sender, or a custom payload"
        )
    return parse_group(payload, source, received_at, _DIALECT)


def _more(alert: Mapping[str, Any]) -> dict[str, Any]:
    return {ours: alert[theirs] for theirs, ours in _KEPT.items() if alert.get(theirs)}


_DIALECT = Dialect(source=AlertSource.GRAFANA, more=_more, ending=ending_of)
