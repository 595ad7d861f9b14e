"""Tenants and sources in a real database, and the ingest function in front of it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient
from functions_framework import create_app

from shared.bootstrap.ingest import build_intake

MAIN = Path(__file__).parent.parent.parent / "functions" / "ingest_alert" / "main.py"


def register_tenant(url: str, number: int) -> UUID:
    tenant_id = UUID(int=number)
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO access.tenant (tenant_id, slug, name) VALUES (%s, %s, 'Tenant')",
            (tenant_id, f"tenant-{number}"),
        )
    return tenant_id


def register_source(
    url: str, tenant_id: UUID, token: str, *, name: str = "main", kind: str = "alertmanager", settings: Any = None
) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO access.source (tenant_id, name, kind, environment_id, token_hash, settings)"
            " VALUES (%s, %s, %s, 'prod', %s, %s)",
            (tenant_id, name, kind, sha256(token.encode()).digest(), json.dumps(settings or {})),
        )


def close_pools(*owners: Any) -> None:
    """Of what a function has wired, whose pools live as long as its process."""
    for owner in owners:
        owner._pool.close()


def ingest_client(monkeypatch: pytest.MonkeyPatch, database_url: str) -> FlaskClient:
    """The function through the framework's own loading of ``main.py``."""
    monkeypatch.setenv("SRE_DATABASE_URL", database_url)
    monkeypatch.setenv("SRE_TRANSPORT", "postgres")
    build_intake.cache_clear()
    return create_app("ingest_alert", str(MAIN)).test_client()
