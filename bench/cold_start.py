"""Import time of each function against functions-framework alone: what a cold start pays before the first request."""

import subprocess
import sys
import time
from collections.abc import Iterator

from bench.measure import RUNS, Result, result

_FUNCTIONS = ("ingest_alert", "ingest_backlog", "domain_writer", "outbox_relay", "projectors", "triage_steps", "api")
_ALONE = "import functions_framework"
_FUNCTION = """
import os
os.environ.update(SRE_DATABASE_URL='postgresql://nowhere', SRE_IDENTITY_JWKS='/dev/null', SRE_IDENTITY_ISSUER='i',
    SRE_IDENTITY_AUDIENCE='a', SRE_IDENTITY_CALLERS='c', SRE_WRITER_URL='http://127.0.0.1:9')
import functions_framework
functions_framework.create_app({target!r}, 'functions/{function}/main.py', 'http')
"""
_TARGETS = {
    "ingest_alert": "ingest_alert",
    "ingest_backlog": "ingest_backlog",
    "domain_writer": "domain_writer_http",
    "outbox_relay": "outbox_relay",
    "projectors": "incident_timeline",
    "triage_steps": "tick",
    "api": "api",
}


def run() -> Iterator[Result]:
    for function in _FUNCTIONS:
        code = _FUNCTION.format(target=_TARGETS[function], function=function)
        ours, alone = [], []
        for _ in range(RUNS):
            alone.append(_milliseconds(_ALONE))
            ours.append(_milliseconds(code))
        yield result(f"cold start {function}", "ms", ours, alone, "functions-framework alone")


def _milliseconds(code: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - started) * 1000
