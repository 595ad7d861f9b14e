"""Two tenants with the same fingerprints and the same group keys never meet: at the API, in the views, in SQL."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool, transaction
from shared.app.operations.catalogue import OPERATIONS
from shared.ports.operation import Operation
from tests.support.intake import recorded
from tests.support.site import Site
from tests.support.world import World

pytestmark = pytest.mark.parametrize("transport_name", ["postgres"], indirect=True, scope="module")

GROUPED = recorded("alertmanager/grouped_firing.json")
ROLES = (
    "sre_ingest",
    "sre_writer",
    "sre_relay",
    "sre_transport",
    "sre_projector",
    "sre_process",
    "sre_query",
    "sre_coder",
    "sre_slo",
    "sre_tenant_admin",
)
#: Carriers see every tenant's messages, and two keepers take what may not even say whose it is. Nothing else may.
ACROSS_TENANTS = {
    ("sre_relay", "domain.fact", "SELECT"),
    ("sre_relay", "domain.parked", "SELECT"),
    ("sre_relay", "domain.parked", "INSERT"),
    ("sre_relay", "domain.parked", "DELETE"),
    ("sre_relay", "domain.outbox", "SELECT"),
    ("sre_relay", "domain.outbox", "DELETE"),
    ("sre_relay", "process.outbox", "SELECT"),
    ("sre_relay", "process.outbox", "DELETE"),
    ("sre_relay", "process.parked", "SELECT"),
    ("sre_relay", "process.parked", "INSERT"),
    ("sre_relay", "process.parked", "DELETE"),
    ("sre_writer", "domain.poison", "SELECT"),
    ("sre_writer", "domain.poison", "INSERT"),
    ("sre_writer", "domain.poison", "UPDATE"),
    ("sre_process", "process.unreadable", "SELECT"),
    ("sre_process", "process.unreadable", "INSERT"),
    *(("sre_transport", "transport.delivery", verb) for verb in ("SELECT", "INSERT", "UPDATE", "DELETE")),
    *(("sre_transport", "transport.message", verb) for verb in ("SELECT", "INSERT", "UPDATE", "DELETE")),
    ("sre_transport", "transport.dead_letter", "SELECT"),
    ("sre_transport", "transport.dead_letter", "INSERT"),
    ("sre_transport", "transport.dead_letter", "UPDATE"),
    ("sre_transport", "transport.dead_letter", "DELETE"),
}
_STATEMENTS = {
    "SELECT": "SELECT 1 FROM {table} WHERE tenant_id = %s",
    "INSERT": "INSERT INTO {table} (tenant_id) VALUES (%s)",
    "UPDATE": "UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = %s",
    "DELETE": "DELETE FROM {table} WHERE tenant_id = %s",
}


@pytest.fixture(scope="module")
def ada(world: World) -> Site:
    return _with_everything(world, "ada")


@pytest.fixture(scope="module")
def bob(world: World) -> Site:
    return _with_everything(world, "bob")


@pytest.fixture(scope="module")
def pools(world: World) -> Iterator[dict[str, Pool]]:
    pools = {role: connect_pool(world.database_url, role=role, application="crossing") for role in ROLES}
    yield pools
    for pool in pools.values():
        pool.close()


def test_at_the_api_each_finds_nothing_of_the_other_on_any_route(ada: Site, bob: Site):
    tried = 0
    for asker, owner in ((ada, bob), (bob, ada)):
        theirs = _ids(owner)
        # What is put under an id that another tenant uses is one's own.
        for operation in OPERATIONS:
            if operation.path_parameters and operation.name not in {"PutCorrelationRule", "PutKnowledgeDocument"}:
                path = operation.path.format(**theirs)
                answer = asker.world.api(asker.tenant, operation.method, path, _body(operation, owner))
                assert (operation.name, answer.status_code, answer.json["code"]) == (operation.name, 404, "not_found")
                tried += 1
    print(f"another tenant's ids were tried on {tried} routes")
    assert tried >= 30


def test_at_the_api_an_id_of_the_other_inside_a_body_is_404(ada: Site, bob: Site):
    mine, theirs = _ids(ada), _ids(bob)
    crossing = {
        f"/v1/incidents/{mine['incident_id']}/alerts": {"alerts": [{"alert_id": theirs["alert_id"], "episode": 1}]},
        f"/v1/incidents/{mine['incident_id']}/merge": {"merged_ids": [theirs["incident_id"]], "reason": "r"},
        f"/v1/incidents/{mine['incident_id']}/links": {"linked_id": theirs["incident_id"], "kind": "related"},
        f"/v1/alerts/{mine['alert_id']}/uncorrelate": {"incident_id": theirs["incident_id"], "reason": "r"},
    }
    for path, body in crossing.items():
        answer = ada.world.api(ada.tenant, "POST", path, body)
        assert (path, answer.status_code, answer.json["code"]) == (path, 404, "not_found")


def test_at_the_api_lists_hold_the_same_fingerprints_and_no_common_id(ada: Site, bob: Site):
    fingerprints = {alert["fingerprint"] for alert in GROUPED["alerts"]}
    assert set(ada.alerts()) == set(bob.alerts()) == fingerprints
    lists = (
        ("/v1/alerts", "alert_id"),
        ("/v1/alerts/active", "alert_id"),
        ("/v1/alerts/groups", "incident_id"),
        ("/v1/incidents", "incident_id"),
        ("/v1/incidents/open", "incident_id"),
        ("/v1/quarantine", "quarantine_id"),
    )
    for path, name in lists:
        mine = {item[name] for item in ada.get(path)["items"]}
        theirs = {item[name] for item in bob.get(path)["items"]}
        assert mine, path
        assert theirs, path
        assert not mine & theirs, path


def test_a_tenant_that_acknowledges_and_resolves_moves_nothing_of_the_other(world: World):
    one, other = _with_everything(world, "one"), _with_everything(world, "other")
    world.settle()
    before = _shown(other)
    incident, alert = one.incidents()[0]["incident_id"], next(iter(one.alerts().values()))["alert_id"]
    for path, body in (
        (f"/v1/alerts/{alert}/acknowledge", {}),
        (f"/v1/incidents/{incident}/acknowledge", {}),
        (f"/v1/incidents/{incident}/timeline", {"text": "only ours"}),
    ):
        assert world.api(one.tenant, "POST", path, body).status_code == 200
    ended = [alert | {"status": "resolved", "endsAt": "2026-11-23T04:00:00Z"} for alert in GROUPED["alerts"]]
    one.tell(GROUPED | {"alerts": ended})
    assert set(one.statuses().values()) == {"resolved"}
    assert _shown(other) == before


def test_in_every_view_a_row_and_what_it_names_are_of_one_tenant(world: World, ada: Site, bob: Site):
    """What one tenant's rows hold under any id is never something that another tenant's facts are about."""
    seen = 0
    for table in _tables(world, "alert_groups", "incident_timeline"):
        for site, other in ((ada, bob), (bob, ada)):
            rows = world.rows(f"SELECT to_jsonb(r)::text FROM {table} AS r WHERE tenant_id = %s", site.tenant.id)
            foreign = [str(other.tenant.id), *_ids(other).values()]
            for (row,) in rows:
                assert not [named for named in foreign if named in row], (table, row)
            seen += len(rows)
    print(f"{seen} rows of views were searched for ids of the other tenant")
    assert seen >= 20


@pytest.mark.parametrize("role", ROLES)
def test_in_sql_a_role_acting_for_one_tenant_reaches_nothing_of_the_other(
    role: str, world: World, ada: Site, bob: Site, pools: dict[str, Pool]
):
    tables, reached, filled = _tables(world), set(), 0
    for table in tables:
        for site, other in ((ada, bob), (bob, ada)):
            filled += world.number(f"SELECT count(*) FROM {table} WHERE tenant_id = %s", other.tenant.id) > 0
            for verb, statement in _STATEMENTS.items():
                if _reaches(pools[role], site, statement.format(table=table), other):
                    reached.add((role, table, verb))
    print(f"{role}: {len(tables)} tables, {filled} times with rows of the other, {len(_STATEMENTS)} statements each")
    assert len(tables) >= 15
    assert filled >= 20
    assert reached <= ACROSS_TENANTS


def test_in_sql_every_table_forces_its_policies_and_only_the_exceptions_say_any_tenant(world: World):
    """Also where no row happened to be: what the catalog says."""
    tables = _tables(world)
    forced = world.rows("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert set(tables) <= {name for (name,) in forced}
    policies = world.rows(
        "SELECT role, format('%%I.%%I', schemaname, tablename), cmd FROM pg_policies, unnest(roles) AS role"
        " WHERE role NOT IN ('sre_admin', 'sre_search', 'sre_keeper') AND (qual = 'true' OR with_check = 'true')",
    )
    wide = {(role, table) for role, table, _ in policies if table in tables}
    assert wide == {(role, table) for role, table, _ in ACROSS_TENANTS}


def test_in_sql_a_search_reads_views_that_hold_the_tenant_and_nobody_may_be_their_owner(
    world: World, ada: Site, bob: Site, pools: dict[str, Pool]
):
    """The owner of the views sees every row; a view lets one tenant's through, whoever asks (ADR 0009)."""
    views = [
        name
        for (name,) in world.rows(
            "SELECT format('%%I.%%I', schemaname, viewname) FROM pg_views WHERE viewowner = 'sre_search'"
        )
    ]
    members = world.rows(
        "SELECT m.member::regrole::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
        " WHERE m.roleid IN ('sre_search'::regrole, 'sre_keeper'::regrole) AND r.rolname LIKE 'sre%%'"
    )
    select = _STATEMENTS["SELECT"]

    assert len(views) >= 5
    assert members == []
    for view in views:
        for role in ROLES:
            assert not _reaches(pools[role], ada, select.format(table=view), bob), (role, view)
            assert not _reaches(pools[role], None, select.format(table=view), ada), (role, view)
    assert _reaches(pools["sre_query"], ada, select.format(table="incident_timeline.own_incident"), ada)


