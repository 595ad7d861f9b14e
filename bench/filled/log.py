"""What the write side keeps: a fact for each alert and incident, the state of what is asked for by its id."""

# One that nothing can be read from: what is asked of it here is only whether it has arrived.
_FACTS = """
    INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash)
    SELECT tenant_id, 'alert', alert_id, 1, gen_random_uuid(), 'alert_ingested', 0, '{}', ''::bytea
    FROM alert_groups.alert WHERE tenant_id = %(tenant)s::uuid
    UNION ALL
    SELECT tenant_id, 'incident', incident_id, 1, gen_random_uuid(), 'incident_created', 0, '{}', ''::bytea
    FROM incident_timeline.incident WHERE tenant_id = %(tenant)s::uuid
"""

_STATES = """
    INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash, seen_at)
    SELECT tenant_id, kind, id, 1, state, '', now() FROM (
        SELECT tenant_id, 'service' AS kind, service_id AS id, jsonb_build_object(
            'slug', slug, 'deleted', deleted, 'definition', jsonb_build_object('name', name)
        ) AS state FROM service_catalog.service
        UNION ALL
        SELECT tenant_id, 'runbook', runbook_id, '{}' FROM runbook_catalog.runbook
        UNION ALL
        SELECT tenant_id, 'health_check', health_check_id, '{}' FROM fleet_health.resource
        UNION ALL
        SELECT tenant_id, 'fleet_state', fleet_state_id, '{}' FROM fleet_health.fleet
    ) told WHERE tenant_id = %(tenant)s::uuid
"""


def _arrived(projection: str) -> tuple[str, str]:
    return (
        f"""
        INSERT INTO {projection}.progress (tenant_id, aggregate_type, aggregate_id, version)
        SELECT tenant_id, aggregate_type, aggregate_id, version FROM domain.fact WHERE tenant_id = %(tenant)s::uuid
        """,
        f"""
        INSERT INTO {projection}.applied (tenant_id, position, at)
        SELECT tenant_id, max(position), now() FROM domain.fact WHERE tenant_id = %(tenant)s::uuid GROUP BY tenant_id
        """,
    )


STATEMENTS = (_FACTS, _STATES, *_arrived("incident_timeline"), *_arrived("alert_groups"))
