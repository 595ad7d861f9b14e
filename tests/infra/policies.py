"""What must hold of a plan, whatever the files look like; each policy gives what is wrong, in sentences.

``table`` is what is made from the code (`shared.bootstrap.deployment.document`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from shared.adapters.pubsub.settings import outlasts_s
from tests.infra.planned import Planned, only, planned

Table = Mapping[str, Any]
Plan = Mapping[str, Any]
Policy = Callable[[Plan, Table], Iterator[str]]

_SUBSCRIPTION = "google_pubsub_subscription"
_SERVICE = "google_cloud_run_v2_service"
#: Functions that answer outside: webhooks, the API, the console, tools of models.
OUTSIDE = frozenset({"ingest-alert", "api", "console", "mcp"})
_OTHER_TRIGGERS = ("google_eventarc_trigger", "google_cloudfunctions2_function", "google_cloudfunctions_function")
#: What no message may be lost over, in seconds.
_OUTAGE_S = 3_600
_EVERYBODY = ("allUsers", "allAuthenticatedUsers")
ALERTS = frozenset(
    {
        "outbox_lag",
        "oldest_unacked",
        "dead_letters",
        "projection_lag",
        "error_ratio",
        "embedding_backlog",
        "relay_silence",
    }
)


def both_ways(what: str, there: Iterable[str], wanted: Iterable[str]) -> Iterator[str]:
    here, rows = set(there), set(wanted)
    yield from (f"{what} {name} is in the table and not in the plan" for name in sorted(rows - here))
    yield from (f"{what} {name} is in the plan and not in the table" for name in sorted(here - rows))


def topics(plan: Plan, table: Table) -> Iterator[str]:
    dead = [row["dead_letters"] for row in table["subscriptions"].values() if row["dead_letters"]]
    yield from both_ways(
        "topic", (each.values["name"] for each in planned(plan, "google_pubsub_topic")), [*table["topics"], *dead]
    )


def subscriptions(plan: Plan, table: Table) -> Iterator[str]:
    rows = table["subscriptions"]
    there = {each.values["name"]: each for each in planned(plan, _SUBSCRIPTION)}
    dead = [row["dead_letters"] for row in rows.values() if row["dead_letters"]]
    yield from both_ways("subscription", there, [*rows, *dead])
    for name, each in there.items():
        if name in rows:
            yield from (f"{name}: {wrong}" for wrong in _wrong_of_subscription(each, rows[name]))
        if (each.one("expiration_policy") or {"ttl": None}).get("ttl") != "":
            yield f"{name}: it expires when nobody uses it"


def _wrong_of_subscription(each: Planned, row: Mapping[str, Any]) -> Iterator[str]:
    push, dead, retry = each.one("push_config"), each.one("dead_letter_policy"), each.one("retry_policy")
    token = only(push, "oidc_token")
    bare = only(push, "no_wrapper")
    wanted = {
        "its filter": ((each.values.get("filter") or ""), row["filter"]),
        "its order": (each.values.get("enable_message_ordering"), row["ordered"]),
        "its deadline": (each.values.get("ack_deadline_seconds"), row["ack_deadline_s"]),
        "its retention": (each.values.get("message_retention_duration"), row["retention"]),
        "its first pause": (retry.get("minimum_backoff"), row["minimum_backoff"]),
        "its longest pause": (retry.get("maximum_backoff"), row["maximum_backoff"]),
        "its attempts": (dead.get("max_delivery_attempts"), row["delivery_attempts"]),
        "its wrapping": (bare.get("write_metadata"), True),
        "its audience": (token.get("audience"), (push.get("push_endpoint") or "").rstrip("/")),
    }
    yield from (f"{what} is {there!r}, not {right!r}" for what, (there, right) in wanted.items() if there != right)
    if f"-{row['service']}-" not in (push.get("push_endpoint") or ""):
        yield f"it is pushed to {push.get('push_endpoint')}, not to {row['service']}"
    if row["dead_letters"] and _outlasts_s(retry, dead) < _OUTAGE_S:
        yield f"what it carries does not outlive an outage of {_OUTAGE_S} s"
    if each.values.get("message_transforms"):
        yield "its messages are transformed, which takes attributes away"


def _outlasts_s(retry: Mapping[str, Any], dead: Mapping[str, Any]) -> float:
    first, longest = (float(str(retry.get(f"{which}_backoff") or "0s").rstrip("s")) for which in ("minimum", "maximum"))
    return outlasts_s(first, longest, int(dead.get("max_delivery_attempts") or 0))


def dead_letters_are_forwarded(plan: Plan, table: Table) -> Iterator[str]:
    """The broker may publish to each topic of dead letters, and take out of each subscription."""
    rows = [name for name, row in table["subscriptions"].items() if row["dead_letters"]]
    for kind, role in (
        ("google_pubsub_topic_iam_member", "roles/pubsub.publisher"),
        ("google_pubsub_subscription_iam_member", "roles/pubsub.subscriber"),
    ):
        broker = [
            each.key
            for each in planned(plan, kind)
            if each.values.get("role") == role and "gcp-sa-pubsub" in (each.values.get("member") or "")
        ]
        yield from both_ways(f"the broker's {role} for", broker, rows)


def services(plan: Plan, table: Table) -> Iterator[str]:
    there = {each.key: each for each in planned(plan, _SERVICE)}
    yield from both_ways("service", there, table["services"])
    for name in sorted(there.keys() & table["services"].keys()):
        yield from (f"{name}: {wrong}" for wrong in _wrong_of_service(there[name], table["services"][name]))


def _wrong_of_service(each: Planned, row: Mapping[str, Any]) -> Iterator[str]:
    template = each.one("template")
    container = only(template, "containers")
    environment = {entry["name"]: entry.get("value") for entry in container.get("env") or ()}
    missing = sorted({"FUNCTION_TARGET", "FUNCTION_SOURCE", *row["environment"]} - environment.keys())
    if missing:
        yield f"its environment lacks {', '.join(missing)}"
    if environment.get("FUNCTION_TARGET") != row["target"]:
        yield f"its target is {environment.get('FUNCTION_TARGET')}, not {row['target']}"
    if int(str(template.get("timeout") or "0s").rstrip("s")) not in range(1, 301):
        yield f"it may take {template.get('timeout')}; half of a push's deadline is 300 s"
    if "@sha256:" not in (container.get("image") or ""):
        yield "its image is not named by its digest"
    limits = only(container, "resources").get("limits") or {}
    if limits.get("memory") != f"{row['memory_mib']}Mi":
        yield f"its memory is {limits.get('memory')}, not {row['memory_mib']}Mi"
    if not any(
        (probe.get("http_get") or [{}])[0].get("path") == "/livez" for probe in container.get("startup_probe") or ()
    ):
        yield "nobody looks whether it has started"


def only_some_answer_outside(plan: Plan, table: Table) -> Iterator[str]:
    for each in planned(plan, _SERVICE):
        public, ingress = each.values.get("invoker_iam_disabled"), each.values.get("ingress")
        if public and '"platform"' in json.dumps(each.values.get("template")):
            yield f"{each.key}: anybody may call it, and it leaves signatures to a platform that checks nobody"
        if public and each.key not in OUTSIDE:
            yield f"{each.key}: anybody may call it"
        if ingress not in ("INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"):
            yield f"{each.key}: it is reached past the load balancer ({ingress})"
        if not public and ingress != "INGRESS_TRAFFIC_INTERNAL_ONLY":
            yield f"{each.key}: it is reached from outside ({ingress})"
    yield from (
        f"{name}: it is said to be public"
        for name, row in table["services"].items()
        if row["public"] and name not in OUTSIDE
    )


def callers(plan: Plan, table: Table) -> Iterator[str]:
    wanted = [
        f"{name}/{caller}"
        for name, row in table["services"].items()
        for caller in [
            *(["push"] if row["pushed"] else []),
            *(["scheduler"] if row["trigger"] == "schedule" else []),
            *row["called_by"],
        ]
    ]
    there = (each.key for each in planned(plan, "google_cloud_run_v2_service_iam_member"))
    yield from both_ways("the caller", there, wanted)


def webhooks_find_an_instance(plan: Plan, _table: Table) -> Iterator[str]:
    for each in planned(plan, _SERVICE):
        scaling = only(each.one("template"), "scaling")
        if each.key == "ingest-alert" and (scaling.get("min_instance_count") or 0) < 1:
            yield "ingest-alert: without an instance the platform answers 429, and Alertmanager drops the alert"


def no_other_triggers(plan: Plan, _table: Table) -> Iterator[str]:
    yield from (
        f"{each.address}: a subscription of its own has no dead letters" for each in planned(plan, *_OTHER_TRIGGERS)
    )


def least_privilege(plan: Plan, _table: Table) -> Iterator[str]:
    for each in planned(plan):
        role, member = str(each.values.get("role") or ""), str(each.values.get("member") or "")
        if role in ("roles/owner", "roles/editor", "roles/viewer") or role.lower().endswith("admin"):
            yield f"{each.address}: {role} is more than anything of ours needs"
        if member in _EVERYBODY or any(name in (each.values.get("members") or ()) for name in _EVERYBODY):
            yield f"{each.address}: everybody has {role}"
        if each.type == "google_service_account_key":
            yield f"{each.address}: a key can be lost; accounts are used in place"


def clock(plan: Plan, table: Table) -> Iterator[str]:
    there = {each.key: each for each in planned(plan, "google_cloud_scheduler_job") if ".this[" in each.address}
    scheduled = {name: row for name, row in table["services"].items() if row["trigger"] == "schedule"}
    yield from both_ways("what the clock calls", there, scheduled)
    for name in sorted(there.keys() & scheduled.keys()):
        if there[name].values.get("schedule") != scheduled[name]["schedule"]:
            yield f"{name}: the clock calls at {there[name].values.get('schedule')}"
        if not there[name].one("http_target").get("oidc_token"):
            yield f"{name}: the clock does not say who it is"


def database(plan: Plan, table: Table) -> Iterator[str]:
    for each in planned(plan, "google_sql_database_instance"):
        settings = each.one("settings")
        address = only(settings, "ip_configuration")
        backup = only(settings, "backup_configuration")
        flags = {flag["name"]: flag["value"] for flag in settings.get("database_flags") or ()}
        for wrong, holds in (
            ("has a public address", address.get("ipv4_enabled") is not False),
            ("takes connections without TLS", address.get("ssl_mode") != "ENCRYPTED_ONLY"),
            ("is not backed up", not backup.get("enabled")),
            ("cannot be set back to a point in time", not backup.get("point_in_time_recovery_enabled")),
            ("knows no logins of IAM", flags.get("cloudsql.iam_authentication") != "on"),
        ):
            if holds:
                yield f"the database {wrong}"
        yield from _connections(plan, table, int(flags.get("max_connections") or 0))
    yield from (
        f"{each.address}: a login with a password"
        for each in planned(plan, "google_sql_user")
        if "IAM" not in (each.values.get("type") or "")
    )


def _connections(plan: Plan, table: Table, limit: int) -> Iterator[str]:
    needed = 0
    for each in planned(plan, _SERVICE):
        scaling = only(each.one("template"), "scaling")
        row = table["services"].get(each.key, {"connections": 0})
        needed += (scaling.get("max_instance_count") or 100) * row["connections"]
    if needed > 0.6 * limit:
        yield f"all instances together open {needed} connections, more than 60 % of {limit}"


def secrets(plan: Plan, _table: Table) -> Iterator[str]:
    for each in planned(plan, "google_secret_manager_secret_version"):
        if each.values.get("secret_data"):
            yield f"{each.address}: its value is in the state"


def alerts(plan: Plan, _table: Table) -> Iterator[str]:
    there = {each.key for each in planned(plan, "google_monitoring_alert_policy")}
    yield from (f"nobody is told of {name}" for name in sorted(ALERTS - there))


POLICIES: tuple[Policy, ...] = (
    topics,
    subscriptions,
    dead_letters_are_forwarded,
    services,
    only_some_answer_outside,
    callers,
    webhooks_find_an_instance,
    no_other_triggers,
    least_privilege,
    clock,
    database,
    secrets,
    alerts,
)


def complaints(plan: Plan, table: Table) -> list[str]:
    """Everything that is wrong with a plan."""
    return [f"{policy.__name__}: {wrong}" for policy in POLICIES for wrong in policy(plan, table)]
