-- Meaning can wait: a document is due for its vectors once its text has settled, and readers see how many are not there.

ALTER TABLE knowledge.waiting
    -- When its text counts as settled; pushed back by each further change, but not past a bound after ``first_at``.
    ADD COLUMN due_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN first_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE INDEX waiting_by_due ON knowledge.waiting (tenant_id, due_at);
DROP INDEX knowledge.waiting_by_tenant;

CREATE POLICY reader ON knowledge.waiting FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
GRANT SELECT ON knowledge.waiting TO sre_query;
