"""Whatever order things happen in, and wherever it stops: sent once, twice, killed, delivered again, in any order.

Everything runs in one process, stepped by a seeded scheduler; a failure is repeated by its seed.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.bootstrap.rebuild import compare
from shared.ports.failpoint import install_failpoint
from tests.support.checker import Sent, check
from tests.support.triage import Killed
from tests.support.webhooks import a_group, an_alert
from tests.support.world import Tenant, World, a_world

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

_STEPS = 120
_FINGERPRINTS = 12
_BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("seed", range(4))
def test_no_interleaving_loses_doubles_or_reorders(database_url: str, tmp_path: Path, seed: int):
    with a_world(database_url, tmp_path) as world:
        sender = _Sender(world, [world.tenant("acme"), world.tenant("bolt")], random.Random(seed))
        for _ in range(_STEPS):
            sender.step()
        sender.finish()
    findings = check(database_url, sender.acknowledged)
    assert findings.named() == {}, f"seed {seed}"
    for projection in ("incident_timeline", "alert_groups"):
        assert compare(database_url, projection).equal, f"seed {seed}"


class _Sender:
    """Alerts that fire, clear and fire again, and everything that may happen to them on the way."""

    def __init__(self, world: World, tenants: list[Tenant], dice: random.Random) -> None:
        self._world = world
        self._tenants = tenants
        self._dice = dice
        self._turns: dict[tuple[str, str], int] = {}
        #: Webhooks whose answer never came: they come again before anything newer of theirs.
        self._unanswered: list[tuple[Tenant, list[dict[str, Any]], list[Sent]]] = []
        self.acknowledged: list[Sent] = []

    def step(self) -> None:
        deeds = (self._send_new, self._send_again, self._deliver, self._deliver, self._relay, self._tick)
        with self._killed_perhaps():
            self._dice.choice(deeds)()

    def finish(self) -> None:
        while self._unanswered:
            self._send(*self._unanswered.pop(0))
        self._world.settle(200)
        self._world.call("/tick/")
        self._world.settle(200)

    def _send_new(self) -> None:
        if self._unanswered:
            return self._send(*self._unanswered.pop(0))
        tenant = self._dice.choice(self._tenants)
        fingerprints = self._dice.sample(range(_FINGERPRINTS), self._dice.randint(1, 4))
        alerts = [self._next(tenant, f"alert-{number}") for number in fingerprints]
        sent = [Sent(str(tenant.id), a["fingerprint"], a["startsAt"], a["status"]) for a in alerts]
        return self._send(tenant, alerts, sent)

    def _send_again(self) -> None:
        """A redelivery of what was the last word anyway."""
        if not self._unanswered and self.acknowledged:
            tenant = self._dice.choice(self._tenants)
            alerts = [
                self._alert(fingerprint, turn)
                for (tenant_id, fingerprint), turn in self._turns.items()
                if tenant_id == str(tenant.id)
            ]
            assert not alerts or self._world.post(tenant, a_group(*alerts)).status_code == 202

    def _send(self, tenant: Tenant, alerts: list[dict[str, Any]], sent: list[Sent]) -> None:
        try:
            answer = self._world.post(tenant, a_group(*alerts))
        except Killed:
            self._unanswered.append((tenant, alerts, sent))
            raise
        assert answer.status_code == 202, answer.text
        self.acknowledged += sent

    def _next(self, tenant: Tenant, fingerprint: str) -> dict[str, Any]:
        key = (str(tenant.id), fingerprint)
        self._turns[key] = self._turns.get(key, -1) + 1
        return self._alert(fingerprint, self._turns[key])

    def _alert(self, fingerprint: str, turn: int) -> dict[str, Any]:
        """Even turns fire, odd ones clear what the turn before began."""
        starts_at = _BEGIN + timedelta(hours=turn // 2)
        times = {"startsAt": _written(starts_at)}
        if turn % 2:
            times |= {"status": "resolved", "endsAt": _written(starts_at + timedelta(minutes=20))}
        return an_alert(fingerprint, labels={"service": f"service-{fingerprint[-1]}"}, **times)

    def _deliver(self) -> None:
        self._dice.choice(self._world.dispatchers).run_once()

    def _relay(self) -> None:
        self._world.relay()

    def _tick(self) -> None:
        self._world.call("/tick/")

    @contextmanager
    def _killed_perhaps(self) -> Iterator[None]:
        """At some call to the outside, three times in ten."""
        install_failpoint(_killer(self._dice.randint(1, 12)) if self._dice.random() < 0.3 else None)
        try:
            with suppress(Killed):
                yield
        finally:
            install_failpoint(None)


def _killer(calls: int) -> Callable[[str], None]:
    left = calls

    def hook(_name: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    return hook


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
