"""Every setting, typed, read once from the environment (``SRE_…``); a missing one fails the cold start, by name."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.ports.credentials import Role


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SRE_", frozen=True, extra="ignore")


class DatabaseSettings(_Settings):
    """``SRE_DATABASE_URL``: a login that may act as the function's own role (``SET ROLE``) or is that role."""

    database_url: str
    #: Connections per process; instances x pool must stay under 60 % of max_connections.
    database_pool: int = Field(default=2, ge=1, le=50)
    #: False only where the broker is this very database (one machine): what follows from a durable intent need not wait
    #: for the disk, since a crash undoes a consistent end of the log and the intent is delivered again (ADR 0006).
    database_synchronous_commit: bool = True


class TransportSettings(_Settings):
    """``SRE_TRANSPORT``: postgres (durable, one machine) or pubsub (Google Cloud Pub/Sub or its emulator)."""

    transport: Literal["postgres", "pubsub"] = "postgres"
    pubsub_project: str = "ameide-sre"


class IdentitySettings(_Settings):
    """Who may push to us and forward commands: signed tokens, checked against a key set (file path or https URL)."""

    identity_jwks: str
    identity_issuer: str
    identity_audience: str
    #: Service accounts (``email`` claim) that may call; comma-separated.
    identity_callers: str
    #: Where this process finds the key with which it signs its own calls (JWK file); empty where the platform does it.
    identity_key: str = ""

    @property
    def callers(self) -> frozenset[str]:
        return frozenset(caller.strip() for caller in self.identity_callers.split(",") if caller.strip())


class OidcSettings(_Settings):
    """The company's own identity provider (OpenID Connect). With ``SRE_OIDC_ISSUER`` empty only API keys are taken."""

    oidc_issuer: str = ""
    #: What the provider calls this API (``aud``).
    oidc_audience: str = ""
    #: Its key set: an https URL (``jwks_uri`` of its discovery document) or a file.
    oidc_jwks: str = ""
    #: Claims by name or path (``realm_access.roles``). The tenant is named by its slug.
    oidc_tenant_claim: str = "tenant"
    oidc_roles_claim: str = "roles"
    #: JSON, what the provider calls a role or group to what we call it: ``{"platform-oncall": "responder"}``.
    oidc_roles: dict[str, Role] = Field(default_factory=lambda: {role.value: role for role in Role})

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.oidc_issuer and not (self.oidc_audience and self.oidc_jwks):
            raise ValueError("SRE_OIDC_ISSUER needs SRE_OIDC_AUDIENCE and SRE_OIDC_JWKS")
        return self


class SignerSettings(_Settings):
    """How this process says who it is when it calls another function."""

    #: JWK file to sign with; empty where the platform signs (its metadata server is asked).
    identity_key: str = ""
    #: Needed with a key of our own: who issues (``iss``) and who we are (``email``).
    identity_issuer: str = ""
    identity_email: str = ""


class WriterClientSettings(_Settings):
    """``SRE_WRITER_URL``: the domain writer's HTTP entry point, for commands that want their answer at once."""

    writer_url: str
    #: What the writer expects our tokens to name; empty = its URL.
    writer_audience: str = ""


class CoderClientSettings(_Settings):
    """``SRE_CODER_URL``: who carries plans out, up to and without ``/a2a``; empty: nobody does, and people do it."""

    coder_url: str = ""
    #: What it expects our tokens to name; empty = its URL.
    coder_audience: str = ""


class CoderSettings(_Settings):
    """What carrying out plans may take, and the switch that ends it."""

    #: True: nothing is begun for any tenant until this process is started anew. `sre automation` has one for at once.
    automation_paused: bool = False
    #: A request is answered by then; what is not done goes on when it is asked for again, or by the clock.
    coder_request_s: float = Field(default=50.0, ge=5, le=300)
    #: Where callers reach it, as its card says; empty: as in ``SRE_CODER_URL``.
    coder_public_url: str = ""


class FeedSettings(_Settings):
    """The live feed: a reader holds a thread of the instance, so fewer than there are threads."""

    feed_readers: int = Field(default=4, ge=1)
    #: A reader comes back by itself and goes on; an instance is not held for longer than this.
    feed_longest_s: float = Field(default=300.0, gt=0)


