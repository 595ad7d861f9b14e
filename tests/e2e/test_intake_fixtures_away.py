"""What a sender is told while nothing can be made durable."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from tests.support.intake import recorded
from tests.support.json_client import JsonClient
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert

pytestmark = pytest.mark.parametrize("transport_name", ["postgres"], indirect=True, scope="module")

FIRING = recorded("alertmanager/firing.json")
GRAFANA = recorded("grafana/firing.json")


def test_while_the_database_is_away_webhooks_are_503_and_sent_again_they_arrive(site: Site, postgres_server: str):
    """Wherever it is missed: at the broker, in the quarantine, or already when the token is looked up."""
    assert site.post(a_group(an_alert("a3a1000000000001"))).status_code == 202, "from now on the source is known"
    name = site.world.database_url.rsplit("/", 1)[1].split("?")[0]
    with psycopg.connect(postgres_server, autocommit=True) as server, ThreadPoolExecutor(3) as senders:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        sent = (("alertmanager", FIRING), ("alertmanager", b"\xff"), ("grafana", GRAFANA))
        answers = [*senders.map(lambda each: _told(site, *each), sent)]
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert answers == [(503, "intake.unavailable")] * 3
    site.tell(FIRING)
    assert site.statuses() == {"a3a1000000000001": "firing", FIRING["alerts"][0]["fingerprint"]: "firing"}
    assert len(site.facts("alert-ingested")) == 2


def _told(site: Site, kind: str, body: Any) -> tuple[int, str]:
    answer = replace(site.world, front=JsonClient(site.world.front.application)).post(site.tenant, body, kind=kind)
    return answer.status_code, answer.json["code"]
