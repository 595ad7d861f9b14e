-- Clusters with their applications, and resources, each with its status and since when.

CREATE TABLE {schema}.fleet (
    tenant_id      uuid NOT NULL,
    fleet_state_id uuid NOT NULL,
    environment    text COLLATE "C" NOT NULL,
    cluster        text COLLATE "C" NOT NULL,
    reachable      boolean NOT NULL,
    status         text NOT NULL,
    since          timestamptz NOT NULL,
    total          bigint NOT NULL,
    healthy        bigint NOT NULL,
    degraded       bigint NOT NULL,
    unhealthy      bigint NOT NULL,
    unknown        bigint NOT NULL,
    progressing    bigint NOT NULL,
    out_of_sync    bigint NOT NULL,
    applications   jsonb NOT NULL,
    last_seen_at   timestamptz NOT NULL,
    stale_after_s  bigint NOT NULL,
    version        bigint NOT NULL,
    PRIMARY KEY (tenant_id, fleet_state_id)
) WITH (fillfactor = 80);
CREATE INDEX fleet_by_environment ON {schema}.fleet (tenant_id, environment, cluster);

CREATE TABLE {schema}.application (
    tenant_id       uuid NOT NULL,
    fleet_state_id  uuid NOT NULL,
    namespace       text COLLATE "C" NOT NULL,
    name            text COLLATE "C" NOT NULL,
    project         text NOT NULL,
    status          text NOT NULL,
    rank            bigint NOT NULL,
    since           timestamptz NOT NULL,
    health          text NOT NULL,
    sync            text NOT NULL,
    operation_phase text NOT NULL,
    revision        text NOT NULL,
    PRIMARY KEY (tenant_id, fleet_state_id, namespace, name)
) WITH (fillfactor = 80);
CREATE INDEX application_worst ON {schema}.application (tenant_id, fleet_state_id, rank, since);
CREATE INDEX application_by_name ON {schema}.application (tenant_id, name);
GRANT DELETE ON {schema}.application TO sre_projector;

CREATE TABLE {schema}.resource (
    tenant_id         uuid NOT NULL,
    health_check_id   uuid NOT NULL,
    kind              text NOT NULL,
    name              text NOT NULL,
    namespace         text NOT NULL,
    cluster           text NOT NULL,
    environment       text COLLATE "C" NOT NULL,
    application       text COLLATE "C" NOT NULL,
    status            text NOT NULL,
    rank              bigint NOT NULL,
    since             timestamptz NOT NULL,
    progressing_since timestamptz,
    sync              text NOT NULL,
    operation_phase   text NOT NULL,
    revision          text NOT NULL,
    message           text NOT NULL,
    source_name       text NOT NULL,
    last_seen_at      timestamptz NOT NULL,
    version           bigint NOT NULL,
    PRIMARY KEY (tenant_id, health_check_id)
) WITH (fillfactor = 80);
CREATE INDEX resource_worst ON {schema}.resource (tenant_id, environment, rank, since);
CREATE INDEX resource_by_application ON {schema}.resource (tenant_id, application);
