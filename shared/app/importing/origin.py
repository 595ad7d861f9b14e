"""The origin of an imported definition says where it comes from and what it was, so that a person's edit is seen.

``backstage:github.com/acme/catalog/payments.yaml#1f3a9c0d2b4e6f80``: after the last ``#`` a digest of the definition.
While the digest fits what stands there, nobody has touched it since the import.
"""

import json
from collections.abc import Collection
from hashlib import sha256

from pydantic import BaseModel

_DIGITS = 16


def signed(place: str, definition: BaseModel, apart_from: Collection[str]) -> str:
    return f"{place}#{_digest(definition, apart_from)}"


def place_of(origin: str) -> str:
    place, mark, digest = origin.rpartition("#")
    return place if mark and len(digest) == _DIGITS else origin


def untouched(origin: str, definition: BaseModel, apart_from: Collection[str]) -> bool:
    return origin == signed(place_of(origin), definition, apart_from)


def _digest(definition: BaseModel, apart_from: Collection[str]) -> str:
    """A field that a later release adds has its default, and changes nothing."""
    kept = definition.model_dump(mode="json", exclude={"origin", *apart_from}, exclude_defaults=True)
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:_DIGITS]