class HttpSettings(_Settings):
    """The server that our functions are served by where no platform does it; what happens at a bound: its own comments.

    Seconds and bytes; ``ServerLimits`` and ``LaneLimits`` say what each is for.
    """

    http_header_s: float = Field(default=10.0, gt=0)
    http_body_s: float = Field(default=30.0, gt=0)
    http_keepalive_s: float = Field(default=75.0, gt=0)
    http_answer_s: float = Field(default=60.0, gt=0)
    http_grace_s: float = Field(default=2.0, ge=0)
    http_connections: int = Field(default=1000, ge=1)
    http_unfinished_per_peer: int = Field(default=128, ge=1)
    http_bodies_bytes: int = Field(default=256 * 1024 * 1024, ge=1)
    http_bodies_bytes_per_peer: int = Field(default=128 * 1024 * 1024, ge=1)
    #: Of the API and of everything that is no webhook.
    http_work_s: float = Field(default=30.0, gt=0)
    http_threads: int = Field(default=6, ge=1)
    http_queue: int = Field(default=256, ge=1)
    http_wait_s: float = Field(default=10.0, gt=0)
    http_webhook_work_s: float = Field(default=20.0, gt=0)
    http_webhook_threads: int = Field(default=8, ge=1)
    http_webhook_queue: int = Field(default=512, ge=1)
    http_webhook_wait_s: float = Field(default=5.0, gt=0)


class DeliverySettings(_Settings):
    """How messages are handed over where the broker is the database."""

    #: A push that takes longer is ended. What computes so long by itself is put aside the second time.
    message_deadline_s: float = Field(default=60.0, gt=0)


class TriageSettings(_Settings):
    """What looking into incidents may take."""

    #: What one phase of one incident reads has to be over by then; what is not is given up, and a person goes on.
    triage_read_s: float = Field(default=20.0, gt=0, le=300)
    #: A delivery begins no read that might not be over by then: less than a push may take (``SRE_MESSAGE_DEADLINE_S``,
    #: the acknowledgement deadline of a Pub/Sub subscription). What there was no time for comes again.
    triage_delivery_s: float = Field(default=50.0, gt=0, le=600)
    #: Incidents that are looked into at once: they wait for others, and cost a thread each.
    triage_reads_at_once: int = Field(default=16, ge=1, le=200)
    #: Incidents whose past is looked up at once: that is work of the database.
    triage_lookups_at_once: int = Field(default=2, ge=1, le=50)

    @model_validator(mode="after")
    def _begins(self) -> Self:
        if self.triage_read_s >= self.triage_delivery_s:
            raise ValueError("SRE_TRIAGE_READ_S must be below SRE_TRIAGE_DELIVERY_S")
        return self


class RetentionSettings(_Settings):
    """How long what nobody needs any more is kept, and how much of it. History itself (facts and views) is kept."""

    #: How often the clock looks whether something is over its time.
    keep_look_every_s: float = Field(default=60.0, ge=0)
    #: Outcomes by message id: a request that is repeated later is a new one.
    keep_outcomes_days: int = Field(default=35, ge=1)
    #: Messages that a subscription refused too often, and at most so many of them. Before outcomes are forgotten.
    keep_dead_letters_days: int = Field(default=30, ge=1)
    keep_dead_letters: int = Field(default=100_000, ge=100)
    #: Events that the writer, a workflow or a projection could not read; at most so many of each.
    keep_unreadable_days: int = Field(default=90, ge=1)
    keep_unreadable: int = Field(default=100_000, ge=100)
    #: Bodies that intake could not read, counted from when they last came; those that were read in the end, from then.
    keep_quarantine_days: int = Field(default=90, ge=1)
    keep_quarantine_settled_days: int = Field(default=30, ge=1)
    #: Of one source: beyond these, of the oldest large bodies only the beginning is kept, then the oldest entries go.
    quarantine_source_bytes: int = Field(default=100_000_000, ge=1_000_000)
    quarantine_source_entries: int = Field(default=10_000, ge=10)
    #: Requests to compare a source with what we hold.
    keep_reconcile_requests_days: int = Field(default=30, ge=1)
    keep_reconcile_requests: int = Field(default=100_000, ge=100)
    #: Episodes of correlation that are over and were followed by another; longer than any window of any rule.
    keep_workflows_days: int = Field(default=90, ge=38)
    #: What triage read of clusters and metrics; what follows from it is kept as process facts.
    keep_evidence_days: int = Field(default=90, ge=1)
    #: Vectors of texts that stand in no document any more.
    keep_vectors_days: int = Field(default=7, ge=1)
    #: What was carried out of approved plans, and what was asked for; 30 at least.
    keep_executions_days: int = Field(default=400, ge=30)
    #: API keys that were revoked or have expired.
    keep_api_keys_days: int = Field(default=365, ge=1)

    @model_validator(mode="after")
    def _remembered(self) -> Self:
        if self.keep_outcomes_days <= self.keep_dead_letters_days:
            raise ValueError("SRE_KEEP_OUTCOMES_DAYS must be above SRE_KEEP_DEAD_LETTERS_DAYS")
        return self