def test_in_sql_a_role_without_a_tenant_sees_no_tenants_rows(world: World, ada: Site, pools: dict[str, Pool]):
    tried = 0
    for role in ROLES:
        for table in _tables(world):
            if (role, table, "SELECT") not in ACROSS_TENANTS:
                assert not _reaches(pools[role], None, _STATEMENTS["SELECT"].format(table=table), ada), (role, table)
                tried += 1
    print(f"without a tenant: {tried} tables by role")


#: Aggregate → the operation that makes one of it from its example.
_MAKERS = {
    "runbook": "CreateRunbook",
    "slo": "CreateSLO",
    "service": "CreateService",
    "silence": "CreateSilence",
    "approval": "RequestApproval",
    "on_call_schedule": "CreateOnCallSchedule",
    "health_check": "RecordHealthCheck",
    "fleet_state": "RecordFleetState",
    "postmortem": "CreatePostmortem",
}


def _with_everything(world: World, slug: str) -> Site:
    """Alerts, an incident, and a body in quarantine."""
    site = Site(world, world.tenant(slug))
    site.tell(GROUPED)
    assert site.post(b"\xff").status_code == 202
    for operation in OPERATIONS:
        if operation.name in _MAKERS.values():
            body = dict(operation.example)
            if operation.name == "CreatePostmortem":
                body["incident_id"] = site.incidents()[0]["incident_id"]
            made = world.api(site.tenant, operation.method, operation.path, body)
            assert made.status_code in {200, 201}, made.text
    return site


