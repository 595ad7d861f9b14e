"""The origin of an imported definition says where it comes from and what it was, so that a person's edit is seen.

``backstage:github.com/acme/catalog/payments.yaml#1f3a9c0d2b4e6f80``: after the last ``#`` a digest of the definition.
While the digest fits what stands there, nobody has touched it since the import.
"""

import json
from collections.abc import Collection
from hashlib import sha256

from pydantic import BaseModel

from shared.ports.imports import ImportKind

_DIGITS = 16


def origin_location(kind: ImportKind, source: str, path: str) -> str:
    """Returns ``backstage:github.com/acme/catalog/payments.yaml``; without a source only the kind and the path."""
    return f"{kind}:{source}/{path}" if source else f"{kind}:{path}"


def with_digest(location: str, definition: BaseModel, apart_from: Collection[str]) -> str:
    """Returns an origin: the location and a digest of the definition without the fields in ``apart_from``."""
    return f"{location}#{_digest(definition, apart_from)}"


def location_of(origin: str) -> str:
    """Returns an origin without its digest, if it has one."""
    location, mark, digest = origin.rpartition("#")
    return location if mark and len(digest) == _DIGITS else origin


def is_unedited(origin: str, definition: BaseModel, apart_from: Collection[str]) -> bool:
    """Tells whether the definition is still the one that the origin's digest was made of."""
    return origin == with_digest(location_of(origin), definition, apart_from)


def _digest(definition: BaseModel, apart_from: Collection[str]) -> str:
    """A field that a later release adds has its default, and changes nothing."""
    kept = definition.model_dump(mode="json", exclude={"origin", *apart_from}, exclude_defaults=True)
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:_DIGITS]
