"""What a sender is told while nothing can be made durable."""

import psycopg
import pytest

from tests.support.intake import recorded
from tests.support.site import Site

pytestmark = pytest.mark.parametrize("transport_name", ["postgres"], indirect=True, scope="module")

FIRING = recorded("alertmanager/firing.json")


def test_while_the_database_is_away_webhooks_are_503_and_sent_again_they_arrive(site: Site, postgres_server: str):
    name = site.world.database_url.rsplit("/", 1)[1].split("?")[0]
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        away, unreadable = site.post(FIRING), site.post(b"\xff")
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert (away.status_code, away.json["code"]) == (503, "intake.unavailable")
    assert unreadable.status_code == 503
    site.tell(FIRING)
    assert list(site.statuses().values()) == ["firing"]
    assert len(site.facts("alert-ingested")) == 1
