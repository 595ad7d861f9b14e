"""What a source says beside its data when these are not all of it. Prometheus, Mimir and Thanos warn; VictoriaMetrics
has a word of its own. Pure."""

from collections.abc import Mapping
from typing import Any, Final

#: Says what a query might mean otherwise, and nothing of the data; newer servers keep it apart, in ``infos``.
_HARMLESS: Final = "PromQL info"


def incomplete_because(answer: Mapping[str, Any]) -> list[str]:
    """Gives the reasons; empty where the data are whole."""
    partial = ["isPartial: some of its storage did not answer"] if answer.get("isPartial") is True else []
    told = answer.get("warnings")
    warnings = told if isinstance(told, list) else []
    return [*partial, *(str(each) for each in warnings if not str(each).startswith(_HARMLESS))]
