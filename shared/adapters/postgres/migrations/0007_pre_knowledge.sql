-- Vectors of the knowledge index's texts, beside it, so that a rebuild embeds nothing again.

CREATE SCHEMA knowledge;
GRANT USAGE ON SCHEMA knowledge TO sre_projector, sre_query, sre_admin;

-- One row per text and model; of any dimension, since models differ. Cast to the model's own when it is compared.
CREATE TABLE knowledge.embedding (
    tenant_id    uuid NOT NULL,
    model        text NOT NULL,
    content_hash text NOT NULL,
    embedding    vector NOT NULL,
    embedded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, model, content_hash)
);
CREATE INDEX embedding_all_minilm_l6_v2_1 ON knowledge.embedding
    USING hnsw ((embedding::halfvec(384)) halfvec_cosine_ops) WHERE model = 'all-minilm-l6-v2@1';

-- Documents some chunk of which has no vector yet. One is due once its text has settled; each further change pushes that
-- back, but not past a bound after it began to wait.
CREATE TABLE knowledge.waiting (
    tenant_id   uuid NOT NULL,
    document_id uuid NOT NULL,
    since       timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    first_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, document_id)
);
CREATE INDEX waiting_by_due ON knowledge.waiting (tenant_id, due_at);

ALTER TABLE knowledge.embedding ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge.embedding FORCE ROW LEVEL SECURITY;
ALTER TABLE knowledge.waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge.waiting FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON knowledge.embedding TO sre_projector USING (tenant_id = access.current_tenant())
    WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY reader ON knowledge.embedding FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON knowledge.embedding FOR SELECT TO sre_admin USING (true);
CREATE POLICY own ON knowledge.waiting TO sre_projector USING (tenant_id = access.current_tenant())
    WITH CHECK (tenant_id = access.current_tenant());
-- The sweep asks across tenants, for ids only, and then works as one tenant at a time.
CREATE POLICY sweep ON knowledge.embedding FOR SELECT TO sre_projector
    USING (current_setting('app.sweep', true) = 'on');
CREATE POLICY sweep ON knowledge.waiting FOR SELECT TO sre_projector
    USING (current_setting('app.sweep', true) = 'on');
-- A search says how many documents meaning does not reach yet.
CREATE POLICY reader ON knowledge.waiting FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON knowledge.waiting FOR SELECT TO sre_admin USING (true);
GRANT SELECT, INSERT, DELETE ON knowledge.embedding TO sre_projector;
GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.waiting TO sre_projector;
GRANT SELECT ON knowledge.embedding, knowledge.waiting TO sre_query;
GRANT SELECT ON knowledge.embedding, knowledge.waiting TO sre_admin;
