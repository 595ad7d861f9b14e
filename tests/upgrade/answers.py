"""What the API answers of the kept installation, and whether a later version answers it still."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.facts import TENANT
from tests.support.world import Tenant, World, a_world

#: The keys of the installation open nothing else.
API_KEY, SOURCE_TOKEN = "sre_kept_for_upgrades_only", "webhooks-kept-for-upgrades"
SLUG = "kept"

_LISTS = (
    "/v1/incidents",
    "/v1/incidents?sort=recently_updated",
    "/v1/incidents?text=disk",
    "/v1/incidents/open",
    "/v1/alerts",
    "/v1/alerts/active",
    "/v1/alerts/groups",
    "/v1/services/search",
    "/v1/runbooks/search",
    "/v1/postmortems/search",
    "/v1/postmortems/action-items",
)
_DETAILS = ("/v1/incidents/{}/timeline",)
#: They tell of the moment of asking.
_OF_NOW = frozenset({"as_of", "answered_at", "next_cursor", "stale", "last_seen_at", "suppressed_by"})


@contextmanager
def installation(url: str, directory: Path) -> Iterator[tuple[World, Tenant]]:
    """The system over this database, and the tenant whose answers are kept."""
    with a_world(url, directory) as world:
        tokens = dict.fromkeys(("alertmanager", "grafana", "argocd"), SOURCE_TOKEN)
        kept = world.tenants[SLUG] = Tenant(TENANT, SLUG, API_KEY, tokens)
        yield world, kept


def answers(world: World, tenant: Tenant) -> dict[str, Any]:
    """Path → answer, of every list and of each incident."""
    found = {path: _asked(world, tenant, path) for path in _LISTS}
    incidents = sorted(each["incident_id"] for each in found["/v1/incidents"]["items"])
    details = [path.format(incident) for incident in incidents for path in _DETAILS]
    return found | {path: _asked(world, tenant, path) for path in details}


def _asked(world: World, tenant: Tenant, path: str) -> Any:
    answer = world.api(tenant, "GET", path)
    assert answer.status_code == 200, (path, answer.status_code, answer.text)
    return _lasting(json.loads(answer.text))


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lasting(each) for name, each in value.items() if name not in _OF_NOW}
    return [_lasting(each) for each in value] if isinstance(value, list) else value


def missing(kept: Any, now: Any, where: str = "") -> list[str]:
    """Where ``now`` does not say what ``kept`` says; what it says beyond that is no difference."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return [
            difference
            for name, each in kept.items()
            for difference in (missing(each, now[name], f"{where}/{name}") if name in now else [f"{where}/{name}"])
        ]
    if isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        pairs = enumerate(zip(kept, now, strict=True))
        return [each for at, (one, other) in pairs for each in missing(one, other, f"{where}/{at}")]
    return [] if kept == now else [f"{where}: {kept!r} was, {now!r} is"]
