"""An episode that clears and fires again and again is one long problem: it is held open, and that is said once."""

from dataclasses import replace
from datetime import datetime

from shared.processes.alert_correlation.asking import hold_flapping
from shared.processes.alert_correlation.state import Correlating, Episode, Phase
from shared.processes.process import Reaction


def changed(before: Episode, after: Episode, at: datetime) -> Reaction[Correlating]:
    """``after``, held open if it has just cleared or come back once too often."""
    most = after.rule.definition.flap_changes
    if most is None or (before.phase is Phase.OPEN) == (after.phase is Phase.OPEN):
        return Reaction((after,))
    counted = replace(after, changes=(*after.changes, at)[-most:])
    if counted.flapping_since is not None or not _is_flapping(counted, most):
        return Reaction((counted,))
    held = replace(counted, flapping_since=at)
    return Reaction((held,), (hold_flapping(held),))


def _is_flapping(episode: Episode, most: int) -> bool:
    changes = episode.changes
    window = episode.rule.definition.flap_window_s
    return len(changes) >= most and (changes[-1] - changes[0]).total_seconds() <= window