class WakeSettings(_Settings):
    """``SRE_WAKE_ADDRESS``: host:port (several: commas) that take wake datagrams on one machine; empty: only sweeps."""

    wake_address: str = ""


class EmbeddingSettings(_Settings):
    """``SRE_EMBEDDINGS``: local, none, openai:URL#MODEL@DIMENSIONS, vertex:PROJECT/LOCATION#MODEL@DIMENSIONS."""

    embeddings: str = "local"
    #: The model before, in the same form, while texts move from it to the new one.
    embeddings_previous: str = "none"
    #: Of the service that is asked over HTTP.
    embeddings_key: str = Field(default="", repr=False)


class AgentSettings(_Settings):
    """``SRE_AGENT_MODEL``: none, openai:URL#MODEL or anthropic:URL#MODEL: who may write prose about what was found."""

    agent_model: str = "none"
    agent_key: str = Field(default="", repr=False)


class AgentBudgetSettings(_Settings):
    """What one answer of a language model may cost: requests, calls of read tools, tokens in and out, seconds."""

    agent_requests: int = Field(default=4, ge=1, le=20)
    agent_tool_calls: int = Field(default=8, ge=0, le=50)
    agent_input_tokens: int = Field(default=60_000, ge=1_000)
    agent_output_tokens: int = Field(default=4_000, ge=200)
    agent_seconds: float = Field(default=8.0, gt=0, le=120)


class EmbeddingPaceSettings(_Settings):
    """How long texts wait for their vectors, and what computing them may take from everything else."""

    #: Seconds without a change after which the text of an incident that nobody has acknowledged counts as settled.
    embedding_settle_s: float = Field(default=300.0, ge=0)
    #: Seconds after which it gets its vectors although it goes on changing.
    embedding_longest_s: float = Field(default=3600.0, ge=0)
    #: Share of one core, from 0 to 1, that embedding may take while facts arrive; at 0 it waits until none do.
    embedding_cpu_share: float = Field(default=0.1, ge=0, le=1)


class EvidenceSettings(_Settings):
    """``SRE_EVIDENCE_TARGETS``: a file that names clusters, Argo CDs and Prometheus servers; empty: none."""

    evidence_targets: str = ""


class MeasuringSettings(_Settings):
    """``SRE_SLI_SOURCES``: a file that names the sources that count for objectives; empty: none is read."""

    sli_sources: str = ""
    #: After the end of a window its last scrapes may come for so long: above the scrape interval and its timeout.
    sli_settle_s: float = Field(default=30.0, ge=0, le=3_600)
    #: What asking the sources may take in one turn.
    sli_deadline_s: float = Field(default=20.0, gt=0, le=300)


class EvidencePaceSettings(_Settings):
    """How long evidence is waited for, and how much is asked at a time."""

    #: Seconds after which an inquiry is answered with what there is.
    evidence_deadline_s: float = Field(default=30.0, gt=0, le=300)
    #: Inquiries that one target is asked about at a time.
    evidence_workers: int = Field(default=8, ge=1, le=64)
    #: Seconds for which a target that does not answer is left alone.
    evidence_pause_s: float = Field(default=10.0, ge=1)


class EffectSettings(_Settings):
    """``SRE_CODER_TARGETS``: a file that names what may be changed, and where; empty: nothing is changed."""

    coder_targets: str = ""
    #: Directory for what was fetched of repositories; empty: one below the machine's temporary files.
    coder_cache: str = ""


class TelemetrySettings(_Settings):
    """Traces leave when ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set; otherwise context is only passed on."""

    model_config = SettingsConfigDict(env_prefix="", frozen=True, extra="ignore")

    otel_exporter_otlp_endpoint: str = ""
    otel_service_name: str = "ameide-sre"
