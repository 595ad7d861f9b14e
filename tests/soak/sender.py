"""Senders of webhooks that behave like Alertmanager, and what each of them knows: on disk before it counts."""

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread

import httpx

from tests.support.checker import Sent

STARTS_AT = "2026-03-01T12:00:00Z"
_SERVICES = 40


class Ledger:
    """Every alert whose webhook was answered with 2xx, fsynced; and how each webhook that anybody sent was answered."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self.accepted_at: list[float] = []
        self.refused: dict[str, int] = {}
        #: Of each webhook sent: when it began, when it ended, and how.
        self.attempts: list[tuple[float, float, str]] = []

    def accept(self, sent: list[Sent]) -> None:
        with self._lock, self._path.open("a") as file:
            file.writelines(json.dumps(vars(each)) + "\n" for each in sent)
            file.flush()
            os.fsync(file.fileno())
            self.accepted_at.append(time.monotonic())

    def refuse(self, how: str) -> None:
        with self._lock:
            self.refused[how] = self.refused.get(how, 0) + 1

    def acknowledged(self) -> list[Sent]:
        lines = self._path.read_text().splitlines() if self._path.exists() else []
        return [Sent(**json.loads(line)) for line in lines]


@dataclass
class Sender:
    """Sends new alerts, ``per_webhook`` at a time and ``rate`` webhooks a second, each until it is accepted.

    5xx and broken connections are tried again after short pauses; any other refusal is an error of the system:
    Alertmanager would have dropped the alert.
    """

    name: str
    url: str
    token: str
    tenant: str
    ledger: Ledger
    per_webhook: int = 1
    rate: float = 10.0
    stop: Event = field(default_factory=Event)
    #: Sent at least once, and never answered.
    unanswered: list[Sent] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def start(self) -> Thread:
        thread = Thread(target=self._run, name=self.name, daemon=True)
        thread.start()
        return thread

    def _run(self) -> None:
        number = 0
        # Connections are kept, as Alertmanager keeps them, and certificates are read once: this shares the processors.
        with httpx.Client(timeout=10) as client:
            while not self.stop.is_set():
                began = time.monotonic()
                self._send(client, number)
                number += 1
                self.stop.wait(max(0.0, 1 / self.rate - (time.monotonic() - began)))

    def _send(self, client: httpx.Client, number: int) -> None:
        fingerprints = [f"{self.name}-{number:06d}-{n:02d}" for n in range(self.per_webhook)]
        sent = [Sent(self.tenant, each, STARTS_AT, "firing") for each in fingerprints]
        body = webhook(fingerprints, service=f"service-{number % _SERVICES}")
        pause = 0.05
        self.unanswered = sent
        while not self.stop.is_set():
            if self._post(client, body, sent):
                self.unanswered = []
                return
            self.stop.wait(pause)
            pause = min(0.25, pause * 2)

    def _post(self, client: httpx.Client, body: bytes, sent: list[Sent]) -> bool:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        began = time.monotonic()
        try:
            answer = client.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as broken:
            self.ledger.attempts.append((began, time.monotonic(), type(broken).__name__))
            self.ledger.refuse(type(broken).__name__)
            return False
        self.ledger.attempts.append((began, time.monotonic(), str(answer.status_code)))
        if answer.is_success:
            self.ledger.accept(sent)
            return True
        self.ledger.refuse(str(answer.status_code))
        if answer.status_code < 500:
            self.dropped.append(f"{answer.status_code}: {answer.text[:200]}")
            return True
        return False


def webhook(fingerprints: list[str], *, service: str, status: str = "firing") -> bytes:
    labels = {"alertname": "Errors", "service": service, "severity": "critical"}
    alerts = [
        {
            "status": status,
            "labels": labels | {"pod": fingerprint},
            "annotations": {"summary": "it fails"},
            "startsAt": STARTS_AT,
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus/graph",
            "fingerprint": fingerprint,
        }
        for fingerprint in fingerprints
    ]
    body = {
        "version": "4",
        "groupKey": f'{{}}:{{service="{service}"}}',
        "status": status,
        "receiver": "sre",
        "truncatedAlerts": 0,
        "groupLabels": {},
        "commonLabels": labels,
        "commonAnnotations": {},
        "externalURL": "http://alertmanager",
        "alerts": alerts,
    }
    return json.dumps(body).encode()
