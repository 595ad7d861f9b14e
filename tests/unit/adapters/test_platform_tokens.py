"""Tokens from the platform's metadata server: asked for by audience, kept until they nearly expire."""

import time

import jwt
import pytest
from werkzeug.wrappers import Request, Response

from shared.adapters.http.platform_tokens import PlatformTokens
from tests.support.served import served


class Metadata:
    def __init__(self, lifetime_s: int) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self._lifetime_s = lifetime_s

    def __call__(self, request: Request) -> Response:
        audience = request.args["audience"]
        self.asked.append((audience, request.headers.get("Metadata-Flavor")))
        claims = {"aud": audience, "exp": int(time.time()) + self._lifetime_s, "n": len(self.asked)}
        return Response(jwt.encode(claims, "k" * 32, algorithm="HS256"))


def test_a_token_is_asked_for_once_per_audience_while_it_lives():
    metadata = Metadata(lifetime_s=3600)
    with served(Request.application(metadata)) as url:
        tokens = PlatformTokens(url)
        first = tokens.token("https://writer.example/?a=1&b")
        assert tokens.token("https://writer.example/?a=1&b") == first
        assert tokens.token("https://other.example") != first
    assert metadata.asked == [("https://writer.example/?a=1&b", "Google"), ("https://other.example", "Google")]


def test_a_token_about_to_expire_is_asked_for_again():
    metadata = Metadata(lifetime_s=60)
    with served(Request.application(metadata)) as url:
        tokens = PlatformTokens(url)
        assert tokens.token("a") != tokens.token("a")


def test_without_the_metadata_server_there_is_no_token():
    with pytest.raises(OSError, match="refused"):
        PlatformTokens("http://127.0.0.1:1").token("a")
