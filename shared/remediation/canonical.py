"""The one text of a plan, so that whoever approves it and whoever carries it out hash the same thing."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from enum import Enum
from typing import Any

from pydantic import BaseModel

from shared.kernel.canonical import canonical_json, sha256_hex
from shared.remediation.proposal import RemediationPlan


def canonical(value: object) -> str:
    """Writes canonical JSON; moments are in UTC with microseconds, and every field is present.

    Raises TypeError for what has no exact form, such as a floating-point number.
    """
    return canonical_json(_plain(value))


def plan_hash_of(plan: RemediationPlan) -> str:
    """SHA-256 in hexadecimal over everything the plan says but ``plan_hash`` itself."""
    said = {name: value for name, value in plan if name != "plan_hash"}
    return sha256_hex(canonical(said))


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
