"""A service by what people call it."""

from typing import Any
from uuid import UUID

from cli.answering import fail
from cli.installation import Installation


def service_id_of(installation: Installation, service: str) -> str:
    """Its id, its slug or its name."""
    if _is_id(service):
        return service
    slug = _slug(service)
    by_slug = installation.get("/v1/services", [("slug", slug), ("limit", "1")])["items"] if slug else []
    return str(by_slug[0]["service_id"]) if by_slug else _named(installation, service)


def _named(installation: Installation, name: str) -> str:
    near: list[dict[str, Any]] = installation.get("/v1/services/search", [("text", name), ("limit", "5")])["items"]
    named = [each for each in near if each["name"].lower() == name.strip().lower()]
    if not named:
        fail(f"there is no service {name}" + (f"; nearest: {_slugs(near)}" if near else ""))
    if len(named) > 1:
        fail(f"several services are called {name}: {_slugs(named)}")
    return str(named[0]["service_id"])


def _slugs(services: list[dict[str, Any]]) -> str:
    return ", ".join(str(each["slug"]) for each in services)


def _slug(text: str) -> str:
    """Empty: no slug looks like that."""
    slug = text.strip().lower()
    return slug if slug and all(part.isalnum() and part.isascii() for part in slug.replace("_", "-").split("-")) else ""


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
