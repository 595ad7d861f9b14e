-- Names that people type with a letter too many: similar by three-letter pieces.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- Parts of a view's rows are replaced as a whole, so those that are no more are deleted. Call after end_schema.
CREATE FUNCTION projection.allow_replacing(schema_name text, table_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('GRANT DELETE ON %I.%I TO sre_projector', schema_name, table_name);
END $$;
