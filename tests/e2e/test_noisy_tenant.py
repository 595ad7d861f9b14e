"""R11: a tenant's storm, and that of one of its sources, hold up nobody's first alert, from webhook to what is seen."""

from pathlib import Path

import pytest

from tests.support.intake import recorded
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert
from tests.support.world import World, a_world

pytestmark = pytest.mark.postgres
_WEBHOOKS, _ALERTS_EACH = 50, 80
#: Intent, fact, view; the incident takes the same way once more.
_STEPS_TO_BE_SEEN = 8


def waiting_intents(world: World) -> int:
    return world.number("SELECT count(*) FROM transport.delivery WHERE subscription = 'domain-writer.intents'")


def storm(site: Site) -> None:
    for number in range(_WEBHOOKS):
        alerts = [an_alert(f"storm-{number}-{each}") for each in range(_ALERTS_EACH)]
        assert site.post(a_group(*alerts, groupKey=f"storm-{number}")).status_code == 202


def see(site: Site, fingerprint: str) -> None:
    """The system goes on until a person sees the alert and its incident."""
    for _ in range(_STEPS_TO_BE_SEEN):
        site.world.step()
        if fingerprint in site.alerts() and site.incidents():
            return
    pytest.fail(f"not seen after {_STEPS_TO_BE_SEEN} steps of the system")


def test_a_storm_of_one_tenant_does_not_hold_up_anothers_first_alert(database_url: str, tmp_path: Path):
    with a_world(database_url, tmp_path) as world:
        noisy, quiet = (Site(world, world.tenant(slug)) for slug in ("noisy", "quiet"))
        storm(noisy)
        assert waiting_intents(world) == _WEBHOOKS
        assert quiet.post(a_group(an_alert("theirs"))).status_code == 202
        see(quiet, "theirs")
        assert waiting_intents(world) > _WEBHOOKS // 5
        assert len(quiet.incidents()) == 1


def test_a_storm_of_one_source_does_not_hold_up_another_source_of_the_same_tenant(database_url: str, tmp_path: Path):
    with a_world(database_url, tmp_path) as world:
        site = Site(world, world.tenant("noisy"))
        storm(site)
        body = recorded("grafana/firing.json")
        assert site.post(body, kind="grafana").status_code == 202
        fingerprint = body["alerts"][0]["fingerprint"]
        for _ in range(_STEPS_TO_BE_SEEN):
            world.step()
            if fingerprint in site.alerts():
                break
        assert fingerprint in site.alerts()
        assert waiting_intents(world) > _WEBHOOKS // 5
