-- The read side. Each projection is a schema of its name; a function creates it under any name, because a rebuild
-- fills a second one beside the first and swaps. A new layout = replace the function, then rebuild.

CREATE SCHEMA projection;
GRANT USAGE ON SCHEMA projection TO sre_projector, sre_query, sre_admin;

-- Facts that a projector could not read: kept with the reason, never in the way of the others.
CREATE TABLE projection.unread (
    unread_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    projection     text NOT NULL,
    tenant_id      uuid,
    event_id       text NOT NULL,
    aggregate_type text,
    aggregate_id   uuid,
    version        integer,
    reason         text NOT NULL,
    event          text NOT NULL,
    parked_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE NULLS NOT DISTINCT (tenant_id, projection, event_id)
);
ALTER TABLE projection.unread ENABLE ROW LEVEL SECURITY;
ALTER TABLE projection.unread FORCE ROW LEVEL SECURITY;
CREATE POLICY projector ON projection.unread FOR INSERT TO sre_projector
    WITH CHECK (tenant_id IS NOT DISTINCT FROM access.current_tenant());
CREATE POLICY operator ON projection.unread TO sre_admin USING (true) WITH CHECK (true);
GRANT INSERT ON projection.unread TO sre_projector;
GRANT SELECT, DELETE ON projection.unread TO sre_admin;

