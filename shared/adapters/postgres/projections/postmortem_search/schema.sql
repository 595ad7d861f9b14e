-- Postmortems as they are looked for, and what they promised.

CREATE TABLE {schema}.postmortem (
    tenant_id     uuid NOT NULL,
    postmortem_id uuid NOT NULL,
    incident_id   uuid,
    title         text NOT NULL,
    status        text NOT NULL,
    summary       text NOT NULL,
    root_cause    text,
    tags          text[] NOT NULL,
    service_ids   uuid[] NOT NULL,
    authors       text[] NOT NULL,
    action_items  jsonb NOT NULL,
    occurred_at   timestamptz NOT NULL,
    published_at  timestamptz,
    updated_at    timestamptz NOT NULL,
    version       bigint NOT NULL,
    names         text NOT NULL,
    told          text NOT NULL,
    PRIMARY KEY (tenant_id, postmortem_id)
) WITH (fillfactor = 80);
CREATE INDEX postmortem_by_time ON {schema}.postmortem (tenant_id, occurred_at DESC, postmortem_id DESC);
CREATE INDEX postmortem_by_cause ON {schema}.postmortem (tenant_id, root_cause, occurred_at DESC, postmortem_id DESC)
    WHERE status = 'published';
CREATE INDEX postmortem_names ON {schema}.postmortem USING gin (tenant_id, names public.gin_trgm_ops)
    WITH (fastupdate = off);
CREATE INDEX postmortem_services ON {schema}.postmortem USING gin (tenant_id, service_ids) WITH (fastupdate = off);
CREATE INDEX postmortem_tags ON {schema}.postmortem USING gin (tenant_id, tags) WITH (fastupdate = off);
SELECT projection.allow_searching('{schema}', 'postmortem');
SELECT projection.rank_by_words('{schema}');

CREATE TABLE {schema}.action_item (
    tenant_id     uuid NOT NULL,
    postmortem_id uuid NOT NULL,
    ordinal       bigint NOT NULL,
    item_id       text NOT NULL,
    title         text NOT NULL,
    owner         text NOT NULL,
    due           text COLLATE "C" NOT NULL,
    status        text NOT NULL,
    ticket_url    text,
    PRIMARY KEY (tenant_id, postmortem_id, ordinal)
);
CREATE INDEX action_item_by_due ON {schema}.action_item (tenant_id, due, postmortem_id, ordinal);
CREATE INDEX action_item_to_do ON {schema}.action_item (tenant_id, due, postmortem_id, ordinal)
    WHERE status IN ('open', 'in_progress');
CREATE INDEX action_item_by_owner ON {schema}.action_item (tenant_id, owner, due, postmortem_id, ordinal);
GRANT DELETE ON {schema}.action_item TO sre_projector;
