"""How this process wakes others: over the broker that carries its messages, or by datagrams on one machine."""

from shared.adapters.wake import build_waker
from shared.ports.wake import Waker
from shared.settings import TransportSettings, WakeSettings

#: Seconds that a commit waits for the broker's word at most.
_PATIENCE_S = 1.0


def own_waker() -> Waker:
    """Wires it from the environment."""
    settings = TransportSettings()
    if settings.transport != "pubsub":
        return build_waker(WakeSettings().wake_address)
    from shared.adapters.pubsub.publisher import PubSubPublisher  # noqa: PLC0415 - heavy, and often absent
    from shared.adapters.pubsub.waker import PubSubWaker  # noqa: PLC0415 - with it

    return PubSubWaker(PubSubPublisher(settings.pubsub_project, deadline_s=_PATIENCE_S))
