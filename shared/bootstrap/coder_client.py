"""Wires the way to whoever carries plans out, where somebody does."""

from shared.adapters.a2a.coder_client import CoderClient
from shared.bootstrap.calling import own_tokens
from shared.ports.coder import Coder
from shared.settings import CoderClientSettings


def build_coder() -> Coder | None:
    """Gives the way to it, from the environment; None: nobody carries plans out here, people do."""
    settings = CoderClientSettings()
    if not settings.coder_url:
        return None
    return CoderClient(settings.coder_url, audience=settings.coder_audience or settings.coder_url, tokens=own_tokens())
