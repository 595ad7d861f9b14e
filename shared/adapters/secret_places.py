"""Secrets by the place where they are kept: a file, read anew each time, or a store that is named by its scheme.

Whatever names the file of a secret in a setting or a file of targets may name ``aws-secret://…`` instead.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.adapters.aws.secrets_manager import SecretsManager

_OF_AWS = "aws-secret://"


def secret_at(place: str) -> str:
    """Gives the secret that is to be presented; no place is no secret. Raises OSError."""
    return next(iter(secrets_at(place)), "")


def secrets_at(place: str) -> tuple[str, ...]:
    """Gives every version that is good, the most promising first; no place is none. Raises OSError."""
    if not place:
        return ()
    if place.startswith(_OF_AWS):
        return _secrets_manager().versions(place)
    return (Path(place).read_text("utf-8").strip(),)


def was_refused(place: str, secret: str) -> bool:
    """Says that a secret was refused where it was presented. True: another version is worth a try, at once."""
    return place.startswith(_OF_AWS) and _secrets_manager().refused(place, secret)


@cache
def _secrets_manager() -> "SecretsManager":
    from shared.adapters.aws.secrets_manager import SecretsManager  # noqa: PLC0415 - only where a place names it

    return SecretsManager()
