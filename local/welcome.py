"""What a person reads when everything answers: where it is, and what to do next."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any

from local.data_directory import DataDirectory
from shared.bootstrap.source_kinds import SOURCE_KINDS, by_name

_ALERTMANAGER = by_name(SOURCE_KINDS)["alertmanager"]


def welcome(local: dict[str, Any], data: DataDirectory) -> str:
    webhook = local["webhooks"][_ALERTMANAGER.name]
    return f"""ready {local["api_url"]} (Ctrl-C stops it; data, keys and logs are in {data.path})

Look at it (the link is good for one sign-in; `sre console` makes another):
  {local["console_url"]}
Open an incident:
  curl -sS {webhook["url"]} -H 'Authorization: Bearer {webhook["token"]}' \\
    -H 'Content-Type: application/json' -d '{_on_one_line(_ALERTMANAGER.example)}'
See it:
  {_command(data)}
"""


def _on_one_line(document: Path) -> str:
    """A JSON file as it can be pasted between single quotes."""
    return json.dumps(json.loads(document.read_text("utf-8")), separators=(",", ":"))


def _command(data: DataDirectory) -> str:
    """As it can be pasted into another terminal in this directory."""
    script, here = Path(sys.executable).parent / "sre", Path.cwd()
    shown = script.relative_to(here) if script.is_relative_to(here) else script
    directory = "" if data.path == here / ".sre" else f" --data-dir {shlex.quote(str(data.path))}"
    return f"{shown} incidents list{directory}"
