"""The same news from many senders at once, while everything that carries it runs: each effect happens once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event, Thread
from typing import Any

import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.bootstrap.topology import ROUTES
from tests.support.checker import Sent, check
from tests.support.json_client import JsonClient
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from tests.support.webhooks import STARTS_AT, a_group, an_alert
from tests.support.world import World

pytestmark = pytest.mark.parametrize("transport_name", ["postgres"], indirect=True, scope="module")

SENDERS = 64
ROUNDS = 4
_TRIES = 20


def test_sixty_four_identical_webhooks_at_once_are_one_fact_per_alert_and_one_incident_per_group(site: Site):
    groups = [_round(number) for number in range(ROUNDS)]
    with _running(site.world), ThreadPoolExecutor(SENDERS) as senders:
        for group in groups:
            together = Barrier(SENDERS)
            statuses = list(senders.map(lambda _, g=group, t=together: _send_until_taken(site, g, t), range(SENDERS)))
            assert statuses == [202] * SENDERS
    site.world.settle()
    sent = [alert["fingerprint"] for group in groups for alert in group["alerts"]]
    assert sorted(fact["fingerprint"] for fact in site.facts("alert-ingested")) == sorted(sent)
    assert [incident["alert_count"] for incident in site.incidents()] == [3] * ROUNDS
    acknowledged = [Sent(str(site.tenant.id), fingerprint, STARTS_AT, "firing") for fingerprint in sent]
    assert check(site.world.database_url, acknowledged).named() == {}


def test_sixty_four_identical_commands_at_once_under_one_idempotency_key_are_one_incident(site: Site):
    together = Barrier(SENDERS)

    def create(_: int) -> tuple[int, str]:
        together.wait(PATIENCE_S)
        return _create(site, "the-same", "Checkout is slow")

    with ThreadPoolExecutor(SENDERS) as people:
        answers = set(people.map(create, range(SENDERS)))
    assert [status for status, _ in answers] == [201]
    assert len(site.facts("incident-created")) == 1
    site.world.settle()
    assert [incident["title"] for incident in site.incidents()] == ["Checkout is slow"]


def test_an_idempotency_key_that_comes_back_with_another_body_is_a_conflict(site: Site):
    assert _create(site, "once", "Checkout is slow")[0] == 201
    status, code = _create(site, "once", "Payments are slow")
    assert (status, code) == (409, "message.id_reused")
    assert _create(site, "once", "Checkout is slow")[0] == 201
    assert [fact["title"] for fact in site.facts("incident-created")] == ["Checkout is slow"]


def test_an_idempotency_key_is_the_tenants_own(site: Site, other_site: Site):
    assert _create(site, "once", "Checkout is slow")[0] == 201
    assert _create(other_site, "once", "Payments are slow")[0] == 201


def _round(number: int) -> dict[str, Any]:
    labels = {"service": f"service-{number}"}
    alerts = [an_alert(f"{number:012x}{n:04x}", labels=labels | {"pod": f"p{n}"}) for n in range(3)]
    return a_group(*alerts, groupKey=f'{{}}:{{service="service-{number}"}}')


def _send_until_taken(site: Site, group: dict[str, Any], together: Barrier) -> int:
    """As Alertmanager does: 503 means once more."""
    client = JsonClient(site.world.front.application)
    headers = {"Authorization": f"Bearer {site.tenant.tokens['alertmanager']}"}
    together.wait(PATIENCE_S)
    for _ in range(_TRIES):
        status = client.post("/webhooks/alertmanager", json=group, headers=headers).status_code
        if status != 503:
            return status
    return 503


def _create(site: Site, key: str, title: str) -> tuple[int, str]:
    """The status, and where the incident is or what is wrong."""
    headers = {"Authorization": f"Bearer {site.tenant.api_key}", "Idempotency-Key": key}
    body = {
        "title": title,
        "severity": "high",
        "detected_at": "2026-03-01T12:00:00Z",
        "impact_started_at": "2026-03-01T12:00:00Z",
    }
    answer = JsonClient(site.world.front.application).open("/v1/incidents", method="POST", json=body, headers=headers)
    return answer.status_code, answer.json.get("code") or answer.headers["Location"]


@contextmanager
def _running(world: World) -> Iterator[None]:
    """Two dispatchers of every subscription and two relays, each in a thread."""
    stop = Event()
    pool = connect_pool(world.database_url, role="sre_transport", application="threads", max_size=2 * len(ROUTES))
    dispatchers = [Dispatcher(pool, each._subscription, each._pushing._endpoint) for each in 2 * world.dispatchers]
    threads = [Thread(target=each.run, args=(stop, Event(), 0.01)) for each in dispatchers]
    threads += [Thread(target=_relay_until, args=(stop, world)) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE_S)
        pool.close()
    assert not any(thread.is_alive() for thread in threads)


def _relay_until(stop: Event, world: World) -> None:
    while not stop.wait(0.01):
        world.call("/outbox_relay/")
