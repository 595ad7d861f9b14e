"""What a person reads when everything answers: where it is, and what to do next."""

import shlex
import sys
from pathlib import Path
from typing import Any

from local.data_directory import DataDirectory

_ALERT = (
    '{"version":"4","groupKey":"{}:{}","receiver":"sre","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"HighErrorRate",'
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
  {_command(data)}
"""


def _command(data: DataDirectory) -> str:
    """As it can be pasted into another terminal in this directory."""
    script, here = Path(sys.executable).parent / "sre", Path.cwd()
    shown = script.relative_to(here) if script.is_relative_to(here) else script
    directory = "" if data.path == here / ".sre" else f" --data-dir {shlex.quote(str(data.path))}"
    return f"{shown} incidents list{directory}"
