-- Verifications of changes, the newest first: each is found by what it said first.
CREATE INDEX CONCURRENTLY fact_of_changes ON process.fact (tenant_id, recorded_at DESC) INCLUDE (workflow_id)
    WHERE workflow_type = 'change_verification' AND version = 1;
