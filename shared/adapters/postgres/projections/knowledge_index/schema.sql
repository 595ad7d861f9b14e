-- Documents and the chunks they are searched by; vectors lie beside it, in the schema knowledge, so that a rebuild embeds
-- nothing again.

CREATE TABLE {schema}.document (
    tenant_id   uuid NOT NULL,
    document_id uuid NOT NULL,
    kind        text NOT NULL,
    ref         text NOT NULL,
    title       text NOT NULL,
    status      text NOT NULL,
    searchable  boolean NOT NULL,
    succeeded   bigint NOT NULL,
    failed      bigint NOT NULL,
    tags        text[] NOT NULL,
    service_ids uuid[] NOT NULL,
    context     text NOT NULL,
    names       text[] NOT NULL,
    url         text,
    incident_id uuid,
    occurred_at timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    sections    jsonb NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (tenant_id, document_id)
) WITH (fillfactor = 80);
CREATE INDEX document_incident ON {schema}.document (tenant_id, incident_id) WHERE incident_id IS NOT NULL;
CREATE INDEX document_tags ON {schema}.document USING gin (tenant_id, tags) WITH (fastupdate = off);
CREATE INDEX document_services ON {schema}.document USING gin (tenant_id, service_ids) WITH (fastupdate = off);
SELECT projection.allow_searching('{schema}', 'document');

CREATE TABLE {schema}.chunk (
    tenant_id    uuid NOT NULL,
    document_id  uuid NOT NULL,
    ordinal      bigint NOT NULL,
    kind         text NOT NULL,
    heading      text NOT NULL,
    text         text NOT NULL,
    first_line   bigint,
    last_line    bigint,
    content_hash text NOT NULL,
    PRIMARY KEY (tenant_id, document_id, ordinal)
);
CREATE INDEX chunk_content ON {schema}.chunk (tenant_id, content_hash);
CREATE INDEX chunk_kind ON {schema}.chunk (tenant_id, kind, document_id, ordinal, content_hash);
GRANT DELETE ON {schema}.chunk TO sre_projector;
SELECT projection.rank_by_words('{schema}');

-- What was said of documents as answers: each voice once for questions of the same words.
CREATE TABLE {schema}.feedback (
    tenant_id   uuid NOT NULL,
    feedback_id uuid NOT NULL,
    family      text COLLATE "C" NOT NULL,
    voice       text COLLATE "C" NOT NULL,
    document_id uuid NOT NULL,
    is_right    boolean NOT NULL,
    occurred_at    timestamptz NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (tenant_id, feedback_id, family, voice)
) WITH (fillfactor = 80);
CREATE INDEX feedback_of_document ON {schema}.feedback (tenant_id, document_id, occurred_at DESC);

-- As for what waits: which texts have no vector is asked across tenants, and answered with ids.
CREATE POLICY sweep ON {schema}.chunk FOR SELECT TO sre_projector USING (current_setting('app.sweep', true) = 'on');
-- Vectors whose text stands in no chunk any more are removed.
CREATE POLICY retention ON {schema}.chunk FOR SELECT TO sre_keeper USING (true);
GRANT USAGE ON SCHEMA {schema} TO sre_keeper;
GRANT SELECT ON {schema}.chunk TO sre_keeper;
