"""Webhook to acknowledgement, and webhook to what a person sees through the API, at 50 alerts a second."""

import http.client
import json
import time
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from bench.load import Sender, webhook
from bench.measure import RUNS, Result, percentile, result
from bench.system import System, a_system

_RATE = 50
_SECONDS = 4
_PROBES = 8


def run() -> Iterator[Result]:
    with a_system("latency") as system:
        sender = Sender(system.local["webhooks"]["alertmanager"])
        sender.post_all(webhook(1, "warm") for _ in range(100))
        reader = _Reader(system)
        acks = [_acknowledgements(sender, number) for number in range(RUNS)]
        visible = [_until_visible(sender, reader, number) for number in range(RUNS)]
    yield result("ack latency p50 at 50/s", "ms", [percentile(run, 0.50) for run in acks])
    yield result("ack latency p99 at 50/s", "ms", [percentile(run, 0.99) for run in acks])
    yield result("webhook to incident visible p50 at 50/s", "ms", [percentile(run, 0.50) for run in visible])
    yield result("webhook to incident visible p95 at 50/s", "ms", [percentile(run, 0.95) for run in visible])
    yield result("webhook to incident visible p99 at 50/s", "ms", [percentile(run, 0.99) for run in visible])


def _acknowledgements(sender: Sender, number: int) -> list[float]:
    started = time.perf_counter()
    latencies: list[float] = []
    for tick in range(_RATE * _SECONDS):
        _sleep_until(started + tick / _RATE)
        latencies.append(sender.post(webhook(1, f"ack-{number}")) * 1000)
    return latencies


def _until_visible(sender: Sender, reader: "_Reader", number: int) -> list[float]:
    """Now and then, within the load, one alert of its own service: its incident is looked for until it is there."""
    started = time.perf_counter()
    waits: list[float] = []
    for tick in range(_RATE * _SECONDS):
        _sleep_until(started + tick / _RATE)
        if tick % (_RATE * _SECONDS // _PROBES) == 0:
            marker = f"probe{number}x{tick}"
            body = webhook(1, marker).replace(b'"service": "shop-', f'"service": "{marker}-'.encode())
            sent = time.perf_counter()
            sender.post(body)
            waits.append((reader.wait_for(marker) - sent) * 1000)
        else:
            sender.post(webhook(1, f"load-{number}"))
    return waits


class _Reader:
    def __init__(self, system: System) -> None:
        url = urlsplit(system.local["api_url"])
        self._connection = http.client.HTTPConnection(url.hostname or "127.0.0.1", url.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {system.local['api_key']}"}

    def wait_for(self, marker: str) -> float:
        """When an incident that mentions the marker is in the answer of SearchIncidents."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            self._connection.request("GET", f"/v1/incidents?text={quote(marker)}&limit=1", headers=self._headers)
            answer = json.loads(self._connection.getresponse().read())
            if answer.get("items"):
                return time.perf_counter()
        raise TimeoutError(f"no incident for {marker}")


def _sleep_until(moment: float) -> None:
    pause = moment - time.perf_counter()
    if pause > 0:
        time.sleep(pause)
