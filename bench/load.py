"""Alertmanager's half: webhook bodies, and one connection that posts them as fast as they are answered."""

import http.client
import json
import time
from collections.abc import Iterable
from itertools import count
from typing import Any
from urllib.parse import urlsplit

_serial = count(1)


def webhook(alerts: int, run: str) -> bytes:
    """A v4 body of new, firing alerts of about 1 KB each, none of which was sent before."""
    group = next(_serial)
    label = {"alertname": "CheckoutErrors", "service": f"shop-{group % 50}", "cluster": "bench", "run": run}
    body: dict[str, Any] = {
        "version": "4",
        "groupKey": f'{{}}:{{run="{run}", n="{group}"}}',
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "sre",
        "groupLabels": {"alertname": "CheckoutErrors"},
        "commonLabels": label,
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example:9093",
        "alerts": [_alert(label, run, group, number) for number in range(alerts)],
    }
    return json.dumps(body).encode()


def _alert(labels: dict[str, str], run: str, group: int, number: int) -> dict[str, Any]:
    return {
        "status": "firing",
        "labels": labels
        | {"severity": "critical", "instance": f"10.0.{group % 250}.{number}", "pod": f"shop-{number}"},
        "annotations": {
            "summary": "Checkout answers more than 5 % of requests with an error",
            "description": "The error ratio of checkout has been above the objective for ten minutes. " * 4,
            "runbook_url": "https://runbooks.example/checkout-errors",
        },
        "startsAt": "2026-03-01T12:00:00.123456789Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example:9090/graph?g0.expr=checkout%3Aerrors%3Aratio",
        "fingerprint": f"{abs(hash((run, group, number))):016x}"[:16],
    }


class Sender:
    """One keep-alive connection to one webhook."""

    def __init__(self, webhook: dict[str, str]) -> None:
        url = urlsplit(webhook["url"])
        self._connection = http.client.HTTPConnection(url.hostname or "127.0.0.1", url.port, timeout=60)
        self._path = url.path
        self._headers = {"Authorization": f"Bearer {webhook['token']}", "Content-Type": "application/json"}

    def post(self, body: bytes) -> float:
        """Seconds until the acknowledgement; anything but 202 is an error of the bench."""
        started = time.perf_counter()
        self._connection.request("POST", self._path, body, self._headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 202:
            raise RuntimeError(f"webhook answered {answer.status}")
        return time.perf_counter() - started

    def post_all(self, bodies: Iterable[bytes]) -> list[float]:
        """On a fresh connection: a server closes one that was idle between the runs."""
        self._connection.close()
        return [self.post(body) for body in bodies]

    def close(self) -> None:
        self._connection.close()
