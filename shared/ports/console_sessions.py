"""Who is signed in at the console: what a browser's token stands for, for how long, and how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from shared.ports.credentials import Credential

SignInOrigin = Literal["oidc", "local"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleSession:
    """Somebody is signed in. ``csrf_secret`` is 32 bytes that only pages of this session are made with."""

    credential: Credential
    origin: SignInOrigin
    csrf_secret: bytes


class ConsoleSessions(Protocol):
    """Tokens are seen here and in the browser; what is kept is their hash."""

    def open(self, credential: Credential, origin: SignInOrigin) -> str:
        """Begins a session and gives its token."""

    def find(self, token: str) -> ConsoleSession | None:
        """Gives the session, and counts as a use of it; None when it has ended, was idle for too long or never was."""

    def end(self, token: str) -> None:
        """Ends it, for every browser and instance at once."""

    def begin_sign_in(self, purpose: SignInOrigin, content: Mapping[str, Any]) -> str:
        """Keeps what a sign-in has to remember until it comes back, and gives the token under which it does."""

    def finish_sign_in(self, purpose: SignInOrigin, token: str) -> Mapping[str, Any] | None:
        """Gives what was kept, once; None when there is nothing or its time is over."""
