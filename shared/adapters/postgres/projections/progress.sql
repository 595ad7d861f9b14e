-- What every projection has beside its own tables: how far each aggregate is, and how far the whole is.

CREATE TABLE {schema}.progress (
    tenant_id      uuid NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   uuid NOT NULL,
    version        integer NOT NULL,
    PRIMARY KEY (tenant_id, aggregate_type, aggregate_id)
) WITH (fillfactor = 50);

CREATE TABLE {schema}.applied (
    tenant_id uuid PRIMARY KEY,
    position  bigint NOT NULL,
    at        timestamptz NOT NULL
) WITH (fillfactor = 10);
