"""The whole system in one process, stepped by the test: every function through its entry point, no threads."""

import importlib
import json
import os
import pkgutil
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

import shared.bootstrap
from local.environment import AUDIENCE, ISSUER, SERVICE, functions_environment
from local.hosting import load_function, mounted
from local.push import InProcessEndpoint
from shared.adapters.http.service_identity import TokenSigner, make_local_identity
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.provision import Provisioning
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.adapters.postgres.transport.topology import register
from shared.bootstrap.source_kinds import SOURCE_KINDS
from shared.bootstrap.topology import ROUTES, SUBSCRIPTIONS
from tests.support.json_client import JsonAnswer, JsonClient
from tests.support.observer import Observer

_CALLED = {
    "/domain_writer/domain_writer_http/": ("domain_writer", "domain_writer_http"),
    "/outbox_relay/": ("outbox_relay", "outbox_relay"),
    "/domain_writer_tick/": ("domain_writer", "domain_writer_tick"),
    "/tick/": ("triage_steps", "tick"),
}
#: How many messages the relay has yet to publish.
UNPUBLISHED = "SELECT (SELECT count(*) FROM domain.outbox) + (SELECT count(*) FROM process.outbox)"
KINDS = tuple(kind.name for kind in SOURCE_KINDS)


@dataclass(frozen=True)
class Tenant:
    id: Any
    slug: str
    api_key: str
    tokens: dict[str, str]


@dataclass
class World:
    database_url: str
    back: Any
    front: JsonClient
    dispatchers: list[Dispatcher]
    pools: list[Pool]
    token: Any
    observer: Observer
    tenants: dict[str, Tenant] = field(default_factory=dict)

    def tenant(self, slug: str) -> Tenant:
        """Made on first mention, with a source of every kind and an admin key."""
        if slug not in self.tenants:
            provisioning = Provisioning(self.pools[0])
            tenant_id = provisioning.ensure_tenant(slug, slug.title())
            key = f"sre_{secrets.token_urlsafe(32)}"
            tokens = {kind: secrets.token_urlsafe(32) for kind in KINDS}
            provisioning.ensure_api_key(tenant_id, name="test", role="admin", token=key)
            for kind, token in tokens.items():
                provisioning.ensure_source(tenant_id, name=kind, kind=kind, token=token)
            self.tenants[slug] = Tenant(tenant_id, slug, key, tokens)
        return self.tenants[slug]

    def post(self, tenant: Tenant, body: Any, *, kind: str = "alertmanager") -> JsonAnswer:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {tenant.tokens[kind]}", "Content-Type": "application/json"}
        return self.front.open(f"/webhooks/{kind}", method="POST", data=data, headers=headers)

    def api(self, tenant: Tenant, method: str, path: str, body: Any = None, **headers: str) -> JsonAnswer:
        given = {"Authorization": f"Bearer {tenant.api_key}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.front.open(path, method=method, json=body, headers=given)

    def settle(self, rounds: int = 50) -> None:
        """Deliver until nothing moves: what a second of the running system does."""
        for _ in range(rounds):
            if not self.step():
                return
        raise AssertionError("the system did not come to rest")

    def step(self) -> int:
        """One round of everybody who has something to do: nobody else is woken in the running system either."""
        waiting = {name for (name,) in self.rows("SELECT DISTINCT subscription FROM transport.delivery")}
        moved = sum(each.run_once() for each in self.dispatchers if each._subscription.name in waiting)
        return moved + self.relay()

    def relay(self) -> int:
        before = self.number(UNPUBLISHED)
        assert self.call("/outbox_relay/")
        return before - self.number(UNPUBLISHED)

    def call(self, path: str) -> bool:
        return InProcessEndpoint(self.back, path, self.token).call()

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.observer.rows(sql, *parameters)

    def number(self, sql: str, *parameters: Any) -> int:
        return self.rows(sql, *parameters)[0][0]


@contextmanager
def a_world(database_url: str, directory: Path) -> Iterator[World]:
    """Everything wired to this database; the process's environment and caches are put back afterwards."""
    make_local_identity(directory)
    environment = functions_environment(
        database_url=database_url,
        back_url="http://127.0.0.1:9",
        wake_address="",
        data=directory,
        embedded=False,
        port=9,
    )
    with _environment(environment):
        forget_wiring()
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("SET ROLE sre_transport")
            register(connection, SUBSCRIPTIONS)
        pools = [
            connect_pool(database_url, role="sre_admin", application="world", max_size=1),
            connect_pool(database_url, role="sre_transport", application="world", max_size=2),
        ]
        back = mounted(
            {route.path: load_function(route.function, route.target) for route in ROUTES}
            | {path: load_function(*target) for path, target in _CALLED.items()}
        )
        front = mounted(
            {"/webhooks": load_function("ingest_alert", "ingest_alert")}, otherwise=load_function("api", "api")
        )
        signer = TokenSigner(str(directory / "identity.jwk.json"), issuer=ISSUER, caller_email=SERVICE)
        token = lambda: signer.token(AUDIENCE)  # noqa: E731
        dispatchers = [
            Dispatcher(pools[1], route.subscription, InProcessEndpoint(back, route.path, token)) for route in ROUTES
        ]
        observer = Observer(database_url)
        try:
            yield World(database_url, back, JsonClient(front), dispatchers, pools, token, observer)
        finally:
            observer.close()
            for pool in pools:
                pool.close()
            forget_wiring()


def forget_wiring() -> None:
    """Bootstrap modules keep what they built; the next world has another database."""
    for module in pkgutil.iter_modules(shared.bootstrap.__path__):
        for value in vars(importlib.import_module(f"shared.bootstrap.{module.name}")).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
