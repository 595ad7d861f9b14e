"""Who carries plans out, where, and the switch that ends it."""

from pydantic import Field

from shared.settings.base import Settings


class CoderClientSettings(Settings):
    """``SRE_CODER_URL``: who carries plans out, up to and without ``/a2a``; empty: nobody does, and people do it."""

    coder_url: str = ""
    #: What it expects our tokens to name; empty = its URL.
    coder_audience: str = ""


class CoderSettings(Settings):
    """What carrying out plans may take, and the switch that ends it."""

    #: True: nothing is begun for any tenant until this process is started anew. `sre automation` has one for at once.
    automation_paused: bool = False
    #: A request is answered by then; what is not done goes on when it is asked for again, or by the clock.
    coder_request_s: float = Field(default=50.0, ge=5, le=300)
    #: Where callers reach it, as its card says; empty: as in ``SRE_CODER_URL``.
    coder_public_url: str = ""


class EffectSettings(Settings):
    """``SRE_CODER_TARGETS``: a file that names what may be changed, and where; empty: nothing is changed."""

    coder_targets: str = ""
    #: Directory for what was fetched of repositories; empty: one below the machine's temporary files.
    coder_cache: str = ""
