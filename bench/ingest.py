"""Alerts per second from the webhook to the committed fact, on one connection, for webhooks of 1, 10 and 100 alerts.

Limits of the same run, on the same database: a bare functions-framework endpoint that only inserts, and the same rows
written by plain multi-row inserts, one transaction per webhook.
"""

import json
import time
from collections.abc import Iterator, Sequence

import psycopg

from bench.bare import a_bare_endpoint
from bench.load import Sender, webhook
from bench.measure import RUNS, Result, rate, result
from bench.system import System, a_system

_WEBHOOKS = {1: 400, 10: 150, 100: 30}
_FACTS = "SELECT count(*) FROM domain.fact WHERE aggregate_type = 'alert'"


def run() -> Iterator[Result]:
    with a_system("ingest") as system, a_bare_endpoint(system.database) as bare:
        ours, floor = Sender(system.local["webhooks"]["alertmanager"]), Sender(bare)
        ours.post_all(webhook(10, "warm") for _ in range(20))
        floor.post_all(webhook(10, "warm") for _ in range(20))
        for alerts, webhooks in _WEBHOOKS.items():
            yield from _measure(system, ours, floor, alerts, webhooks)


def _measure(system: System, ours: Sender, floor: Sender, alerts: int, webhooks: int) -> Iterator[Result]:
    committed: list[float] = []
    bare: list[float] = []
    rows: list[float] = []
    for number in range(RUNS):
        _settle(system)
        bodies = [webhook(alerts, f"{alerts}-{number}") for _ in range(webhooks)]
        bare.append(rate(alerts * webhooks, lambda sent=bodies: floor.post_all(sent)))  # type: ignore[misc]
        rows.append(_plain_rows(system, bodies, alerts))
        committed.append(_until_committed(system, ours, bodies, alerts))
    name = f"ingest: {alerts} per webhook, 1 connection"
    yield result(f"{name}, to the fact", "alerts/s", committed, bare, "bare endpoint")
    yield result(f"{name}, against plain rows", "alerts/s", committed, rows, "multi-row inserts")


def _until_committed(system: System, sender: Sender, bodies: Sequence[bytes], alerts: int) -> float:
    before = system.database.number(_FACTS)
    started = time.perf_counter()
    sender.post_all(bodies)
    system.wait_until(_FACTS, before + alerts * len(bodies))
    return alerts * len(bodies) / (time.perf_counter() - started)


def _plain_rows(system: System, bodies: Sequence[bytes], alerts: int) -> float:
    """What a fact, an aggregate, an inbox and an outbox row per alert cost without anything around them."""
    texts = [[json.dumps(alert) for alert in json.loads(body)["alerts"]] for body in bodies]
    with psycopg.connect(system.database.url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS plain_fact, plain_aggregate, plain_inbox, plain_outbox")
        connection.execute("CREATE TABLE plain_fact (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event text)")
        connection.execute("CREATE TABLE plain_aggregate (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, state jsonb)")
        connection.execute("CREATE TABLE plain_inbox (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, outcome jsonb)")
        connection.execute("CREATE TABLE plain_outbox (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, lane int)")

        def write() -> None:
            for group in texts:
                with connection.transaction(), connection.cursor() as cursor:
                    values = [(text,) for text in group]
                    cursor.executemany("INSERT INTO plain_fact (event) VALUES (%s)", values)
                    cursor.executemany("INSERT INTO plain_aggregate (state) VALUES (%s)", values)
                    cursor.executemany("INSERT INTO plain_inbox (outcome) VALUES ('{}')", [()] * len(group))
                    cursor.executemany("INSERT INTO plain_outbox (lane) VALUES (1)", [()] * len(group))

        return rate(alerts * len(bodies), write)


def _settle(system: System) -> None:
    """Nothing of the run before is still on its way."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        waiting = system.database.number(
            "SELECT (SELECT count(*) FROM transport.delivery) + (SELECT count(*) FROM domain.outbox)"
        )
        if waiting == 0:
            return
        time.sleep(0.05)
    raise TimeoutError("the system did not come to rest")
