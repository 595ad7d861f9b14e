"""Every kind of sender that intake understands: one row each, and nothing else names them one by one.

The paths of ``ingest_alert``, the sources of the sample tenant and the command line's choices are all read from here.
"""

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from shared.adapters import alertmanager, argocd, cloudwatch, grafana
from shared.adapters.alertmanager.webhook import parse_alertmanager
from shared.adapters.argocd.webhook import parse_argocd
from shared.adapters.cloudwatch.webhook import CloudWatchWebhook
from shared.adapters.grafana.webhook import parse_grafana
from shared.ports.webhook import SourceKind, SourceKinds

SOURCE_KINDS = (
    SourceKind(
        name="alertmanager",
        title="Prometheus Alertmanager",
        parse=parse_alertmanager,
        example=Path(alertmanager.__path__[0]) / "example.json",
        setup="Add a receiver with a webhook_config: this url, and the token as http_config.authorization.credentials.",
    ),
    SourceKind(
        name="grafana",
        title="Grafana Alerting",
        parse=parse_grafana,
        example=Path(grafana.__path__[0]) / "example.json",
        setup="Add a contact point of type Webhook with this url and the authorization header `Bearer TOKEN`.",
    ),
    SourceKind(
        name="argocd",
        title="Argo CD notifications",
        parse=parse_argocd,
        example=Path(argocd.__path__[0]) / "example.json",
        setup="Apply what `sre sources argocd-notifications` prints, with the token as `sre-webhook-token` in"
        " argocd-notifications-secret.",
    ),
    SourceKind(
        name="cloudwatch",
        title="Amazon CloudWatch alarms by SNS",
        parse=CloudWatchWebhook(),
        example=Path(cloudwatch.__path__[0]) / "example.json",
        setup='Name its topic (`sre sources configure NAME \'{"topic_arns": ["arn:aws:sns:…"]}\'`), set the topic\'s'
        " SignatureVersion to 2, and subscribe https://sns:TOKEN@HOST/webhooks/cloudwatch to it.",
        is_challenged=True,
    ),
)


def by_name(kinds: Iterable[SourceKind]) -> SourceKinds:
    """Raises ValueError when two kinds have the same name."""
    named: dict[str, SourceKind] = {}
    for kind in kinds:
        if kind.name in named:
            raise ValueError(f"two kinds of sources are called {kind.name}")
        named[kind.name] = kind
    return MappingProxyType(named)
