"""Every function as it is deployed, one row each; `shared.bootstrap.deployment` makes of it what Terraform reads."""

from shared.bootstrap.deployable import Deployable, EntryPoint, Trigger
from shared.bootstrap.topology import ROUTES
from shared.kernel.wire import FACTS_TOPIC, INTENTS_TOPIC, PROCESS_FACTS_TOPIC, wake_topic
from shared.ports.wake import EMBEDDINGS, RELAY, TIMERS

_COMMON = (
    "SRE_DATABASE_URL",
    "SRE_DATABASE_POOL",
    "SRE_HTTP_THREADS",
    "SRE_HTTP_WORK_S",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_SERVICE_NAME",
)
_PUBLISHING = ("SRE_TRANSPORT", "SRE_PUBSUB_PROJECT")
_GUARDED = (
    "SRE_IDENTITY_JWKS",
    "SRE_IDENTITY_ISSUER",
    "SRE_IDENTITY_AUDIENCE",
    "SRE_IDENTITY_CALLERS",
    "SRE_IDENTITY_SIGNATURES",
)
_WRITER = ("SRE_WRITER_URL", "SRE_WRITER_AUDIENCE")
_OIDC = (
    "SRE_OIDC_ISSUER",
    "SRE_OIDC_AUDIENCE",
    "SRE_OIDC_JWKS",
    "SRE_OIDC_TENANT_CLAIM",
    "SRE_OIDC_ROLES_CLAIM",
    "SRE_OIDC_ROLES",
)
#: Of whoever answers the catalogue of operations.
_ASKING = (*_COMMON, *_WRITER, *_OIDC, "SRE_EMBEDDINGS")
_EVERY_MINUTE = "* * * * *"


def _pushed(function: str) -> tuple[EntryPoint, ...]:
    """What subscriptions push to, in the order of the topology."""
    return tuple(EntryPoint(name=route.target) for route in ROUTES if route.function == function)


def _clock(
    name: str, *, memory_mib: int | None = None, min_instances: int = 0, timeout_s: int | None = None
) -> EntryPoint:
    """One instance of it, so that those who wake it at the same time share its rounds."""
    return EntryPoint(
        name=name,
        trigger=Trigger.SCHEDULE,
        schedule=_EVERY_MINUTE,
        min_instances=min_instances,
        max_instances=1,
        memory_mib=memory_mib,
        timeout_s=timeout_s,
    )


