"""What the write side keeps of incidents and of the alerts that they hold: what a page asks of one thing by its id."""

_INCIDENTS = """
    INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash, seen_at)
    SELECT i.tenant_id, 'incident', i.incident_id, i.version, jsonb_build_object(
            'incident_id', i.incident_id, 'number', i.number, 'title', i.title, 'description', i.description,
            'severity', i.severity, 'severity_set_by', i.created_by, 'status', i.status, 'source', i.source,
            'affected_resources', i.affected_resources, 'service_ids', i.service_ids, 'created_by', i.created_by,
            'declared_at', i.declared_at, 'detected_at', i.detected_at, 'impact_started_at', i.impact_started_at,
            'correlation_key', i.correlation_key, 'roles', i.roles, 'acknowledged_at', i.acknowledged_at,
            'resolved_at', i.resolved_at, 'resolution_summary', i.resolution_summary, 'timeline', '[]'::jsonb
        ) || jsonb_build_object(
            'follows', NULL, 'assignee', NULL, 'older_entry_ids', '[]'::jsonb, 'acknowledged_by', 'human:ana',
            'acknowledgers', '[]'::jsonb, 'mitigated_at', NULL, 'resolved_by', NULL, 'alerts_still_firing', 0,
            'closed_at', NULL, 'postmortem_id', NULL, 'waived_by', NULL, 'waiver_reason', NULL, 'flapping_since', NULL,
            'reopened', 0, 'merged_ids', '[]'::jsonb, 'merged_into', NULL, 'links', '[]'::jsonb,
            'approvals_used', '[]'::jsonb, 'alerts', coalesce(held.alerts, '[]'::jsonb)
        ), '', now()
    FROM incident_timeline.incident i CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('alert_id', m.alert_id, 'episode', m.episode)) AS alerts
        FROM incident_timeline.member m WHERE m.tenant_id = i.tenant_id AND m.incident_id = i.incident_id
    ) AS held
    WHERE i.tenant_id = %(tenant)s::uuid
"""

_ALERTS = """
    INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash, seen_at)
    SELECT tenant_id, 'alert', alert_id, version, jsonb_build_object(
            'alert_id', alert_id, 'source', source, 'source_name', source_name, 'fingerprint', fingerprint,
            'status', status, 'episode', episode, 'name', name, 'severity', severity, 'labels', labels,
            'annotations', annotations, 'starts_at', starts_at, 'ends_at', ends_at, 'received_at', starts_at,
            'last_seen_at', last_seen_at, 'stale_at', stale_at
        ) || jsonb_build_object(
            'generator_url', NULL, 'environment_id', NULL, 'group_key', NULL, 'resolve_received_at', NULL,
            'acknowledged_by', NULL, 'acknowledged_at', NULL, 'acknowledgers', '[]'::jsonb,
            'uncorrelated_from', '[]'::jsonb, 'marks', '[]'::jsonb, 'end_reason', NULL, 'unwatched', false,
            'claimed_starts_at', NULL, 'claimed_ends_at', NULL, 'previous_ended_at', NULL, 'ignored_sightings', 0,
            'last_ignored_at', NULL
        ), '', now()
    FROM alert_groups.alert a
    WHERE tenant_id = %(tenant)s::uuid AND (
        status = 'firing' OR alert_id IN (
            SELECT alert_id FROM incident_timeline.member WHERE tenant_id = %(tenant)s::uuid)
    )
"""

#: Once there are alerts and incidents.
STATEMENTS = (_INCIDENTS, _ALERTS)
