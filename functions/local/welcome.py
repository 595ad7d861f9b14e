"""What a person reads when everything answers: where it is, and what to do next."""

from typing import Any

from functions.local.data_directory import DataDirectory

_ALERT = (
    '{"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"HighErrorRate",'
    '"service":"checkout","severity":"critical"},"annotations":{"summary":"checkout answers 5xx"},'
    '"startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"","fingerprint":"c0ffee"}]}'
)


def welcome(local: dict[str, Any], data: DataDirectory) -> str:
    webhook = local["webhooks"]["alertmanager"]
    return f"""ready {local["api_url"]} (Ctrl-C stops it; data, keys and logs are in {data.path})

Open an incident:
  curl -sS {webhook["url"]} -H 'Authorization: Bearer {webhook["token"]}' \\
    -H 'Content-Type: application/json' -d '{_ALERT}'
See it:
  sre incidents list
"""
