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

# Silences that are over: of a night, of a service for weeks, of one pod for weeks, of nearly everything for weeks.
_STATES = """
    WITH over AS (
        SELECT %(tenant)s::uuid AS tenant_id, md5(concat(%(tenant)s::uuid, 'silence', number))::uuid AS silence_id, *
        FROM (VALUES
            (1, 'service="checkout-3"', interval '30 hours', interval '20 hours'),
            (2, 'service="checkout-3"', interval '40 days', interval '10 days'),
            (3, 'pod="pod9e3779b1"', interval '100 days', interval '10 days'),
            (4, 'cluster=~"eu-.*"', interval '40 days', interval '10 days')
        ) AS silence (number, matcher, begun, ended)
    )
    INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash, seen_at)
    SELECT tenant_id, kind, id, 1, state, '', now() FROM (
        SELECT s.tenant_id, 'service' AS kind, s.service_id AS id, jsonb_build_object(
            'service_id', s.service_id, 'slug', s.slug, 'origin', s.origin, 'updated_by', 'human:ana',
            'deleted', s.deleted, 'definition', jsonb_build_object(
                'name', s.name, 'kind', s.kind, 'description', s.description, 'tier', s.tier,
                'lifecycle', s.lifecycle, 'owner_team', s.owner_team, 'tags', to_jsonb(s.tags),
                'dependencies', needs.ids, 'runbook_ids', linked.ids
            )
        ) AS state
        FROM service_catalog.service s CROSS JOIN LATERAL (
            SELECT coalesce(jsonb_agg(d.depends_on), '[]') AS ids FROM service_catalog.dependency d
            WHERE d.tenant_id = s.tenant_id AND d.service_id = s.service_id
        ) needs CROSS JOIN LATERAL (
            SELECT coalesce(jsonb_agg(l.runbook_id), '[]') AS ids FROM service_catalog.runbook_link l
            WHERE l.tenant_id = s.tenant_id AND l.service_id = s.service_id
        ) linked
        UNION ALL
        SELECT tenant_id, 'runbook', runbook_id, jsonb_build_object(
            'runbook_id', runbook_id, 'slug', slug, 'runbook_version', runbook_version, 'updated_by', updated_by,
            'open_executions', '[]'::jsonb, 'finished', '[]'::jsonb, 'definition', jsonb_build_object(
                'title', title, 'description', description, 'owner', owner, 'automation_level', automation_level,
                'approval_required', approval_required, 'tags', to_jsonb(tags), 'urls', to_jsonb(urls),
                'markdown', told
            )
        ) FROM runbook_catalog.runbook
        UNION ALL
        SELECT tenant_id, 'health_check', health_check_id, '{}' FROM fleet_health.resource
        UNION ALL
        SELECT tenant_id, 'fleet_state', fleet_state_id, '{}' FROM fleet_health.fleet
        UNION ALL
        SELECT tenant_id, 'silence', silence_id, jsonb_build_object(
            'silence_id', silence_id, 'created_by', 'human:ana', 'updated_by', NULL, 'expired_by', NULL,
            'expired_at', NULL, 'expire_reason', NULL, 'definition', jsonb_build_object(
                'kind', 'silence', 'matchers', jsonb_build_array(matcher), 'starts_at', now() - begun,
                'ends_at', now() - ended, 'recurrence', NULL, 'reason', 'a planned change'
            )
        ) FROM over
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
