"""The server of our functions, and the functions that others are asked at."""

from pydantic import Field

from shared.settings.base import Settings


class HttpSettings(Settings):
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


class FeedSettings(Settings):
    """The live feed: a reader holds a thread of the instance, so fewer than there are threads."""

    feed_readers: int = Field(default=4, ge=1)
    #: A reader comes back by itself and goes on; an instance is not held for longer than this.
    feed_longest_s: float = Field(default=300.0, gt=0)


class WriterClientSettings(Settings):
    """``SRE_WRITER_URL``: the domain writer's HTTP entry point, for commands that want their answer at once."""

    writer_url: str
    #: What the writer expects our tokens to name; empty = its URL.
    writer_audience: str = ""


class ConsoleSettings(Settings):
    """The console: where people reach it, and what the identity provider knows it as."""

    #: Where browsers find it, ``https://console.example.com``; several with commas, the first is where people are sent.
    console_origins: str
    #: Below which path they find it there; empty: the console has the host for itself.
    console_path: str = ""
    #: What the identity provider calls it, and its secret there; with no client nobody signs in by OpenID Connect.
    console_client_id: str = ""
    console_client_secret: str = Field(default="", repr=False)
    #: A session ends so long after it was used last, and so long after it began.
    console_idle_minutes: int = Field(default=60, ge=1, le=24 * 60)
    console_longest_hours: int = Field(default=12, ge=1, le=24 * 7)

    @property
    def origins(self) -> tuple[str, ...]:
        return tuple(origin.strip().rstrip("/") for origin in self.console_origins.split(",") if origin.strip())
