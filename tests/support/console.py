"""The console over a real database and a recording gate: people who are signed in, and what they see and send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from uuid import UUID

import psycopg
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request

from shared.adapters.console.application import Console
from shared.adapters.postgres.connection import Pool
from shared.app.feed import FeedLimits
from shared.bootstrap.console import console_over, console_sessions
from shared.bootstrap.dispatching import dispatcher_over
from shared.kernel.ids import TenantId, derive
from shared.ports.credentials import Credential, Role
from shared.settings import ConsoleSettings
from tests.support.api import ADA, BOB
from tests.support.command_gate import RecordingGate

HOST = "console.example"
ORIGIN = f"http://{HOST}"
_TOKEN = re.compile(r'name="_csrf" value="([0-9a-f]+)"')


@dataclass
class Browser:
    """Somebody at the console, with cookies; ``token`` is of a form of the last page that had one."""

    client: Client
    token: str = ""
    address: str = "192.0.2.1"
    """Where the network sees them; tries to sign in are counted by it."""

    def get(self, path: str, **headers: str) -> TestResponse:
        answer = self.client.get(path, base_url=ORIGIN, headers=headers, environ_overrides=self._seen)
        if found := _TOKEN.search(answer.get_data(as_text=True)):
            self.token = found.group(1)
        return answer

    def post(self, path: str, fields: Mapping[str, Any], **headers: str) -> TestResponse:
        sent = {"_csrf": self.token} | dict(fields)
        return self.client.post(path, base_url=ORIGIN, data=sent, headers=headers, environ_overrides=self._seen)

    @property
    def _seen(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address}

    def text(self, path: str) -> str:
        """What a page says, without its tags."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return said(answer)


@dataclass
class ConsoleUnderTest:
    database_url: str
    reading: Pool
    keeping: Pool
    gate: RecordingGate = field(default_factory=RecordingGate)
    browsers: int = 0
    settings: ConsoleSettings = field(default_factory=lambda: ConsoleSettings(console_origins=ORIGIN))
    parts_within_s: float = 10.0
    """A test that does not ask for a slow part finds none, however slow the machine is."""

    def __post_init__(self) -> None:
        feed = FeedLimits(longest_s=0.2, poll_s=0.05)
        self.dispatcher = dispatcher_over(self.reading, self.gate, feed)
        self.console: Console = console_over(
            self.reading, self.keeping, self.dispatcher, self.settings, parts_within_s=self.parts_within_s
        )
        self.sessions = console_sessions(self.keeping, self.settings)
        with psycopg.connect(self.database_url) as connection:
            for slug, tenant in (("ada", ADA), ("bob", BOB)):
                connection.execute(
                    "INSERT INTO access.tenant VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", (tenant, slug, slug)
                )

    def browser(self) -> Browser:
        """Somebody else each time, at an address of their own."""
        self.browsers += 1
        address = f"198.18.{self.browsers // 256}.{self.browsers % 256}"
        return Browser(Client(Request.application(self.console.respond)), address=address)

    def signed_in(self, role: Role | str, *, tenant: UUID = ADA, name: str = "ana") -> Browser:
        """Somebody with this role; a page was read already, so that forms can be sent."""
        credential = Credential(
            tenant_id=TenantId(tenant), key_id=derive("person", tenant, name), name=name, role=Role(role)
        )
        browser = self.browser()
        token = self.sessions.open(credential, "local")
        browser.client.set_cookie("sre-console", token, domain=HOST)
        browser.get("/incidents")
        return browser


def said(answer: TestResponse) -> str:
    """The text of a page, without its tags, on one line."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
