"""A row of any age for every table that is bounded by age."""

from shared.ports.retention import Aged

#: (rule, table, insertion of a row of that age)
AGED: list[tuple[Aged, str, str]] = [
    ("outcomes", "domain.inbox", "VALUES ('{tenant}', gen_random_uuid(), '', '{{}}', {at})"),
    (
        "dead_letters",
        (
            "transport.dead_letter"
            " (tenant_id, subscription, topic, ordering_key, attributes, data, attempts, reason, died_at)"
        ),
        "VALUES ('{tenant}', 's', 't', '', '{{}}', '', 1, '', {at})",
    ),
    (
        "unreadable",
        "domain.poison (tenant_id, body, reason, recorded_at, body_hash)",
        "VALUES ('{tenant}', 'b', '', {at}, gen_random_uuid()::text::bytea)",
    ),
    (
        "unreadable",
        "process.unreadable (tenant_id, workflow_type, body, reason, recorded_at, body_hash)",
        "VALUES ('{tenant}', 'w', 'b', '', {at}, gen_random_uuid()::text::bytea)",
    ),
    (
        "unreadable",
        "projection.unread (tenant_id, projection, event_id, reason, event, parked_at)",
        "VALUES ('{tenant}', 'p', gen_random_uuid()::text, '', '', {at})",
    ),
    (
        "quarantine",
        (
            "intake.quarantine"
            " (tenant_id, quarantine_id, source_name, received_at, last_received_at, reason, content_type,"
            " body, size)"
        ),
        "VALUES ('{tenant}', gen_random_uuid(), 's', now() - interval '400 days', {at}, '', '', 'x', 1)",
    ),
    (
        "quarantine_settled",
        (
            "intake.quarantine"
            " (tenant_id, quarantine_id, source_name, received_at, last_received_at, reason, content_type,"
            " body, size, status, settled_at)"
        ),
        "VALUES ('{tenant}', gen_random_uuid(), 's', now(), now(), '', '', 'x', 1, 'redriven', {at})",
    ),
    (
        "reconcile_requests",
        "intake.reconcile_request (tenant_id, source_name, reason, requested_at)",
        "VALUES ('{tenant}', 's', 'stale', {at})",
    ),
    (
        "evidence",
        (
            "process.evidence"
            " (tenant_id, workflow_type, workflow_id, evidence_id, n, source, target, query, title, read_at, text,"
            " content_hash, size_bytes, detail, recorded_at)"
        ),
        "VALUES ('{tenant}', 'w', 'w1', gen_random_uuid(), 0, 's', '', '', '', now(), '', '', 0, '', {at})",
    ),
    (
        "vectors",
        "knowledge.embedding (tenant_id, model, content_hash, embedding, embedded_at)",
        "VALUES ('{tenant}', 'm', gen_random_uuid()::text, '[1,2,3]', {at})",
    ),
    (
        "api_keys",
        "access.api_key (tenant_id, key_id, name, token_hash, role, revoked_at)",
        "VALUES ('{tenant}', gen_random_uuid(), 'k', gen_random_uuid()::text::bytea, 'viewer', {at})",
    ),
    (
        "executions",
        "coder.execution (tenant_id, approval_id, changed_at)",
        "VALUES ('{tenant}', gen_random_uuid(), {at})",
    ),
    (
        "executions",
        ("coder.task (tenant_id, owner, message_id, task_id, approval_id, request, state, reason, due, changed_at)"),
        (
            "VALUES ('{tenant}', 'o', gen_random_uuid()::text, gen_random_uuid(), gen_random_uuid(), '{{}}', 'failed',"
            " '', false, {at})"
        ),
    ),
]
