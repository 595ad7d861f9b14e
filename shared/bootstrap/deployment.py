"""``python -m shared.bootstrap.deployment [--check]``: what Terraform provisions, from the table and the topology.

Of it follow topics, push subscriptions with their dead letters, services, service accounts and who may call whom. With
``--check`` nothing is written, and 1 means that the file in ``infra/terraform`` is another one.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared.adapters.pubsub.settings import (
    ACK_DEADLINE_S,
    DEAD_LETTER_ACK_DEADLINE_S,
    RETENTION,
    WAKE_BACKOFF,
    WAKE_RETENTION,
    dead_letter_name,
    delivery_attempts,
    filter_of,
)
from shared.bootstrap.deployable import Deployable, EntryPoint, Trigger
from shared.bootstrap.deployables import DEPLOYABLES
from shared.bootstrap.topology import ROUTES, SLEEPERS, Route, Sleeper, service_name
from shared.settings import DatabaseSettings

TARGET = Path(__file__).parents[2] / "infra" / "terraform" / "topology.json"
_WOKEN = {(each.function, each.target) for each in SLEEPERS}
_POOL = int(DatabaseSettings.model_fields["database_pool"].default)


class Undeployable(ValueError):  # noqa: N818 - names the condition
    """A function, an entry point or a subscription has no row, or a row has none of them; the message names it."""


def document(rows: Sequence[Deployable] = DEPLOYABLES, routes: Sequence[Route] = ROUTES) -> dict[str, Any]:
    """Gives what Terraform reads. Raises Undeployable."""
    _complete(rows, routes)
    wakes = {sleeper.topic for sleeper in SLEEPERS}
    published = {topic for row in rows for topic in row.publishes}
    topics = published | wakes | {route.subscription.topic for route in routes}
    return {
        "topics": {topic: None if topic in wakes else _seconds(RETENTION) for topic in topics},
        "subscriptions": {route.subscription.name: _subscription(route) for route in routes}
        | {sleeper.subscription: _wakes(sleeper) for sleeper in SLEEPERS},
        "functions": {service_name(row.function): _function(row) for row in rows},
        "services": {
            service_name(row.function, target.name): _service(row, target) for row in rows for target in row.targets
        },
    }


def _complete(rows: Sequence[Deployable], routes: Sequence[Route]) -> None:
    routed = {(route.function, route.target) for route in routes}
    pushed = {(row.function, target.name) for row in rows for target in row.targets if target.trigger is Trigger.PUSH}
    known = {row.function for row in rows}
    there = {(row.function, target.name) for row in rows for target in row.targets}
    twice = {row.function for row in rows if sum(row.function == other.function for other in rows) > 1}
    callers = {caller for row in rows for target in row.targets for caller in target.called_by}
    for what, missing in (
        ("have no row in shared/bootstrap/deployables.py", routed - pushed),
        ("have a row, and no subscription that is pushed to them", pushed - routed),
        ("are said to call, and have no row", callers - known),
        ("are woken, and have no row", {(each.function, each.target) for each in SLEEPERS} - there),
        ("have several rows", twice),
    ):
        if missing:
            raise Undeployable(f"{sorted(missing)} {what}")


def _subscription(route: Route) -> dict[str, Any]:
    subscription = route.subscription
    return {
        "topic": subscription.topic,
        "service": service_name(route.function, route.target),
        "filter": filter_of(subscription),
        "ordered": True,
        "ack_deadline_s": ACK_DEADLINE_S,
        "retention": _seconds(RETENTION),
        "minimum_backoff": f"{subscription.min_backoff_s:g}s",
        "maximum_backoff": f"{subscription.max_backoff_s:g}s",
        "delivery_attempts": delivery_attempts(subscription),
        "dead_letters": dead_letter_name(subscription.name),
        "dead_letter_ack_deadline_s": DEAD_LETTER_ACK_DEADLINE_S,
    }


def _wakes(sleeper: Sleeper) -> dict[str, Any]:
    """A wake is refused until it is of no use any more, and then forgotten."""
    minimum, maximum = WAKE_BACKOFF
    return {
        "topic": sleeper.topic,
        "service": service_name(sleeper.function, sleeper.target),
        "filter": "",
        "ordered": False,
        "ack_deadline_s": ACK_DEADLINE_S,
        "retention": _seconds(WAKE_RETENTION),
        "minimum_backoff": _seconds(minimum),
        "maximum_backoff": _seconds(maximum),
        "delivery_attempts": None,
        "dead_letters": None,
        "dead_letter_ack_deadline_s": None,
    }


def _seconds(duration: timedelta) -> str:
    return f"{int(duration.total_seconds())}s"


def _function(row: Deployable) -> dict[str, Any]:
    return {
        "function": row.function,
        "database_roles": list(row.database_roles),
        "publishes": list(row.publishes),
        "secrets": sorted({*row.secrets.values(), *row.secret_files.values()}),
    }


def _service(row: Deployable, target: EntryPoint) -> dict[str, Any]:
    return {
        "function": service_name(row.function),
        "source": f"functions/{row.function}/main.py",
        "target": target.name,
        "trigger": target.trigger.value,
        "schedule": target.schedule,
        "public": target.public,
        "pushed": target.trigger is Trigger.PUSH or (row.function, target.name) in _WOKEN,
        "called_by": [service_name(caller) for caller in target.called_by],
        "environment": sorted(row.environment),
        "secret_environment": dict(sorted(row.secrets.items())),
        "secret_files": dict(sorted(row.secret_files.items())),
        "memory_mib": target.memory_mib or row.memory_mib,
        "cpu": row.cpu,
        "cpu_idle": row.cpu_idle,
        "concurrency": row.concurrency,
        "min_instances": target.min_instances,
        "max_instances": target.max_instances or row.max_instances,
        "timeout_s": target.timeout_s or row.timeout_s,
        "pool": _POOL,
        "connections": row.pools * _POOL,
        "extras": sorted(row.extras),
    }


def text_of(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    text = text_of(document())
    if "--check" not in arguments:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text, "utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text("utf-8") == text:
        return 0
    sys.stderr.write("infra/terraform/topology.json is stale: run python -m shared.bootstrap.deployment\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
