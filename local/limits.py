"""What bounds the launcher's patience and its logs; read once from the environment (``SRE_…``)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

_MIB = 1024 * 1024


class WrongSetting(RuntimeError):  # noqa: N818 - names the condition
    """The message names the setting and what it may be."""


@dataclass(frozen=True, slots=True)
class Limits:
    #: A part that has not answered for as long as this is ended and started again.
    silence_s: float = 15.0
    #: So is one of whose loops one does not go round: longer than a message may take (60 s), which ends by itself.
    loop_silence_s: float = 75.0
    #: A database that lives and does not answer for as long as this is ended and started again.
    database_silence_s: float = 30.0
    #: Of each log; one earlier piece is kept.
    log_bytes: int = 16 * _MIB


_DEFAULT = Limits()


def limits_of(environment: Mapping[str, str] = os.environ) -> Limits:
    """Reads the limits from the environment. Raises WrongSetting."""
    return Limits(
        silence_s=_number(environment, "SRE_SILENCE_S", _DEFAULT.silence_s, least=2.0),
        loop_silence_s=_number(environment, "SRE_LOOP_SILENCE_S", _DEFAULT.loop_silence_s, least=2.0),
        database_silence_s=_number(environment, "SRE_DATABASE_SILENCE_S", _DEFAULT.database_silence_s, least=2.0),
        log_bytes=int(_number(environment, "SRE_LOG_MIB", _DEFAULT.log_bytes / _MIB, least=0.1) * _MIB),
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
