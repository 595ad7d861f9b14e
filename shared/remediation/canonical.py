"""The one byte form of a plan, so that whoever approves it and whoever carries it out hash the same thing."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from enum import Enum
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from shared.remediation.proposal import RemediationPlan


def canonical(value: object) -> bytes:
    """JSON with sorted keys, without spaces, in UTF-8; moments in UTC with microseconds, every field present.

    Raises TypeError for what has no exact form, such as a floating-point number.
    """
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


def plan_hash_of(plan: RemediationPlan) -> str:
    """SHA-256 in hexadecimal over everything the plan says but ``plan_hash`` itself."""
    said = {name: value for name, value in plan if name != "plan_hash"}
    return sha256(canonical(said)).hexdigest()


def _plain(value: object) -> Any:
    match value:
        case Enum():
            return _plain(value.value)
        case None | bool() | int() | str():
            return value
        case datetime(tzinfo=tzinfo()):
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case BaseModel():
            return {name: _plain(each) for name, each in value}
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")
