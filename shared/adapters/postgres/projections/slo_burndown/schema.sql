-- Objectives with their revisions, every recorded window, and each time a budget was used up or came back.

CREATE TABLE {schema}.objective (
    tenant_id       uuid NOT NULL,
    slo_id          uuid NOT NULL,
    slug            text NOT NULL,
    revision        bigint NOT NULL,
    definition      jsonb NOT NULL,
    counted_from    bigint NOT NULL,
    counted_since   timestamptz NOT NULL,
    data_until      timestamptz,
    exhausted_since timestamptz,
    version         bigint NOT NULL,
    PRIMARY KEY (tenant_id, slo_id)
) WITH (fillfactor = 50);

CREATE TABLE {schema}.revision (
    tenant_id uuid NOT NULL,
    slo_id    uuid NOT NULL,
    revision  bigint NOT NULL,
    allowed   bigint NOT NULL,
    PRIMARY KEY (tenant_id, slo_id, revision)
);

-- The key is also the order in which windows are read.
CREATE TABLE {schema}.sli_window (
    tenant_id       uuid NOT NULL,
    slo_id          uuid NOT NULL,
    window_start    timestamptz NOT NULL,
    window_end      timestamptz NOT NULL,
    source          text NOT NULL,
    revision        bigint NOT NULL,
    good            bigint NOT NULL,
    total           bigint NOT NULL,
    expected_events bigint NOT NULL,
    excluded        boolean NOT NULL,
    corrections     bigint NOT NULL,
    PRIMARY KEY (tenant_id, slo_id, window_start, window_end, source)
);

CREATE TABLE {schema}.crossing (
    tenant_id   uuid NOT NULL,
    slo_id      uuid NOT NULL,
    version     bigint NOT NULL,
    exhausted   boolean NOT NULL,
    revision    bigint NOT NULL,
    at          timestamptz NOT NULL,
    good        bigint NOT NULL,
    total       bigint NOT NULL,
    allowed_bad double precision NOT NULL,
    consumed    double precision NOT NULL,
    PRIMARY KEY (tenant_id, slo_id, version)
);
