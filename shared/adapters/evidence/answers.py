"""What an HTTP status means for whoever wanted to read, and what the answer says about it."""

import json
import re
from http import HTTPStatus
from typing import Any

from shared.adapters.evidence.target import NotRead
from shared.diagnosis.evidence import EvidenceProblem

_PROBLEMS: dict[int, EvidenceProblem] = {
    HTTPStatus.UNAUTHORIZED: EvidenceProblem.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN: EvidenceProblem.FORBIDDEN,
    HTTPStatus.NOT_FOUND: EvidenceProblem.NOT_FOUND,
    HTTPStatus.GONE: EvidenceProblem.EXPIRED,
    HTTPStatus.TOO_MANY_REQUESTS: EvidenceProblem.UNAVAILABLE,
}
_LONGEST = 500


def problem_of_status(status: int) -> EvidenceProblem:
    """Gives the problem that an unsuccessful status stands for."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return EvidenceProblem.UNAVAILABLE
    return _PROBLEMS.get(status, EvidenceProblem.UNREADABLE)


def said(status: int, body: bytes) -> str:
    """Gives the status and the sentence in the body: its ``message`` or ``error``, or else its beginning."""
    try:
        read = json.loads(body)
    except ValueError:
        read = None
    words = (read.get("message") or read.get("error")) if isinstance(read, dict) else None
    return f"{status}: {words or body[:_LONGEST].decode('utf-8', 'replace')}"[:_LONGEST]


#: How JSON writes halves of characters; half a character alone is no text that could be kept.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def json_object(body: bytes) -> dict[str, Any]:
    """Reads a JSON object; half a character becomes a question mark. Raises NotRead."""
    try:
        read = json.loads(body)
        if _HALF.search(body):
            read = json.loads(json.dumps(read, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as unreadable:
        raise NotRead(EvidenceProblem.UNREADABLE, f"not JSON: {body[:100].decode('utf-8', 'replace')}") from unreadable
    if not isinstance(read, dict):
        raise NotRead(EvidenceProblem.UNREADABLE, f"not a JSON object but {type(read).__name__}")
    return read
