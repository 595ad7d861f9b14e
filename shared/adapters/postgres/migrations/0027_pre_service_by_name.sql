-- A service is found by its name in whatever case, as a label or a person writes it.

CREATE FUNCTION projection.add_name_index_to_service_catalog(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(schema_name) || ', public', true);
    CREATE INDEX service_by_name ON service (tenant_id, lower(name)) WHERE NOT deleted;
    PERFORM set_config('search_path', '"$user", public', true);
END $$;

ALTER FUNCTION projection.create_service_catalog(text) RENAME TO create_service_catalog_0020;

CREATE FUNCTION projection.create_service_catalog(schema_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projection.create_service_catalog_0020(schema_name);
    PERFORM projection.add_name_index_to_service_catalog(schema_name);
END $$;

SELECT projection.add_name_index_to_service_catalog('service_catalog');
