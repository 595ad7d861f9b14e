"""Which functions each part behind serves, and what calls them: subscriptions, wakes, the clock."""

from dataclasses import dataclass

from shared.bootstrap.topology import ROUTES, SLEEPERS, Route, Sleeper

_VIEWS_NICENESS = 5


@dataclass(frozen=True, slots=True)
class ServedPart:
    """``functions``: whose subscriptions it serves. Entry points are (function, target)."""

    functions: frozenset[str]
    called: tuple[tuple[str, str], ...] = ()
    #: Called when woken, and by the clock for the case that a wake was lost.
    sleepers: tuple[Sleeper, ...] = ()
    #: Called by the clock, every so many seconds.
    ticked: tuple[tuple[str, str, float], ...] = ()
    #: One part looks for all of them whether something waits for a subscription that was not woken.
    watches: bool = False
    niceness: int = 0
    """How far the threads that carry facts stand back behind other processes. What is woken does not: embedding has a
    budget for the time in which facts arrive, and would starve beside a busy neighbour otherwise.
    """
    #: The longest rest after a round of work: few full batches cost less than many small ones.
    max_rest_s: float = 0.0

    @property
    def routes(self) -> tuple[Route, ...]:
        return tuple(route for route in ROUTES if route.function in self.functions)


def _sleepers(function: str) -> tuple[Sleeper, ...]:
    return tuple(sleeper for sleeper in SLEEPERS if sleeper.function == function)


PARTS = {
    "writer": ServedPart(
        functions=frozenset({"domain_writer", "ingest_backlog"}),
        called=(("domain_writer", "domain_writer_http"),),
        sleepers=_sleepers("outbox_relay"),
        ticked=(("domain_writer", "domain_writer_tick", 10.0),),
        watches=True,
        max_rest_s=0.03,
    ),
    "views": ServedPart(
        functions=frozenset({"projectors", "triage_steps", "slo_checks"}),
        sleepers=_sleepers("projectors"),
        ticked=(("triage_steps", "tick", 5.0), ("slo_checks", "measure", 10.0), ("slo_checks", "evaluate", 10.0)),
        niceness=_VIEWS_NICENESS,
        max_rest_s=0.1,
    ),
}