def _ids(site: Site) -> dict[str, str]:
    alert = next(iter(site.alerts().values()))
    message = site.world.rows("SELECT message_id::text FROM domain.inbox WHERE tenant_id = %s LIMIT 1", site.tenant.id)
    kinds = dict(
        site.world.rows(
            "SELECT DISTINCT ON (aggregate_type) aggregate_type, aggregate_id::text FROM domain.aggregate"
            " WHERE tenant_id = %s ORDER BY aggregate_type, aggregate_id",
            site.tenant.id,
        )
    )
    return {
        **{f"{kind.removeprefix('on_call_')}_id": kinds[kind] for kind in _MAKERS},
        "override_id": "00000000-0000-4000-8000-000000000002",
        "incident_id": site.incidents()[0]["incident_id"],
        "alert_id": alert["alert_id"],
        "rule_id": "00000000-0000-4000-8000-000000000001",
        "document_id": "00000000-0000-4000-8000-000000000003",
        "evidence_id": "00000000-0000-4000-8000-000000000004",
        "execution_id": "00000000-0000-4000-8000-000000000005",
        "feed_id": "00000000-0000-4000-8000-000000000006",
        **_registered(site),
        "message_id": message[0][0],
    }


def _registered(site: Site) -> dict[str, str]:
    """A source and a key that the site has."""
    (found,) = site.world.rows(
        "SELECT (SELECT source_id::text FROM access.source WHERE tenant_id = %s LIMIT 1),"
        " (SELECT key_id::text FROM access.api_key WHERE tenant_id = %s LIMIT 1)",
        site.tenant.id,
        site.tenant.id,
    )
    return {"source_id": found[0], "key_id": found[1]}


def _body(operation: Operation, owner: Site) -> Any:
    """What the command would take if the ids were the asker's own."""
    if operation.kind == "query" or operation.method == "DELETE":
        return None
    named = {
        "CorrelateToIncident": {"alerts": [{"alert_id": _ids(owner)["alert_id"], "episode": 1}]},
        "MergeIncidents": {"merged_ids": [_ids(owner)["incident_id"]], "reason": "r"},
        "LinkIncidents": {"linked_id": _ids(owner)["incident_id"], "kind": "related"},
        "UncorrelateAlert": {"incident_id": _ids(owner)["incident_id"], "reason": "r"},
    }
    example = {name: of for name, of in operation.example.items() if name not in operation.path_parameters}
    return named.get(operation.name, example)


def _shown(site: Site) -> list[Any]:
    return [site.alerts(), site.incidents(), [site.alert(alert["fingerprint"]) for alert in GROUPED["alerts"]]]


def _tables(world: World, *schemas: str) -> list[str]:
    rows = world.rows(
        "SELECT DISTINCT format('%%I.%%I', table_schema, table_name) FROM information_schema.columns"
        " JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE column_name = 'tenant_id' AND table_type = 'BASE TABLE' ORDER BY 1"
    )
    return [name for (name,) in rows if not schemas or name.split(".")[0] in schemas]


def _reaches(pool: Pool, site: Site | None, statement: str, other: Site) -> bool:
    """Whether the statement touched a row of the other, or came so far that only the row's shape was wrong."""
    try:
        own = site.tenant.id if site else None
        with transaction(pool, own) as connection, connection.transaction(force_rollback=True):
            reached = connection.execute(statement, (other.tenant.id,)).rowcount > 0
    except psycopg.errors.InsufficientPrivilege:
        return False
    except psycopg.errors.NotNullViolation:
        return True
    return reached