DEPLOYABLES = (
    Deployable(
        function="ingest_alert",
        # The platform answers 429 while no instance is free, and Alertmanager drops what is answered so.
        targets=(EntryPoint(name="ingest_alert", trigger=Trigger.HTTP, public=True, min_instances=1),),
        database_roles=("sre_ingest",),
        environment=(*_COMMON, *_PUBLISHING),
        publishes=(INTENTS_TOPIC,),
        memory_mib=1024,
        concurrency=32,
        max_instances=10,
    ),
    Deployable(
        function="domain_writer",
        targets=(
            *_pushed("domain_writer"),
            EntryPoint(
                name="domain_writer_http",
                trigger=Trigger.HTTP,
                called_by=("api", "console", "sre_coder"),
                min_instances=1,
            ),
            _clock("domain_writer_tick"),
        ),
        database_roles=("sre_writer",),
        environment=(*_COMMON, *_PUBLISHING, *_GUARDED),
        publishes=(wake_topic(RELAY),),
        max_instances=4,
    ),
    Deployable(
        function="outbox_relay",
        targets=(_clock("outbox_relay", min_instances=1),),
        database_roles=("sre_relay",),
        environment=(*_COMMON, *_PUBLISHING, *_GUARDED),
        publishes=(FACTS_TOPIC, PROCESS_FACTS_TOPIC, INTENTS_TOPIC),
        # Those who wake it while it works wait for its next round.
        concurrency=32,
        timeout_s=120,
    ),
    Deployable(
        function="projectors",
        targets=(*_pushed("projectors"), _clock("knowledge_embed", memory_mib=1024)),
        database_roles=("sre_projector",),
        environment=(*_COMMON, *_PUBLISHING, *_GUARDED, "SRE_EMBEDDINGS", "SRE_EMBEDDINGS_PREVIOUS"),
        publishes=(wake_topic(EMBEDDINGS),),
        secrets={"SRE_EMBEDDINGS_KEY": "embeddings-key"},
        extras=("pubsub", "telemetry", "embeddings"),
    ),
    Deployable(
        function="triage_steps",
        # Whoever is woken for timers stays until they are due.
        targets=(*_pushed("triage_steps"), _clock("tick", timeout_s=300)),
        database_roles=("sre_process", "sre_query"),
        environment=(
            *_COMMON,
            *_PUBLISHING,
            *_GUARDED,
            "SRE_CODER_URL",
            "SRE_CODER_AUDIENCE",
            "SRE_EMBEDDINGS",
            "SRE_AGENT_MODEL",
        ),
        secrets={"SRE_EMBEDDINGS_KEY": "embeddings-key", "SRE_AGENT_KEY": "agent-key"},
        secret_files={"SRE_EVIDENCE_TARGETS": "evidence-targets"},
        publishes=(wake_topic(RELAY), wake_topic(TIMERS)),
        memory_mib=1024,
        max_instances=2,
        pools=2,
        extras=("pubsub", "telemetry", "embeddings", "kubernetes", "agent"),
    ),
    Deployable(
        function="ingest_backlog",
        targets=_pushed("ingest_backlog"),
        database_roles=("sre_process",),
        environment=(*_COMMON, *_PUBLISHING, *_GUARDED),
        publishes=(INTENTS_TOPIC,),
        max_instances=2,
    ),
    Deployable(
        function="api",
        targets=(EntryPoint(name="api", trigger=Trigger.HTTP, public=True, min_instances=1),),
        database_roles=("sre_query", "sre_tenant_admin"),
        environment=(*_ASKING, *_PUBLISHING, "SRE_FEED_READERS"),
        # What an administrator drives again.
        publishes=(INTENTS_TOPIC,),
        secrets={"SRE_EMBEDDINGS_KEY": "embeddings-key"},
        memory_mib=1024,
        concurrency=16,
        max_instances=5,
        # A reader of the feed holds its request for as long.
        timeout_s=300,
        pools=3,
        extras=("telemetry", "embeddings"),
    ),
    Deployable(
        function="sre_coder",
        targets=(EntryPoint(name="sre_coder", trigger=Trigger.HTTP, called_by=("triage_steps",)), _clock("tick")),
        database_roles=("sre_coder",),
        environment=(*_COMMON, *_GUARDED, *_WRITER, "SRE_CODER_PUBLIC_URL", "SRE_CODER_CACHE", "SRE_AUTOMATION_PAUSED"),
        secret_files={"SRE_CODER_TARGETS": "coder-targets", "SRE_EVIDENCE_TARGETS": "evidence-targets"},
        memory_mib=1024,
        max_instances=2,
        pools=2,
        extras=("telemetry", "kubernetes", "coder"),
    ),
    Deployable(
        function="slo_checks",
        targets=(_clock("measure"), _clock("evaluate")),
        database_roles=("sre_slo", "sre_query", "sre_process"),
        environment=(*_COMMON, *_PUBLISHING, *_GUARDED),
        secret_files={"SRE_SLI_SOURCES": "sli-sources"},
        publishes=(INTENTS_TOPIC, wake_topic(RELAY), wake_topic(TIMERS)),
        pools=3,
    ),
    Deployable(
        function="console",
        targets=(EntryPoint(name="console", trigger=Trigger.HTTP, public=True, min_instances=1),),
        database_roles=("sre_query", "sre_console", "sre_tenant_admin"),
        environment=(*_ASKING, *_PUBLISHING, "SRE_CONSOLE_ORIGINS", "SRE_CONSOLE_CLIENT_ID"),
        secrets={"SRE_EMBEDDINGS_KEY": "embeddings-key", "SRE_CONSOLE_CLIENT_SECRET": "console-client-secret"},
        # What an administrator drives again.
        publishes=(INTENTS_TOPIC,),
        memory_mib=1024,
        concurrency=16,
        timeout_s=300,
        pools=4,
        extras=("telemetry", "embeddings", "console"),
    ),
)
