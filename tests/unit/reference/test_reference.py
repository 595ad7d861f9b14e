"""The pages at /docs: all of it is there, every link leads somewhere, and a browser asks nobody else for anything."""

import re
from functools import cache, partial
from html.parser import HTMLParser
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request

from shared.adapters.contracts.published_files import asyncapi, openapi
from shared.adapters.http.router import Router, RouterDependencies
from shared.adapters.reference.markup import element, prose, sentence
from shared.adapters.reference.site import HOME, STYLE, page, page_paths
from shared.app.operations.catalogue import OPERATIONS
from shared.bootstrap.contracts import MESSAGES
from shared.kernel.wire import wire_name

PATHS = page_paths((each.path for each in OPERATIONS), (each.aggregate_type for each in MESSAGES))
PAGES = sorted(PATHS - {STYLE})
_VOID = {"meta", "link", "br"}
#: What may not stand within a paragraph.
_BLOCKS = {"p", "ul", "div", "table", "section", "pre", "details", "h1", "h2", "h3"}


class Read(HTMLParser):
    """Fails where a tag is closed that is not open, or a block stands in a paragraph."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []
        self._open: list[str] = []
        self.feed(page(path).content.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        assert not (tag in _BLOCKS and "p" in self._open), (tag, self._open)
        self.tags.append(tag)
        given = dict(attrs)
        assert len(given) == len(attrs)
        self.attributes |= given.keys()
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "src", "action") if name in given]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag


read_page = cache(Read)


def test_every_operation_is_shown_once_with_who_may_what_is_given_and_how_it_is_typed():
    for operation in OPERATIONS:
        path = f"{HOME}/{operation.path.split('/')[2]}"
        assert read_page(path).ids.count(operation.name) == 1
        shown = page(path).content.decode().split(f'<section id="{operation.name}"')[1].split("</section>")[0]
        for role in operation.roles:
            assert f"<code>{role}</code>" in shown
        for name in operation.request.model_fields:
            assert f"<code>{name}</code>" in shown, (operation.name, name)
        assert "curl &quot;$SRE_URL/v1/" in shown
        assert ("<code>sre " in shown) is not operation.streams
        assert "Example of an answer" in shown


def test_every_message_is_shown_once_with_its_payload():
    for message in MESSAGES:
        path = f"/docs/events/{message.aggregate_type.replace('_', '-')}"
        assert read_page(path).ids.count(wire_name(message)) == 1
    assert len(MESSAGES) == len(asyncapi()["components"]["messages"]) - 1


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound_html(path: str):
    read = read_page(path)
    assert len(set(read.ids)) == len(read.ids)
    assert [read.tags.count(tag) for tag in ("html", "head", "title", "body", "main", "nav", "h1")] == [1] * 7
    assert page(path).content.startswith(b"<!doctype html>\n<html lang=")


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_to_something_that_is_there(path: str):
    for address in read_page(path).links:
        target, _, place = address.partition("#")
        if target in (STYLE, "/openapi.json"):
            continue
        assert (target or path) in PAGES, address
        assert not place or place in read_page(target or path).ids, address


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(path: str):
    read = read_page(path)
    assert not {"script", "iframe", "img", "style", "form", "object"} & set(read.tags)
    assert not [name for name in read.attributes if name == "style" or name.startswith("on")]
    assert all(address.startswith(("/docs", "/openapi.json", "#")) for address in read.links)


def test_the_style_sheet_asks_for_nothing():
    style = page(STYLE).content.decode()
    assert not re.search(r"url\(|@import|@font-face|https?:", style)
    assert "prefers-color-scheme: dark" in style


def test_what_a_document_says_never_becomes_markup():
    assert element("p", "<script>", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;">&lt;script&gt;</p>'
    assert sentence("a < b, and `<x>` too") == "a &lt; b, and <code>&lt;x&gt;</code> too"
    assert prose("One.\n\n- `a`: two\n- three") == ("<p>One.</p><ul><li><code>a</code>: two</li><li>three</li></ul>")


class Nobody:
    """Neither asks nor is known."""

    def find(self, _token: str) -> None:
        return None


@pytest.fixture
def client() -> Client:
    nobody: Any = Nobody()
    dependencies = RouterDependencies(
        dispatcher=nobody,
        credentials=nobody,
        transient=(),
        ping=lambda: None,
        document=lambda: b"{}",
        pages={path: partial(page, path) for path in PATHS},
    )
    return Client(Request.application(Router(OPERATIONS, dependencies).respond))


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/docs", "text/html"), ("/docs/incidents", "text/html"), ("/docs/events", "text/html"), (STYLE, "text/css")],
)
def test_pages_are_for_everybody_as_the_document_is_and_may_run_nothing(client: Client, path: str, media_type: str):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.head(path).data == b""


@pytest.mark.parametrize(("method", "path"), [("GET", "/docs/"), ("GET", "/docs/nothing"), ("POST", "/docs")])
def test_what_is_no_page_is_refused_like_everything_else(client: Client, method: str, path: str):
    assert client.open(path, method=method).status_code == 401


def test_the_front_page_names_every_operation():
    text = page(HOME).content.decode()
    names = [operation["operationId"] for items in openapi()["paths"].values() for operation in items.values()]
    assert sorted(re.findall(r'#(\w+)">', text)) == sorted({*re.findall(r'#(\w+)">', text)})
    assert {*names} <= {*re.findall(r'#(\w+)">', text)}
