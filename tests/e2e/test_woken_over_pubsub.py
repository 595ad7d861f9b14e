"""Over Pub/Sub nobody waits for the clock: whoever commits wakes the relay, and an alert becomes an incident."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support import postgres
from tests.support.patience import wait_until
from tests.support.pubsub_server import pubsub_server
from tests.support.pubsub_world import over_pubsub
from tests.support.served import served
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert
from tests.support.world import a_world


@pytest.fixture
def woken_site(postgres_server: str, tmp_path, monkeypatch) -> Iterator[Site]:
    monkeypatch.setenv("SRE_TRIAGE_STAY_S", "0")
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        world = stack.enter_context(a_world(url, tmp_path))
        stack.enter_context(served(world.back))
        world = stack.enter_context(over_pubsub(world, stack.enter_context(pubsub_server()), wakes=True))
        yield Site(world, world.tenant("woken"))


def test_a_webhook_is_seen_as_an_incident_although_nobody_sweeps(woken_site: Site):
    assert woken_site.post(a_group(an_alert("5afe000000000001"))).status_code == 202
    (incident,) = wait_until(woken_site.incidents, "an incident that nobody called the relay for")
    assert (incident["status"], incident["alert_count"]) == ("open", 1)
