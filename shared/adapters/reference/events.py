"""Messages for people: what may be asked of an aggregate, what can have happened to it, and how it travels."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.adapters.reference.fields import Shapes
from shared.adapters.reference.markup import Html, Part, code, element, folded, json_sample, link, prose, table

Document = Mapping[str, Any]
#: Reference of a payload → its JSON Schema.
Schemas = Callable[[str], Document]


def topics(document: Document) -> dict[str, list[str]]:
    """Topic → names of its messages, without the envelope of several."""
    return {
        topic: [name for name in channel["messages"] if name != "batch"]
        for topic, channel in document["channels"].items()
    }


def by_aggregate(document: Document, schemas: Schemas) -> dict[str, list[tuple[str, str]]]:
    """Aggregate type → (topic, message)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for topic, names in topics(document).items():
        for name in names:
            payload = document["components"]["messages"][name]["payload"]["$ref"]
            found.setdefault(schemas(payload)["x-aggregate"], []).append((topic, name))
    return dict(sorted(found.items()))


def overview(messages: list[tuple[str, str]], document: Document, page: str) -> Html:
    rows = [(link(f"{page}#{name}", name), code(topic), first_line(document, name)) for topic, name in messages]
    return table(("Message", "Topic", "What it says"), rows)


def first_line(document: Document, name: str) -> str:
    described = " ".join(document["components"]["messages"][name].get("description", "").split())
    head, dot, _ = described.partition(". ")
    return head + ("." if dot else "")


def attributes(document: Document) -> Html:
    """What stands beside every payload."""
    shapes = Shapes({})
    return shapes.fields(document["components"]["schemas"]["attributes"]) or Html()


def section(topic: str, name: str, document: Document, schema: Document) -> Html:
    """Shapes inside a payload are the message's own, so they stand in its section."""
    message, shapes = document["components"]["messages"][name], Shapes(_own(schema, name))
    described: Part = prose(schema["description"]) if "description" in schema else None
    example = message["examples"][0]
    fields = shapes.fields(_renamed(schema, name))
    inside = list(shapes.sections())
    return element(
        "section",
        element("h2", link(f"#{name}", name)),
        element("p", code(message["name"]), " on ", code(topic), class_="address"),
        described,
        element("h3", "Payload"),
        fields,
        folded(f"Shapes in it ({len(inside)})", *inside) if inside else None,
        folded("Example of a payload", json_sample(example["payload"], f"Payload of {name}")),
        folded("Attributes beside it", json_sample(example["headers"], f"Attributes of {name}")),
        id=name,
        class_="operation",
    )


def _own(schema: Document, name: str) -> dict[str, Document]:
    return {f"{name}.{each}": _renamed(of, name) for each, of in schema.get("$defs", {}).items()}


def _renamed(value: Any, name: str) -> Any:
    """References to definitions of one message, such that they differ from another's of the same name."""
    if isinstance(value, Mapping):
        return {
            key: f"#/$defs/{name}.{each.rsplit('/', 1)[-1]}"
            if key == "$ref" and isinstance(each, str)
            else _renamed(each, name)
            for key, each in value.items()
            if key != "$defs"
        }
    return [_renamed(each, name) for each in value] if isinstance(value, list) else value
