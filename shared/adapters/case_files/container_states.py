"""A container's state that somebody cut out of a description, without the pod's name and the container's."""

import re
from collections.abc import Sequence
from typing import Any

from shared.adapters.case_files.collector import Collector, Fidelity, FileLines, LooseState
from shared.adapters.case_files.describe_pod import pod
from shared.adapters.case_files.indentation import indented
from shared.adapters.case_files.kinds import BY_KIND, api_version_of
from shared.adapters.case_files.manifests import partial
from shared.adapters.case_files.passages import TextPassage
from shared.adapters.case_files.sections import sections

#: What somebody showed without saying its name.
UNNAMED = "(unnamed)"
_STATE = re.compile(r"^\s*(?:Last State|State):\s+(?:Waiting|Running|Terminated)\b")
_OF_STATE = re.compile(
    r"^\s*(?:Last State|State|Reason|Message|Exit Code|Signal|Started|Finished|Ready|Restart Count):"
)


def take_loose_state(into: Collector, part: TextPassage) -> frozenset[int]:
    """The indices of its lines: from the first state to the last line that belongs to one."""
    states = [index for index, line in enumerate(part.lines) if _STATE.match(line)]
    if not states:
        return frozenset()
    end = states[0]
    while end < len(part.lines) and _OF_STATE.match(part.lines[end]):
        end += 1
    place = FileLines(part.path, part.first + states[0], part.first + end - 1)
    into.states.append(LooseState(place, part.lines[states[0] : end]))
    return frozenset(range(states[0], end))


def own_states(into: Collector) -> None:
    """Gives each to a pod without a name; in a file that shows pods it may be any of them."""
    for loose in into.states:
        if into.shows_pods(loose.place.path):
            into.not_read(loose.place, "a part of a description, but of what it does not say")
        else:
            manifest = partial("Pod", api_version_of(BY_KIND["Pod"]), "", UNNAMED, status=_shown(loose.lines))
            into.manifest(manifest, loose.place, Fidelity.DESCRIBED, "\n".join(loose.lines))


def _shown(lines: Sequence[str]) -> dict[str, Any]:
    """The status alone: what the container may use is no part of it."""
    head = (f"Name: {UNNAMED}", "Containers:", f"{UNNAMED}:")
    status: dict[str, Any] = pod(sections(indented([*head, *(line.strip() for line in lines)])))["status"]
    return status
