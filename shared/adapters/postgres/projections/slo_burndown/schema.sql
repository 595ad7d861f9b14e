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
    good            bigint NOT NULL,
    total           bigint NOT NULL,
    allowed_bad     double precision NOT NULL,
    consumed        double precision NOT NULL,
    version         bigint NOT NULL,
    PRIMARY KEY (tenant_id, slo_id)
) WITH (fillfactor = 50);

CREATE TABLE {schema}.revision (
    tenant_id  uuid NOT NULL,
    slo_id     uuid NOT NULL,
    revision   bigint NOT NULL,
    allowed    bigint NOT NULL,
    good_share bigint,
    PRIMARY KEY (tenant_id, slo_id, revision)
);

CREATE TABLE {schema}.burn_condition (
    tenant_id uuid NOT NULL,
    slo_id    uuid NOT NULL,
    position  bigint NOT NULL,
    long_s    bigint NOT NULL,
    short_s   bigint NOT NULL,
    rate      double precision NOT NULL,
    PRIMARY KEY (tenant_id, slo_id, position)
);
GRANT DELETE ON {schema}.burn_condition TO sre_projector;

-- The key is also the order in which windows are summed and read; none is longer than a day.
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
    PRIMARY KEY (tenant_id, slo_id, window_end, window_start, source)
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

-- All that was told up to each end of a window.
SELECT projection.keep_running_totals('{schema}');

-- What began within each hour.
SELECT projection.keep_hourly_sums('{schema}');
