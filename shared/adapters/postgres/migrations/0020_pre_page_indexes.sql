-- Every page of a list comes from an index, also where it is filtered by what few rows have: services by words, names
-- and tags, postmortems by tags, action items by owner, alerts by severity and by when they fired, knowledge by its
-- documents' tags and services. What is searched is read through the views that hold the tenant (ADR 0009).

CREATE FUNCTION projection.add_page_indexes_to_service_catalog(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(schema_name) || ', public', true);
    CREATE INDEX service_lexemes ON service USING gin (tenant_id, lexemes) WITH (fastupdate = off);
    CREATE INDEX service_names ON service USING gin (tenant_id, names public.gin_trgm_ops) WITH (fastupdate = off);
    CREATE INDEX service_tags ON service USING gin (tenant_id, tags) WITH (fastupdate = off);
    PERFORM set_config('search_path', '"$user", public', true);
    PERFORM projection.allow_searching(schema_name, 'service');
END $$;

CREATE FUNCTION projection.add_page_indexes_to_postmortem_search(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(schema_name) || ', public', true);
    CREATE INDEX postmortem_tags ON postmortem USING gin (tenant_id, tags) WITH (fastupdate = off);
    CREATE INDEX action_item_by_owner ON action_item (tenant_id, owner, due, postmortem_id, ordinal);
    PERFORM set_config('search_path', '"$user", public', true);
END $$;

CREATE FUNCTION projection.add_page_indexes_to_alert_correlation(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(schema_name) || ', public', true);
    CREATE INDEX alert_by_severity ON alert (tenant_id, severity, starts_at DESC, alert_id DESC);
    -- What fired at some time of the past: began not long before, still does, or did for long.
    CREATE INDEX episode_by_start ON episode (tenant_id, starts_at);
    CREATE INDEX episode_firing ON episode (tenant_id, starts_at) WHERE status = 'firing';
    CREATE INDEX episode_long ON episode (tenant_id, starts_at)
        WHERE coalesce(ends_at, stale_at) - starts_at > interval '1 day';
    PERFORM set_config('search_path', '"$user", public', true);
END $$;

CREATE FUNCTION projection.add_page_indexes_to_knowledge_index(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(schema_name) || ', public', true);
    CREATE INDEX document_tags ON document USING gin (tenant_id, tags) WITH (fastupdate = off);
    CREATE INDEX document_services ON document USING gin (tenant_id, service_ids) WITH (fastupdate = off);
    PERFORM set_config('search_path', '"$user", public', true);
    PERFORM projection.allow_searching(schema_name, 'document');
END $$;

-- What they had before, and the above: new schemas and those that are there are made alike.
ALTER FUNCTION projection.create_service_catalog(text) RENAME TO create_service_catalog_0010;
ALTER FUNCTION projection.create_postmortem_search(text) RENAME TO create_postmortem_search_0014;
ALTER FUNCTION projection.create_alert_correlation(text) RENAME TO create_alert_correlation_0017;
ALTER FUNCTION projection.create_knowledge_index(text) RENAME TO create_knowledge_index_0009;

CREATE FUNCTION projection.create_service_catalog(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.create_service_catalog_0010(schema_name);
    PERFORM projection.add_page_indexes_to_service_catalog(schema_name);
END $$;

CREATE FUNCTION projection.create_postmortem_search(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.create_postmortem_search_0014(schema_name);
    PERFORM projection.add_page_indexes_to_postmortem_search(schema_name);
END $$;

CREATE FUNCTION projection.create_alert_correlation(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.create_alert_correlation_0017(schema_name);
    PERFORM projection.add_page_indexes_to_alert_correlation(schema_name);
END $$;

CREATE FUNCTION projection.create_knowledge_index(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.create_knowledge_index_0009(schema_name);
    PERFORM projection.add_page_indexes_to_knowledge_index(schema_name);
END $$;

SELECT projection.add_page_indexes_to_service_catalog('service_catalog');
SELECT projection.add_page_indexes_to_postmortem_search('postmortem_search');
SELECT projection.add_page_indexes_to_alert_correlation('alert_correlation');
SELECT projection.add_page_indexes_to_knowledge_index('knowledge_index');
