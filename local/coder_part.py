"""Who carries plans out, on one machine: it alone is told where it may write, and the others where to ask it."""

from collections.abc import Mapping

from local.environment import AUDIENCE
from local.listening import bind_stream, port_of

#: What tells where it may write, and by which credentials. No other part has any of it.
WRITING = frozenset({"SRE_CODER_TARGETS", "SRE_CODER_CACHE"})
_HOST = "127.0.0.1"


class CoderPart:
    """A bound socket; ``environment`` is the part's own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.listener = bind_stream(_HOST, 0)
        self.for_others = {
            "SRE_CODER_URL": f"http://{_HOST}:{port_of(self.listener)}",
            "SRE_CODER_AUDIENCE": AUDIENCE,
        }
        self.environment = {**environment, **self.for_others}


def set_apart(environment: Mapping[str, str]) -> tuple[dict[str, str], CoderPart | None]:
    """Gives the environment of everybody else, and the part where there is something that it may write to."""
    others = {name: value for name, value in environment.items() if name not in WRITING}
    if not environment.get("SRE_CODER_TARGETS"):
        return others, None
    part = CoderPart(environment)
    return others | part.for_others, part
