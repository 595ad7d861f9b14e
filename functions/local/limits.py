"""What bounds the launcher's patience and its logs; read once from the environment (``SRE_…``)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

_MIB = 1024 * 1024


class WrongSetting(RuntimeError):  # noqa: N818 - names the condition
    """The message names the setting and what it may be."""


@dataclass(frozen=True, slots=True)
class Limits:
    #: A part that answers no more, and a loop that computes, for as long as this is ended and started again.
    silence_s: float = 15.0
    #: A loop that neither goes round nor computes: longer than the longest statement (30 s) and the wait for a lock.
    idle_loop_s: float = 45.0
    #: A database that lives and does not answer for as long as this is ended and started again.
    database_silence_s: float = 30.0
    #: Of each log; one earlier piece is kept.
    log_bytes: int = 16 * _MIB


def limits_of(environment: Mapping[str, str] = os.environ) -> Limits:
    """Raises WrongSetting."""
    silence_s = _number(environment, "SRE_SILENCE_S", Limits.silence_s, least=2.0)
    return Limits(
        silence_s=silence_s,
        idle_loop_s=3 * silence_s,
        database_silence_s=_number(environment, "SRE_DATABASE_SILENCE_S", Limits.database_silence_s, least=2.0),
        log_bytes=int(_number(environment, "SRE_LOG_MIB", Limits.log_bytes / _MIB, least=0.1) * _MIB),
    )


def _number(environment: Mapping[str, str], name: str, default: float, *, least: float) -> float:
    given = environment.get(name, "")
    try:
        value = float(given) if given else default
    except ValueError:
        value = float("nan")
    if not least <= value < float("inf"):
        raise WrongSetting(f"{name} is a number from {least:g}, not {given!r}")
    return value
