"""Why Grafana says that an alert is over, and whether the problem may be taken to be over with it.

Grafana resolves an alert also when it stops looking: it then says why in the annotation ``grafana_state_reason``.

| reason | what happened | the alert | its incident |
|---|---|---|---|
| none | the condition no longer holds | resolved | resolves after its hold-down |
| MissingSeries | the series is gone: a device died, or a pod was replaced | ended, unwatched | open: a person decides |
| NoData, Error | the query says nothing, or fails | ended, unwatched | open |
| Paused, RuleDeleted | somebody paused or deleted the rule | ended, unwatched | open |
| Updated | somebody edited the rule: it is evaluated anew, and fires again if need be | ended | resolves, and reopens |
| KeepLast and others | the state is as it was | resolved | resolves after its hold-down |
"""

from collections.abc import Mapping

from shared.adapters.intake.group import Ending

REASON = "grafana_state_reason"
_UNWATCHED = frozenset({"missingseries", "nodata", "error", "paused", "ruledeleted"})
_LONGEST = 200


def ending_of(annotations: Mapping[str, str]) -> Ending:
    """Says how a resolved alert ended; several reasons come as one text (``NoData, KeepLast``)."""
    reason = annotations.get(REASON, "").strip()[:_LONGEST]
    if not reason:
        return Ending()
    words = {word.strip().lower() for word in reason.split(",")}
    return Ending(reason=reason, unwatched=bool(words & _UNWATCHED))
