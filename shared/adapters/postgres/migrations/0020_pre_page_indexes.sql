-- Every page of a list comes from an index, also where it is filtered by what few rows have: services by words, names
-- and tags, postmortems by tags, action items by owner, alerts by severity. What is searched is read through the views
-- that hold the tenant (ADR 0009).

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
    PERFORM set_config('search_path', '"$user", public', true);
END $$;

-- What they had before, and the above: new schemas and those that are there are made alike.
ALTER FUNCTION projection.create_service_catalog(text) RENAME TO create_service_catalog_0010;
ALTER FUNCTION projection.create_postmortem_search(text) RENAME TO create_postmortem_search_0014;
ALTER FUNCTION projection.create_alert_correlation(text) RENAME TO create_alert_correlation_0017;

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

SELECT projection.add_page_indexes_to_service_catalog('service_catalog');
SELECT projection.add_page_indexes_to_postmortem_search('postmortem_search');
SELECT projection.add_page_indexes_to_alert_correlation('alert_correlation');