-- What every projection has: how far each aggregate is, how far the whole is. Creates the schema and enters it.
CREATE FUNCTION projection.begin_schema(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE SCHEMA %I', schema_name);
    PERFORM set_config('search_path', quote_ident(schema_name), true);
    CREATE TABLE progress (
        tenant_id      uuid NOT NULL,
        aggregate_type text NOT NULL,
        aggregate_id   uuid NOT NULL,
        version        integer NOT NULL,
        PRIMARY KEY (tenant_id, aggregate_type, aggregate_id)
    ) WITH (fillfactor = 70);
    CREATE TABLE applied (
        tenant_id uuid PRIMARY KEY,
        position  bigint NOT NULL,
        at        timestamptz NOT NULL
    ) WITH (fillfactor = 10);
END $$;

-- The same security for every table of the schema: the projector writes its tenant's rows, queries read theirs.
CREATE FUNCTION projection.end_schema(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    PERFORM set_config('search_path', '"$user", public', true);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO sre_projector, sre_query, sre_admin', schema_name);
    FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables WHERE schemaname = schema_name LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own ON %s TO sre_projector USING (tenant_id = access.current_tenant())
                        WITH CHECK (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY reader ON %s FOR SELECT TO sre_query USING (tenant_id = access.current_tenant())', name);
        EXECUTE format('CREATE POLICY operator ON %s FOR SELECT TO sre_admin USING (true)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO sre_projector', name);
        EXECUTE format('GRANT SELECT ON %s TO sre_query, sre_admin', name);
    END LOOP;
END $$;

CREATE FUNCTION projection.create_incident_timeline(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.begin_schema(schema_name);

    CREATE TABLE incident (
        tenant_id             uuid NOT NULL,
        incident_id           uuid NOT NULL,
        number                bigint NOT NULL,
        title                 text NOT NULL,
        description           text NOT NULL,
        severity              text NOT NULL,
        severity_rank         bigint NOT NULL,
        status                text NOT NULL,
        source                text NOT NULL,
        assignee              text,
        roles                 jsonb NOT NULL,
        affected_resources    jsonb NOT NULL,
        service_ids           uuid[] NOT NULL,
        alert_count           bigint NOT NULL,
        correlation_key       text,
        follows               uuid,
        declared_at           timestamptz NOT NULL,
        detected_at           timestamptz NOT NULL,
        impact_started_at     timestamptz NOT NULL,
        first_acknowledged_at timestamptz,
        acknowledged_by       text,
        mitigating_at         timestamptz,
        resolved_at           timestamptz,
        closed_at             timestamptz,
        resolution_summary    text,
        reopened              bigint NOT NULL,
        created_by            text NOT NULL,
        changed_at            timestamptz NOT NULL,
        version               bigint NOT NULL,
        words                 text NOT NULL,
        PRIMARY KEY (tenant_id, incident_id)
    ) WITH (fillfactor = 80);
    CREATE INDEX incident_by_number ON incident (tenant_id, number DESC);
    CREATE INDEX incident_by_declared ON incident (tenant_id, declared_at);
    CREATE INDEX incident_words ON incident USING gin (to_tsvector('pg_catalog.simple', words));
    CREATE INDEX incident_services ON incident USING gin (service_ids);

    CREATE TABLE entry (
        tenant_id      uuid NOT NULL,
        aggregate_id   uuid NOT NULL,
        aggregate_type text NOT NULL,
        version        bigint NOT NULL,
        entry_id       uuid NOT NULL,
        episode        bigint,
        kind           text NOT NULL,
        occurred_at    timestamptz NOT NULL,
        recorded_at    timestamptz NOT NULL,
        actor          text NOT NULL,
        text           text NOT NULL,
        supersedes     uuid,
        details        jsonb NOT NULL,
        PRIMARY KEY (tenant_id, aggregate_id, aggregate_type, version)
    );

    CREATE TABLE status_change (
        tenant_id   uuid NOT NULL,
        incident_id uuid NOT NULL,
        version     bigint NOT NULL,
        status      text NOT NULL,
        since       timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, incident_id, version)
    );

    CREATE TABLE member (
        tenant_id     uuid NOT NULL,
        incident_id   uuid NOT NULL,
        alert_id      uuid NOT NULL,
        episode       bigint NOT NULL,
        correlated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, incident_id, alert_id, episode)
    );

    CREATE TABLE link (
        tenant_id   uuid NOT NULL,
        incident_id uuid NOT NULL,
        linked_id   uuid NOT NULL,
        kind        text NOT NULL,
        linked_at   timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, incident_id, linked_id, kind)
    );
    CREATE INDEX link_merged ON link (tenant_id, linked_id) WHERE kind = 'merged';

    PERFORM projection.end_schema(schema_name);
END $$;

CREATE FUNCTION projection.create_alert_correlation(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.begin_schema(schema_name);

    CREATE TABLE alert (
        tenant_id       uuid NOT NULL,
        alert_id        uuid NOT NULL,
        status          text NOT NULL,
        name            text NOT NULL,
        severity        text NOT NULL,
        source          text NOT NULL,
        source_name     text NOT NULL,
        fingerprint     text NOT NULL,
        labels          jsonb NOT NULL,
        annotations     jsonb NOT NULL,
        environment_id  text,
        generator_url   text,
        group_key       text,
        episode         bigint NOT NULL,
        starts_at       timestamptz NOT NULL,
        ends_at         timestamptz,
        last_seen_at    timestamptz NOT NULL,
        stale_at        timestamptz,
        acknowledged_by text,
        acknowledged_at timestamptz,
        changed_at      timestamptz NOT NULL,
        version         bigint NOT NULL,
        words           text NOT NULL,
        PRIMARY KEY (tenant_id, alert_id)
    ) WITH (fillfactor = 80);
    CREATE INDEX alert_firing ON alert (tenant_id, starts_at DESC, alert_id DESC) WHERE status = 'firing';
    CREATE INDEX alert_by_start ON alert (tenant_id, starts_at DESC, alert_id DESC);
    CREATE INDEX alert_by_name ON alert (tenant_id, source_name, name, starts_at);
    CREATE INDEX alert_labels ON alert USING gin (labels jsonb_path_ops);
    CREATE INDEX alert_words ON alert USING gin (to_tsvector('pg_catalog.simple', words));

    CREATE TABLE episode (
        tenant_id       uuid NOT NULL,
        alert_id        uuid NOT NULL,
        episode         bigint NOT NULL,
        status          text NOT NULL,
        severity        text NOT NULL,
        starts_at       timestamptz NOT NULL,
        ends_at         timestamptz,
        stale_at        timestamptz,
        acknowledged_by text,
        acknowledged_at timestamptz,
        PRIMARY KEY (tenant_id, alert_id, episode)
    ) WITH (fillfactor = 80);

    CREATE TABLE incident_group (
        tenant_id           uuid NOT NULL,
        incident_id         uuid NOT NULL,
        number              bigint NOT NULL,
        title               text NOT NULL,
        severity            text NOT NULL,
        status              text NOT NULL,
        correlation_key     text,
        rule_id             uuid,
        rule_version        bigint,
        matched             jsonb NOT NULL,
        first_correlated_at timestamptz,
        last_correlated_at  timestamptz,
        PRIMARY KEY (tenant_id, incident_id)
    ) WITH (fillfactor = 80);
    CREATE INDEX incident_group_by_number ON incident_group (tenant_id, number DESC);
    -- A key may be longer than a btree entry.
    CREATE INDEX incident_group_by_key ON incident_group USING hash (correlation_key);

    CREATE TABLE member (
        tenant_id     uuid NOT NULL,
        incident_id   uuid NOT NULL,
        alert_id      uuid NOT NULL,
        episode       bigint NOT NULL,
        rule_id       uuid NOT NULL,
        rule_version  bigint NOT NULL,
        correlated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, incident_id, alert_id, episode)
    );
    CREATE INDEX member_by_alert ON member (tenant_id, alert_id, episode);

    CREATE TABLE uncorrelation (
        tenant_id       uuid NOT NULL,
        alert_id        uuid NOT NULL,
        episode         bigint NOT NULL,
        incident_id     uuid NOT NULL,
        reason          text NOT NULL,
        uncorrelated_by text NOT NULL,
        uncorrelated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, alert_id, episode, incident_id)
    );

    CREATE TABLE merge (
        tenant_id   uuid NOT NULL,
        incident_id uuid NOT NULL,
        merged_id   uuid NOT NULL,
        merged_at   timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, incident_id, merged_id)
    );
    CREATE INDEX merge_by_merged ON merge (tenant_id, merged_id);

    PERFORM projection.end_schema(schema_name);
END $$;

SELECT projection.create_incident_timeline('incident_timeline');
SELECT projection.create_alert_correlation('alert_correlation');
