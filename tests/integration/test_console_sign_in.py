"""Signing in by a company's identity provider, and sessions: how they begin, how long they last, how they end."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import psycopg
import pytest
from werkzeug.test import TestResponse

from shared.adapters.console.cookies import ConsoleCookies, ConsoleOrigins
from shared.adapters.postgres.connection import connect_pool
from shared.settings import ConsoleSettings
from tests.support import postgres
from tests.support.api import ADA
from tests.support.console import HOST, ORIGIN, Browser, ConsoleUnderTest, said

CLIENT = "console"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    people = (
        oidc_provider_mock.User(sub="ana", claims={"tenant": "ada", "roles": ["responder"]}),
        oidc_provider_mock.User(sub="nobody", claims={"tenant": "ada", "roles": ["visitor"]}),
        oidc_provider_mock.User(sub="stray", claims={"tenant": "elsewhere", "roles": ["admin"]}),
    )
    with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def console(postgres_server: str, issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleUnderTest]:
    settings = ConsoleSettings(console_origins=ORIGIN, console_client_id=CLIENT, console_client_secret="secret")
    keys = tmp_path_factory.mktemp("keys") / "jwks.json"
    keys.write_bytes(httpx.get(httpx.get(f"{issuer}/.well-known/openid-configuration").json()["jwks_uri"]).content)
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in (("ISSUER", issuer), ("AUDIENCE", "the-api"), ("JWKS", str(keys))):
            patch.setenv(f"SRE_OIDC_{name}", value)
        reading = stack.enter_context(connect_pool(url, role="sre_query", application="console-test", max_size=4))
        keeping = stack.enter_context(connect_pool(url, role="sre_console", application="console-test"))
        yield ConsoleUnderTest(url, reading, keeping, settings=settings)


def sent_to_provider(browser: Browser, back: str = "/incidents") -> str:
    answer = browser.get(f"/sign-in/provider?back={back}")
    assert answer.status_code == 303
    return str(answer.location)


def answered_by_provider(url: str, person: str) -> str:
    """Where the provider sends the browser back to, as a path of the console."""
    answer = httpx.post(url, data={"sub": person})
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == ORIGIN
    return f"{parts.path}?{parts.query}"


def signed_in(console: ConsoleUnderTest, person: str) -> tuple[Browser, TestResponse]:
    browser = console.browser()
    return browser, browser.get(answered_by_provider(sent_to_provider(browser), person))


def test_somebody_signs_in_by_the_provider_and_comes_to_where_they_wanted(console: ConsoleUnderTest):
    browser, answer = signed_in(console, "ana")
    assert (answer.status_code, answer.location) == (303, "/incidents")
    page = browser.get("/incidents")
    assert (page.status_code, "Signed in as ana, responder" in said(page)) == (200, True)


def test_the_provider_is_asked_with_pkce_state_and_nonce(console: ConsoleUnderTest):
    asked = parse_qs(urlsplit(sent_to_provider(console.browser())).query)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert asked["client_id"] == [CLIENT]
    assert all(len(asked[name][0]) >= 43 for name in ("code_challenge", "state", "nonce"))
    assert asked["redirect_uri"] == [f"{ORIGIN}/sign-in/callback"]


def test_the_sessions_cookie_is_kept_from_scripts_and_other_sites(console: ConsoleUnderTest):
    _, answer = signed_in(console, "ana")
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("sre-console=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ConsoleCookies(ConsoleOrigins(("https://console.example",))).session == "__Host-sre-console"


@pytest.mark.parametrize("person", ["nobody", "stray"])
def test_whoever_has_no_role_or_no_tenant_here_is_not_let_in(console: ConsoleUnderTest, person: str):
    browser, answer = signed_in(console, person)
    assert answer.status_code == 403
    assert browser.get("/incidents").status_code == 303


def test_an_answer_that_was_not_asked_for_in_this_browser_is_refused(console: ConsoleUnderTest):
    victim, attacker = console.browser(), console.browser()
    path = answered_by_provider(sent_to_provider(attacker), "ana")
    assert victim.get(path).status_code == 400, "nothing was begun there"
    sent_to_provider(victim)
    assert victim.get(path).status_code == 403, "another state"


def test_an_answer_is_good_once(console: ConsoleUnderTest):
    browser = console.browser()
    path = answered_by_provider(sent_to_provider(browser), "ana")
    assert [browser.get(path).status_code for _ in range(2)] == [303, 400]


def test_a_code_that_the_provider_never_gave_opens_nothing(console: ConsoleUnderTest):
    browser = console.browser()
    state = parse_qs(urlsplit(sent_to_provider(browser)).query)["state"][0]
    assert browser.get(f"/sign-in/callback?code=made-up&state={state}").status_code == 403


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_host(console: ConsoleUnderTest, back: str):
    browser = console.browser()
    answer = browser.get(answered_by_provider(sent_to_provider(browser, back), "ana"))
    assert answer.location == "/"


def test_signing_out_ends_the_session_everywhere(console: ConsoleUnderTest):
    browser, _ = signed_in(console, "ana")
    browser.get("/incidents")
    elsewhere = console.browser()
    cookie = browser.client.get_cookie("sre-console", domain=HOST)
    assert cookie is not None
    elsewhere.client.set_cookie("sre-console", cookie.value, domain=HOST)
    assert elsewhere.get("/incidents").status_code == 200
    assert browser.post("/sign-out", {"_csrf": "00"}).status_code == 403
    assert browser.post("/sign-out", {}).status_code == 303
    assert (browser.get("/incidents").status_code, elsewhere.get("/incidents").status_code) == (303, 303)


@pytest.mark.parametrize(
    "column", ["last_used_at = clock_timestamp() - interval '61 minutes'", "expires_at = clock_timestamp()"]
)
def test_a_session_ends_when_it_was_idle_or_its_time_is_over(console: ConsoleUnderTest, column: str):
    browser = console.signed_in("viewer", name="idle")
    assert browser.get("/incidents").status_code == 200
    with psycopg.connect(console.database_url) as connection:
        connection.execute(f"UPDATE console.session SET {column} WHERE subject = 'idle'")
    assert browser.get("/incidents").status_code == 303


def test_a_made_up_cookie_is_nobody(console: ConsoleUnderTest):
    browser = console.browser()
    for value in ("x", "A" * 43, "'; DROP TABLE console.session; --"):
        browser.client.set_cookie("sre-console", value, domain=HOST)
        assert browser.get("/incidents").status_code == 303


def test_the_consoles_role_sees_no_session_whose_token_it_does_not_know(console: ConsoleUnderTest):
    console.signed_in("viewer")
    with console.keeping.connection() as connection:
        assert connection.execute("SELECT count(*) FROM console.session").fetchone() == (0,)


def test_no_token_is_kept(console: ConsoleUnderTest):
    browser = console.signed_in("viewer")
    cookie = browser.client.get_cookie("sre-console", domain=HOST)
    with psycopg.connect(console.database_url) as connection:
        kept = connection.execute("SELECT string_agg(session::text, '') FROM console.session session").fetchone()
    assert cookie is not None
    assert kept is not None
    assert cookie.value not in kept[0]
    assert re.search(str(ADA), kept[0])


def test_whoever_tries_too_often_waits(console: ConsoleUnderTest):
    fresh = ConsoleUnderTest(console.database_url, console.reading, console.keeping, settings=console.settings)
    browser = fresh.browser()
    answers = [browser.get("/sign-in/callback?code=x").status_code for _ in range(25)]
    assert answers[0] == 400
    assert answers[-1] == 429
