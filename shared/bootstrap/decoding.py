"""Wires decoding: subscribers that live in one process share what they have decoded."""

from functools import lru_cache

from shared.adapters.cloudevents.recent import RecentEnvelopes


@lru_cache(maxsize=1)
def recent_facts() -> RecentEnvelopes:
    """The one of this process."""
    return RecentEnvelopes()
