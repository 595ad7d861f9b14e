"""The reference at ``/docs``: static pages out of the kept documents. They load one style sheet and run no script."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from shared.adapters.contracts.published_files import asyncapi, message_schema, openapi
from shared.adapters.reference import events, operations
from shared.adapters.reference.fields import Shapes
from shared.adapters.reference.markup import Html, Part, code, element, link, sample, sentence
from shared.adapters.reference.page import Page

HOME, EVENTS, STYLE = "/docs", "/docs/events", "/docs/style.css"
_HTML = "text/html; charset=utf-8"
_CSS = Path(__file__).with_name("style.css")


def page_paths(operation_paths: Iterable[str], aggregate_types: Iterable[str]) -> frozenset[str]:
    """Every page that there is, known without reading a document."""
    nouns = {f"{HOME}/{operations.noun_of(path)}" for path in operation_paths}
    return frozenset({HOME, EVENTS, STYLE, *nouns, *(_events_page(each) for each in aggregate_types)})


@cache
def page(path: str) -> Page:
    """One of `page_paths`. Raises KeyError for another one."""
    if path == STYLE:
        return Page(_CSS.read_bytes(), "text/css; charset=utf-8")
    if path == HOME:
        return _whole("Reference", path, *_home())
    if path == EVENTS:
        return _whole("Events", path, *_events_home())
    if path.startswith(f"{EVENTS}/"):
        return _events_of(path)
    return _operations_of(path)


def _operations_of(path: str) -> Page:
    document, noun = openapi(), path.removeprefix(f"{HOME}/")
    shapes, found = Shapes(document["components"]["schemas"]), operations.by_noun(openapi())[noun]
    sections = [operations.section(*each, document, shapes) for each in found]
    title = _title(noun)
    return _whole(
        title,
        path,
        element("h1", title),
        element("p", f"{len(found)} operations.", class_="lead"),
        operations.overview(found, path),
        *sections,
        element("h2", "Shapes", id="shapes"),
        *shapes.sections(),
    )


def _events_of(path: str) -> Page:
    document = asyncapi()
    aggregates = events.by_aggregate(document, message_schema)
    aggregate = next(each for each in aggregates if _events_page(each) == path)
    messages, title = aggregates[aggregate], f"Messages about {_title(aggregate).lower()}"
    schemas = {name: document["components"]["messages"][name]["payload"]["$ref"] for _, name in messages}
    return _whole(
        title,
        path,
        element("h1", title),
        element("p", f"{len(messages)} messages.", class_="lead"),
        events.overview(messages, document, path),
        *(events.section(topic, name, document, message_schema(schemas[name])) for topic, name in messages),
    )


def _home() -> list[Part]:
    document = openapi()
    nouns, schemes = operations.by_noun(document), document["components"]["securitySchemes"]
    count = sum(map(len, nouns.values()))
    parts: list[Part] = [
        element("h1", f"{document['info']['title']} {document['info']['version']}"),
        element("p", f"{count} operations over HTTP, by noun, and the ", link(EVENTS, "events"), ".", class_="lead"),
        element("h2", "Who calls", id="callers"),
        element("p", sentence("Every call but `/openapi.json`, `/healthz` and these pages carries a bearer token:")),
        element(
            "ul",
            *(element("li", sentence(each["description"])) for each in schemes.values()),
        ),
        sample("export SRE_URL=https://sre.example.com SRE_TOKEN=…\nsre incidents list-open", "Where and who"),
        element("p", "The same as a document for programs: ", link("/openapi.json", code("/openapi.json")), "."),
    ]
    for noun, found in nouns.items():
        parts += [element("h2", link(f"{HOME}/{noun}", _title(noun)), id=noun)]
        parts += [operations.overview(found, f"{HOME}/{noun}")]
    return parts


def _events_home() -> list[Part]:
    document = asyncapi()
    parts: list[Part] = [
        element("h1", "Events"),
        element("p", "CloudEvents: what is asked for, what happened, what workflows did.", class_="lead"),
    ]
    for topic, channel in document["channels"].items():
        parts += [element("h2", code(topic), id=topic), element("p", sentence(channel["description"]), ".")]
    parts += [element("h2", "Attributes", id="attributes"), events.attributes(document)]
    for aggregate, messages in events.by_aggregate(document, message_schema).items():
        parts += [element("h2", link(_events_page(aggregate), _title(aggregate)), id=aggregate)]
        parts += [events.overview(messages, document, _events_page(aggregate))]
    return parts


def _events_page(aggregate: str) -> str:
    return f"{EVENTS}/{aggregate.replace('_', '-')}"


def _title(noun: str) -> str:
    words = noun.replace("-", " ").replace("_", " ")
    return words.upper().replace("SLOS", "SLOs") if words in ("slo", "slos") else words.capitalize()


def _whole(title: str, path: str, *parts: Part) -> Page:
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{title} · Ameide SRE"),
        element("link", rel="stylesheet", href=STYLE),
    )
    body = element(
        "body",
        link("#content", "Skip to the content", class_="skip"),
        element("nav", *_navigation(path), aria_label="Reference"),
        element("main", *parts, id="content"),
    )
    document = Html("<!doctype html>\n") + element("html", head, body, lang="en") + "\n"
    return Page(document.encode(), _HTML)


def _navigation(path: str) -> list[Part]:
    def item(address: str, text: str) -> Html:
        return element("li", link(address, text, aria_current="page" if address == path else None))

    nouns = [item(f"{HOME}/{noun}", _title(noun)) for noun in operations.by_noun(openapi())]
    messages = [item(_events_page(each), _title(each)) for each in events.by_aggregate(asyncapi(), message_schema)]
    return [
        element("p", link(HOME, "Ameide SRE", aria_current="page" if path == HOME else None), class_="brand"),
        element("h2", "Operations"),
        element("ul", *nouns),
        element("h2", "Events"),
        element("ul", item(EVENTS, "All"), *messages),
    ]
