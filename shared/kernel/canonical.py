"""The one text that a value has, and the one name that a text has: what an approval and its executor must agree on."""

import json
from hashlib import sha256
from typing import Any


def canonical_json(value: Any) -> str:
    """Writes plain values (text, whole numbers, lists, objects) as JSON in ASCII with sorted keys and no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_hex(text: str) -> str:
    """Names a text: SHA-256 over its UTF-8 bytes, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
