"""Where state and messages live, and how messages travel."""

from typing import Literal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings.base import Settings


class DatabaseSettings(Settings):
    """``SRE_DATABASE_URL``: a login that may act as the function's own role (``SET ROLE``) or is that role."""

    database_url: str
    #: Connections per process; instances x pool must stay under 60 % of max_connections.
    database_pool: int = Field(default=2, ge=1, le=50)
    #: False only where the broker is this very database (one machine): what follows from a durable intent need not wait
    #: for the disk, since a crash undoes a consistent end of the log and the intent is delivered again (ADR 0006).
    database_synchronous_commit: bool = True


class MigrationSettings(Settings):
    """What prepares the database; ``SRE_DATABASE_URL`` is a login that may make roles."""

    database_url: str
    #: Roles by login, JSON.
    database_logins: dict[str, list[str]] = Field(default_factory=dict)


class ProxySettings(Settings):
    """``SRE_DATABASE_PROXY_ADMIN``: where the database's proxy beside us is told to end; empty: there is none."""

    database_proxy_admin: str = ""


class TransportSettings(Settings):
    """``SRE_TRANSPORT``: postgres (durable, one machine), pubsub (Google Cloud Pub/Sub or its emulator) or sqs (Amazon
    SNS and SQS, or what speaks like them at ``AWS_ENDPOINT_URL``)."""

    transport: Literal["postgres", "pubsub", "sqs"] = "postgres"
    pubsub_project: str = "ameide-sre"
    #: How the names of topics and queues begin.
    sqs_prefix: str = "sre"


class DeliverySettings(Settings):
    """How messages are handed over where the broker is the database."""

    #: A push that takes longer is ended. What computes so long by itself is put aside the second time.
    message_deadline_s: float = Field(default=60.0, gt=0)


class WakeSettings(Settings):
    """``SRE_WAKE_ADDRESS``: host:port (several: commas) that take wake datagrams on one machine; empty: only sweeps.

    Where messages travel over Pub/Sub, so do wakes.
    """

    wake_address: str = ""


class TelemetrySettings(Settings):
    """Traces and metrics leave when ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set; otherwise context is only passed on."""

    model_config = SettingsConfigDict(env_prefix="", frozen=True, extra="ignore")

    otel_exporter_otlp_endpoint: str = ""
    otel_service_name: str = "ameide-sre"
    #: Milliseconds, as OpenTelemetry's specification has it: how often metrics leave.
    otel_metric_export_interval: int = Field(default=60_000, ge=1_000)
