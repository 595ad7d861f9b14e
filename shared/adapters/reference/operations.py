"""Operations for people: who may, what is given, what comes back, and how it is typed."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.adapters.reference.fields import Shapes
from shared.adapters.reference.markup import (
    Html,
    Part,
    code,
    element,
    folded,
    joined,
    json_sample,
    link,
    sample,
    sentence,
    table,
)

Document = Mapping[str, Any]
_LEAST_WRONG = 400


def noun_of(path: str) -> str:
    """``/v1/incidents/{incident_id}`` → ``incidents``."""
    return path.split("/")[2]


def by_noun(document: Document) -> dict[str, list[tuple[str, str, Document]]]:
    """Noun → (method, path, operation), nouns in the order of the alphabet."""
    found: dict[str, list[tuple[str, str, Document]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(noun_of(path), []).append((method.upper(), path, operation))
    return dict(sorted(found.items()))


def overview(operations: list[tuple[str, str, Document]], page: str) -> Html:
    rows = [
        (link(f"{page}#{operation['operationId']}", operation["operationId"]), badge(method), operation["summary"])
        for method, _, operation in operations
    ]
    return table(("Operation", "Method", "What it does"), rows)


def badge(method: str) -> Html:
    return element("span", method, class_=f"method {method.lower()}")


def section(method: str, path: str, operation: Document, document: Document, shapes: Shapes) -> Html:
    name = operation["operationId"]
    return element(
        "section",
        element("h2", link(f"#{name}", name)),
        element("p", badge(method), " ", code(path), class_="address"),
        element("p", sentence(operation["summary"]), "."),
        element("p", "For ", *_listed(operation["x-roles"]), "."),
        *_parameters(operation, shapes),
        *_body(operation, shapes),
        *_answer(operation, shapes),
        *_typed(operation),
        folded("How it can be refused", _refusals(operation, document)),
        id=name,
        class_="operation",
    )


def _listed(roles: list[str]) -> Iterator[Part]:
    for index, role in enumerate(roles):
        yield from (", ", code(role)) if index else (code(role),)


def _parameters(operation: Document, shapes: Shapes) -> Iterator[Html]:
    rows = []
    for each in operation["parameters"]:
        name, type_, meaning = shapes.row(
            each["name"], each["schema"], each.get("description", ""), required=each["required"]
        )
        rows.append((name, each["in"], type_, meaning))
    if rows:
        yield element("h3", "Parameters")
        yield table(("Name", "Where", "Type", "Meaning"), rows)


def _body(operation: Document, shapes: Shapes) -> Iterator[Part]:
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]["application/json"]
        yield element("h3", "Request")
        yield shapes.fields(content["schema"]) or element("p", "Nothing has to be said: the body may be empty.")
        if content["example"]:
            yield folded("Example of a request", json_sample(content["example"], "Example of a request"))


def _answer(operation: Document, shapes: Shapes) -> Iterator[Part]:
    good = {status: said for status, said in operation["responses"].items() if int(status) < _LEAST_WRONG}
    said = next(iter(good.values()))
    media, content = next(iter(said["content"].items()))
    yield element("h3", "Answer")
    yield element("p", " or ".join(good), " ", code(media), ": ", shapes.type_of(content["schema"]))
    yield shapes.fields(content["schema"], given=False)
    yield folded("Example of an answer", json_sample(content["example"], "Example of an answer"))


def _typed(operation: Document) -> Iterator[Html]:
    yield element("h3", "Try it")
    for each in operation["x-codeSamples"]:
        yield sample(each["source"], f"{operation['operationId']} with {each['label']}")


def _refusals(operation: Document, document: Document) -> Html:
    rows: list[tuple[Part, ...]] = []
    for status in operation["responses"]:
        if int(status) >= _LEAST_WRONG:
            said = document["components"]["responses"][status]
            example = said["content"]["application/problem+json"]["example"]
            rows.append((status, sentence(said["description"]), joined([code(example["code"])])))
    return table(("Status", "When", "For example"), rows)
