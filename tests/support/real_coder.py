"""Whoever carries plans out as it is deployed, asked over A2A, with a bundled world to change."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

import shared.bootstrap.coder
from local.environment import AUDIENCE
from local.hosting import load_function
from shared.adapters.a2a.coder_client import CoderClient
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.http.writer_client import WriterClient
from shared.bootstrap.calling import own_tokens
from shared.bootstrap.coder import build_coder_server
from shared.bootstrap.effects import Effects, build_effects
from shared.domain.published import INTENTS
from shared.settings import WriterClientSettings
from tests.support.demo_world import WorldUnderTest
from tests.support.served import served


@contextmanager
def real_coder(under_test: WorldUnderTest, cache: Path) -> Iterator[CoderClient]:
    """The function behind its front on a socket; only its wiring is told where may be written."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:

        def closed_at_the_end() -> Effects:
            effects = build_effects()
            stack.callback(effects.close)
            return effects

        patch.setenv("SRE_EVIDENCE_TARGETS", str(under_test.places.evidence))
        patch.setenv("SRE_CODER_TARGETS", str(under_test.places.writing))
        patch.setenv("SRE_CODER_CACHE", str(cache))
        patch.setenv("SRE_CODER_PUBLIC_URL", "https://coder.example")
        patch.setattr(shared.bootstrap.coder, "build_effects", closed_at_the_end)
        asking = stack.enter_context(httpx.Client(timeout=35.0))
        patch.setattr(shared.bootstrap.coder, "command_gate", lambda: _gate(asking))
        stack.callback(build_coder_server.cache_clear)
        build_coder_server.cache_clear()
        url = stack.enter_context(served(load_function("sre_coder", "sre_coder")))
        yield CoderClient(url, audience=AUDIENCE, tokens=own_tokens(), client=asking)


def _gate(client: httpx.Client) -> WriterClient:
    """The way to the writer that the function has, over connections that end with the test."""
    writer = WriterClientSettings()
    return WriterClient(
        writer.writer_url,
        audience=writer.writer_audience,
        tokens=own_tokens(),
        encode=Codec(INTENTS).encode,
        client=client,
    )
