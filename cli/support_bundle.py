"""`sre support-bundle`: what whoever maintains this needs to see, without secrets and without what alerts say."""

import io
import json
import os
import platform
import sys
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import distributions
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from cli.answering import console, fail
from cli.doctor import findings_of
from cli.installation import open_installation
from cli.options import DEFAULT_DATA_DIR, DataDir
from shared.app.checkup.log_lines import lines_for_maintainers, server_lines_for_maintainers
from shared.diagnosis.redaction import redact, redact_named

_OURS = ("SRE_", "OTEL_")
#: Of each log, its end.
_LOG_BYTES = 1_000_000
_LOGS = 20
_TIMEOUT_S = 10.0
_OWNER_ONLY = 0o600


def support_bundle(
    file: Annotated[Path, typer.Argument(help="Where to write it, a .tar.gz; it must not be there yet.")],
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Collect versions, settings, findings, numbers and logs into one file, without secrets and texts of alerts.

    Example: sre support-bundle support.tar.gz
    """
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
    except OSError as refused:
        fail(f"{file} cannot be written: {refused.strerror}")
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz") as bundle:
        for name, text in _parts(data_dir):
            _add(bundle, name, text)
            console.print(f"{name:<24} {len(text):>9,} characters", markup=False, highlight=False)
    console.print(f"written to {file}; look through it before you send it", markup=False, highlight=False)


def _parts(data_dir: Path) -> Iterator[tuple[str, str]]:
    installation = open_installation(data_dir)
    yield "versions.json", _json(versions())
    yield "settings.json", _json(settings_shown(os.environ))
    yield "findings.json", _json([asdict(finding) for finding in findings_of(data_dir)])
    local = installation.local
    for name, path in (("health.json", "/healthz"), ("metrics.txt", "/metrics")):
        yield name, _asked(f"{local['api_url']}{path}", local["api_key"])
    for log in sorted(installation.data.log("supervisor").parent.glob("*.log"))[:_LOGS]:
        yield f"logs/{log.name}", "\n".join(lines_for_maintainers(_end_of(log)))
    server = installation.data.path / "postgres.log"
    if server.exists():
        yield "logs/postgres.log", "\n".join(server_lines_for_maintainers(_end_of(server)))


def versions() -> dict[str, Any]:
    return {
        "python": sys.version,
        "platform": platform.platform(),
        "packages": dict(sorted((each.name, each.version) for each in distributions())),
    }


def settings_shown(environment: Mapping[str, str]) -> dict[str, str]:
    """Gives our own settings; what is a secret by its name, or holds one, is replaced."""
    ours = sorted(name for name in environment if name.startswith(_OURS))
    return {name: redact_named(name, environment[name]) for name in ours}


def _asked(url: str, key: str) -> str:
    """A system that is down is a reason to write a bundle, and no reason not to."""
    try:
        return redact(httpx.get(url, headers={"Authorization": f"Bearer {key}"}, timeout=_TIMEOUT_S).text)
    except httpx.HTTPError as away:
        return f"does not answer: {type(away).__name__}"


def _end_of(log: Path) -> list[str]:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _LOG_BYTES))
        return file.read(_LOG_BYTES).decode("utf-8", "replace").splitlines()


def _add(bundle: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), _OWNER_ONLY
    bundle.addfile(entry, io.BytesIO(content))


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, default=str)
