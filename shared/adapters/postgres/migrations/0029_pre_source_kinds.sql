-- Which kinds of sources there are is known to the code that parses them (shared/bootstrap/source_kinds.py): a further
-- one needs no migration.

ALTER TABLE access.source
    DROP CONSTRAINT source_kind_check,
    ADD CONSTRAINT source_kind_check CHECK (kind ~ '^[a-z][a-z0-9-]{0,39}$');
