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


def shortened(text: str, most: int) -> str:
    """Gives ``most`` characters of a text that is longer, the last of them a hash of all of it: what was cut counts."""
    if len(text) <= most:
        return text
    end = f"\n… cut here; SHA-256 of the whole: {sha256_hex(text)}\n"
    return text[: most - len(end)] + end
