"""Moments as Kubernetes writes them: UTC, whole seconds."""

from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def written(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_FORM)


def read_moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
