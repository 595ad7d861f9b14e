"""A broker gives a message again although it was taken, and late, so that others overtake it: the effect is of once."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from shared.bootstrap.rebuild import compare
from tests.support import postgres
from tests.support.checker import Sent, check
from tests.support.pubsub_server import pubsub_server
from tests.support.pubsub_world import Forwarder, Unfaithful, over_emulator, over_pubsub
from tests.support.served import served
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved
from tests.support.world import a_world


@pytest.mark.parametrize("broker", ["server", pytest.param("emulator", marks=[pytest.mark.emulator, pytest.mark.slow])])
def test_what_comes_twice_or_late_is_seen_once(
    broker: str, postgres_server: str, tmp_path: Path, request: pytest.FixtureRequest
):
    made: list[Unfaithful] = []

    def between(forwarder: Forwarder) -> Unfaithful:
        made.append(Unfaithful(forwarder))
        return made[0]

    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        world = stack.enter_context(a_world(url, tmp_path))
        stack.enter_context(served(world.back))
        if broker == "server":
            moved = over_pubsub(world, stack.enter_context(pubsub_server()), between=between)
        else:
            moved = over_emulator(world, request.getfixturevalue("emulator"), between=between)
        world = stack.enter_context(moved)
        site = Site(world, world.tenant("acme"))
        sent = [*_told(site, "firing"), *_told(site, "resolved")]

        assert [each["alert_count"] for each in site.incidents()] == [1, 1, 1]
        assert set(site.statuses().values()) == {"resolved"}
        assert made[0].late > 5
        assert made[0].twice > 5
        assert check(url, sent).named() == {}
        for projection in ("incident_timeline", "alert_groups"):
            assert compare(url, projection).equal


def _told(site: Site, status: str) -> list[Sent]:
    """Three problems of three services, at once: what is late of one is overtaken by the others."""
    alerts = [an_alert(f"5afe00000000000{number}") for number in range(3)]
    told = alerts if status == "firing" else [resolved(alert) for alert in alerts]
    for alert in told:
        assert site.post(a_group(alert, groupKey=f"{{}}:{alert['fingerprint']}")).status_code == 202
    site.world.settle()
    return [Sent(str(site.tenant.id), alert["fingerprint"], alert["startsAt"], status) for alert in told]
